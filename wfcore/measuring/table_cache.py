"""Tables of a version, read side by side before they are asked for."""

from collections.abc import Sequence
from typing import Self

import polars as pl

from wfcore.store import Version, Wanted


class TableCache:
    """What is sure to be needed, opened at once: many small files one by one take longer.

    Whatever else is asked for is read then. `for_all`: tables that every month asks for, read once and
    kept while months are gathered; those of one month go with it.
    """

    def __init__(
        self, version: Version, ahead: Sequence[Wanted], for_all: "TableCache | None" = None
    ) -> None:
        self.version = version
        self._for_all = for_all
        self._parts: dict[str, pl.DataFrame] = {}  # by edition
        self._ahead: dict[tuple[str, tuple[str, ...]], pl.DataFrame] = {}
        once = {_name(each): each for each in ahead}
        lacking = {name: each for name, each in once.items() if self.known(each) is None}
        if lacking:
            self._ahead |= zip(lacking, version.tables(list(lacking.values())), strict=True)

    def of_month(self, ahead: Sequence[Wanted]) -> Self:
        """The same with the tables of a month, which are not kept."""
        return type(self)(self.version, ahead, self)

    def table(self, wanted: Wanted) -> pl.DataFrame:
        """The rows of one kind; of what was opened before, those that were wanted then.

        Raises:
            StoreError: a file of this version is missing or damaged.
        """
        found = self.known(wanted)
        return self.version.tables([wanted])[0] if found is None else found

    def known(self, wanted: Wanted) -> pl.DataFrame | None:
        """What was opened before of a table; None where nothing was."""
        own = self._ahead.get(_name(wanted))
        return self._for_all.known(wanted) if own is None and self._for_all else own

    def parts(self, wanted: Sequence[Wanted]) -> list[pl.DataFrame]:
        """A part of each of some editions, always the same one: kept for all months that ask for it.

        Raises:
            StoreError: a file of this version is missing or damaged.
        """
        if self._for_all:
            return self._for_all.parts(wanted)
        named = {"+".join(each.editions or ()): each for each in wanted}
        lacking = [name for name in named if name not in self._parts]
        if lacking:
            read = self.version.tables([named[name] for name in lacking])
            self._parts |= zip(lacking, read, strict=True)
        return [self._parts[name] for name in named]


def _name(wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    return wanted.kind, tuple(wanted.editions or ())
