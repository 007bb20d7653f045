"""A question → its cell; and the questions that a notebook asks of a place."""

from collections.abc import Iterable, Sequence

from wfcore.answers import (
    additional,
    changes,
    futures,
    places,
    practices,
    prints,
    quality,
    recommended,
    staff,
)
from wfcore.answers.asked import OF_PCNS, Asked, Kind, asked_of
from wfcore.answers.cells import Ask, Cell
from wfcore.answers.choices import Choice
from wfcore.declared import Metric, declared
from wfcore.errors import UnfitScenario, UnknownName
from wfcore.geography import Level
from wfcore.measuring import Figures

_PLACES = {
    "enough": staff.enough,
    "better": changes.better,
    "moved": changes.moved,
    "spread": places.spread,
    "groups": places.groups,
    "counts": staff.counts,
    "takes": futures.takes,
    "roles": additional.roles,
    "practice": practices.practice,
}
NOTEBOOK: tuple[Kind, ...] = (
    "enough", "better", "spread", "counts", "takes", "roles", "quality", "last", "ask"
)  # fmt: skip

_OF_NETWORKS = ("takes", "roles")  # worked out network by network
_OF_PRACTICES = ("counts", "takes")  # of what practices return, whatever the page is about


def cell(figures: Figures | None, asked: Asked, *, today: str | None = None) -> Cell:
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
        return prints.printed(asked)
    return figures.once(
        ("cell", asked.model_dump_json(), today), lambda: _cell(figures, asked, today)
    )


def _cell(figures: Figures, asked: Asked, today: str | None) -> Cell:
    if asked.kind == "ask":
        return _questions(figures, asked, today)
    choice = asked.choice(figures)
    if asked.kind == "quality":
        return quality.quality(choice, asked, today)
    if asked.kind == "last":
        return recommended.recommended(choice, asked, today)
    return _PLACES[asked.kind](choice, asked)


def standard(choice: Choice, kinds: Sequence[Kind] = NOTEBOOK) -> list[Asked]:
    """The questions that a notebook asks of a place, those left out that nothing can be said to.

    A question of another collection is asked of the same month, or else of the newest that it has.
    """
    asked: list[Asked] = []
    for kind in kinds:
        if kind in _OF_NETWORKS and choice.level not in (Level.PCN, Level.BOROUGH, Level.ICB):
            continue
        if kind == "practice" and choice.level is not Level.PRACTICE:
            continue
        metric = _metric(choice, kind)
        periods = choice.figures.periods_of(metric.collection, choice.level, choice.code)
        if metric.collection == choice.metric.collection or choice.period in periods:
            asked.append(asked_of(choice, kind).but(metric=metric.id))
        elif periods:
            asked.append(asked_of(choice, kind).but(period=periods[-1], metric=metric.id))
    return asked


def _metric(choice: Choice, kind: Kind) -> Metric:
    """That of the page, or another where the question is of the other collection."""
    if kind in OF_PCNS:
        return declared().metric("pcn_staff_rate")
    if kind in _OF_PRACTICES and choice.metric.collection != "practice":
        return declared().metric("gp_rate")
    return choice.metric


def questions(cells: Iterable[Cell]) -> tuple[Ask, ...]:
    """The questions of several cells, each once, in their order."""
    return tuple(dict.fromkeys(one for each in cells for one in each.asks))


def _questions(figures: Figures, asked: Asked, today: str | None) -> Cell:
    """All questions that the notebook of a place raises."""
    choice = asked.choice(figures)
    others = [one for one in standard(choice) if one.kind != "ask"]
    answered: list[Cell] = []
    for one in others:
        try:
            answered.append(cell(figures, one, today=today))
        except (UnknownName, UnfitScenario):
            continue
    asks = questions(answered)
    many = f"{len(asks)} questions" if len(asks) != 1 else "One question"
    return Cell(
        asked,
        choice.name,
        f"{many} come{'s' if len(asks) == 1 else ''} from these figures of {choice.name}."
        if asks
        else f"Nothing in these figures of {choice.name} raises a question by itself.",
        asks=asks,
        invented=any(one.invented for one in answered),
    )
