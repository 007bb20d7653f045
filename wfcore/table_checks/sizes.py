"""Figures of another size than those they stand among: thousands, tenfold, a point for a comma."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import log10
from typing import NamedTuple

from wfcore.table_checks.courses import courses
from wfcore.table_checks.diagnosis import CheckContext, Spot, TableFinding, at, checks
from wfcore.table_checks.series import Along, Figure, Series, series_of
from wfcore.table_checks.structure import structure_of
from wfcore.table_checks.tables import PrintedTable

_WAYS: tuple[Along, Along] = ("columns", "rows")
_OWN_SIZE = ("share", "rate", "change", "label")  # kinds that say nothing of the size of a place
_THREE = 3  # decimals of a figure whose comma became a point
_TEN, _THOUSAND = 1.0, 3.0  # as powers of ten
_AWAY, _FAR_AWAY = 0.26, 0.5  # from a power of ten: a factor of 1.8, of 3
_CLOSE = 0.35  # figures that differ by less than this are of one size: a factor of 2.2
_APART = 1.0  # figures that differ by more than this power of ten say nothing of one another
_FAR = 2.0  # times the next largest figure
_LARGE = 1000.0  # what is printed in thousands is at least so large
_LIKE = 3  # figures of which one can be called of another size


class Among(NamedTuple):
    """A figure among the others of its kind: its size as a power of ten of the middle one.

    `least` and `most` are of the others, `decimals` those that they are printed to.
    """

    i: int
    j: int
    figure: Figure
    size: float
    least: float
    most: float
    decimals: int
    over_time: bool


def _log(value: float) -> float:
    return log10(abs(value)) if value else 0.0


@lru_cache(maxsize=16)
def among_others(table: PrintedTable) -> tuple[Among, ...]:
    """Every figure among those of its row over time, or else of its column, held against its row."""
    structure = structure_of(table)
    made: dict[tuple[int, int], Among] = {}
    for along in _WAYS:
        for series, order in courses(table, along, structure.axis(along)):
            known = {line: series.figures[line] for line in order if line in series.figures}
            sizes = _sizes(series.at, known, along, over_time=True)
            made.update({(one.i, one.j): one for one in sizes.values()})
    for one in _twice(table):
        made[one.i, one.j] = one
    for one in _down(table):
        made.setdefault((one.i, one.j), one)
    return tuple(made.values())


def _twice(table: PrintedTable) -> Iterator[Among]:
    """Figures of one thing at two dates alone, where one is far from all others: held against the other date."""
    structure = structure_of(table)
    for along in _WAYS:
        axis = structure.axis("rows" if along == "columns" else "columns")
        pairs = [
            (series, order) for series, order in courses(table, along, structure.axis(along), 2)
            if len(order) == 2 and axis.roles.get(series.at) != "whole"
        ]  # fmt: skip
        sizes = sorted(
            abs(series.figures[line].value)
            for series, order in pairs
            for line in order
            if line in series.figures
        )
        if len(sizes) <= 2 * _LIKE:
            continue
        for series, (before, after) in pairs:
            for line, other in ((before, after), (after, before)):
                one = _beside(series, line, other, along, sizes[-2])
                if one:
                    yield one


def _beside(
    series: Series, line: int, other: int, along: Along, next_largest: float
) -> Among | None:
    """A figure beside the one of another date, where it is the largest by far and may be ten times too large."""
    figure, beside = series.figures.get(line), series.figures.get(other)
    if not figure or not beside or not beside.value or abs(figure.value) < _FAR * next_largest:
        return None
    size, near = _log(figure.value) - _log(beside.value), abs(beside.value)
    place = (line, series.at) if along == "rows" else (series.at, line)
    return Among(*place, figure, size, near, near, _decimals(beside), over_time=True)


def _down(table: PrintedTable) -> Iterator[Among]:
    """Figures of columns among the others, unless their row is of that size in another column too."""
    roles = structure_of(table).rows.roles
    places = [i for i, role in roles.items() if role in ("part", "alone")]
    columns = [s for s in series_of(table, "columns") if s.kind not in _OWN_SIZE and not s.percent]
    if len({table.row_kinds[i] for i in places}) > 1:
        return
    sized = {
        s.at: _sizes(
            s.at, {i: s.figures[i] for i in places if i in s.figures}, "rows", over_time=False
        )
        for s in columns
    }
    telling: dict[int, list[float]] = {}  # row → sizes in columns whose figures are near each other
    for one in (one for sizes in sized.values() for one in sizes.values() if _tells(one)):
        insort(telling.setdefault(one.i, []), one.size)
    for one in (one for sizes in sized.values() for one in sizes.values()):
        beside = telling.get(one.i, [])
        least = bisect_right(beside, one.size - _FAR_AWAY)
        near = bisect_left(beside, one.size + _FAR_AWAY) - least
        if near - _tells(one) <= 0:  # its row is of that size in no other column
            yield one


def _tells(one: Among) -> bool:
    """Whether the others of a figure's column are near each other, so that its own size says something."""
    return _log(one.most) - _log(one.least) < _APART


def _sizes(
    series: int, known: Mapping[int, Figure], along: Along, *, over_time: bool
) -> dict[int, Among]:
    """Line → its figure among the others of a series."""
    figures = {line: f for line, f in known.items() if f.value}
    if len(figures) < _LIKE:
        return {}
    order = sorted(figures, key=lambda line: abs(figures[line].value))
    decimals = [_decimals(f) for f in figures.values()]
    usual = max(decimals, key=decimals.count)
    made: dict[int, Among] = {}
    for n, line in enumerate(order):
        figure = figures[line]
        least, most = figures[order[n == 0]], figures[order[-1 - (n == len(order) - 1)]]
        size = _log(figure.value) - _middle(order, n, figures)
        place = (line, series) if along == "rows" else (series, line)
        made[line] = Among(
            *place, figure, size, abs(least.value), abs(most.value), usual, over_time
        )
    return made


def _middle(order: Sequence[int], without: int, figures: Mapping[int, Figure]) -> float:
    """The middle of all figures but one, as a power of ten."""
    last = len(order) - 1
    places = {(last - 1) // 2, last // 2} if last % 2 == 0 else {last // 2}
    logs = [_log(figures[order[p + (p >= without)]].value) for p in places]
    return sum(logs) / len(logs)


def _decimals(figure: Figure) -> int:
    return -figure.cell.places


@checks("figures for a point that is a comma")
def points_are_no_commas(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A point with three digits behind it is no comma of thousands."""
    look.compared(sum(len(series.figures) for series in series_of(table, "columns")))
    found: list[Spot] = []
    for i, j in sorted(commas(table)):
        cell = table.rows[i].cells[j]
        said = f"{cell.text} printed among whole numbers: {1000 * (cell.value or 0):,.0f}?"
        found.append(at(table, i, j, said))
    yield from look.about(
        found,
        "warns",
        "A decimal point stands where a comma of thousands belongs. Correct the figure.",
        "likely",
    )


@lru_cache(maxsize=16)
def commas(table: PrintedTable) -> frozenset[tuple[int, int]]:
    """Row and column of each figure with just three decimals, among others of its row or column that are whole."""
    found: set[tuple[int, int]] = set()
    for along in _WAYS:
        for series in series_of(table, along):
            whole = sum(_decimals(f) <= 0 for f in series.figures.values())
            if whole < 2 or whole < len(series.figures) - 1:
                continue
            odd = [line for line, f in series.figures.items() if _decimals(f) == _THREE]
            found |= {(n, series.at) if along == "columns" else (series.at, n) for n in odd}
    return frozenset(found)


@checks("figures for their size")
def figures_are_of_one_size(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """No figure is a thousand times or ten times what it would be among the others."""
    found: list[Spot] = []
    looked_at = among_others(table)
    look.compared(len(looked_at))
    for one in looked_at:
        power = _slip(one)
        if power and (one.i, one.j) not in commas(table):
            would = one.figure.value / 10.0**power
            times = "a thousand times" if abs(power) == _THOUSAND else "ten times"
            way = "too large" if power > 0 else "too small"
            said = f"{one.figure.cell.text} is about {times} {way} among the others: {would:,.10g}?"
            found.append(at(table, one.i, one.j, said))
    yield from look.about(
        found,
        "warns",
        "Figures of another size than the others: in thousands, or a decimal point lost. Correct them, or name their "
        "unit.",
        "likely",
    )


def _slip(one: Among) -> float:
    """By which power of ten a figure is off; 0 where it is not, or where it cannot be told."""
    if abs(one.size) <= _TEN - _AWAY:
        return 0.0
    sign = 1.0 if one.size > 0 else -1.0
    lost = _decimals(one.figure) != one.decimals
    near = _log(one.most) - _log(one.least)
    large = max(abs(one.figure.value), one.most) >= _LARGE
    thousand = large and abs(abs(one.size) - _THOUSAND) < _FAR_AWAY and near < _APART
    if thousand and (lost or one.over_time or near < _CLOSE):
        return sign * _THOUSAND
    ten = abs(abs(one.size) - _TEN) < _AWAY and near < _CLOSE
    return sign * _TEN if ten and (one.over_time or lost) else 0.0
