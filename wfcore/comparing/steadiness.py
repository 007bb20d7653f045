"""The course of a place as changes on a year ago, cut where it was broken → limits and signals of each stretch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from wfcore.months import Month
from wfcore.statistics import (
    LEAST_FIGURES,
    Assurance,
    ControlLimits,
    Signal,
    is_met,
    limits_of,
    signals_of,
)

_YEAR = 12
_Dated = tuple[str, float]  # month, and a figure or a change


@dataclass(frozen=True)
class Stretch:
    """Changes on a year ago between two breaks, oldest first; without `limits` where they are too few."""

    changes: tuple[_Dated, ...]
    limits: ControlLimits | None
    signals: tuple[Signal, ...]

    @property
    def latest(self) -> Signal | None:
        """The signal that the newest change is, if it is one."""
        last = self.signals[-1] if self.signals else None
        return last if last and last.at == len(self.changes) - 1 else None


def year_stretches(known: Sequence[_Dated], breaks: Collection[str]) -> tuple[Stretch, ...]:
    """Changes on the same month a year before, limits anew after each break.

    A change whose two months lie on either side of a break is left out: it holds two things beside each
    other that are not counted alike.

    Args:
        known: months that have a figure, oldest first.
        breaks: months from which the figures are not quite of the same place or count.
    """
    values = dict(known)
    found: dict[int, list[_Dated]] = {}
    for period, value in known:
        before = Month(period).plus(-_YEAR)
        passed = sum(at <= period for at in breaks)
        if before in values and passed == sum(at <= before for at in breaks):
            found.setdefault(passed, []).append((period, value - values[before]))
    return tuple(_stretch(changes) for changes in found.values())


def _stretch(changes: Sequence[_Dated]) -> Stretch:
    if len(changes) < LEAST_FIGURES:
        return Stretch(tuple(changes), None, ())
    values = np.array([change for _, change in changes])
    limits = limits_of(values)
    return Stretch(tuple(changes), limits, signals_of(values, limits))


@dataclass(frozen=True)
class Assured:
    """An aim against the months since the last break: how many met it, and whether it is by chance.

    `how` is None with too few months for limits.
    """

    met: int
    months: int
    how: Assurance | None


def assured(known: Sequence[_Dated], breaks: Collection[str], aim: float) -> Assured:
    """How an aim that wants at least so much stands, month after month.

    Args:
        known: months that have a figure, oldest first.
        breaks: months from which the figures are not quite of the same place or count.
        aim: the figure aimed at.
    """
    since = max(breaks, default="")
    values = np.array([value for period, value in known if period >= since])
    how = is_met(limits_of(values), aim) if len(values) >= LEAST_FIGURES else None
    return Assured(int((values >= aim).sum()), len(values), how)
