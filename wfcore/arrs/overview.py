"""A borough or ICB at a glance: PCN × role, worst first, and the roles to ask about."""

from dataclasses import dataclass

import polars as pl

from wfcore.arrs.in_post import ARRS, Coverage, in_post_by, networks, pcn_coverage, periods_of
from wfcore.arrs.plans import down_inside_up
from wfcore.arrs.roles import OUTSIDE, top_roles
from wfcore.arrs.side_by_side import compare_counts
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version

_PER = 100_000


@dataclass(frozen=True)
class Overview:
    """What a committee sees of a place.

    `grid`: `pcn_code, pcn_name, role, fte, per_100k, rank, flags, registered`, PCNs from the fewest additional
    staff for their patients up (`rank` 1 is the fewest); silent PCNs last, without a rank. `ranking`:
    the same columns, one row a PCN, all roles together. `nobody`: roles that the scheme has by then
    and that no reporting PCN has. `only_planned`: of those, the ones that a plan names.
    `down_inside_up`: as from `plans`, between the period before and this one, for PCNs that
    reported both times.
    """

    period: str
    before: str | None
    grid: pl.DataFrame
    ranking: pl.DataFrame
    nobody: tuple[str, ...]
    only_planned: tuple[str, ...]
    down_inside_up: pl.DataFrame
    coverage: Coverage


@cached_per_version
def overview(figures: VersionMeasures, period: str, within: str | None = None) -> Overview:
    """PCN × role of a place.

    Args:
        figures: the version.
        period: a month with PCN staff.
        within: the place; everything without one.
    """
    rows = in_post_by(figures, period, Level.PCN, within=within)
    people = networks(figures, period, within).select("pcn_code", "registered")
    rows = rows.rename({"area_code": "pcn_code", "area_name": "pcn_name"}).join(
        people, on="pcn_code", how="left", maintain_order="left"
    )
    rows = rows.with_columns(
        per_100k=pl.when(pl.col("registered") > 0).then(pl.col("fte") / pl.col("registered") * _PER)
    )
    order = rows.filter(pl.col("role") == ARRS)
    # Without a list near enough in time PCNs can only be put in order of staff.
    by = "per_100k" if order["per_100k"].count() else "fte"
    order = order.sort(by, "pcn_name", nulls_last=True).with_columns(
        rank=pl.when(pl.col(by).is_not_null()).then(pl.int_range(1, pl.len() + 1))
    )
    columns = ("pcn_code", "pcn_name", "role", "fte", "per_100k", "rank", "flags", "registered")
    ranked = order.select("pcn_code", "rank", _place=pl.int_range(pl.len()))
    places = {role: i for i, role in enumerate(top_roles())}
    grid = (
        rows.filter(pl.col("role").is_in(top_roles()))
        .join(ranked, on="pcn_code", how="left")
        .with_columns(_role=pl.col("role").replace_strict(places, default=999))
        .sort("_place", "_role")
        .select(columns)
    )
    before = max((p for p in periods_of(figures, within) if p < period), default=None)
    nobody = _nobody(grid)
    return Overview(
        period=period,
        before=before,
        grid=grid,
        ranking=order.select(columns),
        nobody=nobody,
        only_planned=_planned_of(figures, period, within, nobody),
        down_inside_up=_fell(figures, before, period, within),
        coverage=pcn_coverage(figures, period, within),
    )


def _nobody(grid: pl.DataFrame) -> tuple[str, ...]:
    """Roles with a figure, and 0 everywhere."""
    sums = grid.group_by("role", maintain_order=True).agg(
        pl.col("fte").count().alias("n"), pl.col("fte").sum()
    )
    return tuple(sums.filter((pl.col("n") > 0) & (pl.col("fte") == 0))["role"])


def _planned_of(
    figures: VersionMeasures, period: str, within: str | None, nobody: tuple[str, ...]
) -> tuple[str, ...]:
    rows = compare_counts(figures, period, Level.PCN, within=within)
    planned = rows.filter(pl.col("planned_fte") > 0)["role"].unique()
    return tuple(role for role in nobody if role in planned)


def _fell(
    figures: VersionMeasures, before: str | None, period: str, within: str | None
) -> pl.DataFrame:
    if before is None:
        nothing = pl.DataFrame(
            schema={"area_name": pl.String, "role": pl.String, "wte": pl.Float64}
        )
        return down_inside_up(nothing, nothing)
    now = _staff(figures, period, within)
    names = dict(now.select("pcn_code", "area_name").iter_rows())
    then = _staff(figures, before, None).filter(pl.col("pcn_code").is_in(list(names)))
    now = now.filter(pl.col("pcn_code").is_in(then["pcn_code"].implode()))
    # A PCN may have been renamed in between: both times it goes by its name of today.
    then = then.with_columns(area_name=pl.col("pcn_code").replace_strict(names))
    cells = ("area_name", "role", "wte")
    return down_inside_up(then.select(cells), now.select(cells))


def _staff(figures: VersionMeasures, period: str, within: str | None) -> pl.DataFrame:
    return (
        in_post_by(figures, period, Level.PCN, within=within)
        .filter(
            pl.col("fte").is_not_null()
            & pl.col("role").is_in(top_roles())
            & ~pl.col("role").is_in(OUTSIDE)
        )
        .select(pcn_code="area_code", area_name="area_name", role="role", wte="fte")
    )
