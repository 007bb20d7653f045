"""The future: a scenario from a file, and what a target takes."""

import argparse
import sys
from pathlib import Path

import polars as pl

from wfcore import wording
from wfcore.commands.figures import figures_of
from wfcore.commands.named_files import read_named
from wfcore.commands.outcomes import write_rows
from wfcore.declared import declared
from wfcore.errors import UnfitScenario, UnknownName
from wfcore.projecting import (
    Scenario,
    Stocks,
    assess_feasibility,
    by_area,
    goal_range,
    goal_seek,
    growth_history,
    history_of,
    icb_of,
    prepare_scenario,
    scenario_from_yaml,
    scenario_of,
    set_on_today,
    staff_needed,
    stocks,
)


def project(options: argparse.Namespace) -> int:
    """The course of a scenario from a file.

    Raises:
        UnfitScenario: the file cannot be opened, or what it says cannot be used.
    """
    scenario = read_scenario(options.scenario)
    if options.version is None:
        options.version = scenario.version
    options.place = scenario.place
    figures = figures_of(options)
    today, scenario = set_on_today(figures, scenario)
    _say_stand_ins(today, scenario, every_group=True)
    return write_rows(by_area(today, scenario, options.level), options)


def read_scenario(path: str) -> Scenario:
    """The scenario of a file.

    Raises:
        UnfitScenario: the file cannot be opened, or what it says cannot be used.
    """
    try:
        return scenario_from_yaml(read_named(Path(path)))
    except OSError as error:
        raise UnfitScenario(
            f"{path}: {error.strerror or 'cannot be opened'}.", "Name a scenario file."
        ) from error


def goal(options: argparse.Namespace) -> int:
    """What one lever must be to meet a target.

    Raises:
        UnknownName: no projection is made of this metric.
        UnfitScenario: the file does not count these staff there.
    """
    figures = figures_of(options)
    metric = declared().metric(options.metric)
    if metric.stem not in declared().assumptions.counts or metric.kind not in (
        "rate",
        "patients_per",
    ):
        listed = ", ".join(f"{count}_rate" for count in declared().assumptions.counts)
        raise UnknownName(f"No projection is made of {metric.id}.", f"Use one of: {listed}.")
    rate = options.target if metric.kind == "rate" else 100_000 / max(options.target, 1e-9)
    period = options.period or figures.newest("practice")
    level, code, name, icb = icb_of(figures, period, options.place)
    today = stocks(figures, period, icb)
    scenario = scenario_of(
        {"place": code, "count": metric.stem, "by": options.by, "target": rate, "period": period}
    )
    _say_stand_ins(today, scenario)
    found = goal_seek(today, scenario, options.lever)
    asked = prepare_scenario(today, scenario)
    course = asked.course()
    takes = staff_needed(course)
    sure = goal_range(today, scenario, found)
    reaches = wording.goal_seek_answer(found, scenario, name, sure)
    print(wording.with_caution(reaches, course), file=sys.stderr)
    history = history_of(today, scenario)
    seen = growth_history(figures, history, level, icb, period)
    judged = assess_feasibility(seen, code, takes.net_a_quarter, f"{history}_rate")
    print(
        wording.with_caution(wording.target_takes(takes, scenario), course),
        wording.with_caution(wording.pace_needed(judged, scenario), course),
        file=sys.stderr,
    )
    row = {
        "period": period, "by": found.when, "area_code": code, "area_name": name, "metric": metric.id,
        "target": rate, "lever": found.lever, "value": found.value, "rate": found.reached,
        "limit": found.limit, "net_joiners_a_quarter_fte": takes.net_a_quarter,
    }  # fmt: skip
    return write_rows(pl.DataFrame([row]), options)


def _say_stand_ins(today: Stocks, scenario: Scenario, *, every_group: bool = False) -> None:
    for said in (
        *wording.stand_ins(today.stood_in, scenario, every_group=every_group),
        *wording.small_numbers(today, scenario),
    ):
        print(said, file=sys.stderr)
