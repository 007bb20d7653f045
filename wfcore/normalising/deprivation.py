"""Deprivation scores of practices → `deprivation`."""

import polars as pl

from wfcore.findings import Finding, finding, of_examples
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.values import code, numbers, period_of, reason_series, value_series
from wfcore.reading import TextTable

# Fingertips names the indicator after its Index, "Deprivation score (IMD 2019)", and gives each
# Index an id of its own; the beginning of the name stays.
_INDICATOR = "deprivation score (imd"
_PRACTICES = ("GP", "GPS")


def deprivation_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`deprivation` from a table with one row for each practice, or from our own layout.

    Columns: `practice_code`; `index_year`, the year of the Index of Multiple Deprivation; `score`, from
    0 (least deprived) to 100, null with its reason in `score_missing`.
    """
    column = table.recognised.columns
    codes = frame.select(practice_code=code(column["practice_code"]))
    values, reasons, bad = numbers(frame[column["score"]])
    years = _years(frame[column["year"]])
    scores = codes.with_columns(
        years, value_series("score", values), reason_series("score_missing", reasons)
    )
    found: list[Finding] = []
    found += of_examples(
        "blocks",
        "not_a_number",
        "Deprivation scores that are neither a number nor a known mark such as NA. Correct them.",
        [f"{codes['practice_code'][int(at)]}: {frame[column['score']][int(at)]}" for at in bad],
    )
    undated = scores.filter(pl.col("index_year").is_null())
    found += of_examples(
        "blocks",
        "no_year",
        "Scores without a year of the Index. Write it as 2025.",
        undated["practice_code"],
    )
    return {"deprivation": scores}, found


def fingertips_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`deprivation` from a Fingertips export, which holds any indicator of any area."""
    column = table.recognised.columns
    area_type, indicator = (pl.col(column[c]).str.strip_chars() for c in ("area_type", "indicator"))
    wanted = area_type.str.to_uppercase().is_in(
        _PRACTICES
    ) & indicator.str.to_lowercase().str.starts_with(_INDICATOR)
    kept, others = frame.filter(wanted), frame.filter(~wanted)
    if kept.is_empty():
        held = others.select(pl.format("{}: {}", area_type, indicator)).to_series().unique()
        return {}, [
            finding(
                "blocks",
                "no_practice_scores",
                "A Fingertips export without deprivation scores of GP practices. Download the indicator "
                "“Deprivation score (IMD)” for the area type GPs.",
                count=frame.height,
                examples=held.sort(),
            )
        ]
    made, found = deprivation_tables(table, kept)
    found += of_examples(
        "notes",
        "other_rows",
        "Rows of other areas or indicators were left out: only scores of GP practices are used.",
        others.select(pl.format("{}: {}", area_type, indicator))
        .to_series()
        .unique(maintain_order=True),
        count=others.height,
    )
    return made, found


def _years(printed: pl.Series) -> pl.Series:
    """Printed years as whole numbers, null where there is none; files have very few."""
    read = {text: (period_of(text, "1") or "")[:4] for text in printed.unique()}
    texts = printed.replace_strict(read, return_dtype=pl.String)
    return texts.cast(pl.Int16, strict=False).alias("index_year")
