"""How fast a place has really changed, and what that says about a plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import polars as pl

from wfcore.comparing import decompose_change
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version
from wfcore.months import Month
from wfcore.projecting.scenarios import Scenario
from wfcore.projecting.stocks import Stocks

_QUARTER = 3
Judgement = Literal["no history", "on course", "usual", "at its best", "unlikely", "unheard of"]


@dataclass(frozen=True)
class Pace:
    """Net change of an area's staff between two periods: FTE a quarter, over how many quarters.

    `patients` are those at its end, None where they are not known.
    """

    area_code: str
    area_name: str
    period_from: str
    period: str
    quarters: float
    a_quarter: float
    patients: float | None


@dataclass(frozen=True)
class Feasibility:
    """A pace that is needed, beside those that have been seen. FTE a quarter."""

    needed: float
    metric: str
    judgement: Judgement = "no history"
    best: float | None = None
    best_from: str | None = None
    best_to: str | None = None
    since: str | None = None
    average: float | None = None
    peers_best: float | None = None
    peer: str | None = None


@cached_per_version
def growth_history(
    figures: VersionMeasures, count: str, level: Level | str, icb: str, until: str
) -> tuple[Pace, ...]:
    """Net change of staff between one period and the next, for each area of a level.

    Only the part that staff numbers made is counted: practices that joined, left, or began or ceased
    to report move no staff.
    """
    periods = [p for p in figures.periods_of("practice", Level.ICB, icb) if p <= until]
    return tuple(
        pace
        for earlier, later in pairwise(periods)
        for pace in _between(figures, count, level, icb, earlier, later)
    )


def _between(
    figures: VersionMeasures, count: str, level: Level | str, icb: str, earlier: str, later: str
) -> list[Pace]:
    rows = decompose_change(figures, [f"{count}_fte"], level, earlier, later, within=icb)
    sizes = figures.measure([f"{count}_rate"], level, period=later, within=icb)
    patients = dict(sizes.select("area_code", "denominator").iter_rows())
    quarters = Month(earlier).months_to(later) / _QUARTER
    known = rows.filter(pl.col("part_staff").is_not_null())
    return [
        Pace(code, name, earlier, later, quarters, staff / quarters, patients.get(code))
        for code, name, staff in known.select("area_code", "area_name", "part_staff").iter_rows()
    ]


def history_of(today: Stocks, scenario: Scenario) -> str:
    """The count whose history stands for the scenario's: its own, or all GPs where the file has no other."""
    undivided = scenario.staff == "gp" and "trainee_share" in today.stood_in
    return "gp" if undivided else scenario.count


def assess_feasibility(seen: Sequence[Pace], place: str, needed: float, metric: str) -> Feasibility:
    """What a needed pace is worth, against what this place and its peers have done.

    Args:
        seen: of `growth_history`, the place and its peers.
        place: code of the place.
        needed: FTE a quarter, net.
        metric: id of the metric the paces are of.
    """
    own = [pace for pace in seen if pace.area_code == place]
    if not own:
        return Feasibility(needed, metric)
    top = max(own, key=lambda pace: pace.a_quarter)
    average = sum(p.a_quarter * p.quarters for p in own) / sum(p.quarters for p in own)
    size = max(((p.period, p.patients) for p in own if p.patients), default=("", 0.0))[1]
    peers = [
        (pace.a_quarter / pace.patients * size, pace.area_name)
        for pace in seen
        if size and pace.area_code != place and pace.patients
    ]
    theirs, peer = max(peers, default=(None, None))
    return Feasibility(
        needed, metric, _judge(needed, average, top.a_quarter, theirs), top.a_quarter,
        top.period_from, top.period, min(p.period_from for p in own), average, theirs, peer,
    )  # fmt: skip


def _judge(needed: float, average: float, best: float, peers: float | None) -> Judgement:
    if needed <= 0:
        return "on course"
    if needed <= average:
        return "usual"
    if needed <= best:
        return "at its best"
    return "unlikely" if peers is None or needed <= peers else "unheard of"
