"""People whom a scenario brings in beyond the baseline: where from, and how many train at once."""

import numpy as np

from wfcore.projecting.drivers import active_share, model_constants, network, quarters_to
from wfcore.projecting.flows import Array
from wfcore.projecting.scenarios import RecruitSource, Scenario
from wfcore.projecting.stocks import Stocks


def extra_recruits(stocks: Stocks, scenario: Scenario) -> dict[RecruitSource, float]:
    """Extra recruits in the place until the date asked for, in people, by where they come from."""
    found: dict[RecruitSource, float] = {
        source: float(people.sum())
        for source, people in _each(stocks, scenario, "recruits").items()
    }
    return {source: people for source, people in found.items() if people}


def peak_extra_trainees(stocks: Stocks, scenario: Scenario) -> float:
    """The most extra trainees that are in training in the place at once, in people."""
    if scenario.staff != "gp":
        return 0.0
    starting = sum(_each(stocks, scenario, "training_places").values(), np.zeros(1))
    return float(np.convolve(starting, np.ones(model_constants().training)).max())


def _each(stocks: Stocks, scenario: Scenario, lever: str) -> dict[RecruitSource, Array]:
    """People in each quarter, from the lever itself and from the interventions of the place."""
    quarters = quarters_to(stocks.period, scenario.by)
    staff, inside = scenario.staff, stocks.rows(scenario.place)
    found: dict[RecruitSource, Array] = {
        scenario.recruits_from: np.full(quarters, scenario.lever(staff, lever) / 4)
    }
    for done in scenario.interventions:
        if (done.staff, done.lever) == (staff, lever) and (network(stocks, done) & inside).any():
            people = done.size / 4 * active_share(stocks.period, done.start, done.end, quarters)
            found[done.recruits_from] = found.get(done.recruits_from, 0.0) + people
    return found
