"""What would it take? The scenario of a link, or the question with nothing changed."""

from collections.abc import Mapping

import polars as pl

from wfcore import charts, wording
from wfcore.answers import receipts
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, make_follow_up
from wfcore.answers.changes import LOW
from wfcore.answers.choices import Choice
from wfcore.answers.minute_stamps import parse_stamp
from wfcore.answers.question import Question
from wfcore.declared import declared
from wfcore.geography import Level, display_name
from wfcore.months import Month
from wfcore.projecting import (
    Array,
    Feasibility,
    Scenario,
    Stocks,
    Trajectory,
    UncertaintyBand,
    assess_feasibility,
    change_scenario,
    growth_history,
    history_of,
    icb_of,
    prepare_scenario,
    scenario_from_link,
    scenario_to_link,
    staff_needed,
    stocks,
    uncertainty_band,
)
from wfcore.targeting import targets_of

_QUARTERS_AHEAD = 8
_A_YEAR = 4  # quarters


def answer_takes(choice: Choice, question: Question) -> Answer:
    """Where the place ends, what its target takes, and whether that pace has been seen.

    Raises:
        UnknownName: no projection is made of such a place.
        UnfitScenario: the scenario cannot be used, or the file does not count these staff here.
    """
    figures = choice.figures
    choice = _projected(choice)
    *_, icb = icb_of(figures, choice.period, choice.code)
    scenario = scenario_of_question(choice, question)
    today = stocks(figures, choice.period, icb, scenario.today)
    here = prepare_scenario(today, scenario)
    course = here.trajectory(here.rates(), people=True)
    ghost = here.trajectory(here.rates(scenario=scenario.baseline()))
    spread = uncertainty_band(here)
    still = scenario == scenario.baseline()
    made = figures.receipt(choice.metric.id, choice.level, choice.code, choice.period)
    first = wording.starting_point(scenario, choice.name, ghost)
    answer = wording.scenario_answer(scenario, choice.name, course, ghost, spread)
    judged = _judged(choice, today, scenario, course, icb)
    said = [first, answer] if still else [answer, first]
    at = parse_stamp(question.minuted) if question.minuted else None
    more = (
        [said[1]]
        if at is None
        else [wording.minuted_view(at, choice.version, choice.period), said[1]]
    )
    if judged is not None:
        more += [
            wording.target_takes(staff_needed(course), scenario),
            wording.pace_needed(judged, scenario),
        ]
    if not still:
        more += [f"Changed: {line}." for line in wording.scenario_changes(scenario)]
    return Answer(
        question.but(scenario=scenario_to_link(scenario)),
        choice.name,
        said[0],
        detail=tuple(more),
        picture=charts.trajectory_chart(
            by_quarter(course, ghost, spread),
            choice.metric,
            target=course.aim,
            history=measured_history(choice, today),
            height=LOW,
        ),
        table=_quarters(choice, course, ghost, spread),
        cautions=(
            f"{declared().assumptions.words[0].upper()}{declared().assumptions.words[1:]}.",
            *_not_set(choice, scenario),
            *wording.stand_ins(today.stood_in, scenario),
        ),
        receipt=receipts.receipt_lines(made),
        files=receipts.files(made),
        follow_ups=_of_pace(choice, judged),
        invented="invented" in made.flags,
    )


def _projected(choice: Choice) -> Choice:
    """The choice with the rate that a projection is made of."""
    stem = choice.metric.stem
    counts = declared().assumptions.counts
    metric = declared().metric(f"{stem if stem in counts else 'gp'}_rate")
    return Choice(
        choice.figures,
        choice.level,
        choice.code,
        choice.name,
        metric,
        choice.period,
        choice.periods,
    )


def scenario_of_question(choice: Choice, question: Question) -> Scenario:
    """The scenario of a question; without one, today's course with the target of the place.

    Raises:
        UnfitScenario: it cannot be used.
    """
    held = dict(question.scenario or {})
    scenario = scenario_of_link(choice, held)
    return (
        scenario if "target" in held else change_scenario(scenario, target=default_target(choice))
    )


def scenario_of_link(choice: Choice, held: Mapping[str, str]) -> Scenario:
    """The scenario of a link; its place, count and month are those of the choice.

    Raises:
        UnfitScenario: it cannot be used.
    """
    return scenario_from_link(
        dict(held),
        place=choice.code,
        count=choice.metric.stem,
        period=choice.period,
        version=choice.version,
        by=_default_date(choice),
    )


def _judged(
    choice: Choice, today: Stocks, scenario: Scenario, course: Trajectory, icb: str
) -> Feasibility | None:
    if scenario.target is None:
        return None
    count = history_of(today, scenario)
    seen = growth_history(choice.figures, count, choice.level, icb, choice.period)
    return assess_feasibility(
        seen, choice.code, staff_needed(course).net_a_quarter, f"{count}_rate"
    )


def _of_pace(choice: Choice, judged: Feasibility | None) -> tuple[FollowUp, ...]:
    if judged is None or judged.judgement not in ("unlikely", "unheard of"):
        return ()
    return (make_follow_up("pace_unseen", place=choice.name, pace=wording.number(judged.needed)),)


def by_quarter(
    course: Trajectory, ghost: Trajectory, spread: UncertaintyBand, **more: Array
) -> pl.DataFrame:
    """The course of a place beside what happens if nothing changes.

    Returns:
        `period, baseline, scenario, low, high` (FTE for every 100,000 patients), what more was given,
        `gap` (FTE short of the target; null without one), a row a quarter.
    """
    return pl.DataFrame(
        {
            "period": list(course.periods),
            "baseline": ghost.rate[:, 0],
            "scenario": course.rate[:, 0],
            "low": spread.low,
            "high": spread.high,
            **more,
            "gap": course.gap_fte[:, 0],
        },
        nan_to_null=True,
    )


def measured_history(choice: Choice, today: Stocks) -> pl.DataFrame | None:
    """What has been measured of the same count, as `period, value`; None where the files do not count it."""
    if "trainee_share" in today.stood_in and choice.metric.stem == "gp_excl_trainees":
        return None
    rows = choice.figures.trend([choice.metric.id], choice.level, choice.code)
    found = rows.filter(pl.col("value").is_not_null() & (pl.col("period") <= choice.period))
    return found.select("period", "value") if found.height > 1 else None


def _quarters(
    choice: Choice, course: Trajectory, ghost: Trajectory, spread: UncertaintyBand
) -> AnswerTable:
    """The course at today, at each year's end and at the end."""
    rows = by_quarter(course, ghost, spread).with_row_index("quarter")
    shown = rows.filter((pl.col("quarter") % _A_YEAR == 0) | (pl.col("quarter") == rows.height - 1))
    same = bool((rows["baseline"] - rows["scenario"]).abs().max() == 0)
    return AnswerTable(
        f"what-if-{choice.metric.stem}-{choice.code}",
        f"{choice.metric.name}, {choice.name}: the course ahead",
        shown.with_columns(
            month=pl.col("period").map_elements(wording.month, return_dtype=pl.String)
        ),
        {
            "month": "Month",
            "baseline": ("If nothing changes", 1),
            **({} if same else {"scenario": ("With these changes", 1)}),
            "low": ("Likely from", 1),
            "high": ("to", 1),
            "gap": ("FTE short", 1),
        },
    )


def default_target(choice: Choice) -> float | None:
    """The target set for this count and place; else what the area above has today."""
    parents = {code for _, code, _ in _around(choice)} | {choice.code}
    for target in targets_of(choice.metric.id):
        if target.place.code in parents:
            return target.overrides.get(choice.code, target.value)
    rows = [
        choice.figures.measure([choice.metric.id], level, period=choice.period, area_code=code)
        for level, code, _ in _around(choice)
    ]
    values = [float(r["value"][0]) for r in rows if r.height and r["value"][0] is not None]
    if not values:
        row = choice.figures.measure(
            [choice.metric.id], choice.level, period=choice.period, area_code=choice.code
        )
        values = [float(v) for v in row["value"].drop_nulls()]
    return round(values[-1], 1) if values else None


def _not_set(choice: Choice, scenario: Scenario) -> tuple[str, ...]:
    """That the target is only what the area above has today, where nobody set one."""
    if scenario.target is None or scenario.target != default_target(choice):
        return ()
    if has_declared_target(choice):
        return ()
    around = _around(choice)
    who = display_name(around[-1][2]) if around else f"{choice.name} itself"
    aim = wording.number(scenario.target)
    return (f"No target is set for this count here: {aim} is what {who} has today.",)


def has_declared_target(choice: Choice) -> bool:
    """Whether somebody set the target that a scenario starts with."""
    parents = {code for _, code, _ in _around(choice)} | {choice.code}
    return any(t.place.code in parents for t in targets_of(choice.metric.id))


def _around(choice: Choice) -> list[tuple[Level, str, str]]:
    found = choice.figures.parents(
        choice.metric.collection, choice.period, choice.level, choice.code
    )
    return [area for area in found if area[0] in (Level.BOROUGH, Level.SUB_ICB, Level.ICB)]


def _default_date(choice: Choice) -> str:
    """The date of the target, where there is one ahead; else two years on."""
    for target in targets_of(choice.metric.id):
        if target.by and "-" in target.by and Month(choice.period).months_to(target.by) >= 3:
            return target.by
    return Month(choice.period).plus(3 * _QUARTERS_AHEAD)
