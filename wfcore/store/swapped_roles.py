"""Two columns of a plan under each other's heading: asked about where an earlier plan says so, network by network."""

from collections.abc import Iterator
from itertools import combinations

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, of_examples
from wfcore.normalising import Draft
from wfcore.store.version import Version

_KIND = "arrs_plan"


def perhaps_swapped(draft: Draft, version: Version) -> Iterator[Finding]:
    """Pairs of roles whose figures fit an earlier plan far better the other way round.

    Args:
        draft: perhaps a plan.
        version: what is published.
    """
    plan = draft.tables.get(_KIND)
    if plan is None:
        return
    before = version.table(_KIND).filter(pl.col("plan_for") != draft.period)
    before = before.filter(pl.col("plan_for") == pl.col("plan_for").max().over("area_name"))
    both = _cells(plan).join(_cells(before), on=["area_name", "role"], suffix="_before")
    grid = {
        role: rows.sort("area_name").select("area_name", "wte", "wte_before")
        for (role,), rows in both.partition_by("role", as_dict=True).items()
    }
    names = dict(plan.select("role", "role_printed").drop_nulls().iter_rows())
    yield from of_examples(
        "warns",
        "roles_perhaps_swapped",
        "Are the headings of these two columns swapped? Network by network each fits the other in the plan before.",
        [
            f"{names[one]} and {names[other]}"
            for one, other in combinations(sorted(grid, key=str), 2)
            if _fit_crosswise(grid[one], grid[other])
        ],
    )


def _cells(plan: pl.DataFrame) -> pl.DataFrame:
    known = plan.filter(pl.col("role").is_not_null())
    return known.group_by("area_name", "role").agg(pl.col("wte").fill_null(0).sum())


def _fit_crosswise(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Whether enough networks fit better crosswise, hardly one fits worse, and all together far better."""
    rule = declared().rules.local_tables
    rows = one.join(other, on="area_name", suffix="_other")
    straight = (pl.col("wte") - pl.col("wte_before")).abs() + (
        pl.col("wte_other") - pl.col("wte_before_other")
    ).abs()
    crosswise = (pl.col("wte") - pl.col("wte_before_other")).abs() + (
        pl.col("wte_other") - pl.col("wte_before")
    ).abs()
    apart = rows.select(straight=straight, crosswise=crosswise)
    better = apart.filter(pl.col("crosswise") < pl.col("straight")).height
    worse = apart.filter(pl.col("crosswise") > pl.col("straight")).height
    sums = apart.sum().row(0)
    return (
        better >= rule.swapped_networks
        and worse * rule.swapped_networks <= better
        and sums[1] <= rule.swapped_share * sums[0]
    )
