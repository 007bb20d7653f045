"""Figures as they are read: the one way to round, so that a reader with a pencil agrees.

Half a unit goes up, as in a spreadsheet. A difference is the difference of what is shown, and parts
are rounded so that they add up to the whole that is shown.
"""

from collections.abc import Sequence
from math import floor, isfinite, log10

import numpy as np
import polars as pl
from numpy.typing import NDArray

# Decimals of what is counted: they follow the quantity, wherever it stands.
DECIMALS = {"fte": 1, "rate": 1, "people": 0, "patients": 0, "pounds": 0, "per cent": 0}

_HAIR = 1e-9  # 62.55 is a hair less than it looks
_ADDS_UP = 1e-6  # parts that miss their whole by more are not all of it
_KNOWN = 3  # significant figures of money that is worked out from rates and assumptions


def shown(value: float, decimals: int) -> float:
    """A figure as it is printed with so many decimals (−4: in tens of thousands); never minus nought."""
    return _of_units(_units(value, decimals), decimals)


def _of_units(units: int, decimals: int) -> float:
    return units / 10**decimals if decimals > 0 else float(units * 10**-decimals)


def _units(value: float, decimals: int) -> int:
    size = floor(abs(value) * 10.0**decimals + 0.5 + _HAIR)
    return size if value >= 0 else -size


def apart(one: float, other: float, decimals: int) -> float:
    """How much more the first is than the other, both as they are printed with 0 or more decimals."""
    return (_units(one, decimals) - _units(other, decimals)) / 10**decimals


def parts_shown(parts: Sequence[float], whole: float, decimals: int) -> list[float]:
    """Parts as they are printed beside their whole as it is printed: they add up to it.

    Each is rounded down, then the largest remainders are rounded up (Hamilton's method).
    """
    if not parts:
        return []
    exact = [part * 10.0**decimals for part in parts]
    units = [floor(each + _HAIR) for each in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: units[at] - exact[at])
    every, more = divmod(_units(whole, decimals) - sum(units), len(parts))
    for rank, at in enumerate(by_remainder):
        units[at] += every + (rank < more)
    return [_of_units(each, decimals) for each in units]


def column_parts(
    parts: Sequence[float | None], whole: float | None, printed: float | None, decimals: int
) -> list[float | None]:
    """Parts of which some are not known, as they are printed beside a whole that is `printed`.

    Where they do not make the whole, or nobody knows it, each is rounded by itself.
    """
    known = [part for part in parts if part is not None]
    if whole is None or printed is None or abs(sum(known) - whole) > _ADDS_UP:
        return [None if part is None else shown(part, decimals) for part in parts]
    given = iter(parts_shown(known, printed, decimals))
    return [None if part is None else next(given) for part in parts]


def known_decimals(pounds: float | None) -> int:
    """The decimals of pounds that are worked out, and of what they are the sum of: −4 is tens of thousands."""
    if not pounds or not isfinite(pounds):
        return 0
    return min(0, _KNOWN - 1 - floor(log10(abs(pounds))))


def as_known(pounds: float, *, floored: bool = False) -> float:
    """Pounds that are worked out, to as many figures as anybody can know; `floored` where they are a least."""
    if not pounds or not isfinite(pounds):
        return pounds
    decimals = known_decimals(pounds)
    return floor(pounds * 10.0**decimals) / 10.0**decimals if floored else shown(pounds, decimals)


def column_shown(column: pl.Series, decimals: int) -> pl.Series:
    """A column of figures as they are printed with so many decimals; nulls stay."""
    # Numpy divides; Polars multiplies by 0.1, which is another figure.
    figures = np.asarray(column.cast(pl.Float64), dtype=np.float64)
    units = np.floor(np.abs(figures) * 10.0**decimals + 0.5 + _HAIR)
    units = units / 10**decimals if decimals > 0 else units * 10.0**-decimals
    signs: NDArray[np.float64] = np.where(units > 0, np.sign(figures), 1.0)
    return pl.Series(column.name, signs * units, dtype=pl.Float64, nan_to_null=True)
