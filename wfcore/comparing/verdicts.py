"""What counts as a difference: between two months of a place, and between two places."""

from collections.abc import Sequence
from typing import Literal

import polars as pl

from wfcore.declared import Metric, declared
from wfcore.measuring import Measure

Verdict = Literal["up", "down", "no clear change", "not available"]


def clear_verdict(metric: Metric) -> pl.Expr:
    """Clear only when it passes both lines of the declared rule."""
    rule = declared().rules.no_clear_change
    size = pl.col("change").abs()
    small = size < rule.relative * pl.col("value_from").abs()
    if metric.kind == "rate":
        small |= size * pl.col("denominator") / metric.scale < rule.fte
    elif metric.kind == "fte":
        small |= size < rule.fte
    elif metric.kind == "patients_per":
        posts = (
            pl.col("numerator") / pl.col("value") - pl.col("numerator") / pl.col("value_from")
        ).abs()
        small |= posts < rule.fte
    elif metric.kind == "share":
        small |= size * pl.col("denominator") / metric.scale < rule.fte
    return (
        pl.when(pl.col("change").is_null()).then(pl.lit("not available"))
        .when(small).then(pl.lit("no clear change"))
        .when(pl.col("change") > 0).then(pl.lit("up"))
        .otherwise(pl.lit("down"))
        .alias("verdict")
    )  # fmt: skip


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
    rows = [(one.numerator, one.denominator, one.value, other.value) for one, other in pairs]
    columns = ("numerator", "denominator", "value", "value_from")
    both = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.Float64), orient="row")
    return (
        both.with_columns(change=pl.col("value") - pl.col("value_from"))
        .select(clear_verdict(pairs[0][1].metric))
        .to_series()
        .to_list()
    )
