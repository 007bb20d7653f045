"""A scenario and a version → its projection."""

import polars as pl

from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.projecting.areas import by_area
from wfcore.projecting.printed_start import start_from_print
from wfcore.projecting.scenarios import Scenario, change_scenario
from wfcore.projecting.stocks import Stocks, icb_of, stocks


def set_on_today(figures: VersionMeasures, scenario: Scenario) -> tuple[Stocks, Scenario]:
    """Today's staff of the ICB that holds the place, and the scenario with the place by its code.

    Today is the scenario's period, or the newest with practice staff.

    Raises:
        UnknownName: there is no such place or period.
    """
    period = scenario.period or figures.newest("practice")
    _, code, _, icb = icb_of(figures, period, scenario.place)
    placed = change_scenario(scenario, place=code)
    return start_from_print(stocks(figures, period, icb, scenario.today), placed), placed


def project(figures: VersionMeasures, scenario: Scenario, level: Level | str) -> pl.DataFrame:
    """A scenario beside its baseline, by quarter; columns and errors of `by_area`."""
    return by_area(*set_on_today(figures, scenario), level)
