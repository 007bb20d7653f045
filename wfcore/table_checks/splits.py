"""Parts that are larger than their whole."""

from collections.abc import Iterator
from itertools import pairwise

from wfcore.table_checks.bands import band_of
from wfcore.table_checks.diagnosis import CheckContext, Spot, TableFinding, spot_at, table_finding
from wfcore.table_checks.tables import PrintedTable, is_total


def fte_is_within_headcount(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """People together are not more full-time equivalents than people."""
    columns = table.figure_columns
    fte = [j for j in columns if table.kinds[j] == "fte" and not is_total(table.headings[j])]
    people = [j for j in columns if table.kinds[j] == "headcount"]
    spots: list[Spot] = []
    for i, row in enumerate(table.rows if len(fte) == len(people) == 1 else ()):
        posts, heads = row.cells[fte[0]].value, row.cells[people[0]].value
        if posts is None or heads is None:
            continue
        look.checked["fte_is_within_headcount"] += 1
        if posts > heads:
            spots.append(spot_at(table, i, fte[0], f"{posts:f} FTE, {heads:f} people"))
    if spots:
        yield table_finding(
            "warns",
            "fte_is_within_headcount",
            "More FTE than people. Are the two columns swapped, or are these hours?",
            spots,
        )


def older_bands_are_smaller(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """Those of 60 and over are among those of 55 and over, and these among all."""
    spots: list[Spot] = []
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
        for i, row in enumerate(table.rows):
            more, less = row.cells[wider].value, row.cells[narrower].value
            if more is None or less is None:
                continue
            look.checked["older_bands_are_smaller"] += 1
            if less > more:
                said = f"{less:f}, but {more:f} under {table.headings[wider]}"
                spots.append(spot_at(table, i, narrower, said))
    if spots:
        yield table_finding(
            "warns",
            "older_bands_are_smaller",
            "A part is larger than the whole it belongs to. Correct one of them.",
            spots,
        )


SPLIT_CHECKS = (fte_is_within_headcount, older_bands_are_smaller)
