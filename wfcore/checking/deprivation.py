"""Rules about deprivation scores."""

from collections.abc import Iterator

import polars as pl

from wfcore.checking.about import about
from wfcore.declared import Rules
from wfcore.findings import Finding, finding, of_examples, of_rows

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
def missing_scores(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """Practices that the file names without a score; many of them are asked about."""
    missing = table.filter(pl.col("score").is_null())
    yield from of_examples(
        "notes" if missing.height <= rules.scores.missing * table.height else "warns",
        "missing_scores",
        "Practices without a deprivation score. They are missing, not zero, and leave the mean of their area.",
        missing["practice_code"],
    )


@about("deprivation")
def scores_are_scores(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """Scores so low or high that no practice has them, and deciles taken for scores."""
    least, most = rules.scores.one
    bad = table.filter(
        ~pl.col("score").is_between(least, most), pl.col("score").is_between(0, _MOST)
    )
    yield from of_rows(
        "warns",
        "implausible_scores",
        f"Deprivation scores below {least:g} or above {most:g}; in England practices have 4 to 65. "
        "Is the column emptied, or divided?",
        bad,
        lambda r: f"{r['practice_code']}: {r['score']:g}",
    )
    scores = table["score"].drop_nulls()
    whole = (scores == scores.round()).all() and (scores <= rules.scores.deciles).all()
    if scores.len() >= rules.hours.many and whole:
        yield finding(
            "blocks",
            "deciles_for_scores",
            f"Whole numbers up to {rules.scores.deciles} alone: these are deciles. Take the score of the Index.",
            examples=[
                f"{c}: {s:g}" for c, s in table.head(3).select("practice_code", "score").iter_rows()
            ],
        )
