"""Measures against targets: the gap as a rate and as FTE. Every target is a local aspiration.

A target is what somebody set, for a place or for one that holds it. What an area has is a figure to
match, never a target. Nobody sets targets for single practices, unless they say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from wfcore import rounding
from wfcore.declared import Metric, declared
from wfcore.errors import UnknownName
from wfcore.geography import Level
from wfcore.measuring import (
    Measure,
    VersionMeasures,
    as_level,
    cached_per_version,
    measures_of,
)
from wfcore.targeting.aims import Target, places_of, targeted_metrics, targets_of

UNAVAILABLE_FLAGS = "cannot be assessed from this file"
_ROUNDING = 1e-9  # 6 ÷ 10,000 × 100,000 is a hair less than 60
_NO_GAPS = pl.DataFrame(
    schema={
        "target": pl.Float64,
        "gap_rate": pl.Float64,
        "gap_fte": pl.Float64,
        "progress": pl.Float64,
        "status": pl.String,
        "target_id": pl.String,
    }
)


Status = Literal["met", "near", "far", "cannot be assessed from this file"]
AimKind = Literal["target", "match", "stay", "own", "several"]


@dataclass(frozen=True)
class Aim:
    """A rate that a course is held against, FTE per 100,000 patients, and whose it is.

    `kind`: a `target` that `who` set; the figure of the area `who`, to `match`; the place's own of
    today, to `stay`; the reader's `own`; or `several` of networks taken together.
    """

    kind: AimKind
    value: float
    who: str = ""


@dataclass(frozen=True)
class Gap(Measure):
    """A measure against a target: what is missing to it, negative where it is passed.

    `aim` is the target's value for this place, `gap_rate` in the metric's unit, `gap_fte` in FTE,
    `progress` a share of the target; None where the measure is not available.
    """

    target: Target
    aim: float
    gap_rate: float | None
    gap_fte: float | None
    progress: float | None
    status: Status


def gaps_of(
    figures: VersionMeasures, metric: str, level: Level | str, area_code: str, period: str
) -> list[Gap]:
    """The gap of one place to each target set for it in a metric; see `target_gaps`."""
    return list(_gaps_by_place(figures, metric, as_level(level), period).get(area_code, ()))


@cached_per_version
def _gaps_by_place(
    figures: VersionMeasures, metric: str, level: Level, period: str
) -> dict[str, list[Gap]]:
    """The gaps of every place of a level: the next place is a look-up."""
    found: dict[str, list[Gap]] = {}
    by_id = {target.id: target for target in targets_of(figures, metric)}
    for row in target_gaps(figures, [metric], level, period=period).iter_rows(named=True):
        gap = Gap.of_row(
            row,
            target=by_id[row["target_id"]],
            aim=row["target"],
            gap_rate=row["gap_rate"],
            gap_fte=row["gap_fte"],
            progress=row["progress"],
            status=row["status"],
        )
        found.setdefault(gap.area_code, []).append(gap)
    return found


def target_gaps(
    figures: VersionMeasures,
    metrics: Sequence[str],
    level: Level | str,
    *,
    period: str | None = None,
    within: str | None = None,
    area_code: str | None = None,
) -> pl.DataFrame:
    """Measures of the places a target is set for, with what is missing to it.

    Returns:
        The measures with `target, gap_rate, gap_fte, progress, status, target_id`. A gap is what
        is missing, so it is negative where the target is passed. `gap_fte` is target × patients ÷
        100,000 − FTE over those that reported. `status`: met, near, far, or cannot be assessed.

    Raises:
        UnknownName: a metric has no target, or another name does not exist.
    """
    level = as_level(level)
    frames: list[pl.DataFrame] = []
    for name in metrics:
        metric = declared().metric(name)
        if not targets_of(figures, metric.id):
            known = ", ".join(targeted_metrics(figures))
            raise UnknownName(
                f"No target is set for {metric.id}.",
                f"There are targets for: {known}."
                if known
                else "No aims are published: an analyst sets them on the page Set aims, or with a table.",
            )
        of_collection = period or figures.newest(metric.collection)
        rows = _gaps(figures, metric.id, level, of_collection, within)
        frames.append(rows if area_code is None else rows.filter(pl.col("area_code") == area_code))
    return pl.concat(frames)


@cached_per_version
def _gaps(
    figures: VersionMeasures, metric_id: str, level: Level, period: str, within: str | None
) -> pl.DataFrame:
    metric = declared().metric(metric_id)
    rows = figures.measure([metric.id], level, period=period, within=within)
    there = rows["area_code"].to_list()
    frames: list[pl.DataFrame] = []
    for target in targets_of(figures, metric.id):
        codes = places_of(figures, target, level, period)
        if not codes.isdisjoint(there):
            mine = rows.filter(pl.Series([code in codes for code in there]))
            frames.append(_with_gap(mine, target, metric))
    if not frames:
        return rows.clear().hstack(_NO_GAPS)
    return pl.concat(frames).sort("area_code", maintain_order=True)


def nearest_available(
    figures: VersionMeasures, metric_id: str, level: Level | str, area_code: str, period: str
) -> Measure | None:
    """The measure by the nearest definition that this file has for the area."""
    metric = declared().metric(metric_id)
    if not metric.nearest:
        return None
    rows = figures.measure(metric.nearest, level, period=period, area_code=area_code)
    known = {m.metric.id: m for m in measures_of(rows.filter(pl.col("value").is_not_null()))}
    return next((known[near] for near in metric.nearest if near in known), None)


def _with_gap(rows: pl.DataFrame, target: Target, metric: Metric) -> pl.DataFrame:
    value = pl.col("value")
    sign = 1 if target.better == "higher" else -1
    near, decimals = declared().rules.near_target, metric.decimals
    held = rows.with_columns(target=pl.lit(target.value))
    # Nobody is called short of 44 with 44.0.
    needed, reached = (rounding.column_shown(held[name], decimals) for name in ("target", "value"))
    return (
        held.with_columns(
            gap_rate=(pl.col("target") - value) * sign,
            gap_fte=_posts_missing(metric) * (1 if metric.kind == "patients_per" else sign),
            progress=value / pl.col("target"),
            short=(needed - reached) * sign,
        )
        .with_columns(
            pl.when(value.is_null()).then(None).otherwise(pl.col("gap_fte")).alias("gap_fte"),
            status=pl.when(value.is_null()).then(pl.lit(UNAVAILABLE_FLAGS))
            .when(pl.col("short") <= _ROUNDING).then(pl.lit("met"))
            .when(pl.col("gap_rate") <= near * pl.col("target") + _ROUNDING).then(pl.lit("near"))
            .otherwise(pl.lit("far")),
            target_id=pl.lit(target.id),
        )
        .drop("short")
    )  # fmt: skip


def _posts_missing(metric: Metric) -> pl.Expr:
    """The posts that a place is short of, by how the metric is counted; null where posts do not make it."""
    aim, upper, lower = pl.col("target"), pl.col("numerator"), pl.col("denominator")
    if metric.kind == "rate":
        return aim * lower / metric.scale - upper
    if metric.kind == "fte":
        return aim - upper
    if metric.kind == "patients_per":
        return upper / aim - lower
    return pl.lit(None, dtype=pl.Float64)
