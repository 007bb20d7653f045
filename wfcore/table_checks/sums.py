"""Printed totals and averages with the sum or mean of what they are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from wfcore.normalising.adding_up import Total, number_places
from wfcore.table_checks.printed import half_unit
from wfcore.table_checks.roles import is_average_within, is_total
from wfcore.table_checks.structure import PrintedAxis, structure_of
from wfcore.table_checks.tables import PrintedTable
from wfcore.table_checks.units import NEVER_ADDED
from wfcore.table_checks.wholes import Whole

Axis = Literal["row", "column"]
_PEOPLE = ("headcount", "count")


@dataclass(frozen=True)
class Sum:
    """A printed total, where it stands, the cells it is made of, and how far off rounding takes it.

    `parts` are the cells that were added, as row and column from 0. `whole` is what the structure
    knows of it: how it is known, and whether people are counted once in it.
    """

    i: int
    j: int
    total: Total
    tolerance: Decimal
    coarser: bool
    parts: tuple[tuple[int, int], ...] = ()
    whole: Whole | None = None
    people: bool = False

    @property
    def off(self) -> Decimal:
        """How far the printed total is from its parts."""
        return abs(self.total.printed - self.total.added)

    @property
    def fits(self) -> bool:
        """Whether rounding explains what it is off, or people counted once do."""
        once = self.whole is not None and self.whole.once and self.people
        return self.off <= self.tolerance or (once and self.total.printed < self.total.added)


@dataclass(frozen=True)
class AxisView:
    """The figures of a table, seen along one axis.

    Along `row`, a position is a column and a line is a row, so that each line adds up to a total in
    it; along `column` it is the other way round.
    """

    table: PrintedTable
    axis: Axis

    @property
    def structure(self) -> PrintedAxis:
        """How the positions belong together."""
        return structure_of(self.table).axis("columns" if self.axis == "row" else "rows")

    @property
    def lines(self) -> Sequence[int]:
        """What runs across the positions."""
        return range(len(self.table.rows)) if self.axis == "row" else self.table.figure_columns

    def name(self, position: int) -> str:
        """The heading of a column, or the name of a row."""
        row = self.table.rows
        name = self.table.headings[position] if self.axis == "row" else row[position].name
        return name.replace("_", " ")

    def place(self, line: int, position: int) -> tuple[int, int]:
        """Row and column, from 0, of a position on a line: a row or a column, as `axis` says."""
        return (line, position) if self.axis == "row" else (position, line)

    def value(self, line: int, position: int) -> Decimal | None:
        """The figure of a cell."""
        i, j = self.place(line, position)
        return self.table.rows[i].cells[j].value

    def held_back(self, line: int, position: int) -> bool:
        """Whether a figure is there that is not printed, such as `<5`: it counts, but nobody can add it."""
        i, j = self.place(line, position)
        return self.table.rows[i].cells[j].held_back

    def kind(self, line: int, position: int) -> str:
        """What a cell counts."""
        return self.table.kind_at(*self.place(line, position))

    def finest(self, line: int, parts: Sequence[int]) -> int:
        """The last place to which a part is printed."""
        return min(self.table.finest[j] for j in {self.place(line, p)[1] for p in parts})

    def line_name(self, line: int) -> str:
        """The name of a row, or the heading of a column."""
        return self.table.rows[line].name if self.axis == "row" else self.table.headings[line]


@lru_cache(maxsize=64)
def sums(table: PrintedTable, axis: Axis) -> tuple[Sum, ...]:
    """Every total along an axis that the structure knows, with the sum of its parts."""
    grid = AxisView(table, axis)
    made: list[Sum] = []
    for whole in grid.structure.wholes:
        near, parts = _lines(grid, whole, whole.parts), grid.structure.leaves(whole)
        nested = parts != whole.parts
        leaves = {(s.i, s.j): s for s in _lines(grid, whole, parts)} if nested else {}
        # A sub-total that is wrong is found by itself: the total of all is right when its rows say so.
        made += [
            s if s.fits or not (o := leaves.get((s.i, s.j))) or not o.fits else o for s in near
        ]
    return tuple(made)


def _lines(grid: AxisView, whole: Whole, parts: Sequence[int]) -> list[Sum]:
    """A total, in every line that has one, with its parts added up."""
    made = [s for line in grid.lines if (s := _line(grid, whole, parts, line))]
    # A row called total in a table of rates is the rate of the whole, and adds up nowhere.
    between = [
        min(values) <= s.total.printed <= max(values)
        for s in made
        if (
            values := [
                v for i, j in s.parts if (v := grid.table.rows[i].cells[j].value) is not None
            ]
        )
    ]
    named = whole.known == "named" and not whole.fits
    return [] if named and len(between) > 1 and all(between) else made


def _line(grid: AxisView, whole: Whole, parts: Sequence[int], line: int) -> Sum | None:
    printed, kind = grid.value(line, whole.at), grid.kind(line, whole.at)
    if printed is None or kind in NEVER_ADDED or is_average_within(grid.line_name(line)):
        return None
    used = [p for p in parts if _fits(kind, grid.kind(line, p))]
    values = [v for p in used if (v := grid.value(line, p)) is not None]
    lacking = len(values) < len(used) and any(grid.held_back(line, p) for p in used)
    if not values or len(used) < 2 or lacking:
        return None
    i, j = grid.place(line, whole.at)
    place = grid.finest(line, used)
    people = kind in _PEOPLE and place >= 0 and number_places(printed) >= 0
    coarser = number_places(printed) > place
    tolerance = Decimal(1).scaleb(place) / 2 * len(values) + (half_unit(printed) if coarser else 0)
    where = f"{grid.table.cell_name(i, j)} {grid.name(whole.at)}"
    return Sum(
        i, j,
        Total(where, printed, sum(values, Decimal()), len(values)),
        Decimal() if people else tolerance,
        coarser and not people,
        tuple(grid.place(line, p) for p in used),
        whole,
        people,
    )  # fmt: skip


def _fits(total: str, part: str) -> bool:
    """Whether a part can go into a total: not a rate, and not FTE into people."""
    if part in NEVER_ADDED:
        return False
    return not total or not part or total == part or {total, part} <= set(_PEOPLE)


def means(grid: AxisView, position: int, parts: Sequence[int]) -> list[Sum]:
    """The average at a position, in every line that has one, with the mean of some parts."""
    made: list[Sum] = []
    for line in grid.lines:
        printed = grid.value(line, position)
        values = [v for p in parts if (v := grid.value(line, p)) is not None]
        held_back = len(values) < len(parts) and any(grid.held_back(line, p) for p in parts)
        if printed is None or len(values) < 2 or held_back or is_total(grid.line_name(line)):
            continue
        i, j = grid.place(line, position)
        half = Decimal(1).scaleb(grid.finest(line, parts)) / 2
        mean = sum(values, Decimal()) / len(values)
        total = Total(grid.name(position), printed, mean, len(values))
        cells = tuple(grid.place(line, p) for p in parts)
        made.append(Sum(i, j, total, half + half_unit(printed), coarser=False, parts=cells))
    return made
