"""The scheme's own tables of a version: plans, claims, allocations. A kind that was never published is empty."""

import polars as pl

from wfcore.declared import declared
from wfcore.measuring import Figures
from wfcore.tables import conform


def table(figures: Figures, kind: str) -> pl.DataFrame:
    """All rows of `arrs_plan`, `arrs_claims` or `arrs_allocations` in a version.

    Claims whose status adds nothing (rejected, withdrawn, …) are left out.
    """

    def read() -> pl.DataFrame:
        rows = conform(figures.version.table(kind), kind)
        return counted(rows) if kind == "arrs_claims" else rows

    return figures.once(("arrs", kind), read)


def counted(claims: pl.DataFrame) -> pl.DataFrame:
    """The claims (`arrs_claims`) that add something: not rejected, withdrawn and the like (`arrs.yaml`)."""
    out = declared().arrs.comparison.not_counted
    status = pl.col("status").fill_null("").str.strip_chars().str.to_lowercase()
    return claims.filter(~status.is_in(out))
