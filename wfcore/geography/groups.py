"""Groups of practices that somebody put together, and how one stands in a link."""

import base64
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from wfcore.errors import UnknownName

GROUP_PREFIX = "group:"  # before the name of a group where any place may stand
APART = "~"  # between the name of a group and its practices, where these stand in the link itself
MOST_IN_A_LINK = 400  # practices; their codes take about two characters each
LONGEST_CODE = 1_200
_LONGEST_NAME = 60
_PRACTICE = re.compile(r"^[A-Z][0-9]{5}$", re.ASCII)
_LETTER = 100_000  # codes that begin with one letter
_UNFIT = re.compile(rf"[{APART}:,\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Membership:
    """A practice in a group: from one month on, or always; to another, the last, or still."""

    practice: str
    since: str | None = None
    until: str | None = None

    def holds_in(self, period: str) -> bool:
        """Whether the practice is in the group in a month."""
        return (self.since or "") <= period <= (self.until or "9999-12")


@dataclass(frozen=True)
class PracticeGroup:
    """Practices under one name. `kind`: such as federation; empty for one that stands in a link."""

    name: str
    members: tuple[Membership, ...]
    kind: str = ""

    @classmethod
    def of_practices(cls, name: str, practices: Iterable[str]) -> Self:
        """A group that somebody picked, with the same practices in every month.

        Raises:
            UnknownName: it has no practice, too many, one twice, or a name that does not fit a link.
        """
        codes = [code.strip().upper() for code in practices if code.strip()]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if fault := name_fault(name):
            raise UnknownName(
                f"A group cannot be called {name!r}: {fault}.", "Give it another name."
            )
        if not codes:
            raise UnknownName(
                f"The group {name} has no practices.", "Name one or more, by their codes."
            )
        if twice:
            raise UnknownName(
                f"The group {name} names {', '.join(twice)} twice.", "Name each practice once."
            )
        if odd := [code for code in codes if not _PRACTICE.match(code)]:
            raise UnknownName(
                f"{', '.join(odd[:5])} is no code of a practice.",
                "A code is a letter and five digits: F82030.",
            )
        if len(codes) > MOST_IN_A_LINK:
            raise UnknownName(
                f"The group {name} has {len(codes)} practices; a link holds {MOST_IN_A_LINK}.",
                "Publish it as a table of groups: then it may have any number.",
            )
        return cls(" ".join(name.split()), tuple(Membership(code) for code in sorted(codes)))

    @classmethod
    def of_code(cls, code: str) -> Self | None:
        """The group that stands in a link itself; None where the code names a published one.

        Raises:
            UnknownName: its practices cannot be read.
        """
        name, apart, packed = code.rpartition(APART)
        return cls.of_practices(name, _unpacked(packed)) if apart else None

    @property
    def code(self) -> str:
        """How links, papers and commands name it: by its name, with its practices where it is not published."""
        if self.kind:
            return self.name
        return f"{self.name}{APART}{_packed(member.practice for member in self.members)}"

    def practices_in(self, period: str) -> frozenset[str]:
        """Codes of its practices in a month."""
        return frozenset(m.practice for m in self.members if m.holds_in(period))


def name_fault(name: str) -> str:
    """What is wrong with the name of a group; empty where nothing is."""
    if not name.strip():
        return "it is blank"
    if len(name) > _LONGEST_NAME:
        return f"it is longer than {_LONGEST_NAME} characters"
    return "it holds a sign that links need" if _UNFIT.search(name) else ""


def _packed(practices: Iterable[str]) -> str:
    """Codes in few characters: each as its distance from the one before, in seven bits a byte."""
    packed, before = bytearray(), 0
    for number in sorted((ord(c[0]) - ord("A")) * _LETTER + int(c[1:]) for c in practices):
        step, before = number - before, number
        while step > 0x7F:
            packed.append(step & 0x7F | 0x80)
            step >>= 7
        packed.append(step)
    # A link that lost a letter on its way is refused, and not read as another group.
    whole = bytes(packed) + zlib.crc32(packed).to_bytes(4)[:2]
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def _unpacked(text: str) -> list[str]:
    try:
        whole = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        whole = b""
    packed, check = whole[:-2], whole[-2:]
    if not packed or zlib.crc32(packed).to_bytes(4)[:2] != check or len(text) > LONGEST_CODE:
        raise UnknownName(
            "The practices of the group cannot be read from this link: a part of it is missing.",
            "Ask for the whole link, or pick the practices again.",
        )
    codes: list[str] = []
    number = shift = step = 0
    for byte in packed:
        step |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            number, step, shift = number + step, 0, 0
            codes.append(f"{chr(ord('A') + number // _LETTER % 26)}{number % _LETTER:05d}")
    return codes
