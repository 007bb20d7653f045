"""Figures in order of time, and what leaps among them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import log10
from statistics import median

from wfcore.table_checks.diagnosis import CheckContext, Spot, at, compares
from wfcore.table_checks.series import Along, Series, series_of
from wfcore.table_checks.structure import PrintedAxis, structure_of
from wfcore.table_checks.tables import PrintedTable

_LIKE = 3  # dates of which one can be told from the others
_SLIPPED = 0.74  # as a power of ten: a move by more is a digit or a point that slipped


def courses(
    table: PrintedTable, along: Along, axis: PrintedAxis, least: int = _LIKE
) -> Iterator[tuple[Series, list[int]]]:
    """Series with their lines in order of time, of those that are dated in a row and count the same."""
    other: Along = "rows" if along == "columns" else "columns"
    groups: dict[tuple[str, frozenset[str]], list[int]] = {}
    for line in series_of(table, along):
        if (
            line.date
            and line.kind not in ("change", "label")
            and axis.roles.get(line.at) != "average"
        ):
            groups.setdefault((line.kind, line.words), []).append(line.at)
    for lines in groups.values():
        order = sorted(lines, key=lambda at: axis.dates[at].when if at in axis.dates else 0)
        if len(order) >= least:
            yield from ((series, order) for series in series_of(table, other))


@compares(
    "series for leaps",
    "notes",
    "A figure leaps from one date to the next, and the others do not. Did the way of counting change? Say so below.",
    "asked",
)
def courses_have_no_leaps(table: PrintedTable, look: CheckContext) -> Iterator[Spot | None]:
    """A figure does not leap between two dates when it moves little between the others."""
    structure = structure_of(table)
    ways: tuple[Along, ...] = ("columns", "rows")
    for along in ways:
        for series, order in courses(table, along, structure.axis(along)):
            if series.kind in ("change", "label"):
                continue
            yield _leap(table, along, series, [at for at in order if at in series.figures], look)


def _leap(
    table: PrintedTable, along: Along, series: Series, order: Sequence[int], look: CheckContext
) -> Spot | None:
    """The largest move of a series, where it stands out."""
    moves: dict[int, float] = {}
    for before, after in pairwise(order):
        first, last = series.figures[before].value, series.figures[after].value
        if first >= look.rules.leap_least and last > 0:
            moves[after] = last / first - 1
    if len(moves) < 2 or len(moves) < len(order) - 1:
        return None
    back = _there_and_back(order, moves)
    line = back[0] if back else max(moves, key=lambda at: abs(moves[at]))
    rest = [abs(move) for at, move in moves.items() if at not in (line, *back)]
    least = max(look.rules.leap_alone, look.rules.leap_times * median(rest or [0.0]))
    slipped = abs(log10(1 + moves[line])) > _SLIPPED  # a point or a digit
    if slipped or abs(moves[line]) < least:
        return None
    i, j = (line, series.at) if along == "rows" else (series.at, line)
    before = series.figures[order[order.index(line) - 1]].cell.text
    return at(
        table, i, j, f"{before} to {series.figures[line].cell.text} ({100 * moves[line]:+.0f}%)"
    )


def _there_and_back(order: Sequence[int], moves: Mapping[int, float]) -> tuple[int, ...]:
    """The date at which a figure leaps and the next, on which it leaps back; none where it does not."""
    largest = sorted(moves, key=lambda at: -abs(moves[at]))[:2]
    first, second = sorted(largest, key=order.index)
    beside = order.index(second) - order.index(first) == 1
    alike = 2 * abs(moves[largest[1]]) > abs(moves[largest[0]])
    return (first, second) if beside and alike and moves[first] * moves[second] < 0 else ()
