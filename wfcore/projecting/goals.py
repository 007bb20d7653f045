"""Asking backwards: what a target would take, and what can be reached."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isnan

from wfcore.declared import Lever, ListGrowth, declared
from wfcore.errors import UnfitScenario, UnknownName
from wfcore.months import Month
from wfcore.projecting.drivers import MONTHS, quarters_to
from wfcore.projecting.scenarios import LIST_GROWTH, Scenario, change_scenario
from wfcore.projecting.stocks import Stocks
from wfcore.projecting.trajectories import Trajectory, prepare_scenario

_CLOSE = 1e-9
_STEPS = 200


@dataclass(frozen=True)
class GoalSeekResult:
    """A lever set so that a target is reached, or how far it goes.

    `value` is None when no value within the limits reaches the target; `limit` is then the lever's
    most helpful value and `reached` the rate there. `when` is the quarter it is worked out for.
    """

    lever: str
    target: float
    value: float | None
    limit: float
    reached: float
    easy: bool = False
    when: str = ""


@dataclass(frozen=True)
class StaffNeeded:
    """What a target takes in numbers of staff by the quarter `when`, against today."""

    fte_today: float
    fte_needed: float
    quarters: int
    when: str = ""

    @property
    def net_a_quarter(self) -> float:
        """FTE that must come, net of those who go, each quarter."""
        return (self.fte_needed - self.fte_today) / self.quarters


@dataclass(frozen=True)
class TargetReach:
    """What the scenario reaches: the rate at its date, and the first quarter that meets the target.

    `met` is None when it is not met within the years that are drawn; `best` is the highest rate on
    the way.
    """

    rate: float
    met: str | None
    best: float
    best_when: str


def _no_target() -> UnfitScenario:
    return UnfitScenario("No target is set.", "Set one, in FTE per 100,000 patients.")


def staff_needed(course: Trajectory) -> StaffNeeded:
    """FTE that the target needs at the date asked for, and the net joiners that takes.

    Raises:
        UnfitScenario: no target is set.
    """
    wanted = float(course.needed[-1, 0])
    if isnan(wanted):
        raise _no_target()
    return StaffNeeded(float(course.fte[0, 0]), wanted, len(course.periods) - 1, course.periods[-1])


def target_reach(stocks: Stocks, scenario: Scenario) -> TargetReach:
    """The rate at the date asked for, and when the target is met on this course.

    Raises:
        UnfitScenario: the date does not fit.
    """
    at = quarters_to(stocks.period, scenario.by)
    far = Month(stocks.period).plus(12 * declared().assumptions.longest_years)
    asked = prepare_scenario(stocks, change_scenario(scenario, by=far))
    course = asked.course()
    rate, gap = course.rate[:, 0], course.gap_fte[:, 0]
    met = next((p for p, g in zip(course.periods, gap, strict=True) if g <= _CLOSE), None)
    top = int(rate.argmax())
    return TargetReach(float(rate[at]), met, float(rate[top]), course.periods[top])


def goal_seek(
    stocks: Stocks, scenario: Scenario, lever: str, target: float | None = None
) -> GoalSeekResult:
    """The value of one lever at which the place reaches a rate at the date asked for.

    Args:
        stocks: today's staff.
        scenario: everything else that is changed.
        lever: a lever of the scenario's staff group, or `list_growth`.
        target: FTE per 100,000; the targets of the scenario when not given.

    Raises:
        UnknownName: no such lever for these staff.
        UnfitScenario: no target is set.
    """
    staff = scenario.staff
    span = _lever(staff, lever)
    aimed = scenario if target is None else change_scenario(scenario, target=target, targets={})
    asked = prepare_scenario(stocks, aimed)
    when = Month(stocks.period).plus(MONTHS * asked.quarters)

    def missing(value: float) -> tuple[float, float, float]:
        course = asked.trajectory(asked.rates(scenario=aimed.with_lever(staff, lever, value)))
        rate, aim = float(course.rate[-1, 0]), course.aim
        if aim is None:
            raise _no_target()
        return aim - rate, rate, aim

    harm, help_ = span.least, span.most
    if span.better == "lower":
        harm, help_ = help_, harm
    at_best, best_rate, aim = missing(help_)
    if at_best > _CLOSE:
        return GoalSeekResult(lever, aim, None, help_, best_rate, when=when)
    at_worst, worst_rate, _ = missing(harm)
    if at_worst <= _CLOSE:
        return GoalSeekResult(lever, aim, harm, help_, worst_rate, easy=True, when=when)
    value = _root(lambda x: missing(x)[0], harm, at_worst, help_, at_best)
    return GoalSeekResult(lever, aim, value, help_, missing(value)[1], when=when)


def _root(
    missing: Callable[[float], float], low: float, at_low: float, high: float, at_high: float
) -> float:
    """Where a falling function is 0, by the Illinois method: exact at once where it is straight."""
    side = 0
    middle = high
    for _ in range(_STEPS):
        middle = (low * at_high - high * at_low) / (at_high - at_low)
        there = missing(middle)
        if abs(there) <= _CLOSE or high == low:
            return middle
        if there > 0:
            low, at_low = middle, there
            if side == 1:
                at_high /= 2
            side = 1
        else:
            high, at_high = middle, there
            if side == -1:
                at_low /= 2
            side = -1
    return middle


def _lever(staff: str, lever: str) -> Lever | ListGrowth:
    known = declared().assumptions
    names = [*(each.id for each in known.levers_of(staff)), LIST_GROWTH]
    found = known.adjustable(lever)
    if found is None or lever not in names:
        raise UnknownName(
            f"{lever!r} is not a lever for these staff.", f"There are {', '.join(names)}."
        )
    return found
