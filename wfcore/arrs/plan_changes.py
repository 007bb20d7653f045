"""A plan against the one before it: by role, in the networks that both hold, and what fell inside a rise."""

from dataclasses import dataclass

import polars as pl

from wfcore.arrs.in_post import areas_of
from wfcore.arrs.plans import down_inside_up, plan_at
from wfcore.arrs.roles import UNMAPPED, folded
from wfcore.arrs.rosters import with_networks
from wfcore.arrs.tables import ARRS, arrs_table, printed_role_totals
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version


@dataclass(frozen=True)
class PlanChange:
    """Two plans of a place.

    `then_month`, `now_month`: what they are for. `by_role`: `role, then, now, change, percent,
    then_columns, now_columns` in FTE, as a plan prints a role in one column or in several; `arrs` for all
    roles together, as printed. `fell`: as from `down_inside_up`. `only_one`: networks that one plan lacks.
    """

    then_month: str
    now_month: str
    by_role: pl.DataFrame
    fell: pl.DataFrame
    only_one: tuple[str, ...]

    @property
    def together(self) -> dict[str, float | None]:
        """`then, now, change, percent` of all roles."""
        row = self.by_role.filter(role=ARRS).row(0, named=True)
        return {name: row[name] for name in ("then", "now", "change", "percent")}


@cached_per_version
def plan_change(
    figures: VersionMeasures, period: str, level: Level | str, area_code: str
) -> PlanChange | None:
    """The plan of a place that holds for a month, against the one before; None where there are not two.

    Args:
        figures: the version.
        period: `YYYY-MM`; the plan is the next one due, else the last that was.
        level: of the place.
        area_code: its code.
    """
    areas = areas_of(with_networks(figures), period, level).filter(area_code=area_code)
    plan = arrs_table(figures, "arrs_plan").filter(
        pl.col("pcn_code").is_in(areas["pcns"].explode().implode())
    )
    due = plan_at(plan, period)["plan_for"].max()
    earlier = plan.filter(pl.col("plan_for") < due)["plan_for"].max() if due else None
    if earlier is None:
        return None
    sides = [plan.filter(plan_for=month) for month in (earlier, due)]
    codes = [set(side["pcn_code"]) for side in sides]
    both = codes[0] & codes[1]
    lone = plan.filter(pl.col("pcn_code").is_in(list(codes[0] ^ codes[1])))["area_name"].unique()
    then, now = (side.filter(pl.col("pcn_code").is_in(list(both))) for side in sides)
    names = dict(now.select("pcn_code", "area_name").iter_rows())
    then = then.with_columns(area_name=pl.col("pcn_code").replace_strict(names))
    fell = down_inside_up(then, now)
    rows = _by_role(_sums(figures, then, "then"), _sums(figures, now, "now"))
    return PlanChange(str(earlier), str(due), rows, fell, tuple(sorted(lone)))


def _by_role(then: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    rows = then.join(now, on="role", how="full", coalesce=True)
    changed = pl.col("now") - pl.col("then")
    return (
        rows.with_columns(pl.exclude("role").fill_null(0))
        .with_columns(
            change=changed,
            percent=pl.when(pl.col("then") > 0).then(100 * changed / pl.col("then")),
        )
        .sort("change", "role", descending=[True, False])
    )


def _sums(figures: VersionMeasures, plan: pl.DataFrame, side: str) -> pl.DataFrame:
    """`role`, its posts, and in how many columns they are printed; totals as they are printed."""
    cells = plan.filter(pl.col("role").fill_null(UNMAPPED) != ARRS)
    said = plan.filter(role=ARRS)
    whole = pl.concat([said, cells.join(said, on="pcn_code", how="anti")])
    named = pl.concat(
        [
            cells.with_columns(pl.col("role").fill_null(UNMAPPED)).with_columns(folded()),
            whole.with_columns(role=pl.lit(ARRS)),
        ]
    )
    sums = named.group_by("role").agg(
        pl.col("wte").sum().alias(side), pl.col("role_printed").n_unique().alias(f"{side}_columns")
    )
    printed = _printed_for(figures, plan)
    alone = pl.col(f"{side}_columns") == 1
    return (
        sums.join(printed, on="role", how="left")
        .with_columns(
            pl.when(alone).then(pl.coalesce("_printed", side)).otherwise(side).alias(side)
        )
        .drop("_printed")
    )


def _printed_for(figures: VersionMeasures, plan: pl.DataFrame) -> pl.DataFrame:
    """`role, _printed`: totals of a plan over exactly these networks."""
    every = arrs_table(figures, "arrs_plan").join(plan, on=["source", "plan_for"], how="semi")
    of_them = every["area_name"].n_unique() == plan["pcn_code"].n_unique()
    totals = printed_role_totals(figures).join(plan, on=["source", "plan_for"], how="semi")
    return (totals if of_them else totals.clear()).select("role", _printed="wte").unique("role")
