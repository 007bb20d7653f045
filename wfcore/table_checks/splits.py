"""Parts that are larger than their whole."""

from collections.abc import Iterator
from itertools import pairwise

from wfcore.table_checks.bands import band_of
from wfcore.table_checks.diagnosis import CheckContext, Spot, at, compares
from wfcore.table_checks.roles import is_total
from wfcore.table_checks.tables import PrintedTable


@compares(
    "rows of FTE against people",
    "warns",
    "More FTE than people. Are the two columns swapped, or are these hours?",
)
def fte_is_within_headcount(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """People together are not more full-time equivalents than people."""
    columns = table.figure_columns
    fte = [j for j in columns if table.kinds[j] == "fte" and not is_total(table.headings[j])]
    people = [j for j in columns if table.kinds[j] == "headcount"]
    if not len(fte) == len(people) == 1:
        return
    for i, posts, heads in table.side_by_side(fte[0], people[0]):
        said = f"{posts:f} FTE, {heads:f} people"
        yield at(table, i, fte[0], said) if posts > heads else None


@compares(
    "parts against their whole",
    "warns",
    "A part is larger than the whole it belongs to. Correct one of them.",
)
def older_bands_are_smaller(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """Those of 60 and over are among those of 55 and over, and these among all."""
    columns = table.figure_columns
    open_bands = sorted(
        (band.first, j) for j in columns if (band := band_of(table.headings[j])) and band.last > 120
    )
    people = [
        j for j in columns if table.kinds[j] == "headcount" and not band_of(table.headings[j])
    ]
    wholes = [*([people[0]] if len(people) == 1 else []), *(j for _, j in open_bands)]
    for wider, narrower in pairwise(wholes):
        if "share" in (table.kinds[wider], table.kinds[narrower]) and wider in people:
            continue
        for i, more, less in table.side_by_side(wider, narrower):
            said = f"{less:f}, but {more:f} under {table.headings[wider]}"
            yield at(table, i, narrower, said) if less > more else None
