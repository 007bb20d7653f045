"""Plans: whether a printed matrix adds up, how one plan grew into the next, and what fell inside a rise.

A printed mark (`-`, blank, `•`) stands for nobody: it adds 0, and is counted and named.
"""

import re
from dataclasses import dataclass

import polars as pl

from wfcore.arrs.roles import UNMAPPED
from wfcore.declared import declared
from wfcore.findings import Finding, finding

_TOTAL = r"(?i)^\s*(grand\s+)?totals?\b"
_HALF_UNIT = 0.005  # plans are printed to two decimals
_HAIR = 1e-9
_STRAY = ("", "-", "–", "—")  # marks that every table uses for nobody


@dataclass(frozen=True)
class GrandTotals:
    """The whole of a plan, added up in three ways, and as printed."""

    cells: float
    row_totals: float | None
    column_totals: float | None
    printed: float | None


@dataclass(frozen=True)
class ReconciledPlan:
    """A plan as printed, and what was noticed about it.

    `cells`: `area_name, role_printed, wte`, totals taken out, marks as 0. `notes` are of severity
    `notes` when within rounding, else `warns`.
    """

    cells: pl.DataFrame
    totals: GrandTotals
    notes: tuple[Finding, ...]


def is_plan_total(text: str) -> bool:
    """Whether a printed row or column heading is a total."""
    return bool(re.match(_TOTAL, text))


def _is_total(column: str) -> pl.Expr:
    return pl.col(column).str.contains(_TOTAL).fill_null(value=False)


def reconcile_plan(printed: pl.DataFrame) -> ReconciledPlan:
    """Hold the printed totals of a plan against its cells.

    Args:
        printed: `area_name, role_printed, wte, mark`, one row a cell, totals included where the
            paper has them.

    A total may differ from its cells by half a unit of the last place for each cell and for the
    total itself, because each was rounded for printing; that much is a note, more is a warning.
    """
    rows = printed.with_columns(_row=_is_total("area_name"), _column=_is_total("role_printed"))
    inside = rows.filter(~pl.col("_row") & ~pl.col("_column"))
    cells = inside.select("area_name", "role_printed", pl.col("wte").fill_null(0.0))
    right = _valued(rows.filter(~pl.col("_row") & pl.col("_column")), "area_name")
    below = _valued(rows.filter(pl.col("_row") & ~pl.col("_column")), "role_printed")
    corner = rows.filter(pl.col("_row") & pl.col("_column"))["wte"].drop_nulls()
    totals = GrandTotals(
        cells=float(cells["wte"].sum()),
        row_totals=sum(right.values()) if right else None,
        column_totals=sum(below.values()) if below else None,
        printed=float(corner[0]) if len(corner) else None,
    )
    notes = [
        *_apart(cells, "area_name", right, "row"),
        *_apart(cells, "role_printed", below, "column"),
        *_grand(totals, cells),
        *_marks(inside),
    ]
    return ReconciledPlan(cells, totals, tuple(notes))


def _valued(rows: pl.DataFrame, key: str) -> dict[str, float]:
    return dict(rows.select(key, pl.col("wte").fill_null(0.0)).iter_rows())


def _apart(cells: pl.DataFrame, key: str, printed: dict[str, float], kind: str) -> list[Finding]:
    """One finding for each row or column whose printed total is not the sum of its cells."""
    sums = cells.group_by(key, maintain_order=True).agg(
        pl.col("wte").sum(), (pl.col("wte") != 0).sum().alias("n")
    )
    found: list[Finding] = []
    for name, total, n in sums.iter_rows():
        if name not in printed or abs(printed[name] - total) < _HALF_UNIT:
            continue
        found.append(_finding(f"{kind} {name}", total, printed[name], n, f"plan_{kind}_total"))
    return found


def _finding(where: str, total: float, printed: float, n: int, code: str) -> Finding:
    within = abs(printed - total) <= _HALF_UNIT * (n + 1) + _HAIR
    cause = (
        "within what rounding can do" if within else "more than rounding can do: correct it, or ask"
    )
    return finding(
        "notes" if within else "warns",
        code,
        f"The cells of {where} add up to {total:.2f}, printed is {printed:.2f}: {cause}.",
        examples=[where],
    )


def _grand(totals: GrandTotals, cells: pl.DataFrame) -> list[Finding]:
    """One finding if the whole differs by the way it is added up."""
    ways = {
        "cells": totals.cells,
        "column totals": totals.column_totals,
        "row totals": totals.row_totals,
        "printed": totals.printed,
    }
    known = {way: value for way, value in ways.items() if value is not None}
    spread = max(known.values()) - min(known.values())
    if spread < _HALF_UNIT:
        return []
    n = int((cells["wte"] != 0).sum())
    within = spread <= _HALF_UNIT * (n + 1) + _HAIR
    said = ", ".join(f"{value:.2f} ({way})" for way, value in known.items())
    cause = "within what rounding can do" if within else "more than rounding can do"
    return [
        finding(
            "notes" if within else "warns",
            "plan_grand_total",
            f"The whole plan is {said}: {cause}.",
            examples=[said],
        )
    ]


def _marks(inside: pl.DataFrame) -> list[Finding]:
    """The marks that are neither a number nor a usual sign for nobody."""
    stray = inside.filter(
        pl.col("wte").is_null() & ~pl.col("mark").fill_null("").str.strip_chars().is_in(_STRAY)
    )
    if stray.is_empty():
        return []
    return [
        finding(
            "notes",
            "plan_stray_marks",
            "Cells with a stray mark instead of a number. They are read as nobody.",
            count=stray.height,
            examples=[
                f"{r['area_name']}, {r['role_printed']}: {r['mark']}" for r in stray.to_dicts()
            ],
        )
    ]


def without_totals(plan: pl.DataFrame) -> pl.DataFrame:
    """The rows of a plan that are cells, with `wte` 0 for a printed mark."""
    total = _is_total("area_name") | _is_total("role_printed")
    return plan.filter(~total).with_columns(pl.col("wte").fill_null(0.0))


def folded_plan(plan: pl.DataFrame) -> pl.DataFrame:
    """`plan_for, area_name, pcn_code, role, wte`: parts added to the column they were split from."""
    arrs = declared().arrs
    tops = {role.id: role.parent for role in arrs.roles.values() if role.parent}
    return (
        without_totals(plan)
        .with_columns(pl.col("role").fill_null(UNMAPPED).replace(tops))
        .group_by("plan_for", "area_name", "pcn_code", "role", maintain_order=True)
        .agg(pl.col("wte").sum())
    )


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


def plan_growth(then: pl.DataFrame, now: pl.DataFrame, by: str = "role") -> pl.DataFrame:
    """How one plan grew into the next, by the totals as printed where both have them.

    Args:
        then: the earlier plan, rows of `arrs_plan`.
        now: the later plan.
        by: `role` (parts added to their column) or `area_name`.

    Returns:
        `by, then, now, change, printed`, largest rise first; `printed` is false where the cells were
        added up instead, which can differ by what rounding does.
    """
    wholes = [_wholes(plan, by) for plan in (then, now)]
    printed = all(whole is not None for whole in wholes)
    sums = [
        (whole if printed and whole is not None else _added(plan, by)).rename({"wte": name})
        for whole, plan, name in zip(wholes, (then, now), ("then", "now"), strict=True)
    ]
    return (
        sums[0]
        .join(sums[1], on=by, how="full", coalesce=True)
        .with_columns(pl.col("then", "now").fill_null(0.0))
        .with_columns(change=pl.col("now") - pl.col("then"), printed=pl.lit(printed))
        .sort("change", by, descending=[True, False])
    )


def whole_growth(then: pl.DataFrame, now: pl.DataFrame) -> tuple[float, float]:
    """FTE of an earlier and of a later `arrs_plan` as a whole, as printed where they print it."""
    totals = [reconcile_plan(plan).totals for plan in (then, now)]
    earlier, later = (t.cells if t.printed is None else t.printed for t in totals)
    return earlier, later


def _wholes(plan: pl.DataFrame, by: str) -> pl.DataFrame | None:
    """The printed totals by role or area; None where a plan prints none."""
    across = _is_total("area_name" if by == "role" else "role_printed")
    along = _is_total("role_printed" if by == "role" else "area_name")
    rows = plan.filter(across & ~along)
    return None if rows.is_empty() else _by(rows.with_columns(pl.col("wte").fill_null(0.0)), by)


def _added(plan: pl.DataFrame, by: str) -> pl.DataFrame:
    return _by(without_totals(plan), by)


def _by(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    tops = {role.id: role.parent for role in declared().arrs.roles.values() if role.parent}
    return (
        rows.with_columns(pl.col("role").fill_null(UNMAPPED).replace(tops))
        .group_by(by, maintain_order=True)
        .agg(pl.col("wte").sum())
    )


def down_inside_up(then: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Cells that fall though the total of their PCN rises.

    Args:
        then: earlier cells: `area_name, role, wte`; `role_printed` too where there is one.
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
    rows = without_totals(plan) if "role_printed" in plan.columns else plan
    return (
        rows.with_columns(pl.col("role").fill_null(UNMAPPED).replace(tops))
        .group_by("area_name", "role", maintain_order=True)
        .agg(pl.col("wte").sum())
    )


@dataclass(frozen=True)
class Increase:
    """A claimed rise in staff, with what stands above and below the line.

    `planned` includes those already in post; only the rest are new.
    """

    planned: float
    in_post: float
    core: float

    @property
    def new(self) -> float:
        """Posts that are not filled yet."""
        return self.planned - self.in_post

    @property
    def share_of_core(self) -> float:
        """New posts as a share of the staff there are, additional roles left out."""
        return self.new / self.core

    @property
    def share_of_all(self) -> float:
        """New posts as a share of the staff there are, additional roles in post included."""
        return self.new / (self.core + self.in_post)

    @property
    def share_as_claimed(self) -> float:
        """The whole plan as a share of the core: counts as new who is there already."""
        return self.planned / self.core
