"""How sure a projection is: the ends of the declared ranges, and many draws between them."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from wfcore.declared import declared
from wfcore.projecting.flows import Array, Rates
from wfcore.projecting.scenarios import Scenario, change_scenario
from wfcore.projecting.stocks import Stocks
from wfcore.projecting.trajectories import PreparedScenario

CASES = ("fewer", "now", "more")
_PERCENT = 100
_IN_RATES = {
    "turnover": "turnover",
    "conversion": "conversion",
    "entrant_fte": "entrant",
    "participation": "hours",
}


@dataclass(frozen=True)
class UncertaintyBand:
    """The range of a rate, quarter by quarter: percentiles of many draws, and how they were drawn."""

    periods: tuple[str, ...]
    low: Array
    middle: Array
    high: Array
    number: int
    seed: int


def range_case(stocks: Stocks, scenario: Scenario, which: str) -> Scenario:
    """A scenario with every lever of its staff group moved to one end of its range.

    Each is moved as far from its value in the scenario as the end of the range is from now, and no
    further than its limits.
    """
    known = declared().assumptions
    if which not in CASES:
        raise ValueError(which)
    if which == "now":
        return scenario
    staff = scenario.staff
    moved = {k: dict(v) for k, v in scenario.levers.items()}
    mine = moved.setdefault(staff, {})
    for lever in known.levers_of(staff):
        shift = lever.at("more" if which == "more" else "fewer", staff) - lever.at("now", staff)
        if shift:
            value = scenario.lever(staff, lever.id) + shift
            mine[lever.id] = min(max(value, lever.least), lever.most)
    growth = known.list_growth
    own = 100 * stocks.own_growth(stocks.rows(scenario.place))
    now = own if scenario.list_growth is None else scenario.list_growth
    shift = growth.more if which == "more" else growth.fewer
    lists = min(max(now + shift, growth.least), growth.most)
    return change_scenario(scenario, levers=moved, list_growth=lists)


def uncertainty_band(
    asked: PreparedScenario, *, number: int | None = None, seed: int | None = None
) -> UncertaintyBand:
    """The range of the rate when each assumption may lie anywhere within its declared range.

    Every draw moves each lever of the staff group, and the growth of lists, by its own random step:
    most often none, never beyond the ends of the range (triangular). The seed is fixed, so the same
    question has the same answer.

    Args:
        asked: the scenario, set on today's staff.
        number: of draws; that of `assumptions.yaml` when not given.
        seed: of the random numbers; that of `assumptions.yaml` when not given.
    """
    draws = declared().assumptions.draws
    number, seed = number or draws.number, draws.seed if seed is None else seed
    course = asked.trajectory(_drawn(asked, random_steps(asked.scenario.staff, number, seed)))
    low, middle, high = np.percentile(course.rate, [draws.low, 50, draws.high], axis=1)
    return UncertaintyBand(course.periods, low, middle, high, number, seed)


@lru_cache(maxsize=8)
def random_steps(staff: str, number: int, seed: int) -> dict[str, Array]:
    """Random steps of each lever of a staff group that has a range, and of list growth."""
    known = declared().assumptions
    random = np.random.default_rng(seed)
    found: dict[str, Array] = {}
    for lever in known.levers_of(staff):
        ends = sorted(lever.at(end, staff) - lever.at("now", staff) for end in ("fewer", "more"))
        if ends[0] < ends[1]:
            found[lever.id] = random.triangular(min(ends[0], 0), 0, max(ends[1], 0), number)
    growth = known.list_growth
    found["list_growth"] = random.triangular(growth.more, 0, growth.fewer, number)
    return found


def _drawn(asked: PreparedScenario, by: dict[str, Array]) -> Rates:
    """The rates of the scenario, one run for each draw."""
    known = declared().assumptions.levers
    given = asked.rates()
    new: dict[str, Array] = {}
    for lever, step in by.items():
        if lever in _IN_RATES:
            name = _IN_RATES[lever]
            unit = 1 if lever == "entrant_fte" else _PERCENT
            new[name] = _moved(
                getattr(given, name),
                step / unit,
                known[lever].least / unit,
                known[lever].most / unit,
            )
        elif lever == "retirement":
            years = asked.scenario.lever(asked.scenario.staff, "retirement_years")
            most = max(1 / years, float(given.retiring.max()))  # a scheme may be quicker
            new["retiring"] = _moved(given.retiring, step / _PERCENT / years, 0.0, most)
        elif lever == "list_growth":
            new["lists"] = given.lists + (step / _PERCENT)[None, :, None]
    return replace(given, **new)


def _moved(values: Array, step: Array, least: float, most: float) -> Array:
    shape = (1, len(step), *([1] * (values.ndim - 2)))
    return np.clip(values + step.reshape(shape), least, most)
