"""Printed totals and averages against what they are made of, by row, by column and three ways."""

from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from wfcore.normalising.adding_up import Total, number_places
from wfcore.table_checks.diagnosis import CheckContext, Spot, TableFinding, at, checks, compares
from wfcore.table_checks.roles import is_average, is_total
from wfcore.table_checks.sums import Axis, AxisView, Sum, best_parts, means, sums
from wfcore.table_checks.tables import PrintedTable
from wfcore.table_checks.units import NEVER_ADDED


def _add_up(
    table: PrintedTable, look: CheckContext, axis: Axis, what: str
) -> Iterator[TableFinding]:
    """Totals along an axis that are not the sum of what is before them."""
    made = [s for s in sums(table, axis) if not _cut_off(s)]
    look.compared(len(made))
    differ = f"{what} differ from the sum of their cells, "
    yield from look.by_rounding(
        [(_spot(table, s), s.off > s.tolerance) for s in made if s.off],
        f"{differ}by more than rounding explains. Correct a figure or the total.",
        f"{differ}but by no more than rounding explains. Say so under the table.",
    )


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


@checks("ways to the grand total")
def grand_total_agrees(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """Cells, totals of rows and totals of columns come to the same grand total."""
    ends = AxisView(table, "row").totals()[-1:], AxisView(table, "column").totals()[-1:]
    if not all(ends):
        return
    (j,), (i,) = ends
    printed = table.rows[i].cells[j].value
    by_row, by_column = sums(table, "row"), sums(table, "column")
    rows = [s for s in by_row if s.j == j and not is_total(table.rows[s.i].name)]
    columns = [s for s in by_column if s.i == i and not is_total(table.headings[s.j])]
    if printed is None or not rows or not columns:
        return
    made: list[Sum] = []
    # A row or column without a printed total is in the sums of the other axis alone.
    whole = max(rows, columns, key=lambda parts: sum(s.total.figures for s in parts))
    for words, parts in (
        ("cells", whole),
        ("totals of rows", rows),
        ("totals of columns", columns),
    ):
        cells = words == "cells"
        figures = sum(s.total.figures for s in parts) if cells else len(parts)
        added = sum((s.total.added if cells else s.total.printed for s in parts), Decimal())
        exact = all(s.tolerance == 0 for s in (*rows, *columns))
        finest = min(number_places(v) for s in parts for v in (s.total.added, s.total.printed))
        half = Decimal(1).scaleb(finest) / 2
        total = Total(words, printed, added, figures)
        made.append(Sum(i, j, total, Decimal() if exact else half * figures, coarser=False))
    # A total that holds other lines than its rows, such as a sub-total, cannot be taken apart here.
    if not any(s.off <= s.tolerance for s in made):
        return
    look.compared(len(made))
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


@checks("totals with fewer decimals")
def totals_are_rounded(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A total with fewer decimals than its parts is rounded, not cut off."""
    made = [s for axis in ("row", "column") for s in sums(table, axis) if s.coarser]
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
        if _cut_off(s)
    ]  # fmt: skip
    yield from look.by_rounding(wrong, cut, cut)


@compares(
    "places of totals",
    "notes",
    "Totals that are not printed, although there are figures. Print them, or say why not.",
)
def totals_are_printed(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """Where there is a row or column of totals, no total is left out over figures."""
    for axis in ("row", "column"):
        grid = AxisView(table, axis)
        for position in grid.totals():
            parts, _ = best_parts(grid, position)
            for line in grid.lines:
                i, j = grid.place(line, position)
                silent = table.rows[i].cells[j].silent
                added = silent and grid.kind(line, position) not in NEVER_ADDED
                left_out = added and any(grid.value(line, p) for p in parts)
                yield at(table, i, j) if left_out else None


def _to_place(one: Sum, rounding: str) -> Decimal:
    place = Decimal(1).scaleb(number_places(one.total.printed))
    return one.total.added.quantize(place, rounding=rounding)


def _cut_off(one: Sum) -> bool:
    """Whether a total is what is left of the sum when decimals are dropped."""
    return (
        one.coarser
        and one.total.printed == _to_place(one, ROUND_DOWN)
        and one.total.printed != _to_place(one, ROUND_HALF_UP)
    )


@checks("averages")
def averages_are_means(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A column or row called average is the mean of the figures beside it."""
    for axis in ("row", "column"):
        grid = AxisView(table, axis)
        for position in (p for p in grid.positions if is_average(grid.name(p))):
            parts = [p for p in grid.positions if p < position and not is_total(grid.name(p))]
            made = means(grid, position, parts)
            look.compared(len(made))
            wrong = [one for one in made if one.off > one.tolerance]
            if wrong:
                all_of_them = len(wrong) == len(made) > 1
                yield look.finding("notes" if all_of_them else "warns",
                    "Averages are not the mean of the figures beside them. "
                    + ("Say how they are weighted." if all_of_them else "Correct a figure or the average."),
                    [
                        at(table, s.i, s.j, f"{s.total.printed:f} printed, {s.total.added:.3f} is the mean")
                        for s in wrong
                    ],
                )  # fmt: skip
