"""Which data a version is: its number, and the digest of its record.

Two stores count their versions from 1, and one that is put back from a copy counts on from there, so
a number alone does not say which figures. A record names its table, its files by their digests and
the record before it: whoever has the same digest has the same data, in the store or in a copy of it.
"""

import re
from dataclasses import dataclass
from typing import Self

_LENGTH = 10  # of a digest as links and papers carry it
_NAME = re.compile(rf"([0-9]{{1,8}})(?:-([0-9a-f]{{{_LENGTH}}}))?")


@dataclass(frozen=True)
class VersionName:
    """A version as links and papers name it: `3-0a1b2c3d4e`; in older links `3` alone."""

    number: int
    identity: str | None = None

    def __str__(self) -> str:
        """As it stands in a link."""
        return f"{self.number}-{self.identity}" if self.identity else str(self.number)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The name in a link; None where it is none."""
        found = _NAME.fullmatch(text)
        return cls(int(found[1]), found[2]) if found else None


def short(digest: str) -> str:
    """The identity of a version, from the digest of its record."""
    return digest[:_LENGTH]
