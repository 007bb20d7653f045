"""What counts as a difference: between two months of a place, and between two places."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import Metric, declared
from wfcore.measuring import Measure

Figures = npt.NDArray[np.float64]
Verdict = Literal["up", "down", "no clear change", "not available"]


_FIGURES = ("numerator", "denominator", "value", "value_from", "change")


def clear_verdicts(metric: Metric, rows: pl.DataFrame) -> pl.Series:
    """Whether each change is clear: only when it passes both lines of the declared rule.

    Args:
        metric: of the figures.
        rows: `numerator, denominator, value, value_from, change`, null where there is none.

    Returns:
        `verdict`.
    """
    columns = (rows[name].cast(pl.Float64).to_numpy() for name in _FIGURES)
    return pl.Series("verdict", _verdicts(metric, *columns), dtype=pl.String)


def _verdicts(
    metric: Metric, upper: Figures, lower: Figures, value: Figures, before: Figures, change: Figures
) -> list[Verdict]:
    rule, size = declared().rules.no_clear_change, np.abs(change)
    with np.errstate(divide="ignore", invalid="ignore"):
        small = size < rule.relative * np.abs(before)
        if metric.kind in ("rate", "share"):
            small |= size * lower / metric.scale < rule.fte
        elif metric.kind == "fte":
            small |= size < rule.fte
        elif metric.kind == "patients_per":
            small |= np.abs(upper / value - upper / before) < rule.fte
        more = change > 0
    return [
        "not available" if unknown else "no clear change" if little else "up" if up else "down"
        for unknown, little, up in zip(np.isnan(change), small, more, strict=True)
    ]


def stand_beside(places: Sequence[Measure], other: Measure) -> list[Verdict]:
    """Whether each place has more or fewer than another, by the rule by which a change is clear.

    Returns:
        `up` for more, `down` for fewer; `not available` where one of them has no figure.
    """
    return _beside([(place, other) for place in places])


def stands_beside(here: Measure, others: Sequence[Measure]) -> list[Verdict]:
    """Whether a place has more or fewer than each of some others; see `stand_beside`."""
    return _beside([(here, other) for other in others])


def _beside(pairs: Sequence[tuple[Measure, Measure]]) -> list[Verdict]:
    if not pairs:
        return []
    rows = [
        (one.numerator, one.denominator, one.value, other.value, _apart(one.value, other.value))
        for one, other in pairs
    ]
    return _verdicts(pairs[0][1].metric, *np.array(rows, dtype=np.float64).T)  # None is NaN


def _apart(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
