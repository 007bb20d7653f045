"""How much a patient of each practice weighs, from the yearly files of weighted patients."""

import polars as pl

from wfcore.declared import declared
from wfcore.geography import first_of_each
from wfcore.measuring.successions import followed, joined_lists
from wfcore.months import Month
from wfcore.store import Wanted

WEIGHTS = Wanted(
    "lists",
    None,
    ["practice_code", "weighted", "registered", "period", "source"],
    (pl.col("weighted") > 0) & (pl.col("registered") > 0),
)


def weights_of(
    found: pl.DataFrame, successions: pl.DataFrame, period: str, practices: pl.Series
) -> tuple[pl.Series, tuple[str, ...]]:
    """How much a patient of each practice weighs: weighted ÷ registered patients of the nearest year in reach.

    Args:
        found: the rows of `WEIGHTS`.
        successions: the published successions.
        period: `YYYY-MM`, of the staff.
        practices: their codes.

    Returns:
        `weight`, in the order of `practices`, null where there is none; and the editions used.
    """
    codes = practices.to_frame("practice_code")
    weight = pl.Series("weight", [None] * len(codes), dtype=pl.Float64)
    used: list[str] = []
    reach, month = declared().rules.weighted_months_apart, Month(period)
    years = found.select("source", "period").unique().rows()
    for source, year in sorted(years, key=lambda row: (month.distance(row[1]), row[1])):
        if month.distance(year) > reach or not weight.null_count():
            break
        listed = found.filter(source=source, period=year).drop("source")
        listed = listed.rename({"period": "list_period"})
        listed = joined_lists(listed, followed(successions, year, period))
        more = codes.join(
            first_of_each("practice_code", listed), on="practice_code", how="left",
            maintain_order="left",
        ).select(weight=pl.col("weighted") / pl.col("registered"))["weight"]  # fmt: skip
        if more.count():
            used.append(f"{source}.{year}")
            weight = pl.select(pl.coalesce(weight, more).alias("weight")).to_series()
    return weight, tuple(used)
