"""Printed averages: the mean of what is beside them, and never beyond it."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from wfcore.table_checks.diagnosis import (
    CheckContext,
    Spot,
    Sure,
    TableFinding,
    at,
    checks,
)
from wfcore.table_checks.printed import half_unit
from wfcore.table_checks.roles import area_rank, is_average
from wfcore.table_checks.structure import structure_of
from wfcore.table_checks.sums import Axis, AxisView, Sum, means
from wfcore.table_checks.tables import PrintedTable
from wfcore.table_checks.wholes import Whole

_AXES: tuple[Axis, ...] = ("row", "column")
_RATIO = re.compile(r"\b(days?|hours?|per|list|change|growth|annual|ages?)\b|%|/", re.IGNORECASE)
_SOME = re.compile(
    r"\b(top|bottom|most|fewest|highest|lowest|largest|smallest|best|worst|selected|outliers?)\b",
    re.IGNORECASE,
)
_OWN_WAY = re.compile(r"\b(weighted|median)\b", re.IGNORECASE)


@checks("averages")
def averages_are_means(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A column or row called average is the mean of the figures beside it."""
    for axis in _AXES:
        grid = AxisView(table, axis)
        for whole in grid.structure.averages:
            if not is_average(grid.name(whole.at)) or _OWN_WAY.search(grid.name(whole.at)):
                continue
            if not _is_of_these(grid, whole):
                continue
            made = means(grid, whole.at, whole.parts)
            look.compared(len(made))
            wrong = [one for one in made if one.off > one.tolerance and not _outside(grid, one)]
            if wrong:
                own_way = len(wrong) == len(made) and (len(made) > 1 or _is_ratio(grid, wrong[0]))
                sure: Sure = "asked" if own_way else "likely"
                yield look.finding(
                    "warns",
                    "Averages are not the mean of the figures beside them. "
                    + ("Say how they are weighted." if own_way else "Correct a figure or the average."),
                    [_spot(table, s) for s in wrong],
                    sure,
                )  # fmt: skip


def _spot(table: PrintedTable, one: Sum) -> Spot:
    said = f"{one.total.printed:f} printed, {one.total.added:.3f} is the mean"
    return at(table, one.i, one.j, said)


def _is_ratio(grid: AxisView, one: Sum) -> bool:
    """Whether the average of a column is one of rates or shares, which have weights of their own."""
    return grid.table.kind_at(one.i, one.j) in ("rate", "share")


def _values(grid: AxisView, one: Sum) -> list[Decimal]:
    cells = (grid.table.rows[i].cells[j] for i, j in one.parts)
    return [cell.value for cell in cells if cell.value is not None]


def _outside(grid: AxisView, one: Sum) -> bool:
    """Whether an average is below the least or above the most of what it is of."""
    values = _values(grid, one)
    half = half_unit(one.total.printed)
    return not min(values) - half <= one.total.printed <= max(values) + half


def _is_of_these(grid: AxisView, whole: Whole) -> bool:
    """Whether an average is one of the columns or rows before it, and no ratio of two of them."""
    if grid.axis == "column":
        return area_rank(grid.name(whole.at)) == 0
    kinds = {grid.table.kinds[p] for p in (whole.at, *whole.parts)}
    return len(kinds - {""}) < 2 and not _RATIO.search(grid.name(whole.at))


@checks("averages and rates of a whole against their parts")
def averages_lie_among_their_parts(
    table: PrintedTable, look: CheckContext
) -> Iterator[TableFinding]:
    """An average, or the rate of a whole, lies between the least and the most of its parts."""
    some = any(_SOME.search(text) for text in (*table.above, *table.headings, *table.below))
    found: list[tuple[Spot, Sure]] = []
    for axis in _AXES:
        grid = AxisView(table, axis)
        for whole in grid.structure.averages:
            if _is_of_these(grid, whole):
                compared = list(_among(grid, means(grid, whole.at, whole.parts)))
                look.compared(len(compared))
                outside = [spot for spot in compared if spot]
                # Where most lie outside, or the rows are a choice, it is the average of more than these.
                others = some or len(outside) * 2 > len(compared) > 1
                sure: Sure = "asked" if others else "sure"
                found.extend((spot, sure) for spot in outside)
    compared = list(_rates(AxisView(table, "column")))
    look.compared(len(compared))
    found.extend((spot, "sure") for spot in compared if spot)
    yield from look.by_sure(
        found,
        "warns",
        "An average lies outside the figures that it is of. No weights can bring it there: correct it.",
        "An average lies outside the figures beside it. Is it of more places than these? Say of which.",
    )


def _among(grid: AxisView, made: Sequence[Sum]) -> Iterator[Spot | None]:
    for one in made:
        values = _values(grid, one)
        said = f"{one.total.printed:f}, but its parts are {min(values):f} to {max(values):f}"
        yield at(grid.table, one.i, one.j, said) if _outside(grid, one) else None


def _rates(grid: AxisView) -> Iterator[Spot | None]:
    """Rates and shares of a row that is the sum of others in what is counted beside them."""
    for whole in structure_of(grid.table).rows.wholes:
        if not whole.fits or whole.once:
            continue
        yield from _among(
            grid,
            [
                one for one in means(grid, whole.at, whole.parts)
                if grid.table.kinds[one.j] in ("rate", "share")
                and one.total.figures == len(whole.parts)  # the range of what is held back is not known
                and not _is_of_total(grid, whole, one.j)
            ],
        )  # fmt: skip


def _is_of_total(grid: AxisView, whole: Whole, j: int) -> bool:
    """Whether the parts of a column of shares make the whole: `% of total`, in which the total is 100."""
    printed = grid.value(j, whole.at)
    added = sum((grid.value(j, p) or Decimal() for p in whole.parts), Decimal())
    return printed is not None and abs(added - printed) <= half_unit(printed) * (
        len(whole.parts) + 1
    )
