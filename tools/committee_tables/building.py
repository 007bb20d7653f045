"""Whole truth → printed cells: columns that are added up, columns worked out from them, and what could be wrong."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

Values = Sequence[Decimal]


@dataclass(frozen=True)
class Column:
    """How a column is printed. `over`: a heading above it; `hidden`: it is in the truth alone."""

    heading: str
    places: int = 0
    unit: str = ""  # % behind, £ before
    sign: bool = False
    over: str = ""
    hidden: bool = False
    fault: str = ""  # what a wrong figure in it is called
    made: Callable[[Values, Values], Decimal] | None = None  # of a row's sums and the table's

    def shown(self, value: Decimal) -> str:
        """A true value as it is printed."""
        rounded = value.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)
        rounded = abs(rounded) if rounded == 0 else rounded
        text = f"{abs(rounded):,f}"
        sign = "-" if rounded < 0 else "+" if self.sign and rounded > 0 else ""
        return f"{sign}£{text}" if self.unit == "£" else f"{sign}{text}{self.unit}"


@dataclass(frozen=True)
class Plant:
    """One fault: a cell (row and column of the body, from 0; row -1 is the headings) and its wrong text.

    `also` are further cells of the same fault, as of a column that was copied.
    """

    kind: str
    row: int
    column: int
    text: str
    noted: bool = False
    also: tuple[tuple[int, int, str], ...] = ()


@dataclass
class Printed:
    """A table as it is printed: title, rows of headings, rows (one cell: a section), notes."""

    recipe: str
    title: str
    headings: list[list[str]]
    rows: list[list[str]]
    notes: list[str] = field(default_factory=list[str])
    plants: list[Plant] = field(default_factory=list[Plant])

    @property
    def lines(self) -> list[list[str]]:
        """All of it, from the top."""
        above = [[self.title]] if self.title else []
        return [*above, *self.headings, *self.rows, *([note] for note in self.notes)]

    def plant(self, fault: Plant) -> tuple[int, int]:
        """Put the fault in; where it stands as a sheet counts rows and columns."""
        above = (1 if self.title else 0) + len(self.headings)
        line = self.headings[-1] if fault.row < 0 else self.rows[fault.row]
        line[fault.column] = fault.text
        for row, column, text in fault.also:
            self.rows[row][column] = text
        return above + fault.row + 1, fault.column + 1


@dataclass(frozen=True)
class Part:
    """A row of the truth, and the section it stands in."""

    name: str
    values: tuple[Decimal, ...]
    section: str = ""


@dataclass
class Plan:
    """What makes a table: its columns, parts, and which totals are printed."""

    recipe: str
    title: str
    corner: str
    columns: list[Column]
    parts: list[Part]
    total: str = ""
    subtotal: str = ""  # `{}` is the section
    total_first: bool = False
    beside: list[Part] = field(default_factory=list[Part])  # wider areas under the total
    notes: list[str] = field(default_factory=list[str])


def built(plan: Plan, chance: random.Random) -> Printed:
    """The table of a plan, with every fault that could be planted in it."""
    table = Printed(plan.recipe, plan.title, _headings(plan), [], list(plan.notes))
    whole = _sums([part.values for part in plan.parts])
    if plan.total and plan.total_first:
        _put(table, plan, plan.total, whole, whole, "total", chance)
    sections = list(dict.fromkeys(part.section for part in plan.parts))
    for section in sections:
        inside = [part for part in plan.parts if part.section == section]
        if section:
            table.rows.append([section])
        for part in inside:
            _put(table, plan, part.name, part.values, whole, "part", chance)
        if plan.subtotal:
            sums = _sums([part.values for part in inside])
            _put(table, plan, plan.subtotal.format(section), sums, whole, "subtotal", chance)
    if plan.total and not plan.total_first:
        _put(table, plan, plan.total, whole, whole, "total", chance)
    for part in plan.beside:
        _put(table, plan, part.name, part.values, whole, "beside", chance)
    return table


def _headings(plan: Plan) -> list[list[str]]:
    shown = [c for c in plan.columns if not c.hidden]
    lower = [plan.corner, *(c.heading for c in shown)]
    if not any(c.over for c in shown):
        return [lower]
    upper = [""]
    for before, column in zip([None, *shown], shown, strict=False):
        repeated = before is not None and before.over == column.over
        upper.append("" if repeated else column.over)
    return [upper, lower]


def _sums(rows: Sequence[Values]) -> tuple[Decimal, ...]:
    return tuple(sum(column, Decimal()) for column in zip(*rows, strict=True))


def _put(
    table: Printed, plan: Plan, name: str, values: Values, whole: Values, kind: str,
    chance: random.Random,
) -> None:  # fmt: skip
    """Add a row, and note what could be wrong in it."""
    row, cells = len(table.rows), [name]
    base = iter(values)
    added = bool(plan.total or plan.subtotal)
    for column in plan.columns:
        value = column.made(values, whole) if column.made else next(base)
        if column.hidden:
            continue
        at = len(cells)
        cells.append(column.shown(value))
        if column.fault:
            wrong = column.shown(_wrong(value, column, chance))
            table.plants.append(Plant(column.fault, row, at, wrong))
        elif added and not column.made and kind in ("part", "total", "subtotal"):
            many = len(plan.parts) + 2
            wrong = column.shown(_off(value, column, many, chance))
            table.plants.append(Plant("sum" if kind != "subtotal" else "subtotal", row, at, wrong))
    table.rows.append(cells)


def _wrong(value: Decimal, column: Column, chance: random.Random) -> Decimal:
    """A figure that its neighbours do not give: the sign turned, or off by a fifth and eight units."""
    unit = Decimal(1).scaleb(-column.places)
    if column.sign and abs(value) > 8 * unit and chance.random() < 0.4:
        return -value
    off = max(abs(value) * Decimal(chance.randint(20, 60)) / 100, 8 * unit)
    return value + off if value <= off or chance.random() < 0.5 else value - off


def _off(value: Decimal, column: Column, figures: int, chance: random.Random) -> Decimal:
    """A figure that makes its sum wrong, by more than the rounding of so many figures."""
    unit = Decimal(1).scaleb(-column.places)
    off = max(abs(value) * Decimal(chance.randint(10, 40)) / 100, figures * 2 * unit)
    return value + off if value <= off or chance.random() < 0.5 else value - off
