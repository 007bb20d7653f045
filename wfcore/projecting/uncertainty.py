"""How sure a projection is: how places of its size have moved, what stands in, what is assumed."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from wfcore.declared import declared
from wfcore.projecting.flows import Array, Rates, for_a_quarter
from wfcore.projecting.scenarios import Scenario, change_scenario
from wfcore.projecting.spreads import Spread, declared_spread
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
    """The range of a rate, quarter by quarter, and what it rests on.

    `cases` is how many past moves of places of this size it was made from; `likely` whether past
    ranges of such places have held what came.
    """

    periods: tuple[str, ...]
    low: Array
    high: Array
    number: int
    seed: int
    cases: int
    likely: bool = False


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
    asked: PreparedScenario,
    spread: Spread | None = None,
    *,
    number: int | None = None,
    seed: int | None = None,
) -> UncertaintyBand:
    """Where the rate is in 8 of 10 cases: past moves, stand-ins and assumptions together.

    Each of the three is taken to go its own way, so their squares add up. For the assumptions, every
    draw moves each lever of the staff group, and the growth of lists, by its own random step: most
    often none, never beyond the ends of its range (triangular). How many leave today is not known
    either, but whoever leaves is replaced: joiners stay matched to the leavers that are drawn. The
    seed is fixed, so the same question has the same answer.

    Args:
        asked: the scenario, set on today's staff.
        spread: of past moves and stand-ins; what is declared when not given.
        number: of draws; that of `assumptions.yaml` when not given.
        seed: of the random numbers; that of `assumptions.yaml` when not given.
    """
    draws = declared().assumptions.draws
    number, seed = number or draws.number, draws.seed if seed is None else seed
    wide = spread or declared_spread(asked)
    steps = random_steps(asked.scenario.staff, number, seed)
    drawn = asked.trajectory(drawn_rates(asked, steps), joiners=matched_joiners(asked, steps)).rate
    course = drawn[:, 0]
    few, many = np.percentile(drawn[:, 1:], [draws.low, draws.high], axis=1)
    below, above = (
        np.sqrt((course - end) ** 2 + (course * np.expm1(side * wide.moves)) ** 2 + (course * wide.standing) ** 2)
        for end, side in ((few, -1), (many, 1))
    )  # fmt: skip
    return UncertaintyBand(
        asked.periods, np.maximum(course - below, 0.0), course + above, number, seed, wide.cases
    )


@lru_cache(maxsize=8)
def random_steps(staff: str, number: int, seed: int) -> dict[str, Array]:
    """Random steps of each lever of a staff group that has a range, and of list growth; the first is none."""
    known = declared().assumptions
    random = np.random.default_rng(seed)
    found: dict[str, Array] = {}
    for lever in known.levers_of(staff):
        ends = sorted(lever.at(end, staff) - lever.at("now", staff) for end in ("fewer", "more"))
        if ends[0] < ends[1]:
            found[lever.id] = random.triangular(min(ends[0], 0), 0, max(ends[1], 0), number)
    growth = known.list_growth
    found["list_growth"] = random.triangular(growth.more, 0, growth.fewer, number)
    return {lever: np.concatenate([[0.0], steps]) for lever, steps in found.items()}


def matched_joiners(asked: PreparedScenario, by: dict[str, Array]) -> Array:
    """Joiners a quarter, one run for each draw: as many more or fewer as leave today in that draw."""
    staff, known = asked.scenario.staff, declared().assumptions.levers
    start = asked.start
    turnover, years = known["turnover"], asked.scenario.start_of(staff, "retirement_years")
    now = asked.scenario.start_of(staff, "turnover")
    leave, retire = (
        by.get(name, np.zeros(1))[:, None, None] for name in ("turnover", "retirement")
    )
    drawn = np.clip(now + leave, turnover.least, turnover.most) / _PERCENT
    more = for_a_quarter(drawn) - for_a_quarter(np.array(now / _PERCENT))
    leaving = start.young[:1, None] * more + start.older[:1, None] * retire / _PERCENT / years / 4
    return np.maximum(start.joiners[:1, None] + leaving, 0.0)


def drawn_rates(asked: PreparedScenario, by: dict[str, Array]) -> Rates:
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
