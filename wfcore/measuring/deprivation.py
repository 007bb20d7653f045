"""Deprivation of areas: the scores of their practices, weighted by patients."""

import polars as pl

from wfcore.declared import declared
from wfcore.geography import Level, area_code_at
from wfcore.measuring.measures import as_level
from wfcore.store import Version


def practice_scores(version: Version) -> pl.DataFrame:
    """The published scores, each practice once in each year of the Index.

    Where two sources have a practice in the same year, the one that `sources.yaml` names first is
    believed.

    Returns:
        `practice_code, index_year, score`: score of the Index of Multiple Deprivation, from 0 (least
        deprived) to 100. No rows when nothing is published.
    """
    order = {source: i for i, source in enumerate(declared().sources)}
    return (
        version.table("deprivation")
        .filter(pl.col("score").is_not_null())
        .sort(
            pl.col("source").replace_strict(order, default=len(order), return_dtype=pl.Int32),
            maintain_order=True,
        )
        .unique(["practice_code", "index_year"], keep="first", maintain_order=True)
        .select("practice_code", "index_year", "score")
    )


def deprivation_of(version: Version, units_frame: pl.DataFrame, level: Level | str) -> pl.DataFrame:
    """The deprivation score of every area at one level.

    Formula: sum of (registered patients × score) ÷ sum of registered patients, over the practices
    of the area that have both. A practice's own score is the mean of the small areas (LSOAs) where
    its patients live, so weighting it by its patients gives the mean over the patients of the area.
    Source of the scores: OHID, Fingertips, "Deprivation score (IMD)", from the English Indices of
    Deprivation.

    The newest year wins: an area takes the newest year in which any of its practices has a score,
    and scores of two Indices are never mixed in one area, because they cannot be compared.

    Args:
        version: the data.
        units_frame: `Units.frame` of practices, of one period; its patients are the weights.
        level: a level of `geography.Level`.

    Returns:
        `area_code, score, coverage_patients, index_year`, one row for each area, in order of code; also
        areas that `offered` would not offer. Score is from 0 (least deprived) to 100, null where
        no practice has both a score and patients. `coverage_patients` is the share, from 0 to 1,
        of the area's patients whose practice has a score; null where the area has no patients.
        `index_year` is the year of the Index.

    Raises:
        UnknownName: there is no such level.
        ValueError: the units are PCNs, which have no score of their own.
    """
    if (units_frame["unit"] == units_frame["pcn_code"]).any():
        raise ValueError("deprivation is summed from practices; these units are PCNs")
    level = as_level(level)
    practices = units_frame.select(
        area_code=area_code_at(level),
        practice_code="unit",
        patients=pl.when(pl.col("registered") > 0).then("registered"),
    ).filter(pl.col("area_code").is_not_null())
    scored = (
        practices.join(practice_scores(version), on="practice_code")
        .filter(pl.col("patients").is_not_null())
        .filter(pl.col("index_year") == pl.col("index_year").max().over("area_code"))
    )
    patients = pl.col("patients").sum()
    means = scored.group_by("area_code").agg(
        score=(pl.col("score") * pl.col("patients")).sum() / patients,
        held=patients,
        index_year=pl.col("index_year").first(),
    )
    everyone = pl.col("everyone")
    return (
        practices.group_by("area_code")
        .agg(everyone=patients)
        .join(means, on="area_code", how="left")
        .select(
            "area_code",
            "score",
            coverage_patients=pl.when(everyone > 0).then(pl.col("held").fill_null(0) / everyone),
            index_year="index_year",
        )
        .sort("area_code")
    )
