"""How one printed figure can be made of others, and how far rounding lets it be off."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log10
from statistics import median

from wfcore.table_checks.series import Figure, Series

PERCENT = 100.0
_SCALES = (-3, 6)  # powers of ten between which the scale of a rate lies
_NEAR = 0.06  # of a power of ten, as a logarithm
_UNITS = {"day": 5.0, "hour": 37.5}  # a full week (NHS England, General Practice Workforce, notes)


@dataclass(frozen=True)
class Reckoned:
    """What a figure would be, how far rounding of what it is made of takes it, and of what it is made."""

    value: float
    room: float
    said: str


@dataclass(frozen=True)
class Formula:
    """A way to make a figure of two: its name, and how."""

    name: str
    make: Callable[[Figure, Figure], Reckoned | None]


def _difference(a: Figure, b: Figure) -> Reckoned:
    return Reckoned(b.value - a.value, a.half + b.half, f"{a.cell.text} to {b.cell.text}")


def _fewer(a: Figure, b: Figure) -> Reckoned:
    return Reckoned(a.value - b.value, a.half + b.half, f"{a.cell.text} less {b.cell.text}")


def _relative(a: Figure, b: Figure) -> Reckoned | None:
    made = _over(b, a, PERCENT)
    said = f"{a.cell.text} to {b.cell.text}"
    return Reckoned(made.value - PERCENT, made.room, said) if made else None


def _shortfall(a: Figure, b: Figure) -> Reckoned | None:
    made = _relative(a, b)
    said = f"{b.cell.text} of {a.cell.text}, the rest"
    return Reckoned(-made.value, made.room, said) if made else None


def _over(a: Figure, b: Figure, scale: float) -> Reckoned | None:
    if not b.value:
        return None
    ratio = scale * a.value / b.value
    room = scale * a.half / abs(b.value) + abs(ratio) * b.half / abs(b.value)
    return Reckoned(ratio, room, f"{a.cell.text} and {b.cell.text}")


DIFFERENCE, FEWER = Formula("difference", _difference), Formula("difference", _fewer)
RELATIVE, SHORTFALL = Formula("relative", _relative), Formula("shortfall", _shortfall)


def ratio_of(scale: float) -> Formula:
    """One figure for so many of another: `per 1,000`, per cent, `per GP`."""
    return Formula("ratio", lambda a, b: _over(a, b, scale))


def scale_between(target: Series, a: Series, b: Series, *, percent: bool) -> float | None:
    """The power of ten that makes a ratio of two series the target; None where none does.

    A week of five days or 37.5 hours for each full-time post counts where the name says so.
    """
    raw = [
        f.value * b.figures[line].value / a.figures[line].value
        for line, f in target.figures.items()
        if line in a.figures and line in b.figures and a.figures[line].value and f.value
    ]
    middle = median(raw) if raw else 0.0
    if middle <= 0:
        return None
    if percent:
        return PERCENT
    for word, unit in _UNITS.items():
        if word in target.words and abs(middle / unit - 1) < _NEAR:
            return unit
    power = round(log10(middle))
    near = abs(log10(middle) - power) < _NEAR and _SCALES[0] <= power <= _SCALES[1]
    return 10.0**power if near else None


def of_two(formula: Formula, a: Series, b: Series, lines: Sequence[int]) -> dict[int, Reckoned]:
    """What a formula makes of two series, by line."""
    made = {
        line: formula.make(a.figures[line], b.figures[line])
        for line in lines
        if line in a.figures and line in b.figures
    }
    return {line: one for line, one in made.items() if one is not None}


def of_earlier(
    formula: Formula, a: Series, lines: Sequence[int], back: int | None
) -> dict[int, Reckoned]:
    """What a formula makes of each figure and the one so many lines before it; None for the first line."""
    pairs = [
        (line, lines[n - back] if back else lines[0])
        for n, line in enumerate(lines)
        if n >= (back or 1)
    ]
    made = {
        line: formula.make(a.figures[before], a.figures[line])
        for line, before in pairs
        if line in a.figures and before in a.figures
    }
    return {line: one for line, one in made.items() if one is not None}


def of_whole(a: Series, wholes: Mapping[int, int]) -> dict[int, Reckoned]:
    """What share, in per cent, each figure is of the one at the line that is its whole."""
    made = {
        line: _over(a.figures[line], a.figures[whole], PERCENT)
        for line, whole in wholes.items()
        if line in a.figures and whole in a.figures
    }
    return {line: one for line, one in made.items() if one is not None}


def of_sum(a: Series, lines: Sequence[int]) -> dict[int, Reckoned]:
    """What share, in per cent, each figure is of the sum of all, where no total is printed."""
    used = [a.figures[line] for line in lines if line in a.figures]
    whole = sum(f.value for f in used)
    if not whole or len(used) < len(lines):
        return {}
    room = sum(f.half for f in used)
    made: dict[int, Reckoned] = {}
    for line, figure in ((line, a.figures[line]) for line in lines):
        share = PERCENT * figure.value / whole
        off = PERCENT * figure.half / abs(whole) + abs(share) * room / abs(whole)
        made[line] = Reckoned(share, off, f"{figure.cell.text} of {whole:,.10g}")
    return made


def lags(lines: Sequence[int]) -> Iterator[int | None]:
    """How many lines back a change may reach: the one before, a year of quarters or months, the first."""
    yield from (back for back in (1, 4, 12) if len(lines) > back + 1)
    yield None
