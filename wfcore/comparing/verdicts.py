"""What counts as a difference: between two months of a place, and between two places."""

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


def stands_beside(here: Measure, other: Measure) -> Verdict:
    """Whether a place has more or fewer than another, by the rule by which a change is clear.

    Returns:
        `up` for more, `down` for fewer; `not available` where one of them has no figure.
    """
    if here.value is None or other.value is None:
        return "not available"
    both = pl.DataFrame(
        {
            "numerator": [here.numerator],
            "denominator": [here.denominator],
            "value": [here.value],
            "value_from": [other.value],
            "change": [here.value - other.value],
        },
        schema_overrides={"numerator": pl.Float64, "denominator": pl.Float64},
    )
    return both.select(clear_verdict(here.metric)).item()
