"""Is it the same in places like this one?"""

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import Answer, AnswerTable, capitalised
from wfcore.answers.choices import Choice
from wfcore.answers.fairness import rate_of
from wfcore.answers.question import Question
from wfcore.answers.receipts import sources_of
from wfcore.comparing import Alike, alike_of, stands_beside
from wfcore.declared import Metric
from wfcore.geography import Level
from wfcore.measuring import Measure, measures_of

_NOT_THE_SAME = (
    "Like places are not the same place: what makes staff hard to find here may be none of what they are "
    "likened by."
)


def answer_alike(choice: Choice, question: Question) -> Answer:
    """The place beside up to ten that are most like it, wherever they are in England."""
    metric = rate_of(choice.metric)
    found = alike_of(choice.figures, metric.id, choice.level, choice.code, choice.period)
    if found is None or found.places.is_empty() or found.here["value"][0] is None:
        return Answer(
            question,
            choice.name,
            wording.nothing_alike(choice.name),
            detail=wording.why_nothing_is_alike(found),
            **sources_of(choice.receipt(metric.id)),
        )
    (here,) = measures_of(found.here)
    others = measures_of(found.places)
    stands = stands_beside(here, others)
    return Answer(
        question,
        choice.name,
        wording.alike_verdict(choice.name, metric, found, stands, _together(others, metric)),
        detail=wording.alike_detail(found),
        picture=charts.ranking_chart(
            pl.concat([found.here, found.places]), metric, here=choice.code,
            average=_england(choice, metric),
            noun="practice" if choice.level is Level.PRACTICE else "place",
        ),
        table=_balance(choice, metric, found),
        cautions=(_NOT_THE_SAME,),
        **sources_of(choice.receipt(metric.id)),
    )  # fmt: skip


def _together(others: list[Measure], metric: Metric) -> float:
    """The rate of all of them as one place."""
    staff = sum(each.numerator or 0.0 for each in others)
    return staff / sum(each.denominator or 0.0 for each in others) * metric.scale


def _england(choice: Choice, metric: Metric) -> tuple[str, float] | None:
    """England's figure of the same count and month, where its practices are here."""
    parents = choice.figures.parents(metric.collection, choice.period, choice.level, choice.code)
    for level, code, name in parents:
        if level is Level.ENGLAND:
            value = choice.figures.measure_of(metric.id, level, code, choice.period).value
            return None if value is None else (name, value)
    return None


def _balance(choice: Choice, metric: Metric, found: Alike) -> AnswerTable:
    """The place and those like it, with what they are likened by."""
    rows = pl.concat([found.here, found.places])
    told = {
        "patients": ("Patients", 0),
        "score": ("Deprivation score", 1),
        "weight": ("Care needed for each patient (1 is usual)", 2),
    }
    return AnswerTable(
        f"alike-{metric.id}-{choice.code}-{choice.period}",
        f"{capitalised(metric.short)}, {choice.name} and places like it, {wording.month(choice.period)}",
        rows,
        {
            "area_name": "Place",
            "value": (wording.heading(metric), metric.decimals),
            **{name: head for name, head in told.items() if rows[name].count()},
        },
    )
