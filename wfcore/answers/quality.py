"""How good are the figures?"""

from collections.abc import Sequence

import polars as pl

from wfcore import wording
from wfcore.answers import receipts
from wfcore.answers.answer import Answer, AnswerTable, FollowUp, make_follow_up
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.staff import OTHERS
from wfcore.declared import Metric, declared
from wfcore.measuring import Receipt
from wfcore.months import Month
from wfcore.quality import ReturnQuality, returns_behind

_NAMED = 6


def answer_quality(choice: Choice, question: Question) -> Answer:
    """Age, scores, coverage, who sent nothing and what that does, and what each figure carries."""
    metric = choice.metric
    made = choice.figures.receipt(metric.id, choice.level, choice.code, choice.period)
    others = [other for name in OTHERS if (other := _receipt(choice, name)) is not None]
    all_made = [made, *(m for m in others if m.metric.id != metric.id)]
    common = [
        n
        for n in receipts.flag_sentences(made)
        if all(n in receipts.flag_sentences(m) for m in all_made)
    ]
    found = returns_behind(choice.figures, metric, choice.level, choice.code, choice.period)
    more = [
        wording.returns.returns_summary(choice.name, found.scored, metric.reporting_unit),
        wording.coverage(made.row, made.units_reported, made.units, metric.reporting_unit),
    ]
    if found.silent.height:
        more += [
            _silent(found),
            wording.returns.nonresponse_sentence(
                found.gap, found.metric.short, metric.reporting_unit
            ),
        ]
    first = wording.age_of_data(choice.period, choice.today) if choice.today else ""
    return Answer(
        question,
        choice.name,
        first or more.pop(0),
        detail=tuple(more),
        table=_table(choice, all_made, common),
        cautions=(
            "Those that sent nothing are left out, not counted as nought.",
            *common,
        ),
        receipt=receipts.receipt_lines(made),
        files=receipts.files(*all_made),
        follow_ups=(
            *receipts.follow_up_silent(made),
            *_of_age(choice),
            make_follow_up("not_all_staff"),
        ),
        invented="invented" in made.flags,
    )


def _silent(found: ReturnQuality) -> str:
    """Who to ring, those with most patients first."""
    names = found.silent["area_name"].to_list()
    rest = len(names) - _NAMED
    return (
        f"Did not report {found.metric.short}: {wording.listed(names[:_NAMED])}"
        f"{f', and {rest} more' if rest > 0 else ''}."
    )


def _receipt(choice: Choice, name: str) -> Receipt | None:
    """The receipt of another figure of the place, in this month or else its newest."""
    metric: Metric = declared().metric(name)
    periods = choice.figures.periods_of(metric.collection, choice.level, choice.code)
    if not periods:
        return None
    period = choice.period if choice.period in periods else periods[-1]
    return choice.figures.receipt(name, choice.level, choice.code, period)


def _table(choice: Choice, all_made: Sequence[Receipt], common: Sequence[str]) -> AnswerTable:
    """What each figure rests on; notes that all share stand outside."""
    rows = [
        (
            made.metric.short[0].upper() + made.metric.short[1:],
            wording.month(str(made.row["period"])),
            f"{made.units_reported:,} of {made.units:,} {made.metric.reporting_unit}",
            wording.percent(made.row["coverage_patients"]),
            " ".join(note for note in receipts.flag_sentences(made) if note not in common),
        )
        for made in all_made
    ]
    noted = any(note for *_, note in rows)
    return AnswerTable(
        f"quality-{choice.code}-{choice.period}",
        f"What the figures for {choice.name} rest on",
        pl.DataFrame(rows, schema=["what", "month", "reported", "covered", "notes"], orient="row"),
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
