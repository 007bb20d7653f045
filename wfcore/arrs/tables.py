"""The scheme's own tables of a version: plans, claims, allocations. A kind that was never published is empty."""

from collections.abc import Mapping

import polars as pl

from wfcore.declared import declared
from wfcore.measuring import VersionMeasures
from wfcore.normalising.plans import ALL_PCNS
from wfcore.tables import conform

ARRS = "arrs"  # all roles of the scheme together


def arrs_table(figures: VersionMeasures, kind: str) -> pl.DataFrame:
    """All rows of a table of the scheme, such as `arrs_plan`, in a version.

    Claims whose status adds nothing (rejected, withdrawn, …) are left out; see also `with_totals`.
    """

    def read() -> pl.DataFrame:
        rows = conform(figures.version.table(kind), kind)
        rows = countable_claims(rows) if kind == "arrs_claims" else rows
        return with_totals(rows, kind) if kind in ("arrs_plan", "arrs_claims") else rows

    return figures.cached(("arrs", kind), read)


def with_totals(rows: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Rows of a plan or claims in which a total of all roles has the `role` `arrs`.

    A claim for all roles is left out where claims of the same PCN and month say which roles.
    """
    if kind == "arrs_plan":
        rows = rows.filter(pl.col("area_name") != ALL_PCNS)
    marked = rows.with_columns(_total=is_of_all_roles(rows))
    if kind == "arrs_claims":
        has_roles = (~pl.col("_total")).any().over("pcn_code", "month")
        marked = marked.filter(~(pl.col("_total") & has_roles))
    role = pl.when("_total").then(pl.lit(ARRS)).otherwise("role")
    return marked.with_columns(role=role).drop("_total")


def printed_role_totals(figures: VersionMeasures) -> pl.DataFrame:
    """`source, plan_for, role, wte`: totals over all PCNs of a plan that differ from its cells by rounding."""
    plan = figures.version.table("arrs_plan")
    return plan.filter(area_name=ALL_PCNS).select("source", "plan_for", "role", "wte")


def is_of_all_roles(rows: pl.DataFrame) -> pl.Series:
    """Whether each row of a plan or of claims is about all roles together."""
    together = [
        role is None and printed is not None and declared().arrs.means_all_roles(printed)
        for role, printed in rows.select("role", "role_printed").rows()
    ]
    return pl.Series(together, dtype=pl.Boolean)


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
