"""Where is it? The places beside this one, or in it, on a map."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import Answer, AnswerTable
from wfcore.answers.choices import Area, Choice
from wfcore.answers.places import BESIDE, compared_with, partly_covered, ranked_table, stands_alone
from wfcore.answers.question import Question
from wfcore.answers.receipts import sources_of
from wfcore.charts import Rings
from wfcore.declared import declared
from wfcore.declared.gazetteer import authority_codes
from wfcore.geography import Level
from wfcore.measuring import measures_of, units_inside

# What is drawn of a place where nobody chose: people look for it among others, and regions say little.
_FIRST = {
    Level.ENGLAND: Level.ICB, Level.BOROUGH: BESIDE, Level.PCN: BESIDE, Level.PRACTICE: BESIDE
}  # fmt: skip
_MADE_OF_AUTHORITIES = (Level.SUB_ICB, Level.ICB, Level.REGION)


@dataclass(frozen=True)
class Drawn:
    """The shapes of some places: those of authorities they are made of, and which of these are cut."""

    shapes: Mapping[str, Rings]
    parts: Mapping[str, tuple[str, ...]]
    split: tuple[str, ...] = ()


def answer_map(choice: Choice, question: Question) -> Answer:
    """The places beside this one, or inside it, by the class of their figure."""
    compared = _looked_at(choice, question.inside)
    if compared is None:
        return stands_alone(choice, question)
    level, outer = compared
    metric = choice.metric
    rows = choice.figures.measure([metric.id], level, period=choice.period, within=outer[1])
    called = wording.kinds_of_places(level, rows["area_code"])
    here = choice.code if level is choice.level else None
    drawn = _shapes(choice, level, rows["area_code"])
    tiled = not drawn.shapes
    shapes = charts.tiles(rows["area_code"]) if tiled else drawn.shapes
    measures = measures_of(rows)
    beside = [m for m in measures if m.area_code in _touching(drawn, here)]
    mine = [m for m in measures if m.area_code == here]
    receipt = choice.figures.receipt(metric.id, outer[0], outer[1], choice.period)
    verdict, ours = wording.map_verdict(measures, here, called)
    return Answer(
        question,
        choice.name,
        verdict,
        detail=(
            f"{metric.name}, {wording.month(choice.period)}. {wording.direction(metric)}",
            *([ours] if ours else []),
            *([wording.touching(mine[0], beside, called)] if mine and beside else []),
        ),
        picture=charts.area_map(rows, metric, shapes, here=here) if rows.height else None,
        table=AnswerTable(
            f"map-{metric.id}-{level}-{outer[1]}-{choice.period}",
            f"{metric.name}, {called} in {outer[2]}, {wording.month(choice.period)}",
            *ranked_table(rows, choice, "Place"),
        ),
        cautions=(
            *([wording.as_tiles(called)] if tiled else []),
            *filter(None, [wording.drawn_whole(drawn.split, called)]),
            *partly_covered(rows, choice),
            *_off_the_map(choice, level, outer, shapes),
        ),
        **sources_of(receipt),
    )


def map_choices(choice: Choice) -> list[str]:
    """What can be drawn of a place, as `Question.inside` names it; the first is drawn where nobody chose."""
    wanted = _FIRST.get(choice.level)
    found = [level.value for level in choice.inside()]
    found += [BESIDE] if choice.above() else []
    return sorted(found, key=lambda inside: inside != wanted)


def _looked_at(choice: Choice, inside: str | None) -> tuple[Level, Area] | None:
    """Level of the places that are drawn, and the area around them; see `Question.inside`."""
    return compared_with(choice, inside or _FIRST.get(choice.level))


def _shapes(choice: Choice, level: Level, codes: Iterable[str]) -> Drawn:
    """The outlines of places; those that have none are not in them."""
    authorities = charts.atlas(Level.BOROUGH)
    if level is Level.BOROUGH:
        parts = {code: (_code(code),) for code in codes}
        parts = {code: of for code, of in parts.items() if of[0] in authorities.chains}
        return Drawn({code: authorities.outline(of) for code, of in parts.items()}, parts)
    if level not in _MADE_OF_AUTHORITIES:
        return Drawn({}, {})
    wanted = set(codes)
    shares = _shares(choice, level)
    whole = declared().geography.drawn_whole_from_share
    parts = {
        code: tuple(at for at, (area, _, _) in shares.items() if area == code) for code in wanted
    }
    split = [name for area, share, name in shares.values() if area in wanted and share < whole]
    shapes = {code: authorities.outline(of) for code, of in parts.items() if of}
    return Drawn(shapes, parts, tuple(sorted(split)))


def _code(authority: str) -> str:
    """The code of an authority; a look-up without codes has the name instead."""
    return authority_codes().get(authority.casefold(), authority)


def _shares(choice: Choice, level: Level) -> dict[str, tuple[str, float, str]]:
    """Each authority → the area with most of its patients, their share there, and its name."""
    outer = f"{level}_code"
    units = choice.figures.units(choice.metric.collection, choice.period).frame
    sizes = (
        units.filter(~pl.col("invented"))
        .drop_nulls(["borough_code", outer])
        .group_by("borough_code", outer)
        .agg(pl.col("registered").sum(), pl.col("borough_name").first())
        .with_columns(share=pl.col("registered") / pl.col("registered").sum().over("borough_code"))
        .sort("share", outer, descending=[True, False])
        .unique("borough_code", keep="first", maintain_order=True)
    )
    columns = sizes.select("borough_code", outer, "share", "borough_name")
    return {
        _code(str(code)): (area, share, name) for code, area, share, name in columns.iter_rows()
    }


def _touching(drawn: Drawn, here: str | None) -> set[str]:
    """Codes of the places whose outline has a border in common with that of the marked one."""
    if here is None or here not in drawn.parts:
        return set()
    authorities = charts.atlas(Level.BOROUGH)
    mine = authorities.borders(drawn.parts[here])
    return {
        code for code, of in drawn.parts.items() if code != here and mine & authorities.borders(of)
    }


def _off_the_map(
    choice: Choice, level: Level, outer: Area, shapes: Mapping[str, Rings]
) -> tuple[str, ...]:
    """Who lies in the area and in no shape of the map."""
    collection = choice.metric.collection
    units = choice.figures.units(collection, choice.period).frame.filter(units_inside(*outer[:2]))
    code = pl.col(f"{level}_code" if level is not Level.PRACTICE else "unit")
    missing = units.filter(code.is_null() | ~code.is_in(list(shapes)))
    named = missing.select(pl.coalesce("unit_name", "unit"), pl.col("registered").fill_null(0))
    noun = "practices" if collection == "practice" else "networks"
    said = wording.not_on_the_map(
        list(named.iter_rows()), noun, f"in no {level.label} that has an outline"
    )
    return (said,) if said else ()
