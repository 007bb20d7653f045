"""How fast a place has really changed, and what that says about a plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import polars as pl

from wfcore.comparing import decompose_change
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.months import Month
from wfcore.projecting.scenarios import Scenario
from wfcore.projecting.stocks import Stocks

_QUARTER = 3
_SCHEMA = {
    "area_code": pl.String,
    "area_name": pl.String,
    "period_from": pl.String,
    "period": pl.String,
    "quarters": pl.Float64,
    "a_quarter": pl.Float64,
    "patients": pl.Float64,
}
Judgement = Literal["no history", "on course", "usual", "at its best", "unlikely", "unheard of"]


@dataclass(frozen=True)
class Feasibility:
    """A pace that is needed, beside those that have been seen. FTE a quarter."""

    needed: float
    judgement: Judgement
    best: float | None
    best_from: str | None
    best_to: str | None
    since: str | None
    average: float | None
    peers_best: float | None
    peer: str | None
    metric: str


def growth_history(
    figures: VersionMeasures, count: str, level: Level | str, icb: str, until: str
) -> pl.DataFrame:
    """Net change of staff between one period and the next, for each area of a level.

    Only the part that staff numbers made is counted: practices that joined, left, or began or ceased
    to report move no staff.

    Returns:
        `area_code, area_name, period_from, period, quarters, a_quarter` (FTE a quarter), `patients`.
    """
    asked = ("paces", count, str(level), icb, until)
    return figures.cached(asked, lambda: _paces(figures, count, level, icb, until))


def _paces(
    figures: VersionMeasures, count: str, level: Level | str, icb: str, until: str
) -> pl.DataFrame:
    frames: list[pl.DataFrame] = []
    periods = [p for p in figures.periods_of("practice", Level.ICB, icb) if p <= until]
    for earlier, later in pairwise(periods):
        rows = decompose_change(figures, [f"{count}_fte"], level, earlier, later, within=icb)
        sizes = figures.measure([f"{count}_rate"], level, period=later, within=icb)
        quarters = Month(earlier).months_to(later) / _QUARTER
        frames.append(
            rows.filter(pl.col("part_staff").is_not_null())
            .join(sizes.select("area_code", patients="denominator"), on="area_code", how="left")
            .select(
                "area_code",
                "area_name",
                period_from=pl.lit(earlier),
                period=pl.lit(later),
                quarters=pl.lit(quarters),
                a_quarter=pl.col("part_staff") / quarters,
                patients="patients",
            )
        )
    return pl.concat(frames) if frames else pl.DataFrame(schema=_SCHEMA)


def history_of(today: Stocks, scenario: Scenario) -> str:
    """The count whose history stands for the scenario's: its own, or all GPs where the file has no other."""
    undivided = scenario.staff == "gp" and "trainee_share" in today.stood_in
    return "gp" if undivided else scenario.count


def assess_feasibility(seen: pl.DataFrame, place: str, needed: float, metric: str) -> Feasibility:
    """What a needed pace is worth, against what this place and its peers have done.

    Args:
        seen: of `paces`, the place and its peers.
        place: code of the place.
        needed: FTE a quarter, net.
        metric: id of the metric the paces are of.
    """
    rows = seen.rows(named=True)
    own = [row for row in rows if row["area_code"] == place]
    if not own:
        return Feasibility(needed, "no history", None, None, None, None, None, None, None, metric)
    top = max(own, key=_pace)
    quarters = sum(float(row["quarters"]) for row in own)
    average = sum(_pace(row) * float(row["quarters"]) for row in own) / quarters
    sizes = [row for row in own if row["patients"]]
    size = float(max(sizes, key=lambda row: str(row["period"]))["patients"]) if sizes else 0.0
    peers = [
        (_pace(row) / float(row["patients"]) * size, str(row["area_name"]))
        for row in rows
        if size and row["area_code"] != place and row["patients"]
    ]
    theirs, peer = max(peers) if peers else (None, None)
    best = _pace(top)
    return Feasibility(
        needed=needed,
        judgement=_judged(needed, average, best, theirs),
        best=best,
        best_from=str(top["period_from"]),
        best_to=str(top["period"]),
        since=min(str(row["period_from"]) for row in own),
        average=average,
        peers_best=theirs,
        peer=peer,
        metric=metric,
    )


def _pace(row: Mapping[str, Any]) -> float:
    return float(row["a_quarter"])


def _judged(needed: float, average: float, best: float, peers: float | None) -> Judgement:
    if needed <= 0:
        return "on course"
    if needed <= average:
        return "usual"
    if needed <= best:
        return "at its best"
    if peers is not None and needed <= peers:
        return "unlikely"
    return "unheard of" if peers is not None else "unlikely"
