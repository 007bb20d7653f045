"""A question → its cell; and the questions that a notebook asks of a place."""

from collections.abc import Iterable, Sequence

from wfcore.answers import (
    additional_roles,
    changes,
    futures,
    places,
    practices,
    printed_tables,
    quality,
    recommendations,
    staff,
)
from wfcore.answers.answer import Answer, FollowUp
from wfcore.answers.choices import Choice
from wfcore.answers.question import OF_PCNS, Question, QuestionKind, question_of
from wfcore.declared import Metric, declared
from wfcore.errors import UnfitScenario, UnknownName
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures

_PLACES = {
    "enough": staff.answer_enough,
    "better": changes.answer_better,
    "moved": changes.answer_moved,
    "spread": places.answer_spread,
    "groups": places.answer_groups,
    "counts": staff.answer_counts,
    "takes": futures.answer_takes,
    "roles": additional_roles.answer_roles,
    "practice": practices.answer_practice,
}
NOTEBOOK: tuple[QuestionKind, ...] = (
    "enough", "better", "spread", "counts", "takes", "roles", "quality", "last", "ask"
)  # fmt: skip

_OF_NETWORKS = ("takes", "roles")  # worked out network by network
_OF_PRACTICES = ("counts", "takes")  # of what practices return, whatever the page is about


def answer_question(
    figures: VersionMeasures | None, asked: Question, *, today: str | None = None
) -> Answer:
    """The answer to a question.

    Args:
        figures: the version it is asked of; None for a printed table, which rests on none.
        asked: the question.
        today: the month it is now, `YYYY-MM`; without it nothing is said about the age of figures.

    Raises:
        UnknownName: the metric, place or month is not in this version, or such a place has no answer.
        UnfitScenario: its scenario cannot be used.
    """
    if asked.kind == "printed" or figures is None:
        return printed_tables.answer_printed(asked)
    return figures.cached(
        ("cell", asked.model_dump_json(), today), lambda: _cell(figures, asked, today)
    )


def _cell(figures: VersionMeasures, asked: Question, today: str | None) -> Answer:
    if asked.kind == "ask":
        return _questions(figures, asked, today)
    choice = asked.choice(figures)
    if asked.kind == "quality":
        return quality.answer_quality(choice, asked, today)
    if asked.kind == "last":
        return recommendations.answer_recommendations(choice, asked, today)
    return _PLACES[asked.kind](choice, asked)


def standard_questions(choice: Choice, kinds: Sequence[QuestionKind] = NOTEBOOK) -> list[Question]:
    """The questions that a notebook asks of a place, those left out that nothing can be said to.

    A question of another collection is asked of the same month, or else of the newest that it has.
    """
    asked: list[Question] = []
    for kind in kinds:
        if kind in _OF_NETWORKS and choice.level not in (Level.PCN, Level.BOROUGH, Level.ICB):
            continue
        if kind == "practice" and choice.level is not Level.PRACTICE:
            continue
        metric = _metric(choice, kind)
        periods = choice.figures.periods_of(metric.collection, choice.level, choice.code)
        if metric.collection == choice.metric.collection or choice.period in periods:
            asked.append(question_of(choice, kind).but(metric=metric.id))
        elif periods:
            asked.append(question_of(choice, kind).but(period=periods[-1], metric=metric.id))
    return asked


def _metric(choice: Choice, kind: QuestionKind) -> Metric:
    """That of the page, or another where the question is of the other collection."""
    if kind in OF_PCNS:
        return declared().metric("pcn_staff_rate")
    if kind in _OF_PRACTICES and choice.metric.collection != "practice":
        return declared().metric("gp_rate")
    return choice.metric


def follow_ups(cells: Iterable[Answer]) -> tuple[FollowUp, ...]:
    """The questions of several cells, each once, in their order."""
    return tuple(dict.fromkeys(one for each in cells for one in each.asks))


def _questions(figures: VersionMeasures, asked: Question, today: str | None) -> Answer:
    """All questions that the notebook of a place raises."""
    choice = asked.choice(figures)
    others = [one for one in standard_questions(choice) if one.kind != "ask"]
    answered: list[Answer] = []
    for one in others:
        try:
            answered.append(answer_question(figures, one, today=today))
        except (UnknownName, UnfitScenario):
            continue
    asks = follow_ups(answered)
    many = f"{len(asks)} questions" if len(asks) != 1 else "One question"
    return Answer(
        asked,
        choice.name,
        f"{many} come{'s' if len(asks) == 1 else ''} from these figures of {choice.name}."
        if asks
        else f"Nothing in these figures of {choice.name} raises a question by itself.",
        asks=asks,
        invented=any(one.invented for one in answered),
    )
