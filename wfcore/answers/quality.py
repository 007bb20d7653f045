"""How good are the figures?"""

from collections.abc import Sequence

import polars as pl

from wfcore import wording
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, capitalised, make_follow_up
from wfcore.answers.cards import OTHERS
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.receipts import flag_sentences, follow_up_silent, sources_of
from wfcore.answers.returns import returns_of
from wfcore.declared import Metric, declared
from wfcore.measuring import Receipt
from wfcore.months import Month
from wfcore.quality import ReturnQuality

_NAMED = 6


def answer_quality(choice: Choice, question: Question) -> Answer:
    """Age, scores, coverage, who sent nothing and what that does, and what each figure carries."""
    metric, receipt, behind = choice.metric, choice.receipt(), returns_of(choice)
    beside = [
        other for name in OTHERS if (other := _receipt(choice, choice.likewise(name))) is not None
    ]
    beside = [other for other in beside if other.metric.id != metric.id]
    notes = [flag_sentences(each) for each in (receipt, *beside)]
    common = [note for note in notes[0] if all(note in others for others in notes)]
    detail = [
        wording.returns.returns_summary(choice.name, behind.scored, metric.reporting_unit),
        wording.coverage(receipt),
    ]
    if behind.silent.height:
        detail += [
            _silent(behind),
            wording.returns.nonresponse_sentence(behind),
        ]
    age = wording.age_of_data(choice.period, choice.today) if choice.today else ""
    return Answer(
        question,
        choice.name,
        age or detail.pop(0),
        detail=tuple(detail),
        table=_table(choice, [receipt, *beside], common),
        cautions=("Those that sent nothing are left out, not counted as nought.", *common),
        follow_ups=(
            *follow_up_silent(receipt),
            *_of_age(choice),
            make_follow_up("not_all_staff"),
        ),
        **sources_of(receipt, beside=beside),
    )


def _silent(behind: ReturnQuality) -> str:
    """Who to ring, those with most patients first."""
    names = behind.silent["area_name"].to_list()
    rest = len(names) - _NAMED
    return (
        f"Did not report {behind.metric.short}: {wording.listed(names[:_NAMED])}"
        f"{f', and {rest} more' if rest > 0 else ''}."
    )


def _receipt(choice: Choice, metric: Metric) -> Receipt | None:
    """The receipt of another figure of the place, in this month or else its newest."""
    periods = choice.figures.periods_of(metric.collection, choice.level, choice.code)
    if not periods:
        return None
    period = choice.period if choice.period in periods else periods[-1]
    return choice.receipt(metric.id, period)


def _table(choice: Choice, made: Sequence[Receipt], common: Sequence[str]) -> AnswerTable:
    """What each figure rests on; notes that all share stand outside."""
    rows = [
        (
            receipt.metric.id,
            capitalised(receipt.metric.short),
            wording.month(receipt.measure.period),
            wording.reported_of(receipt),
            wording.patients_covered(receipt.measure),
            " ".join(note for note in flag_sentences(receipt) if note not in common),
        )
        for receipt in made
    ]
    noted = any(note for *_, note in rows)
    return AnswerTable(
        f"quality-{choice.code}-{choice.period}",
        f"What the figures for {choice.name} rest on",
        pl.DataFrame(
            rows, schema=["metric", "what", "month", "reported", "covered", "notes"], orient="row"
        ),
        {
            "what": "Figure",
            "month": "Month",
            "reported": "Reported",
            "covered": "Patients covered",
            **({"notes": "Notes"} if noted else {}),
        },
    )


def _of_age(choice: Choice) -> tuple[FollowUp, ...]:
    today = choice.today
    if today is None:
        return ()
    months = Month(choice.period).distance(today)
    limit = declared().questions.limits.old_months
    return (
        (make_follow_up("old_figures", months=months),)
        if today > choice.period and months >= limit
        else ()
    )
