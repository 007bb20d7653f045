"""Inequality between places: along a line from the least to the most deprived, and over all of them.

Source: the slope and relative index of inequality as public health in England works them out
(weighted least squares on the mid-point of the population ranked); Gini after the Lorenz curve.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wfcore.statistics.students import student_reach

Column = npt.NDArray[np.float64]
_KNOWN_BY_LINE = 2  # what a line takes from the data: where it begins and how it slopes


@dataclass(frozen=True)
class SlopeIndex:
    """The line through the values of places in the order of one thing, from one end to the other.

    `difference` is its last end less its first, in the unit of the values, and `low` to `high` the
    range in which nineteen of twenty such lines lie; `ratio` the last end ÷ the first, None where the
    first is not above 0.
    """

    difference: float
    low: float
    high: float
    ratio: float | None

    @property
    def is_clear(self) -> bool:
        """Whether the range leaves out that there is no slope."""
        return self.low > 0 or self.high < 0


def slope_index(sizes: Column, values: Column) -> SlopeIndex:
    """The slope along places that stand in order, each as wide as its people.

    Formula: least squares weighted by size on the mid-points of the cumulative shares of size.

    Args:
        sizes: people of each place, above 0, in the order of what they are ranked by.
        values: a figure of each.

    Raises:
        ValueError: fewer than three places, which a line always fits.
    """
    if len(sizes) <= _KNOWN_BY_LINE:
        raise ValueError("a line needs at least three places")
    shares = sizes / sizes.sum()
    roots = np.sqrt(sizes)
    line = np.stack([roots, roots * (np.cumsum(shares) - shares / 2)], axis=1)
    (start, slope), *_ = np.linalg.lstsq(line, roots * values)
    free = len(sizes) - _KNOWN_BY_LINE
    left = roots * values - line @ np.array([start, slope])
    error = np.sqrt(left @ left / free * np.linalg.inv(line.T @ line)[1, 1])
    reach = student_reach(free) * float(error)
    ratio = float((start + slope) / start) if start > 0 else None
    return SlopeIndex(float(slope), float(slope) - reach, float(slope) + reach, ratio)


def gini(sizes: Column, values: Column) -> float:
    """How unevenly something is spread over people: 0 where all have the same, towards 1 where one has all.

    Formula: 1 − Σ (Lᵢ + Lᵢ₋₁)(Pᵢ − Pᵢ₋₁) over places from the least to the most for each person.

    Args:
        sizes: people of each place, above 0.
        values: what each person of it has, not below 0 and somewhere above.
    """
    order = np.argsort(values, kind="stable")
    people, held = sizes[order], (sizes * values)[order]
    shares = np.concatenate([[0.0], np.cumsum(held) / held.sum()])
    return float(1 - np.sum((shares[1:] + shares[:-1]) * people / people.sum()))
