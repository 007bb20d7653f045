"""Printed totals and averages with the sum or mean of what they are made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from wfcore.normalising.adding_up import Total, number_places
from wfcore.table_checks.printed import half_unit
from wfcore.table_checks.roles import is_average, is_total
from wfcore.table_checks.structure import structure_of
from wfcore.table_checks.tables import PrintedTable
from wfcore.table_checks.units import NEVER_ADDED

Axis = Literal["row", "column"]
_PART_OF = re.compile(r"\b(of which|of whom|including|includes)\b", re.IGNORECASE)
_PEOPLE = ("headcount", "count")


@dataclass(frozen=True)
class Sum:
    """A printed total, where it stands, the cells it is made of, and how far off rounding takes it."""

    i: int
    j: int
    total: Total
    tolerance: Decimal
    coarser: bool

    @property
    def off(self) -> Decimal:
        """How far the printed total is from its parts."""
        return abs(self.total.printed - self.total.added)


@dataclass(frozen=True)
class AxisView:
    """The figures of a table, seen along one axis.

    Along `row`, a position is a column and a line is a row, so that each line adds up to a total in
    it; along `column` it is the other way round.
    """

    table: PrintedTable
    axis: Axis

    @property
    def positions(self) -> Sequence[int]:
        """Columns with figures, or rows."""
        return self.table.figure_columns if self.axis == "row" else range(len(self.table.rows))

    @property
    def lines(self) -> Sequence[int]:
        """What runs across the positions."""
        return range(len(self.table.rows)) if self.axis == "row" else self.table.figure_columns

    def name(self, position: int) -> str:
        """The heading of a column, or the name of a row."""
        row = self.table.rows
        name = self.table.headings[position] if self.axis == "row" else row[position].name
        return name.replace("_", " ")

    def totals(self) -> list[int]:
        """Positions that say they are totals."""
        return [p for p in self.positions if is_total(self.name(p))]

    def place(self, line: int, position: int) -> tuple[int, int]:
        """Row and column, from 0, of a position on a line: a row or a column, as `axis` says."""
        return (line, position) if self.axis == "row" else (position, line)

    def value(self, line: int, position: int) -> Decimal | None:
        """The figure of a cell."""
        i, j = self.place(line, position)
        return self.table.rows[i].cells[j].value

    def own_kind(self, position: int) -> str:
        """What a column counts; a row of its own counts nothing else than the others."""
        return self.table.kinds[position] if self.axis == "row" else ""

    def kind(self, line: int, position: int) -> str:
        """What a cell counts."""
        return self.table.kind_at(*self.place(line, position))

    def finest(self, line: int, parts: Sequence[int]) -> int:
        """The last place to which a part is printed."""
        return min(self.table.finest[j] for j in {self.place(line, p)[1] for p in parts})


def sums(table: PrintedTable, axis: Axis) -> list[Sum]:
    """Every printed total along an axis with the sum of its parts."""
    grid = AxisView(table, axis)
    ways = [best_parts(grid, position) for position in grid.totals()]
    made = [one for parts, lines in ways if parts for one in lines]
    return made if ways else _by_arithmetic(grid)


def _by_arithmetic(grid: AxisView) -> list[Sum]:
    """Totals that are not called so: the structure knows them by their figures."""
    axis = structure_of(grid.table).axis("columns" if grid.axis == "row" else "rows")
    return [one for whole in axis.wholes for one in _lines(grid, whole.at, whole.parts)]


def best_parts(grid: AxisView, position: int) -> tuple[list[int], list[Sum]]:
    """The parts that explain a total best, with its sums.

    They are those since the last total, all before it, those of its own kind, or totals of parts.
    """
    positions = list(grid.positions)
    named = grid.totals()
    plain = [
        p for p in positions
        if p not in named and not is_average(grid.name(p)) and not _PART_OF.search(grid.name(p))
    ]  # fmt: skip
    before = [p for p in named if p < position]
    kind = grid.own_kind(position)
    ways = [
        [p for p in plain if p < position and (not before or p > before[-1])],
        [p for p in plain if p < position],
        [p for p in plain if p < position and grid.own_kind(p) == kind],
        before if len(before) > 1 else [],
        [p for p in plain if p > position] if position == positions[0] else [],
    ]
    tried = [(parts, _lines(grid, position, parts)) for parts in ways if parts]
    return max(
        tried,
        key=lambda way: (sum(s.off <= s.tolerance for s in way[1]), -sum(s.off for s in way[1])),
        default=(list[int](), list[Sum]()),
    )


def _lines(grid: AxisView, position: int, parts: Sequence[int]) -> list[Sum]:
    """The total at a position, in every line that has one, with some parts added up."""
    made: list[Sum] = []
    inside: list[bool] = []
    for line in grid.lines:
        printed = grid.value(line, position)
        kind = grid.kind(line, position)
        if printed is None or kind in NEVER_ADDED or is_average(_line_name(grid, line)):
            continue
        used = [p for p in parts if _fits(kind, grid.kind(line, p))]
        values = [v for p in used if (v := grid.value(line, p)) is not None]
        if not values or len(used) < 2:
            continue
        inside.append(min(values) <= printed <= max(values) and len(values) > 1)
        i, j = grid.place(line, position)
        place = grid.finest(line, used)
        half = Decimal(1).scaleb(place) / 2
        people = kind in _PEOPLE and place >= 0 and number_places(printed) >= 0
        coarser = number_places(printed) > place
        own = half_unit(printed) if coarser else Decimal()
        where = f"{grid.table.cell_name(i, j)} {grid.name(position)}"
        made.append(
            Sum(
                i, j,
                Total(where, printed, sum(values, Decimal()), len(values)),
                Decimal() if people else half * len(values) + own,
                coarser and not people,
            )
        )  # fmt: skip
    # A row called total in a table of rates is the rate of the whole, and adds up nowhere.
    return [] if len(made) > 1 and all(inside) else made


def _line_name(grid: AxisView, line: int) -> str:
    return grid.table.rows[line].name if grid.axis == "row" else grid.table.headings[line]


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
        if printed is None or len(values) < 2 or is_total(_line_name(grid, line)):
            continue
        i, j = grid.place(line, position)
        half = Decimal(1).scaleb(grid.finest(line, parts)) / 2
        mean = sum(values, Decimal()) / len(values)
        total = Total(grid.name(position), printed, mean, len(values))
        made.append(Sum(i, j, total, half + half_unit(printed), coarser=False))
    return made
