"""The levels at which a figure can be shown, and the area of a unit at each."""

from enum import StrEnum

import polars as pl

LOCAL_AUTHORITY = "local_authority"  # links, files and commands may say it for `borough`


class Level(StrEnum):
    """The levels at which a figure can be shown, smallest first."""

    PRACTICE = "practice"
    PCN = "pcn"
    GROUP = "group"
    BOROUGH = "borough"
    SUB_ICB = "sub_icb"
    ICB = "icb"
    REGION = "region"
    ENGLAND = "england"

    @classmethod
    def _missing_(cls, value: object) -> "Level | None":
        """A level under another word for it."""
        return cls.BOROUGH if value == LOCAL_AUTHORITY else None

    @property
    def label(self) -> str:
        """The level as a reader says it."""
        return _LABELS[self]

    @property
    def plural(self) -> str:
        """More than one of them."""
        return _PLURALS[self]

    @property
    def above(self) -> tuple["Level", ...]:
        """The larger levels an area of this level can lie in, smallest first; nothing lies in a group."""
        order = [level for level in Level if level in (self, *_DRAWN)]
        return tuple(order[order.index(self) + 1 :])


_LABELS = {
    Level.PRACTICE: "practice",
    Level.PCN: "primary care network",
    Level.GROUP: "group of practices",
    Level.BOROUGH: "local authority",
    Level.SUB_ICB: "sub-ICB location",
    Level.ICB: "integrated care board",
    Level.REGION: "region",
    Level.ENGLAND: "England",
}
_PLURALS = {
    Level.PRACTICE: "practices",
    Level.PCN: "primary care networks",
    Level.GROUP: "groups of practices",
    Level.BOROUGH: "local authorities",
    Level.SUB_ICB: "sub-ICB locations",
    Level.ICB: "integrated care boards",
    Level.REGION: "regions",
    Level.ENGLAND: "England",
}

AREA_LEVELS = (Level.PCN, Level.BOROUGH, Level.SUB_ICB, Level.ICB, Level.REGION)
_DRAWN = (Level.PRACTICE, *AREA_LEVELS, Level.ENGLAND)  # on every map
ENGLAND_CODE = "E92000001"

# Invented units lie in no England: a demonstration beside real figures adds nothing to them.
_IN_ENGLAND = pl.when(~pl.col("invented")).then(pl.lit(ENGLAND_CODE))

NO_PCN = frozenset({"U", "UNALIGNED", "UNALLOCATED", "NA", ""})


def area_code_at(level: Level) -> pl.Expr:
    """The code of the area that each unit lies in; null where it lies in none."""
    if level is Level.ENGLAND:
        return _IN_ENGLAND
    return pl.col("unit" if level is Level.PRACTICE else f"{level}_code")
