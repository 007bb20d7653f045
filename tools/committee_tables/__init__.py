"""Invented tables as committees print them, clean or with one planted fault; the same for a seed.

Another road than the checks: every figure is made from the whole truth (posts to four decimals, people,
patients, pounds), added up and divided there, and only then rounded as printed.
"""

import random
from dataclasses import dataclass

from tools.committee_tables.building import Printed
from tools.committee_tables.more_recipes import MORE_RECIPES
from tools.committee_tables.printing import WAYS, Way
from tools.committee_tables.recipes import RECIPES

_Chance = random.Random


@dataclass(frozen=True)
class CommitteeTable:
    """A table as bytes. `fault`: its kind, `where`: row and column as a sheet counts them, from 1."""

    seed: int
    recipe: str
    name: str
    data: bytes
    fault: str = ""
    where: tuple[int, int] | None = None
    noted: bool = False  # a fault that may have an innocent reading: a note is enough


def clean_table(seed: int) -> CommitteeTable:
    """A table in which nothing is wrong."""
    printed, way = _drawn(seed)
    name, data = way.write(printed)
    return CommitteeTable(seed, printed.recipe, name, data)


def spoiled_table(seed: int, kind: str = "") -> CommitteeTable:
    """The clean table of the seed with one fault, of a kind if it is given.

    Raises:
        LookupError: this table has no place for such a fault.
    """
    printed, way = _drawn(seed)
    chance = _Chance(seed * 7 + 1)
    possible = sorted({p.kind for p in printed.plants if kind in ("", p.kind)})
    if not possible:
        raise LookupError(kind)
    chosen = chance.choice(possible)
    plant = chance.choice([p for p in printed.plants if p.kind == chosen])
    row, column = printed.plant(plant)
    name, data = way.write(printed)
    return CommitteeTable(
        seed,
        printed.recipe,
        name,
        data,
        plant.kind,
        (row + way.more_lines(printed), column),
        plant.noted,
    )


def _drawn(seed: int) -> tuple[Printed, Way]:
    chance = _Chance(seed)
    printed = chance.choice((*RECIPES, *MORE_RECIPES))(chance)
    return printed, chance.choice([way for way in WAYS if way.fits(printed)])


__all__ = ["CommitteeTable", "clean_table", "spoiled_table"]
