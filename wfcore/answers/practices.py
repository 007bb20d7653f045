"""How does one practice compare? Its figure beside those around it, and every staff group."""

from collections.abc import Mapping

import polars as pl

from wfcore import charts, wording
from wfcore.answers import receipts
from wfcore.answers.answer import Answer, AnswerTable
from wfcore.answers.choices import Choice
from wfcore.answers.places import GROUPS
from wfcore.answers.question import Question
from wfcore.declared import Metric, declared
from wfcore.errors import UnknownName
from wfcore.geography import Level

Area = tuple[Level, str, str]
_AROUND = (Level.PCN, Level.BOROUGH)


def answer_practice(choice: Choice, question: Question) -> Answer:
    """One practice against its network and its borough, and where it stands among the practices there.

    Raises:
        UnknownName: the place is no practice.
    """
    if choice.level is not Level.PRACTICE:
        raise UnknownName(
            f"{choice.name} is not a practice.", "Choose one on the page “One practice”."
        )
    metric = choice.metric
    around = areas_around(choice)
    here = _row(choice, metric.id, choice.level, choice.code)
    beside = [_row(choice, metric.id, level, code) for level, code, _ in around]
    made = choice.figures.receipt(metric.id, choice.level, choice.code, choice.period)
    more = [_size(choice), wording.direction(metric)]
    chart = None
    if around:
        rows = practices_of(choice, around[-1])
        known = rows.filter(pl.col("value").is_not_null())
        if here["value"] is not None and known.height > 1:
            more.append(_lower(choice, known, around[-1][2]))
            more.append(wording.without_figure(rows.height - known.height))
        average = beside[-1]["value"]
        if known.height:
            chart = charts.strip(
                rows,
                metric,
                here=choice.code,
                average=(around[-1][2], float(str(average))) if average is not None else None,
            )
    return Answer(
        question,
        choice.name,
        _said(metric, here, beside),
        detail=tuple(said for said in more if said),
        picture=chart,
        table=_every_group(choice, around),
        cautions=(
            "A practice is small: one person joining or leaving moves its rate a lot.",
            "Where there is no figure, the practice did not report that group, or its list is too small for a rate.",
        ),
        receipt=receipts.receipt_lines(made),
        files=receipts.files(made),
        follow_ups=receipts.follow_up_silent(made),
        invented="invented" in made.flags,
    )


def areas_around(choice: Choice) -> list[Area]:
    """The network and the borough of a practice; else the two smallest areas that it lies in."""
    parents = choice.figures.parents(
        choice.metric.collection, choice.period, choice.level, choice.code
    )
    return [area for area in parents if area[0] in _AROUND] or parents[:2]


def practices_of(choice: Choice, area: Area) -> pl.DataFrame:
    """The measures of every practice in an area."""
    return choice.figures.measure(
        [choice.metric.id], Level.PRACTICE, period=choice.period, within=area[1]
    )


def _row(choice: Choice, metric: str, level: Level, code: str) -> dict[str, object]:
    rows = choice.figures.measure([metric], level, period=choice.period, area_code=code)
    return rows.row(0, named=True)


def _said(metric: Metric, here: Mapping[str, object], beside: list[dict[str, object]]) -> str:
    said = wording.headline(here, None, None, ago="")
    for other in beside:
        if here["value"] is not None and other["value"] is not None:
            value = wording.number(float(str(other["value"])), metric.decimals)
            said = f"{said.removesuffix('.')}; {other['area_name']} has {value}."
    return said


def _size(choice: Choice) -> str:
    patients = _row(choice, "registered_patients", choice.level, choice.code)["value"]
    if not isinstance(patients, int | float) or not patients:
        return ""
    return f"It has {wording.number(patients, 0)} registered patient{'s' if patients != 1 else ''}."


def _lower(choice: Choice, known: pl.DataFrame, outer: str) -> str:
    """How many of the others have a lower figure."""
    (mine,) = known.filter(pl.col("area_code") == choice.code)["value"]
    lower = known.filter(pl.col("value") < mine).height
    others = known.height - 1
    many = "practice with a figure has" if others == 1 else "practices with a figure have"
    return f"In {outer}, {lower} of the {others} other {many} a lower one."


def _every_group(choice: Choice, around: list[Area]) -> AnswerTable:
    columns = {"here": ("This practice", choice.level, choice.code)} | {
        level.value: (name, level, code) for level, code, name in around
    }
    wide = pl.DataFrame(
        {"group": [m.short[0].upper() + m.short[1:] for m in map(declared().metric, GROUPS)]}
    )
    for column, (_, level, code) in columns.items():
        rows = choice.figures.measure(list(GROUPS), level, period=choice.period, area_code=code)
        found = dict(rows.select("metric", "value").iter_rows())
        wide = wide.with_columns(
            pl.Series(column, [found.get(m) for m in GROUPS], dtype=pl.Float64)
        )
    return AnswerTable(
        f"practice-{choice.code}-{choice.period}",
        f"Every staff group of {choice.name} and around it, {wording.month(choice.period)}",
        wide,
        {"group": "Staff per 100,000 patients"}
        | {column: (name, 1) for column, (name, *_) in columns.items()},
    )
