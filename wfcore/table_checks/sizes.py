"""Figures of another size than those they stand among: thousands, tenfold, a point for a comma, a leap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log10
from statistics import median

from wfcore.normalising.adding_up import number_places
from wfcore.table_checks.diagnosis import CheckContext, Spot, Sure, TableFinding, at, checks, compares
from wfcore.table_checks.series import Along, Figure, Series, series_of
from wfcore.table_checks.structure import PrintedAxis, structure_of
from wfcore.table_checks.tables import PrintedTable
from wfcore.table_checks.units import kind_of

_OWN_SIZE = ("share", "rate", "change", "label")  # kinds that say nothing of the size of a place
_THREE = 3  # decimals of a figure whose comma became a point
_TEN, _THOUSAND = 1.0, 3.0  # as powers of ten
_AWAY, _FAR_AWAY = 0.26, 0.5  # from a power of ten: a factor of 1.8, of 3
_CLOSE = 0.35  # figures that differ by less than this are of one size: a factor of 2.2
_LIKE = 3  # figures beside which one can be called of another size


@dataclass(frozen=True)
class Among:
    """A figure with the others of its kind, and its size among them as a power of ten.

    `spread` is how far the others are apart, in the same way.
    """

    i: int
    j: int
    figure: Figure
    others: tuple[Figure, ...]
    size: float
    spread: float
    over_time: bool


def _log(value: float) -> float:
    return log10(abs(value)) if value else 0.0


def among_others(table: PrintedTable) -> Iterator[Among]:
    """Every figure among those of its row over time, or else of its column, held against its row."""
    structure = structure_of(table)
    over_time = {
        (i, j): one for along in _ways() for one in _courses(table, along, structure.axis(along))
        for i, j in [(one.i, one.j)]
    }  # fmt: skip
    yield from over_time.values()
    for one in _down(table, structure.rows):
        if (one.i, one.j) not in over_time:
            yield one


def _ways() -> tuple[Along, Along]:
    return "columns", "rows"


def courses(
    table: PrintedTable, along: Along, axis: PrintedAxis
) -> Iterator[tuple[Series, list[int]]]:
    """Series with their lines in order of time, of those that are dated in a row and count the same."""
    other: Along = "rows" if along == "columns" else "columns"
    groups: dict[tuple[str, frozenset[str]], list[int]] = {}
    for line in series_of(table, along):
        if line.date and line.kind not in ("change", "label") and axis.roles.get(line.at) != "average":
            groups.setdefault((line.kind, line.words), []).append(line.at)
    for lines in groups.values():
        order = sorted(lines, key=lambda at: axis.dates[at].when if at in axis.dates else 0)
        if len(order) >= _LIKE:
            yield from ((series, order) for series in series_of(table, other))


def _courses(table: PrintedTable, along: Along, axis: PrintedAxis) -> Iterator[Among]:
    for series, order in courses(table, along, axis):
        known = {at: series.figures[at] for at in order if at in series.figures and series.figures[at].value}
        for at_line, figure in known.items():
            others = [f for at, f in known.items() if at != at_line]
            if len(others) < 2:  # noqa: PLR2004
                continue
            logs = [_log(f.value) for f in others]
            place = (at_line, series.at) if along == "rows" else (series.at, at_line)
            yield Among(
                *place, figure, tuple(others), _log(figure.value) - median(logs), max(logs) - min(logs), True
            )  # fmt: skip


def _down(table: PrintedTable, rows: PrintedAxis) -> Iterator[Among]:
    """Figures of columns, each held against the size of its row in the other columns."""
    places = [i for i, role in rows.roles.items() if role in ("part", "alone")]
    columns = [s for s in series_of(table, "columns") if s.kind not in _OWN_SIZE and not s.percent]
    if len({kind_of(table.rows[i].name) for i in places}) > 1:
        return
    middles = {s.at: _middle([s.figures[i] for i in places if i in s.figures]) for s in columns}
    for series in columns:
        sizes: dict[int, float] = {}
        for i in places:
            beside = [
                _log(s.figures[i].value) - middles[s.at]
                for s in columns
                if s.at != series.at and i in s.figures and s.figures[i].value
            ]
            if i in series.figures and series.figures[i].value:
                sizes[i] = _log(series.figures[i].value) - (median(beside) if beside else 0.0)
        for i, size in sizes.items():
            others = {k: v for k, v in sizes.items() if k != i}
            if len(others) < 2:  # noqa: PLR2004
                continue
            logs = list(others.values())
            yield Among(
                i, series.at, series.figures[i], tuple(series.figures[k] for k in others),
                size - median(logs), max(logs) - min(logs), False,
            )  # fmt: skip


def _middle(figures: Sequence[Figure]) -> float:
    return median([_log(f.value) for f in figures if f.value] or [0.0])


def _decimals(figure: Figure) -> int:
    return -number_places(figure.cell.value) if figure.cell.value is not None else 0


@checks("figures for a point that is a comma")
def points_are_no_commas(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A point with three digits behind it is no comma of thousands."""
    found: dict[tuple[int, int], tuple[Spot, Sure]] = {}
    for along in _ways():
        for series in series_of(table, along):
            whole = [f for f in series.figures.values() if _decimals(f) <= 0]
            look.compared(len(series.figures))
            for line, figure in series.figures.items():
                if _decimals(figure) != _THREE or len(whole) < len(series.figures) - 1 or len(whole) < 2:  # noqa: PLR2004
                    continue
                i, j = (line, series.at) if along == "columns" else (series.at, line)
                said = f"{figure.cell.text} printed among whole numbers: {figure.value * 1000:,.0f}?"
                found[i, j] = at(table, i, j, said), "likely"
    yield from look.by_sure(
        list(found.values()),
        "warns",
        "A decimal point stands where a comma of thousands belongs. Correct the figure.",
        "",
    )


@checks("figures for their size")
def figures_are_of_one_size(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """No figure is a thousand times or ten times what it would be among the others."""
    found: list[tuple[Spot, Sure]] = []
    for one in among_others(table):
        look.compared(1)
        power = _slip(one)
        if power:
            would = one.figure.value / 10.0**power
            times = "a thousand times" if abs(power) == _THOUSAND else "ten times"
            way = "too large" if power > 0 else "too small"
            said = f"{one.figure.cell.text} is about {times} {way} among the others: {would:,.10g}?"
            found.append((at(table, one.i, one.j, said), "likely"))
    yield from look.by_sure(
        found,
        "warns",
        "Figures of another size than the others: in thousands, or a decimal point lost. Correct them, or name their unit.",
        "",
    )


def _slip(one: Among) -> float:
    """By which power of ten a figure is off; 0 where it is not, or where it cannot be told."""
    sign = 1.0 if one.size > 0 else -1.0
    thousand = abs(abs(one.size) - _THOUSAND) < _FAR_AWAY and one.spread < 1.0
    usual = max((_decimals(f) for f in one.others), default=0)
    lost = _decimals(one.figure) != usual
    ten = abs(abs(one.size) - _TEN) < _AWAY and one.spread < _CLOSE
    if thousand:
        return sign * _THOUSAND
    strong = one.over_time or len(one.others) >= 2 and lost  # noqa: PLR2004
    return sign * _TEN if ten and strong else 0.0


@compares(
    "series for leaps",
    "notes",
    "A figure leaps from one date to the next, and the others do not. Did the way of counting change? Say so under the table.",
    "asked",
)
def courses_have_no_leaps(table: PrintedTable, look: CheckContext) -> Iterator[Spot | None]:
    """A figure does not leap between two dates when it moves little between the others."""
    structure = structure_of(table)
    for along in _ways():
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
        if min(first, last) >= look.rules.leap_least:
            moves[after] = last / first - 1
    if len(moves) < 2 or len(moves) < len(order) - 1:  # noqa: PLR2004
        return None
    line = max(moves, key=lambda at: abs(moves[at]))
    rest = [abs(move) for at, move in moves.items() if at != line]
    if abs(moves[line]) < look.rules.leap_alone or abs(moves[line]) < look.rules.leap_times * median(rest):
        return None
    i, j = (line, series.at) if along == "rows" else (series.at, line)
    before = series.figures[order[order.index(line) - 1]].cell.text
    return at(table, i, j, f"{before} to {series.figures[line].cell.text} ({100 * moves[line]:+.0f}%)")
