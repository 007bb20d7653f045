"""Printed totals against what they are made of, by row, by column and three ways."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from wfcore.normalising.adding_up import Total, number_places
from wfcore.table_checks.diagnosis import (
    CheckContext,
    Spot,
    Sure,
    TableFinding,
    at,
    checks,
    compares,
)
from wfcore.table_checks.roles import is_total
from wfcore.table_checks.structure import structure_of
from wfcore.table_checks.sums import Axis, AxisView, Sum, sums
from wfcore.table_checks.tables import PrintedTable
from wfcore.table_checks.units import NEVER_ADDED

_AXES: tuple[Axis, ...] = ("row", "column")


_NOT_ADDED = (
    "The whole that is printed is not the sum of what is printed under it. Are people counted once in it, or is "
    "something left out? Say so under the table."
)


def _add_up(
    table: PrintedTable, look: CheckContext, axis: Axis, what: str
) -> Iterator[TableFinding]:
    """Totals along an axis that are not the sum of what is before them."""
    made = [s for s in sums(table, axis) if not is_cut_off(s)]
    look.compared(len(made))
    off = [(_spot(table, s), s) for s in made if s.off and not _once(s)]
    differ = f"{what} differ from the sum of their cells, "
    yield from look.by_sure(
        [(spot, how_sure(table, axis, s)) for spot, s in off if not s.fits],
        "warns",
        f"{differ}by more than rounding explains. Correct a figure or the total.",
        _NOT_ADDED,
    )
    yield from look.about(
        [spot for spot, s in off if s.fits],
        "notes",
        f"{differ}but by no more than rounding explains. Say so under the table.",
    )


def _once(one: Sum) -> bool:
    """Whether people are counted once, and the total is below the sum as it should be."""
    return one.fits and one.off > one.tolerance


def how_sure(table: PrintedTable, axis: Axis, one: Sum) -> Sure:
    """How sure a wrong sum is one: a row that is not called total may count people once, or more than is printed."""
    whole = one.whole
    if whole is None:
        return "sure"
    below = one.people and one.total.printed < one.total.added
    unnamed = whole.known == "added" and not is_total(AxisView(table, axis).name(whole.at))
    return "asked" if whole.once or (unnamed and below) else "likely" if unnamed else "sure"


def _spot(table: PrintedTable, one: Sum) -> Spot:
    total = one.total
    off = total.printed - total.added
    said = f"{total.printed:f} printed, {total.added:f} added up ({off:+f})"
    return at(table, one.i, one.j, said)


@checks("totals of columns")
def columns_add_up(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A total under a column is the sum of the column."""
    return _add_up(table, look, "column", "Totals of columns")


@checks("totals of rows")
def rows_add_up(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A total at the end of a row is the sum of the row."""
    return _add_up(table, look, "row", "Totals of rows")


@compares(
    "totals of more than is printed",
    "notes",
    "A total of more than is printed under it: the rows are some of its parts. Say which are left out.",
    "asked",
)
def part_lists_are_named(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """Where only some parts of a whole are printed, the table says so."""
    structure = structure_of(table)
    for whole in structure.rows.lists:
        yield at(table, whole.at, 0, f"{len(whole.parts)} rows are printed of it")
    for whole in structure.columns.lists:
        yield at(table, -1, whole.at, f"{len(whole.parts)} columns are printed of it")


def _widest(axis: Axis, table: PrintedTable) -> tuple[int, tuple[int, ...]] | None:
    """The one row or column that is called the total of all, and what it is made of in the end."""
    grid = AxisView(table, axis)
    inner = {part for whole in grid.structure.wholes for part in whole.parts}
    top = [whole for whole in grid.structure.wholes if whole.at not in inner]
    named = len(top) == 1 and is_total(grid.name(top[0].at))
    return (top[0].at, grid.structure.leaves(top[0])) if named else None


@checks("ways to the grand total")
def grand_total_agrees(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """Cells, totals of rows and totals of columns come to the same grand total."""
    across, down = _widest("row", table), _widest("column", table)
    if across is None or down is None:
        return
    (j, own_columns), (i, own_rows) = across, down
    printed = table.rows[i].cells[j].value
    rows = [s for s in sums(table, "row") if s.j == j and s.i in own_rows]
    columns = [s for s in sums(table, "column") if s.i == i and s.j in own_columns]
    once = any(s.whole and s.whole.once for s in (*rows, *columns))
    if printed is None or not rows or not columns or once:
        return
    made = [
        Sum(i, j, total, tolerance, coarser=False)
        for total, tolerance in _ways(printed, rows, columns)
    ]
    # A total that holds other lines than its rows, such as a sub-total, cannot be taken apart here.
    if not any(s.off <= s.tolerance for s in made):
        return
    look.compared(len(made))
    if not all(s.fits for s in (*rows, *columns)):
        return  # the total that is wrong is named already
    ways = ", ".join(f"{s.total.where} {s.total.added:f}" for s in made)
    differ = f"The grand total comes out differently by the way it is added up ({ways}; printed {printed:f}), "
    explained = "more than rounding explains. Use one way, and say which."
    spots = [
        at(table, i, j, f"{printed:f} printed, {s.total.where}: {s.total.added:f}") for s in made
    ]
    yield from look.by_rounding(
        [(spot, s.off > s.tolerance) for spot, s in zip(spots, made, strict=True) if s.off],
        f"{differ}{explained}",
        f"{differ}no {explained}",
    )


def _ways(
    printed: Decimal, rows: Sequence[Sum], columns: Sequence[Sum]
) -> Iterator[tuple[Total, Decimal]]:
    """The grand total by cells, by totals of rows, and by totals of columns, with what rounding may do to each."""
    # A row or column without a printed total is in the sums of the other axis alone.
    whole = max(rows, columns, key=lambda parts: sum(s.total.figures for s in parts))
    exact = all(s.tolerance == 0 for s in (*rows, *columns))
    for words, parts in (
        ("cells", whole),
        ("totals of rows", rows),
        ("totals of columns", columns),
    ):
        cells = words == "cells"
        figures = sum(s.total.figures for s in parts) if cells else len(parts)
        added = sum((s.total.added if cells else s.total.printed for s in parts), Decimal())
        finest = min(number_places(v) for s in parts for v in (s.total.added, s.total.printed))
        half = Decimal(1).scaleb(finest) / 2
        yield Total(words, printed, added, figures), Decimal() if exact else half * figures


@checks("totals with fewer decimals")
def totals_are_rounded(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A total with fewer decimals than its parts is rounded, not cut off."""
    made = [s for axis in _AXES for s in sums(table, axis) if s.coarser]
    look.compared(len(made))
    cut = "Totals look cut off instead of rounded. Round them from the figures behind the table."
    wrong = [
        (
            at(
                table, s.i, s.j,
                f"{s.total.printed:f} printed, {s.total.added:f} added up, {_to_place(s, ROUND_HALF_UP):f} rounded",
            ),
            s.off > s.tolerance,
        )
        for s in made
        if is_cut_off(s)
    ]  # fmt: skip
    yield from look.by_rounding(wrong, cut, cut)


@compares(
    "places of totals",
    "notes",
    "Totals that are not printed, although there are figures. Print them, or say why not.",
)
def totals_are_printed(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """Where there is a row or column of totals, no total is left out over figures."""
    for axis in _AXES:
        grid = AxisView(table, axis)
        for whole in grid.structure.wholes:
            for line in grid.lines:
                i, j = grid.place(line, whole.at)
                silent = table.rows[i].cells[j].silent
                added = silent and grid.kind(line, whole.at) not in NEVER_ADDED
                held_back = any(grid.held_back(line, p) for p in whole.parts)
                left_out = added and not held_back and any(grid.value(line, p) for p in whole.parts)
                yield at(table, i, j) if left_out else None


def _to_place(one: Sum, rounding: str) -> Decimal:
    place = Decimal(1).scaleb(number_places(one.total.printed))
    return one.total.added.quantize(place, rounding=rounding)


def is_cut_off(one: Sum) -> bool:
    """Whether a total is what is left of the sum when decimals are dropped."""
    return (
        one.coarser
        and one.total.printed == _to_place(one, ROUND_DOWN)
        and one.total.printed != _to_place(one, ROUND_HALF_UP)
    )
