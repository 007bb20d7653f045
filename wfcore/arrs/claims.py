"""Claims by month: what was claimed and approved, for whom."""

from collections.abc import Collection

import polars as pl

from wfcore.arrs.roles import UNMAPPED, folded
from wfcore.arrs.tables import known_sum
from wfcore.months import FinancialYear


def select_claims(
    claims: pl.DataFrame, pcns: Collection[str] | None = None, year: str | None = None
) -> pl.DataFrame:
    """Claims (`arrs_claims`) of some PCNs, or of all; of one financial year such as `2025/26`, or of all."""
    if pcns is not None:
        claims = claims.filter(pl.col("pcn_code").is_in(list(pcns)))
    return (
        claims if year is None else claims.filter(pl.col("month").is_in(FinancialYear(year).months))
    )


def sum_by_month(claims: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """Claims added up by month.

    Args:
        claims: `pcn_code, month, role, wte, claimed_gbp, approved_gbp`, rows that count.
        keys: what else to keep apart, such as `role` (parts are added to their column) or `pcn_code`.

    Returns:
        `*keys, month, wte, claimed_gbp, approved_gbp, pcns`, oldest first. A figure nobody gave is
        null, never 0; a role nobody has named is `unmapped`.
    """
    rows = claims.with_columns(pl.col("role").fill_null(UNMAPPED)).with_columns(folded())
    figures = ("wte", "claimed_gbp", "approved_gbp")
    return (
        rows.group_by(*keys, "month")
        .agg(
            *map(known_sum, figures),
            pl.col("pcn_code").n_unique().alias("pcns"),
        )
        .select(*keys, "month", *figures, "pcns")
        .sort(*keys, "month")
    )


def averages(monthly: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """`*keys, months, wte, claimed_gbp, approved_gbp`: simple means over the months with a figure."""
    return (
        monthly.group_by(*keys)
        .agg(pl.col("month").n_unique().alias("months"), *_means())
        .sort(*keys)
        if keys
        else monthly.select(pl.col("month").n_unique().alias("months"), *_means())
    )


def _means() -> list[pl.Expr]:
    return [pl.col(name).mean() for name in ("wte", "claimed_gbp", "approved_gbp")]
