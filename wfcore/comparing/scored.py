"""Measures beside how deprived patients are and how much care they need."""

import polars as pl

from wfcore.declared import Metric, declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, deprivation_of


def with_scores(
    figures: VersionMeasures, metric: Metric, level: Level, period: str, within: str | None = None
) -> pl.DataFrame:
    """The measures of places, with what their patients are like.

    Args:
        figures: the data.
        metric: a rate of practice staff for registered patients.
        level: of the places.
        period: `YYYY-MM`.
        within: code of the area that holds them; all of them without one.

    Returns:
        The columns of measures, `score` (Index of Multiple Deprivation, higher is more deprived) and
        `index_year`, both null where the newest Index has no score, as scores of two cannot be
        compared; `weighted` (the rate for weighted patients) and `heavy` (these patients), null
        where there are none.
    """
    rows = figures.measure([metric.id], level, period=period, within=within)
    lists = figures.units("practice", period).frame
    scores = deprivation_of(figures.version, lists, level)
    newest = scores.drop_nulls("score").filter(pl.col("index_year") == pl.col("index_year").max())
    other = declared().for_patients(metric.id, "weighted")
    weighted = figures.measure([other.id], level, period=period, within=within)
    for more in (
        newest.select("area_code", "score", "index_year"),
        weighted.select("area_code", weighted="value", heavy="denominator"),
    ):
        rows = rows.join(more, on="area_code", how="left", maintain_order="left")
    return rows
