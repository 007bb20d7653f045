"""Ages and hours of staff. And: which count of GPs do they mean?"""

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, make_follow_up
from wfcore.answers.choices import GP_COUNTS, Choice
from wfcore.answers.question import Question
from wfcore.answers.receipts import sources_of
from wfcore.comparing import Change, change_of
from wfcore.declared import Metric, declared
from wfcore.geography import display_name
from wfcore.measuring import Measure

_COUNTED: dict[str, type[pl.DataType]] = {
    "metric": pl.String, "area_name": pl.String, "value": pl.Float64, "fte": pl.Float64,
    "people": pl.Float64, "value_from": pl.Float64, "change": pl.Float64,
    "verdict": pl.String,
}  # fmt: skip
_OF_NETWORKS = "pcn_gp_rate"
_PEOPLE = ("gp_55plus_share", "nurse_55plus_share", "participation_gp", "participation_nurse")


def answer_people(choice: Choice, question: Question) -> Answer:
    """Shares of people over 55, and hours of a person."""
    measures = [choice.measure(name) for name in _PEOPLE]
    known = [measure for measure in measures if measure.value is not None]
    sentences = [wording.headline(measure, None, (), ago="") for measure in known]
    first, *others = sentences or [
        f"The file for {wording.month(choice.period)} does not count people by age or by hours in {choice.name}."
    ]
    rows = {
        "metric": [m.metric.id for m in measures],
        "what": [m.metric.name for m in measures],
        "value": [wording.number(m.value, m.metric.decimals) for m in measures],
        "unit": [m.metric.unit for m in measures],
    }
    table = AnswerTable(
        f"ages-and-hours-{choice.code}-{choice.period}",
        f"Ages and hours of staff of practices in {choice.name}, {wording.month(choice.period)}",
        pl.DataFrame(rows),
        {"what": "Of the practices' own staff", "value": "Figure", "unit": "Unit"},
    )
    return Answer(
        question,
        choice.name,
        first,
        detail=tuple(others),
        table=table if known else None,
        cautions=(
            (
                "Shares are of people counted in practices: somebody who works in two counts twice. "
                f"A share of fewer than {declared().rules.disclosure.personal_base} people is hidden."
            ),
        )
        if known
        else (),
        **sources_of(choice.receipt((known or measures)[0].metric.id)),
    )


def answer_counts(choice: Choice, question: Question) -> Answer:
    """The same place by every way of counting GPs, and the change by each."""
    figures, before = choice.figures, choice.before()
    start = question.since or (before[0] if before else None)
    all_gps, *_ = metrics = [choice.likewise(f"{stem}_rate") for stem in GP_COUNTS]
    metrics.append(choice.likewise(_OF_NETWORKS))
    measures = [
        choice.measure(metric.id)
        for metric in metrics
        if choice.period in figures.periods_of(metric.collection, choice.level, choice.code)
    ]
    changes = {
        m.metric.id: change for m in measures if (change := _change(choice, m.metric, start))
    }
    own = [m for m in measures if m.value is not None and m.metric.plain != _OF_NETWORKS]
    receipt, *others = [choice.receipt(m.metric.id) for m in own] or [choice.receipt(all_gps.id)]
    frame = _counts(choice, measures, changes)
    rungs = wording.rungs(own)
    return Answer(
        question,
        choice.name,
        wording.counts_of_gps(choice.name, choice.period, own),
        detail=wording.counts_moved(list(changes.values())),
        picture=charts.ladder(rungs, all_gps, whole=own[0]) if len(rungs) > 1 else None,
        table=AnswerTable(
            f"gp-counts-{choice.code}-{choice.period}",
            f"GPs in {choice.name} by each way of counting, {wording.month(choice.period)}",
            frame,
            {
                "area_name": "GPs counted",
                "people": ("People", 0),
                "fte": ("FTE", 1),
                "value": (wording.heading(all_gps), 1),
                **({"change": (f"Since {wording.month(start)}", 1)} if start else {}),
                "verdict": "In words",
            },
            differences={"change": ("value", "value_from")} if start else {},
        ),
        cautions=(
            (
                "GPs whom networks employ are another collection: they are outside every count of practices, "
                "and may also be in one."
            ),
        ),
        follow_ups=_of_counts(choice, own, changes),
        **sources_of(receipt, beside=others),
    )


def _change(choice: Choice, metric: Metric, start: str | None) -> Change | None:
    if start is None or start not in choice.figures.periods(metric.collection):
        return None
    return change_of(choice.figures, metric.id, choice.level, choice.code, start, choice.period)


def _counts(choice: Choice, measures: list[Measure], changes: dict[str, Change]) -> pl.DataFrame:
    """One way of counting a row: its name, people, FTE, rate, and the rate before."""
    rows = [
        {
            "metric": measure.metric.id,
            "area_name": wording.count_name(measure),
            "value": measure.value,
            "fte": measure.numerator if measure.value is not None else None,
            "people": _people(choice) if measure.metric.stem == "gp" else None,
            "value_from": change.value_from if change else None,
            "change": change.change if change else None,
            "verdict": change.verdict if change else "not available",
        }
        for measure in measures
        for change in [changes.get(measure.metric.id)]
    ]
    return pl.DataFrame(rows, schema=_COUNTED)


def _people(choice: Choice) -> float | None:
    """Headcount, added up over practices: who works in two counts twice."""
    hours = choice.measure("participation_gp")
    return hours.denominator if hours.value is not None else None


def _of_counts(
    choice: Choice, own: list[Measure], changes: dict[str, Change]
) -> tuple[FollowUp, ...]:
    asks: list[FollowUp] = []
    moved = {changes[m.metric.id].verdict for m in own if m.metric.id in changes}
    if {"up", "down"} <= moved:
        asks.append(make_follow_up("counts_disagree", place=choice.name))
    values = {measure.metric.plain: measure.value or 0.0 for measure in own}
    with_, without = values.get("gp_rate"), values.get("gp_excl_trainees_rate")
    if with_ is not None and without is not None and with_ > without:
        widest, narrowest = (wording.number(v, 1) for v in (with_, without))
        asks.append(
            make_follow_up(
                "trainees_counted",
                widest=widest,
                narrowest=narrowest,
                place=choice.name,
                per=wording.per_patients(own[0].metric),
            )
        )
    if with_ is not None and without is None:
        when = wording.month(choice.period)
        what = "fully qualified GPs apart from trainees"
        asks.append(
            make_follow_up("not_available", period=when, what=what, place=display_name(choice.name))
        )
    return tuple(asks)
