"""The places that a place stands among, and their picture on one line."""

from collections.abc import Sequence

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import capitalised
from wfcore.answers.choices import Area, Choice
from wfcore.geography import Level
from wfcore.measuring import Measure
from wfcore.targeting import gaps_of, targets_of

_FEWEST = 3  # places on a line


def picture_among(choice: Choice, around: Sequence[Measure]) -> charts.Chart | None:
    """The place among others of its kind, with the areas around it and its aim; None where there are none.

    Args:
        choice: what is looked at.
        around: the measures of the areas that it is held against.
    """
    found = _others(choice)
    if choice.metric.kind not in ("rate", "patients_per") or found is None:
        return None
    outer, rows = found
    level = Level(rows["level"][0])
    called = capitalised(wording.kinds_of_places(level, rows["area_code"]))
    return charts.places_strip(
        rows,
        choice.metric,
        f"{called} of {outer[2]}, {wording.month(choice.period)}",
        here=choice.code if level is choice.level else None,
        references=references_of(choice, around),
    )


def references_of(choice: Choice, around: Sequence[Measure]) -> list[charts.Reference]:
    """What a place is held against: the areas around it, and the aim that somebody set."""
    metric = choice.metric
    found = [
        charts.Reference(each.area_name, each.value, wording.number(each.value, metric.decimals))
        for each in around
        if each.value is not None
    ]
    if not targets_of(choice.figures, metric.id):
        return found
    gaps = gaps_of(choice.figures, metric.id, choice.level, choice.code, choice.period)
    return found + [
        charts.Reference("Local aim", gap.aim, wording.aim_figure(gap.aim), aim=True)
        for gap in gaps[:1]
    ]


def _others(choice: Choice) -> tuple[Area, pl.DataFrame] | None:
    """The smallest area around that has several places of the kind; what lies inside the largest."""
    parents = choice.figures.parents(
        choice.metric.collection, choice.period, choice.level, choice.code
    )
    inside = None if parents else choice.nearest_inside(None)
    if inside is not None:
        own = (choice.level, choice.code, choice.name)
        return own, _measured(choice, inside, choice.code)
    for outer in parents:
        rows = _measured(choice, choice.level, outer[1])
        if rows["value"].count() >= _FEWEST:
            return outer, rows
    return None


def _measured(choice: Choice, level: Level, outer: str) -> pl.DataFrame:
    return choice.figures.measure([choice.metric.id], level, period=choice.period, within=outer)
