"""The scheme's own tables of a version: plans, claims, allocations. A kind that was never published is empty."""

from collections.abc import Mapping

import polars as pl

from wfcore.declared import declared
from wfcore.measuring import VersionMeasures
from wfcore.tables import conform


def arrs_table(figures: VersionMeasures, kind: str) -> pl.DataFrame:
    """All rows of `arrs_plan`, `arrs_claims` or `arrs_allocations` in a version.

    Claims whose status adds nothing (rejected, withdrawn, …) are left out.
    """

    def read() -> pl.DataFrame:
        rows = conform(figures.version.table(kind), kind)
        return countable_claims(rows) if kind == "arrs_claims" else rows

    return figures.cached(("arrs", kind), read)


def known_sum(column: str) -> pl.Expr:
    """The sum of a column over what is known; null, never 0, where nothing is."""
    return pl.when(pl.col(column).count() > 0).then(pl.col(column).sum()).alias(column)


def joined_flags(conditions: Mapping[str, pl.Expr]) -> pl.Expr:
    """The flags whose condition holds, `;` between them."""
    return pl.concat_str(
        [
            pl.when(holds.fill_null(value=False)).then(pl.lit(flag))
            for flag, holds in conditions.items()
        ],
        separator=";",
        ignore_nulls=True,
    )


def countable_claims(claims: pl.DataFrame) -> pl.DataFrame:
    """The claims (`arrs_claims`) that add something: not rejected, withdrawn and the like (`arrs.yaml`)."""
    out = declared().arrs.comparison.not_counted
    status = pl.col("status").fill_null("").str.strip_chars().str.to_lowercase()
    return claims.filter(~status.is_in(out))
