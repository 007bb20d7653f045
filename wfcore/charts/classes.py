"""Figures in a few classes between round bounds, so that a colour can be named in words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from wfcore.charts.house import PAPER, SEQUENCE
from wfcore.wording import number

SILENT = "no figure"
_TAIL = 0.15  # of the figures at each end that bounds do not reach for: an odd place is no class of its own
_DARK_FROM = 2  # of the colours
_STEPS = (1, 2, 2.5, 5, 10, 20)
# Which colours stand for so many classes, so that neighbours differ as much as they can.
_PICKED = {1: (1,), 2: (0, 2), 3: (0, 1, 3), 4: (0, 1, 2, 3)}


@dataclass(frozen=True)
class Classes:
    """Classes from the lowest: `bounds` stand between them, and a figure on a bound is in the higher one."""

    bounds: tuple[float, ...]
    decimals: int

    @property
    def labels(self) -> list[str]:
        """What each class holds, in words."""
        said = [number(bound, self.decimals) for bound in self.bounds]
        if not said:
            return ["all alike"]
        between = [f"{low} to {high}" for low, high in pairwise(said)]
        return [f"under {said[0]}", *between, f"{said[-1]} or more"]

    @property
    def colours(self) -> list[str]:
        """The colour of each class, the lightest for the lowest."""
        return [SEQUENCE[at] for at in _PICKED[len(self.bounds) + 1]]

    def at(self, value: float | None) -> int | None:
        """Which class a figure, as it is printed, is in; None without one."""
        return None if value is None else sum(value >= bound for bound in self.bounds)

    def is_dark(self, value: float | None) -> bool:
        """Whether words on the colour of a figure must be light."""
        at = self.at(value)
        return at is not None and self.colours[at] in SEQUENCE[_DARK_FROM:]

    def label(self, value: float | None) -> str:
        """The class of a figure in words."""
        at = self.at(value)
        return SILENT if at is None else self.labels[at]

    def legend(self, values: Sequence[float | None]) -> tuple[list[str], list[str]]:
        """What a legend lists, and the colours; `no figure` stands in it where somebody has none."""
        silent = any(value is None for value in values)
        known = not all(value is None for value in values)
        kinds, colours = (self.labels, self.colours) if known else ([], [])
        return [*kinds, *[SILENT] * silent], [*colours, *[PAPER] * silent]


def classes_of(values: Sequence[float | None]) -> Classes:
    """At most four classes with round bounds for figures as they are printed."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return Classes((), 0)
    low, high = (known[round(share * (len(known) - 1))] for share in (_TAIL, 1 - _TAIL))
    if low == high:
        return Classes((), 0)
    size = 10.0 ** math.floor(math.log10((high - low) / len(SEQUENCE)))
    step, first, last = next(
        (step, first, last)
        for step in (times * size for times in _STEPS)
        if (last := math.ceil(high / step) - 1) - (first := math.floor(low / step) + 1) + 2
        <= len(SEQUENCE)
    )
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    decimals += round(step * 10**decimals, 6) != round(step * 10**decimals)
    return Classes(tuple(round(n * step, 6) for n in range(first, last + 1)), decimals)
