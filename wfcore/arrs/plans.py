"""Plans: which one holds for a month, and what fell inside a rise."""

import polars as pl

from wfcore.arrs.roles import UNMAPPED
from wfcore.arrs.tables import ARRS
from wfcore.declared import declared

_HAIR = 1e-9


def plan_at(plan: pl.DataFrame, period: str) -> pl.DataFrame:
    """For each PCN the plan that holds for a month: the next one due, else the last that was.

    Args:
        plan: rows of `arrs_plan`.
        period: `YYYY-MM`.

    Returns:
        The rows of those plans, same columns.
    """
    if plan.is_empty():
        return plan
    due = plan.select("area_name", "plan_for").unique()
    ahead = (
        due.filter(pl.col("plan_for") >= period).group_by("area_name").agg(pl.col("plan_for").min())
    )
    past = (
        due.join(ahead, on="area_name", how="anti")
        .group_by("area_name")
        .agg(pl.col("plan_for").max())
    )
    return plan.join(pl.concat([ahead, past]), on=["area_name", "plan_for"], how="semi")


def down_inside_up(then: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Cells that fall though the total of their PCN rises.

    Args:
        then: earlier cells: `area_name, role, wte`.
        now: later cells.

    Returns:
        `area_name, role, then, now, change, total_change, like_for_like`, largest fall first. A role
        printed as one column then and as several now is compared as a whole and is not
        `like_for_like`: what fell may have been planned under another heading.
    """
    tops = declared().arrs
    split = {
        role
        for role in {*_named(then), *_named(now)}
        if (role in _named(then)) != (role in _named(now)) and tops.top(role) != role
    }
    whole = {tops.top(role) for role in split}
    sums = [
        _cells(plan, whole).rename({"wte": name}) for name, plan in (("then", then), ("now", now))
    ]
    rows = (
        sums[0]
        .join(sums[1], on=["area_name", "role"], how="full", coalesce=True)
        .with_columns(pl.col("then", "now").fill_null(0.0))
        .with_columns(change=pl.col("now") - pl.col("then"))
        .with_columns(total_change=pl.col("change").sum().over("area_name"))
    )
    return (
        rows.filter((pl.col("change") < -_HAIR) & (pl.col("total_change") > _HAIR))
        .with_columns(like_for_like=~pl.col("role").is_in(sorted(whole)))
        .sort("change", "area_name", "role")
        .select("area_name", "role", "then", "now", "change", "total_change", "like_for_like")
    )


def _named(plan: pl.DataFrame) -> set[str]:
    known = declared().arrs.roles
    return {str(role) for role in plan["role"].drop_nulls().unique() if role in known}


def _cells(plan: pl.DataFrame, whole: set[str]) -> pl.DataFrame:
    tops = {
        role.id: role.parent
        for role in declared().arrs.roles.values()
        if role.parent is not None and role.parent in whole
    }
    return (
        plan.with_columns(pl.col("role").fill_null(UNMAPPED).replace(tops))
        .filter(pl.col("role") != ARRS)
        .group_by("area_name", "role", maintain_order=True)
        .agg(pl.col("wte").sum())
    )
