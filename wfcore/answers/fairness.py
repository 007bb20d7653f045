"""Is it fair? Staff beside the deprivation of patients."""

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import Answer, AnswerTable, capitalised
from wfcore.answers.choices import Choice
from wfcore.answers.places import compared_with, stands_alone
from wfcore.answers.question import Question
from wfcore.answers.receipts import sources_of
from wfcore.comparing import Fairness, fairness_of
from wfcore.declared import Metric, declared
from wfcore.geography import Level


def answer_fair(choice: Choice, question: Question) -> Answer:
    """Whether places with more deprived patients have fewer staff, and which are left behind."""
    compared = compared_with(choice, question.inside or _enough_places(choice))
    if compared is None:
        return stands_alone(choice, question)
    level, outer = compared
    metric = rate_of(choice.metric)
    found = fairness_of(choice.figures, metric.id, level, outer[1], choice.period)
    called = wording.kinds_of_places(level, found.places["area_code"])
    start = question.since or (before[0] if (before := choice.before()) else None)
    then = (
        (start, fairness_of(choice.figures, metric.id, level, outer[1], start)) if start else None
    )
    return Answer(
        question,
        choice.name,
        wording.fairness_verdict(outer[2], metric, called, found),
        detail=wording.fairness_detail(metric, called, found, then) if found.year else (),
        picture=_picture(choice, metric, level, found) if found.slope else None,
        table=_table(choice, metric, level, outer[2], called, found)
        if found.places.height
        else None,
        cautions=(
            *wording.left_out_of_fairness(found, called),
            *wording.fairness_cautions(found),
        ),
        **sources_of(choice.figures.receipt(metric.id, outer[0], outer[1], choice.period)),
    )


def rate_of(metric: Metric) -> Metric:
    """The rate for registered patients of the staff looked at."""
    return declared().for_patients(f"{metric.stem}_rate", "registered")


def _enough_places(choice: Choice) -> str | None:
    """The nearest level inside with enough places for fifths; else the one with most; None without any."""
    many: dict[Level, int] = {}
    for level in choice.inside():
        rows = choice.figures.measure(
            [choice.metric.id], level, period=choice.period, within=choice.code
        )
        many[level] = rows.height
        if rows.height >= declared().rules.fairness.places_for_fifths:
            return level
    return max(many, key=lambda level: many[level]) if many else None


def _picture(choice: Choice, metric: Metric, level: Level, found: Fairness) -> charts.Chart:
    return charts.deprivation_steps(
        found.places, metric, found.parts,
        noun="practice" if level is Level.PRACTICE else "place",
        here=choice.code if level is choice.level else None,
    )  # fmt: skip


def _table(
    choice: Choice, metric: Metric, level: Level, outer: str, called: str, found: Fairness
) -> AnswerTable:
    rows = found.places.sort("score", descending=True).with_columns(
        behind=pl.when("is_behind").then(pl.lit("yes")).otherwise(pl.lit(""))
    )
    weighted = rows["weighted"].count() > 0
    return AnswerTable(
        f"fair-{metric.id}-{level}-{choice.code}-{choice.period}",
        f"{capitalised(metric.short)} and deprivation, {called} in {outer}, {wording.month(choice.period)}",
        rows,
        {
            "area_name": "Place",
            "score": ("Deprivation score", 1),
            "value": (wording.heading(metric), metric.decimals),
            **(
                {"weighted": ("The same for weighted patients", metric.decimals)}
                if weighted
                else {}
            ),
            "denominator": ("Patients", 0),
            "behind": "Most deprived and fewest staff",
        },
    )
