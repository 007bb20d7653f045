"""Rules about deprivation scores."""

from collections.abc import Iterator

import polars as pl

from wfcore.checking.about import about
from wfcore.declared import Rules
from wfcore.findings import Finding, of_examples

_MOST = 100  # the Index of Multiple Deprivation is made to lie between 0 and 100


@about("deprivation")
def scores_lie_between_0_and_100(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """A score outside its scale is a rank, a population or a damaged cell."""
    bad = table.filter(~pl.col("score").is_between(0, _MOST))
    yield from of_examples(
        "blocks",
        "scores_lie_between_0_and_100",
        f"Deprivation scores below 0 or above {_MOST}: ranks instead of scores, or damaged cells.",
        [f"{c}: {s:g}" for c, s in bad.head(5).select("practice_code", "score").iter_rows()],
        count=bad.height,
    )


@about("deprivation")
def missing_scores(table: pl.DataFrame, _rules: Rules) -> Iterator[Finding]:
    """Practices that the file names without a score."""
    missing = table.filter(pl.col("score").is_null())
    yield from of_examples(
        "notes",
        "missing_scores",
        "Practices without a deprivation score. They are missing, not zero, and leave the mean of their area.",
        missing["practice_code"],
    )
