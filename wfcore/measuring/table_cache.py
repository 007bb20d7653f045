"""Tables of a version, read side by side before they are asked for."""

from collections.abc import Sequence

import polars as pl

from wfcore.store import Version, Wanted


class TableCache:
    """What is sure to be needed, opened at once: many small files one by one take longer.

    Whatever else is asked for is read then.
    """

    def __init__(self, version: Version, ahead: Sequence[Wanted]) -> None:
        self.version = version
        once = {_name(each): each for each in ahead}
        self._ahead = dict(zip(once, version.tables(list(once.values())), strict=True))

    def table(self, wanted: Wanted) -> pl.DataFrame:
        """The rows of one kind; of what was opened before, those that were wanted then.

        Raises:
            StoreError: a file of this version is missing or damaged.
        """
        found = self._ahead.get(_name(wanted))
        return self.version.tables([wanted])[0] if found is None else found


def _name(wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    return wanted.kind, tuple(wanted.editions or ())
