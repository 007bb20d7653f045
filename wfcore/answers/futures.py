"""What would it take? The course of a scenario, what it rests on, and the question asked backwards."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, make_follow_up
from wfcore.answers.asked_often import survey_of
from wfcore.answers.changes import LOW, course_marks
from wfcore.answers.estimated import says_estimates
from wfcore.answers.minute_stamps import parse_stamp
from wfcore.answers.outlooks import (
    Outlook,
    measured_history,
)
from wfcore.answers.question import Question
from wfcore.declared import declared
from wfcore.projecting import (
    CASES,
    are_ages_known,
    contributions,
    extra_recruits,
    goal_range,
    goal_seek,
    lever_nows,
    peak_extra_trainees,
    prepare_scenario,
    range_case,
    retirements,
    scenario_to_link,
    staff_needed,
    target_reach,
)
from wfcore.targeting import Aim, aims_in_force
from wfcore.wording import lever_name, month

_A_YEAR = 4  # quarters
_COURSE = {
    "baseline": ("If nothing changes", 1),
    "scenario": ("With these changes", 1),
    "low": ("Range from", 1),
    "high": ("to", 1),
}
_SHORT = {"gap": ("FTE short", 1)}


@says_estimates
def answer_takes(
    outlook: Outlook,
    question: Question,
    *,
    height: int | tuple[int, int] = LOW,
    kept: Mapping[str, pl.DataFrame] | None = None,
    tabled: bool = True,
) -> Answer:
    """Where the place ends, what its target takes, and whether that pace has been seen.

    Args:
        outlook: the scenario, worked out.
        question: the question.
        height: of the picture, as `charts.trajectory_chart` takes it.
        kept: other courses that are drawn beside it, by their names; see `course_of`.
        tabled: whether it has its table.
    """
    choice, scenario, course = outlook.choice, outlook.scenario, outlook.course
    minuted = parse_stamp(question.minuted or "")
    said, *more = wording.scenario_answer(
        scenario,
        outlook.place_said,
        course,
        outlook.baseline,
        outlook.band,
        outlook.aim,
        outlook.guessed,
    )
    history = measured_history(choice, outlook.stocks, scenario)
    marks = course_marks(choice, history)
    return Answer(
        question.but(scenario=scenario_to_link(scenario)),
        choice.name,
        said,
        detail=(
            *([wording.minuted_view(minuted, choice.version, choice.period)] if minuted else []),
            *([f"This scenario is called “{scenario.name}”."] if scenario.name else []),
            *more,
            wording.starting_point(scenario, outlook.place_said, course, outlook.aim),
            *wording.marks_told(marks),
            *_takes(outlook),
            *_retiring(outlook),
            *(
                f"Changed: {line}."
                for line in wording.scenario_changes(scenario, outlook.own_growth, outlook.networks)
            ),
        ),
        picture=charts.trajectory_chart(
            _with_coverage(outlook),
            choice.metric,
            aim=named_aim(outlook),
            history=_marked(history, dict(marks)),
            kept=kept,
            likely=outlook.band.likely,
            height=height,
            estimated=bool(outlook.estimate),
        ),
        table=_years(outlook) if tabled else None,
        cautions=(
            *plan_cautions(outlook),
            wording.course_cautions(outlook.band, outlook.past),
            *wording.ends_early_caution(scenario, course),
            *wording.other_staff_caution(scenario),
            *_whose(outlook),
            *([wording.survey_caution(survey)] if (survey := survey_of(scenario)) else []),
            *([wording.AGES_UNKNOWN] if _leans_on_nothing(outlook) else []),
            *wording.stand_ins(outlook.stocks.stood_in, scenario),
            *wording.small_numbers(outlook.stocks, scenario),
        ),
        receipt=how_levers_start(outlook),
        follow_ups=_of_pace(outlook),
    )


def how_levers_start(outlook: Outlook) -> tuple[str, ...]:
    """Where each lever starts and who says so, a line each."""
    return tuple(wording.lever_origins(lever_nows(outlook.stocks, outlook.scenario)))


def _leans_on_nothing(outlook: Outlook) -> bool:
    scenario = outlook.scenario
    follows = scenario.lever(scenario.staff, "retirement_ages")
    return bool(follows) and not are_ages_known(outlook.stocks, scenario)


def _retiring(outlook: Outlook) -> list[str]:
    """How many of today's staff retire, people and posts, where the levers of it are moved."""
    scenario = outlook.scenario
    moved = {lever for staff, lever in scenario.moved_levers() if staff == scenario.staff}
    now = lever_nows(outlook.stocks, scenario)["retirement"]
    if (
        not any(lever.startswith("retirement") for lever in moved)
        or not now.base
        or now.base.people is None
    ):
        return []
    return [
        wording.retirements_said(retirements(outlook.prepared), by_age="retirement_ages" in moved)
    ]


def _with_coverage(outlook: Outlook) -> pl.DataFrame:
    """The course with the coverage of the figure that it starts from."""
    rows, covered = outlook.by_quarter, outlook.choice.measure().coverage_patients
    covered = None if outlook.scenario.printed else covered
    share = pl.Series("coverage_patients", [covered], dtype=pl.Float64)
    return rows.hstack([share.new_from_index(0, rows.height)])


def _marked(history: pl.DataFrame | None, marks: Mapping[str, str]) -> pl.DataFrame | None:
    """The history with the words of its marks, where it has any."""
    if history is None or not marks:
        return history
    words = [marks.get(period) for period in history["period"]]
    return history.with_columns(mark=pl.Series(words, dtype=pl.String))


def _takes(outlook: Outlook) -> list[str]:
    """What the target takes, and whether such a pace has been seen."""
    verdict, scenario = outlook.feasibility, outlook.scenario
    if scenario.printed and outlook.course.aim is not None:
        return [wording.target_takes(staff_needed(outlook.course), scenario, outlook.aim)]
    if verdict is None:
        return [wording.without_target(scenario)]
    return [
        wording.target_takes(staff_needed(outlook.course), scenario, outlook.aim),
        wording.pace_needed(verdict, scenario),
    ]


def plan_cautions(outlook: Outlook) -> list[str]:
    """What a plan forgets: people who are only moved, rooms, supervisors, places, dates far out."""
    scenario, today, course = outlook.scenario, outlook.stocks, outlook.course
    return [
        *(
            [wording.starts_from_print(printed, outlook.choice.period)]
            if (printed := scenario.printed)
            else []
        ),
        *wording.moved_recruits_caution(extra_recruits(today, scenario), outlook.choice.name),
        *wording.capacity_cautions(
            scenario, course, peak_extra_trainees(today, scenario), outlook.people_range
        ),
        *wording.inactive_interventions(scenario, course),
        *wording.far_ahead_caution(course),
    ]


def _of_pace(outlook: Outlook) -> tuple[FollowUp, ...]:
    verdict = outlook.feasibility
    if verdict is None or verdict.judgement not in ("unlikely", "unheard of"):
        return ()
    needed, way = wording.number(verdict.needed), wording.way_to(outlook.aim or Aim("own", 0))
    return (make_follow_up("pace_unseen", way=way, place=outlook.choice.name, pace=needed),)


def named_aim(outlook: Outlook) -> tuple[str, float] | None:
    """The aim at the end of the course and what its line is called; None without one."""
    value = outlook.course.aim
    return None if value is None else (aim_name(outlook), value)


def aim_name(outlook: Outlook) -> str:
    """What the line of the aim is called in a picture or above a column."""
    return wording.aim_heading(outlook.aim or Aim("own", 0))


def _whose(outlook: Outlook) -> tuple[str, ...]:
    """Where a target comes from; that a figure to match is no target, where nobody set one."""
    aim = outlook.aim
    if aim is None or aim.kind == "several":
        return ()
    if aim.kind == "target":
        choice = outlook.choice
        here = aims_in_force(
            choice.figures, choice.metric.id, choice.level, choice.code, choice.period
        )
        target = next(t for t in here if (t.set_by, t.value) == (aim.who, aim.value))
        return (wording.aspiration(target),)
    if aim.kind == "own":
        return (
            "Nobody has set this aim for the place: it is one that a reader of this page chose.",
        )
    return (f"Nobody has set a target for this count here: the line is {wording.aim_named(aim)}.",)


def _years(outlook: Outlook) -> AnswerTable:
    """The course today, at each year's end and at the end."""
    rows = outlook.by_quarter
    ends = [at for at in range(rows.height) if at % _A_YEAR == 0 or at == rows.height - 1]
    shown = rows.with_row_index("quarter")[ends]
    same = bool((rows["baseline"] - rows["scenario"]).abs().max() == 0)
    headings = _COURSE | _SHORT
    return _course_table(
        outlook, shown, {k: h for k, h in headings.items() if not (same and k == "scenario")}
    )


def _course_table(
    outlook: Outlook, rows: pl.DataFrame, headings: dict[str, tuple[str, int]], what: str = ""
) -> AnswerTable:
    choice = outlook.choice
    return AnswerTable(
        outlook.name(what),
        f"{choice.metric.name}, {choice.name}: the course ahead",
        rows.with_columns(month=pl.Series([month(period) for period in rows["period"]])),
        {"month": "Month", **headings},
    )


@says_estimates
def answer_quarters(outlook: Outlook, question: Question) -> Answer:
    """The course quarter by quarter, with people and patients."""
    more = {"fte": ("FTE", 1), "people": (outlook.people_heading, 0), "patients": ("Patients", 0)}
    return Answer(
        question,
        outlook.choice.name,
        wording.from_to(outlook.choice.metric, outlook.course),
        detail=tuple(
            filter(None, [wording.people_estimated(outlook.course, outlook.people_range)])
        ),
        table=_course_table(outlook, outlook.by_quarter, _COURSE | more | _SHORT, "quarters"),
    )


@says_estimates
def answer_contributions(outlook: Outlook, question: Question) -> Answer:
    """What each change does to the rate at the end."""
    choice = outlook.choice
    rows = contributions(outlook.prepared)
    if rows.is_empty():
        return Answer(question, choice.name, "Nothing is changed yet.")
    rows = rows.with_columns(name=pl.Series([lever_name(lever) for lever in rows["lever"]]))
    return Answer(
        question,
        choice.name,
        wording.largest_change(rows),
        picture=charts.waterfall(
            rows.select("name", part="part_rate"),
            choice.metric,
            start=("If nothing changes", float(outlook.baseline.rate[-1, 0])),
            end=("With these changes", float(outlook.course.rate[-1, 0])),
            whole=replace(choice.measure(), denominator=float(outlook.course.patients[-1, 0])),
        ),
        table=AnswerTable(
            outlook.name("parts"),
            f"What each change does by {outlook.end()}",
            rows.sort("part_rate", descending=True),
            {
                "name": "Change",
                "part_rate": ("FTE per 100,000", 2),
                "part_fte": ("Full-time posts", 2),
            },
        ),
        cautions=(
            (
                "The parts add up exactly to the difference. Each is what making that change alone does, "
                "averaged over every order of making them, so that no change is favoured."
            ),
        ),
    )


@says_estimates
def answer_certainty(outlook: Outlook, question: Question) -> Answer:
    """The three named cases, and how the range was drawn."""
    today, scenario = outlook.stocks, outlook.scenario
    courses = {
        case: outlook.course
        if case == "now"
        else prepare_scenario(today, range_case(today, scenario, case)).course()
        for case in CASES
    }
    ends = [float(courses[case].rate[-1, 0]) for case in CASES]
    names = [
        "Low: every assumption towards fewer staff",
        "Central",
        "High: towards more staff",
    ]
    return Answer(
        question,
        outlook.choice.name,
        wording.three_cases(*ends),
        detail=tuple(wording.how_drawn(outlook.band, outlook.past)),
        table=AnswerTable(
            outlook.name("cases"),
            f"Three cases by {outlook.end()}",
            pl.DataFrame({"case": names, "rate": ends}),
            {"case": "Case", "rate": ("FTE per 100,000", 1)},
        ),
    )


@says_estimates
def answer_reach(outlook: Outlook, question: Question) -> Answer:
    """When the target is met on this course, and what one lever alone would have to be for it.

    Raises:
        UnknownName: the option `lever` is no lever of these staff.
    """
    scenario, name = outlook.scenario, outlook.choice.name
    if outlook.course.aim is None:
        return Answer(question, name, wording.without_target(scenario))
    lever = (question.options or {}).get("lever", levers_to_seek(outlook)[0])
    found = goal_seek(outlook.stocks, scenario.baseline(), lever)
    sure = goal_range(outlook.stocks, scenario.baseline(), found)
    return Answer(
        question,
        name,
        wording.reach_sentence(target_reach(outlook.stocks, scenario), outlook.course, outlook.aim),
        detail=(wording.goal_seek_answer(found, scenario, name, sure),),
    )


def levers_to_seek(outlook: Outlook) -> list[str]:
    """The levers that can be asked backwards for, recruits first."""
    known = declared().assumptions
    names = [*(lever.id for lever in known.levers_of(outlook.scenario.staff)), "list_growth"]
    return sorted(names, key=lambda lever: lever != "recruits")
