"""Control chart of single figures in order of time: limits, and what is more than chance.

Source: NHS England, Making Data Count: XmR charts, with its rules for special cause and assurance.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from wfcore.statistics.inequality import Column

SignalKind = Literal["outside", "trend", "near", "side"]
Assurance = Literal["always", "never", "sometimes"]
LEAST_FIGURES = 12  # fewer bear no limits
_REACH = 2.66  # mean moving ranges from the centre to a limit
_FAR_RANGE = 3.267  # mean moving ranges: one as large is left out
_NEAR = 2 / 3  # of the way to a limit
_RUN = 7  # figures of a trend, and of a run on one side
_OF = 3  # figures of which two lie near a limit


@dataclass(frozen=True)
class ControlLimits:
    """The centre of figures, and how far from it chance alone takes one."""

    centre: float
    reach: float

    @property
    def low(self) -> float:
        """The lower limit."""
        return self.centre - self.reach

    @property
    def high(self) -> float:
        """The upper limit."""
        return self.centre + self.reach


@dataclass(frozen=True)
class Signal:
    """A figure that is more than chance: where it stands, by which rule, and whether it is `up` or down."""

    at: int
    kind: SignalKind
    up: bool


def limits_of(values: Column, *, screened: bool = True) -> ControlLimits:
    """The limits of figures in order of time.

    Formula: mean ± 2.66 × mean moving range; ranges of 3.267 times the mean and more are left out, once.

    Args:
        values: at least two.
        screened: whether such ranges are left out.
    """
    moves = np.abs(np.diff(values))
    mean = float(moves.mean())
    if screened and (kept := moves[moves < _FAR_RANGE * mean]).size:
        mean = float(kept.mean())
    return ControlLimits(float(values.mean()), _REACH * mean)


def signals_of(values: Column, limits: ControlLimits) -> tuple[Signal, ...]:
    """What is more than chance, in order of time; of each figure the first rule that it meets.

    The rules in their order: outside a limit; one of seven that all rise or all fall; one of two of three
    that lie beyond two thirds of the way to a limit, all three on that side; one of seven on one side.
    """
    away = values - limits.centre
    found: dict[int, Signal] = {}
    for signal in (
        *_outside(away, limits.reach),
        *_trends(values),
        *_near(away, limits.reach * _NEAR),
        *_sides(away),
    ):
        found.setdefault(signal.at, signal)
    return tuple(found[at] for at in sorted(found))


def is_met(limits: ControlLimits, aim: float) -> Assurance:
    """Whether an aim that wants at least so much is met always, never, or now and then by chance."""
    if limits.low >= aim:
        return "always"
    return "never" if limits.high < aim else "sometimes"


def _outside(away: Column, reach: float) -> Iterator[Signal]:
    for at in np.flatnonzero(np.abs(away) > reach):
        yield Signal(int(at), "outside", bool(away[at] > 0))


def _trends(values: Column) -> Iterator[Signal]:
    moves = np.sign(np.diff(values))
    for start in range(len(values) - _RUN + 1):
        run = moves[start : start + _RUN - 1]
        if run[0] and (run == run[0]).all():
            yield from (Signal(start + i, "trend", bool(run[0] > 0)) for i in range(_RUN))


def _near(away: Column, near: float) -> Iterator[Signal]:
    for start in range(len(away) - _OF + 1):
        three = away[start : start + _OF]
        for side in (1, -1):
            beyond = np.flatnonzero(side * three > near)
            if (side * three > 0).all() and len(beyond) > 1:
                yield from (Signal(start + int(i), "near", side > 0) for i in beyond)


def _sides(away: Column) -> Iterator[Signal]:
    for start in range(len(away) - _RUN + 1):
        run = np.sign(away[start : start + _RUN])
        if run[0] and (run == run[0]).all():
            yield from (Signal(start + i, "side", bool(run[0] > 0)) for i in range(_RUN))
