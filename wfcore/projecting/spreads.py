"""How wide a range is before anything is changed: past moves of places of the size, and stand-ins."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from wfcore.declared import declared
from wfcore.measuring import VersionMeasures
from wfcore.projecting.drivers import MONTHS
from wfcore.projecting.flows import FTE, Array
from wfcore.projecting.goals import GoalSeekResult, goal_seek
from wfcore.projecting.growth_history import history_of
from wfcore.projecting.past_moves import MovesOfSize, moves_of_size
from wfcore.projecting.scenarios import Scenario
from wfcore.projecting.stocks import STRUCTURED, Stocks
from wfcore.projecting.trajectories import PreparedScenario, prepare_scenario
from wfcore.rounding import DECIMALS, apart

_GP = STRUCTURED.index("gp_qualified")


@dataclass(frozen=True)
class Spread:
    """Half of the range that holds 8 of 10 cases, quarter by quarter.

    `moves`: of past moves, as a log of the rate; `standing`: of what stands in for the file, a share
    of the rate, and `reasons` why. `cases`: how many past moves of places of this size are in it.
    """

    moves: Array
    standing: Array
    reasons: tuple[str, ...]
    cases: int


def spread_of(figures: VersionMeasures, asked: PreparedScenario) -> Spread:
    """The spread of a place, worked out once for a version, whatever the levers are."""
    scenario, today = asked.scenario, asked.stocks
    unmoved = scenario.baseline().model_dump_json(
        exclude={"by", "target", "targets", "costs", "limits"}
    )
    key = ("spread", today.period, asked.quarters, unmoved)
    count = history_of(today, scenario)
    return figures.cached(
        key, lambda: _spread(asked, moves_of_size(figures, count, _posts(asked), today.period))
    )


def declared_spread(asked: PreparedScenario) -> Spread:
    """The same without earlier months: what is declared of places of this size."""
    count = history_of(asked.stocks, asked.scenario)
    return _spread(asked, MovesOfSize(count, _posts(asked), 0, 1.0))


def _posts(asked: PreparedScenario) -> float:
    start = asked.start
    in_training = start.trainees[FTE].sum() if asked.trainees else 0.0
    return float(start.young[FTE].sum() + start.older[FTE].sum() + in_training)


def _spread(asked: PreparedScenario, moves: MovesOfSize) -> Spread:
    years = np.arange(asked.quarters + 1) * MONTHS / 12
    return Spread(moves.half_width(years), *_standing(asked), moves.cases)


def _standing(asked: PreparedScenario) -> tuple[Array, tuple[str, ...]]:
    """How far the course moves when what stands in is as far out as in 8 of 10 places; and why it does.

    What does not move the last figure as it is printed is no reason. Of nobody, a share is nobody.
    """
    course = asked.baseline().rate[:, 0]
    squares, reasons = np.zeros_like(course), list[str]()
    somebody = np.where(course > 0, course, np.inf)
    for why, ends in _at_the_ends(asked.stocks, asked.scenario.baseline()):
        rates = [prepare_scenario(*end).baseline().rate[:, 0] for end in ends]
        squares += np.max([((rate - course) / somebody) ** 2 for rate in rates], axis=0)
        if any(apart(float(rate[-1]), float(course[-1]), DECIMALS["rate"]) for rate in rates):
            reasons.append(why)
    return np.sqrt(squares), tuple(reasons)


def _at_the_ends(
    today: Stocks, scenario: Scenario
) -> Iterator[tuple[str, tuple[tuple[Stocks, Scenario], ...]]]:
    """For each stand-in that the course rests on, why, and today's staff at the two ends of its spread."""
    network = len({today.codes[i] for i in np.flatnonzero(today.rows(scenario.place))}) == 1
    for what, set_on in (("share_55", _with_share_55), ("trainee_share", _with_trainee_share)):
        known = declared().assumptions.stand_ins[what]
        if scenario.staff in today.stood_in.get(what, ()) and what not in scenario.today:
            ends = known.ends(scenario.staff, network=network)
            yield (
                known.reason,
                tuple((set_on(today, scenario.staff, value), scenario) for value in ends),
            )


@dataclass(frozen=True)
class GoalRange:
    """Between what the lever of a goal lies when stand-ins are as far out as in 8 of 10 places, and why.

    `missed`: whether at one of those ends no value of the lever reaches the target; `met`: whether any does.
    """

    low: float
    high: float
    missed: bool
    met: bool
    reasons: tuple[str, ...]


def goal_range(today: Stocks, scenario: Scenario, found: GoalSeekResult) -> GoalRange | None:
    """How sure a lever's value is; None where the file says all that it rests on.

    Args:
        today: today's staff.
        scenario: what the goal was sought for.
        found: what was found.
    """
    sought = [
        (why, one)
        for why, ends in _at_the_ends(today, scenario)
        for one in (goal_seek(*end, found.lever) for end in ends)
    ]
    moved = [why for why, one in sought if _differs(one.value, found.value)]
    if not moved:
        return None
    all_ = [found.value, *(one.value for _, one in sought)]
    values = [value for value in all_ if value is not None]
    return GoalRange(
        min(values, default=found.limit),
        max(values, default=found.limit),
        missed=None in all_[1:],
        met=any(value is not None for value in all_[1:]),
        reasons=tuple(dict.fromkeys(moved)),
    )


def _differs(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is not other
    return bool(apart(one, other, DECIMALS["rate"]))


def people_range(today: Stocks, scenario: Scenario) -> tuple[float, float] | None:
    """What a count of people may be times or divided by, where only their hours are counted; else None."""
    known = declared().assumptions
    guessed = {*known.counts[scenario.count], scenario.staff} & set(today.stood_in.get("hours", ()))
    if not guessed:
        return None
    network = len({today.codes[i] for i in np.flatnonzero(today.rows(scenario.place))}) == 1
    hours = known.stand_ins["hours"]
    value = scenario.today.get("hours", {}).get(scenario.staff, hours.value[scenario.staff])
    least, most = hours.ends(scenario.staff, network=network)
    return value / max(most, value), value / min(least, value)


def _with_share_55(today: Stocks, staff: str, value: float) -> Stocks:
    aged = today.aged.copy()
    groups = declared().assumptions.groups
    aged[:, [groups[g].scenario == staff for g in STRUCTURED]] = value
    return replace(today, aged=aged)


def _with_trainee_share(today: Stocks, staff: str, value: float) -> Stocks:
    """All GPs stay as many; another share of them is in training."""
    now = declared().assumptions.stand_ins["trainee_share"].value[staff]
    fte, people = today.fte.copy(), today.people.copy()
    for staff_now in (fte, people):
        staff_now[:, _GP] *= (1 - value) / (1 - now)
    return replace(today, fte=fte, people=people, trainees=today.trainees * value / now)
