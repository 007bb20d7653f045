"""How does one practice compare? Its figure beside those around it, and every staff group."""

from collections.abc import Sequence

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import Answer, AnswerTable, capitalised
from wfcore.answers.choices import Area, Choice
from wfcore.answers.neighbours import references_of
from wfcore.answers.places import GROUPS, ranked_table
from wfcore.answers.question import Question
from wfcore.answers.receipts import follow_up_silent, sources_of
from wfcore.comparing import stands_beside
from wfcore.errors import UnknownName
from wfcore.geography import Level
from wfcore.measuring import Measure, measures_of
from wfcore.wording import Beside

_AROUND = (Level.PCN, Level.BOROUGH)


def answer_practice(choice: Choice, question: Question) -> Answer:
    """One practice against its network and its borough, and where it stands among the practices there.

    Raises:
        UnknownName: the place is no practice.
    """
    _refuse_others(choice)
    metric, around = choice.metric, _areas_around(choice)
    here, around_it = choice.measure(), [choice.measure_in(area) for area in around]
    beside = list(zip(around_it, stands_beside(here, around_it), strict=True))
    figures = wording.figures_beside(here, beside, None)
    detail, picture = [figures, _size(choice), wording.direction(metric)], None
    if around:
        rows = _practices_of(choice, around[-1])
        known = [m for m in measures_of(rows) if m.value is not None]
        if here.value is not None and len(known) > 1:
            detail.append(_lower(here, known, around[-1][2]))
            detail.append(wording.without_figure(rows.height - len(known), Level.PRACTICE.plural))
        if known:
            picture = charts.places_strip(
                rows,
                metric,
                f"Practices of {around[-1][2]}, {wording.month(choice.period)}",
                here=choice.code,
                references=references_of(choice, around_it),
            )
    return Answer(
        question,
        choice.name,
        _beside(choice, here, beside),
        detail=tuple(sentence for sentence in detail if sentence),
        picture=picture,
        table=_every_group(choice, around),
        cautions=(
            "A practice is small: one person joining or leaving moves its rate a lot.",
            "Where there is no figure, the practice did not report that group, or its list is too small for a rate.",
        ),
        follow_ups=follow_up_silent(choice.receipt()),
        **sources_of(choice.receipt()),
    )


def answer_near(choice: Choice, question: Question) -> Answer:
    """The practices of the borough (or else of the area around), from the highest figure.

    Raises:
        UnknownName: the place is no practice.
    """
    _refuse_others(choice)
    metric, around = choice.metric, _areas_around(choice)
    if not around:
        return Answer(
            question,
            choice.name,
            f"The data do not say which area {choice.name} lies in.",
            **sources_of(choice.receipt()),
        )
    outer = around[-1]
    rows = _practices_of(choice, outer)
    return Answer(
        question,
        choice.name,
        wording.spread(measures_of(rows), choice.measure_in(outer), Level.PRACTICE.plural),
        table=AnswerTable(
            f"{metric.id}-practices-{outer[1]}-{choice.period}",
            f"{metric.name}, practices of {outer[2]}, {wording.month(choice.period)}",
            *ranked_table(rows, choice, "Practice"),
        ),
        **sources_of(choice.receipt()),
    )


def _refuse_others(choice: Choice) -> None:
    if choice.level is not Level.PRACTICE:
        raise UnknownName(
            f"{choice.name} is not a practice.", "Choose one on the page “One practice”."
        )


def _areas_around(choice: Choice) -> list[Area]:
    """The network and the borough of a practice; else the two smallest areas that it lies in."""
    parents = choice.figures.parents(
        choice.metric.collection, choice.period, choice.level, choice.code
    )
    return [area for area in parents if area[0] in _AROUND] or parents[:2]


def _practices_of(choice: Choice, area: Area) -> pl.DataFrame:
    """The measures of every practice in an area."""
    return choice.figures.measure(
        [choice.metric.id], Level.PRACTICE, period=choice.period, within=area[1]
    )


def _beside(choice: Choice, here: Measure, beside: Sequence[Beside]) -> str:
    if here.value is None:
        return wording.cannot_be_said(here, choice.receipt().units)
    return wording.enough_or_not(here, beside, None)


def _size(choice: Choice) -> str:
    patients = choice.measure("registered_patients").value
    if not patients:
        return ""
    return f"It has {wording.number(patients, 0)} registered patient{'s' if patients != 1 else ''}."


def _lower(here: Measure, known: Sequence[Measure], outer: str) -> str:
    """How many of the others have a lower figure."""
    lower = sum((m.value or 0) < (here.value or 0) for m in known)
    others = len(known) - 1
    noun = "practice" if others == 1 else "practices"
    have = "have" if lower > 1 else "has"
    many = f"{lower} of the {others}"
    if not lower and others == 1:
        return f"In {outer}, the one other practice with a figure does not have a lower one."
    if not lower:
        many = f"none of the {others}"
    elif lower == others:
        many = f"all {others}" if others > 1 else "the one"
    return f"In {outer}, {many} other {noun} with a figure {have} a lower one."


def _every_group(choice: Choice, around: Sequence[Area]) -> AnswerTable:
    columns = {"here": ("This practice", choice.level, choice.code)} | {
        level.value: (name, level, code) for level, code, name in around
    }
    rows = [
        {
            "metric": metric.id,
            "group": capitalised(metric.short),
            **{
                column: choice.figures.measure_of(metric.id, level, code, choice.period).value
                for column, (_, level, code) in columns.items()
            },
        }
        for metric in map(choice.likewise, GROUPS)
    ]
    texts = {"metric": pl.String, "group": pl.String}
    return AnswerTable(
        f"practice-{choice.code}-{choice.period}",
        f"Every staff group of {choice.name} and around it, {wording.month(choice.period)}",
        pl.DataFrame(rows, schema=texts | dict.fromkeys(columns, pl.Float64)),
        {"group": f"Staff {wording.per_patients(choice.likewise(GROUPS[0]))}"}
        | {column: (name, 1) for column, (name, *_) in columns.items()},
    )
