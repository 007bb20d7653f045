"""A scenario worked out for a place: what every answer about the future is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.declared import declared
from wfcore.geography import Level, display_name
from wfcore.months import Month
from wfcore.projecting import (
    Array,
    Feasibility,
    PastRanges,
    PreparedScenario,
    Scenario,
    Stocks,
    Trajectory,
    UncertaintyBand,
    assess_feasibility,
    change_scenario,
    growth_history,
    history_of,
    icb_of,
    lever_starts,
    past_ranges,
    people_range,
    prepare_scenario,
    scenario_from_link,
    spread_of,
    staff_needed,
    start_from_print,
    stocks,
    uncertainty_band,
)
from wfcore.rounding import DECIMALS, apart
from wfcore.targeting import Aim, Target, aims_in_force
from wfcore.wording import month, why_estimated

_QUARTERS_AHEAD = 8
_AIM_DECIMALS = 4  # so that no post is missing to a figure by its rounding


@dataclass(frozen=True)
class Outlook:
    """A scenario on today's staff of a place: its course, the one if nothing changes, the range.

    `past` is what became of past ranges of such places; None where none can be tried.
    """

    choice: Choice
    prepared: PreparedScenario
    course: Trajectory
    baseline: Trajectory
    band: UncertaintyBand
    past: PastRanges | None

    @property
    def scenario(self) -> Scenario:
        """What is changed."""
        return self.prepared.scenario

    @property
    def stocks(self) -> Stocks:
        """Today's staff of the ICB around the place."""
        return self.prepared.stocks

    @property
    def networks(self) -> dict[str, str]:
        """The networks of the ICB: code → name."""
        return self.stocks.names

    @property
    def own_growth(self) -> float:
        """The yearly growth of the place's own lists, a share."""
        return self.stocks.own_growth(self.stocks.rows(self.scenario.place))

    @cached_property
    def aim(self) -> Aim | None:
        """What the course is held against, and whose figure that is."""
        return aim_of(self.choice, self.scenario)

    @property
    def estimate(self) -> str:
        """Why today's figure is an estimate; empty where it is counted."""
        found = self.course.estimate
        return "" if found is None else why_estimated(found)

    @cached_property
    def guessed(self) -> tuple[str, ...]:
        """Why the course rests on stand-ins, besides the one that today's figure rests on."""
        told = self.course.estimate.reason if self.course.estimate else ""
        found = spread_of(self.choice.figures, self.prepared).reasons
        return tuple(reason for reason in found if reason != told)

    @property
    def place_said(self) -> str:
        """The place as a sentence about its course names it: a printed rate is said to be one."""
        return (
            f"{self.choice.name} (from a printed table)"
            if self.scenario.printed
            else self.choice.name
        )

    @property
    def people_heading(self) -> str:
        """What a column of people is called: they are estimated where the file counts only their hours."""
        return "People (about)" if self.people_range else "People"

    @property
    def people_range(self) -> tuple[float, float] | None:
        """What a count of people may be times, where it is estimated; see `people_range`."""
        return people_range(self.stocks, self.scenario)

    @cached_property
    def by_quarter(self) -> pl.DataFrame:
        """The course beside what happens if nothing changes; see `by_quarter`."""
        course = self.course
        return by_quarter(
            course, self.baseline, self.band,
            fte=course.fte[:, 0], people=course.people[:, 0], patients=course.patients[:, 0],
        )  # fmt: skip

    def end(self, months: int | None = None) -> str:
        """The last month of the course in words, or an earlier one that many months on."""
        last = self.course.periods[-1]
        return month(last if months is None else min(last, Month(self.choice.period).plus(months)))

    def name(self, what: str = "") -> str:
        """What a file about it is called."""
        return "-".join(filter(None, ("what-if", self.scenario.count, self.scenario.place, what)))

    @cached_property
    def feasibility(self) -> Feasibility | None:
        """The pace that the target takes, beside those that have been seen; None without a target, and of a print."""
        if self.course.aim is None or self.scenario.printed:
            return None
        count = history_of(self.stocks, self.scenario)
        choice = self.choice
        *_, icb = icb_of(choice.figures, choice.period, choice.code)
        seen = growth_history(choice.figures, count, choice.level, icb, choice.period)
        pace = staff_needed(self.course).net_a_quarter
        return assess_feasibility(seen, choice.code, pace, f"{count}_rate")


def outlook_of(choice: Choice, scenario: Scenario) -> Outlook:
    """A scenario worked out on the staff of the month that is looked at.

    Raises:
        UnknownName: no projection is made of such a place.
        UnfitScenario: the date does not fit, or the file does not count these staff here.
    """
    *_, icb = icb_of(choice.figures, choice.period, choice.code)
    today = start_from_print(stocks(choice.figures, choice.period, icb, scenario.today), scenario)
    prepared = prepare_scenario(today, scenario)
    past = past_ranges(choice.figures, scenario.count, icb, choice.period).get(choice.level)
    past = None if scenario.printed else past  # nothing measured is said of a printed rate
    band = uncertainty_band(prepared, spread_of(choice.figures, prepared))
    return Outlook(
        projected(choice),
        prepared,
        prepared.course(people=True),
        prepared.baseline(),
        replace(band, likely=past is not None and past.holds),
        past,
    )


def course_of(choice: Choice, scenario: Scenario) -> pl.DataFrame:
    """The course of a scenario of the place alone: `period, scenario` (FTE for every 100,000 patients).

    Raises:
        UnfitScenario: it cannot be worked out.
    """
    *_, icb = icb_of(choice.figures, choice.period, choice.code)
    today = start_from_print(stocks(choice.figures, choice.period, icb, scenario.today), scenario)
    course = prepare_scenario(today, scenario).course()
    return pl.DataFrame({"period": list(course.periods), "scenario": course.rate[:, 0]})


def projected(choice: Choice) -> Choice:
    """The choice with the rate that a projection is made of."""
    stem = choice.metric.stem
    count = stem if stem in declared().assumptions.counts else "gp"
    return replace(choice, metric=declared().metric(f"{count}_rate"))


def scenario_of_question(choice: Choice, question: Question) -> Scenario:
    """The scenario of a question; without one, today's course with the target of the place.

    Raises:
        UnfitScenario: it cannot be used.
    """
    choice, link = projected(choice), question.scenario or {}
    scenario = scenario_of_link(choice, link)
    if "target" in link:
        return scenario
    return change_scenario(scenario, target=default_target(choice))


def scenario_of_link(choice: Choice, link: Mapping[str, str]) -> Scenario:
    """The scenario of a link; its place, count and month are those of the choice.

    Raises:
        UnfitScenario: it cannot be used.
    """
    return scenario_from_link(
        dict(link),
        place=choice.code,
        count=choice.metric.stem,
        period=choice.period,
        version=choice.version,
        by=_default_date(choice),
        starts=lever_starts(choice.figures, choice.level, choice.code, choice.period),
    )


def _default_date(choice: Choice) -> str:
    """The date of the target, where there is one ahead; else two years on."""
    for target in _aims_of(choice):
        if target.by and "-" in target.by and Month(choice.period).months_to(target.by) >= 3:
            return target.by
    return Month(choice.period).plus(3 * _QUARTERS_AHEAD)


def default_aim(choice: Choice) -> Aim | None:
    """The target set for this count and place; else what the area above has today, to match it.

    A place with no such area above is held against itself. None where nothing is known.
    """
    if held := _aims_of(choice):
        ahead = (t for t in held if t.by is None or t.by[:7] >= choice.period[: len(t.by)])
        target = next(ahead, held[-1])
        return Aim("target", target.value, target.set_by)
    for area in reversed(areas_above(choice)):
        if (value := choice.measure_in(area).value) is not None:
            return Aim("match", round(value, _AIM_DECIMALS), display_name(area[2]))
    own = choice.measure().value
    return None if own is None else Aim("stay", round(own, _AIM_DECIMALS))


def _aims_of(choice: Choice) -> list[Target]:
    """The aims that hold for the place in its count, those to reach first at the front."""
    return aims_in_force(choice.figures, choice.metric.id, choice.level, choice.code, choice.period)


def default_target(choice: Choice) -> float | None:
    """The rate that a scenario of this place is held against where it says none; see `default_aim`."""
    aim = default_aim(choice)
    return None if aim is None else aim.value


def aim_of(choice: Choice, scenario: Scenario) -> Aim | None:
    """What a scenario is held against, and whose figure that is; the reader's own where it is nobody's."""
    if scenario.targets:
        return Aim("several", scenario.target or 0)
    if scenario.target is None:
        return None
    for aim in (default_aim(choice), england_today(choice)):
        if aim is not None and not apart(aim.value, scenario.target, DECIMALS["rate"]):
            return aim
    return Aim("own", scenario.target)


def england_today(choice: Choice) -> Aim | None:
    """What England has of the same count in the same month, to match it; None where it is not known."""
    parents = choice.figures.parents(
        choice.metric.collection, choice.period, choice.level, choice.code
    )
    for area in parents:
        if area[0] is Level.ENGLAND and (value := choice.measure_in(area).value) is not None:
            return Aim("match", round(value, _AIM_DECIMALS), display_name(area[2]))
    return None


def areas_above(choice: Choice) -> list[tuple[Level, str, str]]:
    """Level, code and name of the areas around the place that may have a target, the smallest first."""
    parents = choice.figures.parents(
        choice.metric.collection, choice.period, choice.level, choice.code
    )
    return [area for area in parents if area[0] in (Level.BOROUGH, Level.SUB_ICB, Level.ICB)]


def by_quarter(
    course: Trajectory, baseline: Trajectory, band: UncertaintyBand, **more: Array
) -> pl.DataFrame:
    """The course of a place beside what happens if nothing changes.

    Returns:
        `period, baseline, scenario, low, high` (FTE for every 100,000 patients), what more was given,
        `gap` (FTE short of the target; null without one), a row a quarter.
    """
    return pl.DataFrame(
        {
            "period": list(course.periods),
            "baseline": baseline.rate[:, 0],
            "scenario": course.rate[:, 0],
            "low": band.low,
            "high": band.high,
            **more,
            "gap": course.gap_fte[:, 0],
        },
        nan_to_null=True,
    )


def measured_history(choice: Choice, today: Stocks, scenario: Scenario) -> pl.DataFrame | None:
    """What has been measured of the same count, its measures; None where no file counts it, or of a print."""
    if scenario.printed:
        return None
    if "trainee_share" in today.stood_in and choice.metric.stem == "gp_excl_trainees":
        return None
    rows = choice.figures.trend([choice.metric.id], choice.level, choice.code)
    known = rows.filter(pl.col("value").is_not_null() & (pl.col("period") <= choice.period))
    return known if known.height > 1 else None
