"""Two outlooks beside each other: two scenarios, or one as minuted and on newer figures."""

from dataclasses import replace
from urllib.parse import parse_qsl

import polars as pl

from wfcore import charts, rounding, wording
from wfcore.answers.answer import NO_FIGURE, Answer, AnswerTable
from wfcore.answers.estimated import says_estimates
from wfcore.answers.futures import named_aim
from wfcore.answers.outlooks import Outlook, outlook_of, scenario_of_link
from wfcore.answers.question import Question
from wfcore.measuring import VersionMeasures
from wfcore.projecting import Trajectory, change_scenario, spending
from wfcore.wording import month

NAMES = ("A", "B")
_UNCHANGED = charts.UNCHANGED


def answer_beside(outlook: Outlook, question: Question) -> Answer:
    """A scenario beside another of the same place and month: option `beside`, as a link writes it.

    Without one, beside the course if nothing changes.

    Raises:
        UnfitScenario: the other cannot be used.
    """
    link = dict(parse_qsl((question.options or {}).get("beside", ""), max_num_fields=40))
    choice, scenario = outlook.choice, outlook.scenario
    other = scenario_of_link(choice, link) if link else scenario.baseline()
    return compare_outlooks(outlook, outlook_of(choice, other), question)


@says_estimates
def compare_outlooks(a: Outlook, b: Outlook, question: Question) -> Answer:
    """Which of two scenarios ends higher, what they assume differently, and their courses.

    Args:
        a: the first scenario, worked out.
        b: the one beside it.
        question: that of the first.
    """
    courses = {"A": a.course, "B": b.course, _UNCHANGED: a.baseline}
    rows = pl.concat(
        pl.DataFrame(
            {
                "period": list(c.periods),
                "name": name,
                "rate": c.rate[:, 0],
                "patients": c.patients[:, 0],
            }
        )
        for name, c in courses.items()
    )
    wide = rows.pivot("name", index="period", values="rate", aggregate_function="first")
    wide = wide.sort("period")
    names = {each.scenario.place: each.choice.name for each in (a, b)} | a.networks | b.networks
    lines = wording.scenario_differences(
        a.scenario, b.scenario, NAMES, (a.own_growth, b.own_growth), names
    )
    return Answer(
        question,
        a.choice.name,
        wording.which_ends_higher(NAMES, (a.course, b.course)),
        detail=tuple(f"{line}." for line in lines)
        or ("Nothing is assumed differently: the two scenarios are the same.",),
        picture=charts.trajectories_chart(
            rows.with_columns(
                coverage_patients=pl.lit(a.choice.measure().coverage_patients, dtype=pl.Float64)
            ),
            a.choice.metric,
            aim=named_aim(a) if a.aim == b.aim else None,
        ),
        table=AnswerTable(
            "two-scenarios",
            f"The two courses, {a.choice.metric.name}",
            wide.with_columns(month=pl.Series([month(period) for period in wide["period"]])),
            {
                "month": "Month",
                "A": ("A", 1),
                "B": ("B", 1),
                _UNCHANGED: ("If nothing changes (A's place)", 1),
            },
        ),
    )


def compare_ends(a: Outlook, b: Outlook) -> AnswerTable:
    """The figures of two scenarios at their end, and the differences, each as it is read."""
    ends = [
        (
            float(each.course.rate[-1, 0]),
            float(each.course.fte[-1, 0]),
            float(each.course.people[-1, 0]),
            float(each.course.patients[-1, 0]),
            float(each.course.gap_fte[-1, 0]),
            _pounds(each),
        )
        for each in (a, b)
    ]
    what = (
        ("FTE per 100,000 patients", 1),
        ("Full-time posts (FTE)", 1),
        (a.people_heading, 0),
        ("Registered patients", 0),
        ("FTE short of its aim (a minus is above it)", 1),
        ("£ beyond the course if nothing changes", 0),
    )
    rows = [
        wording.figures_compared(*named, *both)
        for named, both in zip(what, zip(*ends, strict=True), strict=True)
    ]
    return AnswerTable(
        "two-scenarios-end",
        "The two scenarios at the end",
        pl.DataFrame(rows, schema=["what", "A", "B", "difference"], orient="row"),
        {"what": "Figure", "A": "A", "B": "B", "difference": "B less A"},
    )


def _pounds(outlook: Outlook) -> float | None:
    """What it costs in all; None where a part is not known."""
    known = spending(outlook.stocks, outlook.scenario)["pounds"]
    return None if known.null_count() else rounding.as_known(float(known.sum()))


def on_newest(outlook: Outlook, newest: VersionMeasures) -> Outlook:
    """The same changes on the newest month of another version.

    Raises:
        UnknownName: the place is not in it.
        UnfitScenario: the date does not fit any more.
    """
    choice, period = outlook.choice, newest.newest("practice")
    periods = tuple(newest.periods_of("practice", choice.level, choice.code))
    later = change_scenario(outlook.scenario, version=newest.version.number, period=period)
    return outlook_of(replace(choice, figures=newest, period=period, periods=periods), later)


@says_estimates
def compare_minuted(then: Outlook, again: Outlook, question: Question) -> Answer:
    """What was minuted, next to the same changes on newer figures."""
    metric = wording.heading(then.choice.metric)
    end, made = month(then.course.periods[-1]), "estimated" if then.estimate else "measured"
    rows = pl.DataFrame(
        {
            "what": [
                f"{metric}, {made}",
                f"FTE, {made}",
                "Patients",
                f"{metric}, by {end}",
                "FTE short of the aim by then",
            ],
            "then": _now_and_end(then.course),
            "now": _now_and_end(again.course),
        }
    )
    return Answer(
        question,
        then.choice.name,
        wording.minuted_and_now(then.course, again.course),
        table=AnswerTable(
            f"as-minuted-{then.scenario.count}-{then.scenario.place}",
            "As minuted, and with the newest figures",
            rows,
            {"what": "What", "then": "As minuted", "now": "With the newest figures"},
        ),
    )


def _now_and_end(course: Trajectory) -> list[str]:
    """Each figure as its quantity is read: patients whole, rates and posts with a decimal."""
    rate, fte, patients = (rounding.DECIMALS[kind] for kind in ("rate", "fte", "patients"))
    return [
        wording.number(float(course.rate[0, 0]), rate),
        wording.number(float(course.fte[0, 0]), fte),
        wording.number(float(course.patients[0, 0]), patients),
        wording.number(float(course.rate[-1, 0]), rate),
        NO_FIGURE if course.aim is None else wording.number(float(course.gap_fte[-1, 0]), fte),
    ]
