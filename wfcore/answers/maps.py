"""Where is it? The places beside this one, or in it, on a map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import Answer, AnswerTable
from wfcore.answers.choices import Area, Choice
from wfcore.answers.map_dots import dotted_map
from wfcore.answers.places import BESIDE, compared_with, partly_covered, ranked_table, stands_alone
from wfcore.answers.question import Question
from wfcore.answers.receipts import sources_of
from wfcore.charts import Chart, FramedShapes
from wfcore.declared import declared
from wfcore.declared.gazetteer import authority_code
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version, measures_of, units_inside

# What is drawn of a place where nobody chose: people look for it among others, and regions say little.
_FIRST = {
    Level.ENGLAND: Level.ICB, Level.BOROUGH: BESIDE, Level.PCN: BESIDE, Level.PRACTICE: BESIDE
}  # fmt: skip
# What else can be drawn, besides what is compared there.
_ALSO = {
    Level.SUB_ICB: Level.PRACTICE, Level.ICB: Level.PRACTICE,
    Level.REGION: Level.BOROUGH, Level.ENGLAND: Level.BOROUGH,
}  # fmt: skip
_MADE_OF_AUTHORITIES = (Level.SUB_ICB, Level.ICB, Level.REGION)


@dataclass(frozen=True)
class Shapes:
    """The outlines of some places, the authorities they are made of, and the names of those that are cut.

    `areas`: None where no place has an outline.
    """

    areas: FramedShapes | None = None
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    split: tuple[str, ...] = ()


@dataclass(frozen=True)
class DrawnPlaces:
    """A picture with what is said of it.

    `labels`: what stands beside the name of a place in the table; `off`: name and patients of who is not
    on the picture.
    """

    picture: Chart | None
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    detail: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    off: tuple[tuple[str, float], ...] = ()


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
    of_dots = level in (Level.PCN, Level.PRACTICE)
    drawn = (_dotted if of_dots else _outlined)(choice, level, outer, rows, called)
    verdict, ours = wording.map_verdict(measures_of(rows), here, called)
    explained = sources_of(choice.figures.receipt(metric.id, outer[0], outer[1], choice.period))
    patients = _patients(choice.figures, metric.collection, choice.period, outer)
    on_it = wording.on_the_map(patients, sum(size for _, size in drawn.off))
    explained["receipt"] = (*explained["receipt"], on_it)
    table, headings = ranked_table(rows, choice, "Place")
    if drawn.labels:
        labels = [drawn.labels.get(code, "") for code in table["area_code"]]
        table = table.with_columns(network=pl.Series(labels, dtype=pl.String))
        headings = {**headings, "network": "Network"}
    return Answer(
        question,
        choice.name,
        verdict,
        detail=(
            f"{metric.name}, {wording.month(choice.period)}. {wording.direction(metric)}",
            *filter(None, [ours, *drawn.detail]),
        ),
        picture=drawn.picture,
        table=AnswerTable(
            f"map-{metric.id}-{level}-{outer[1]}-{choice.period}",
            f"{metric.name}, {called} in {outer[2]}, {wording.month(choice.period)}",
            table,
            headings,
        ),
        cautions=(*filter(None, drawn.cautions), *partly_covered(rows, choice)),
        **explained,
    )


@cached_per_version
def _patients(figures: VersionMeasures, collection: str, period: str, outer: Area) -> float:
    units = figures.units(collection, period).frame
    return float(units.filter(units_inside(*outer[:2]))["registered"].sum())


def _dotted(
    choice: Choice, level: Level, outer: Area, rows: pl.DataFrame, called: str
) -> DrawnPlaces:
    """Practices as dots; squares where nobody knows where any is."""
    found = dotted_map(choice, level, outer, rows)
    if found.picture is None:
        return _tiled(choice, rows, called)
    return DrawnPlaces(
        found.picture,
        labels={} if outer[0] is Level.PCN else found.labels,
        cautions=(
            wording.dots_explained(level),
            wording.not_on_the_map(found.unplaced, "practices", "whose place no source says"),
            wording.not_on_the_map(found.without, "practices", "in none of these networks"),
        ),
        off=(*found.unplaced, *found.without),
    )


def _tiled(choice: Choice, rows: pl.DataFrame, called: str) -> DrawnPlaces:
    """A square for each place, where none has an outline."""
    if rows.is_empty():
        return DrawnPlaces(None)
    squares = FramedShapes(charts.tiles(rows["area_code"]))
    picture = charts.area_map(rows, choice.metric, squares, here=choice.code)
    return DrawnPlaces(picture, cautions=(wording.as_tiles(called),))


def _outlined(
    choice: Choice, level: Level, outer: Area, rows: pl.DataFrame, called: str
) -> DrawnPlaces:
    """Areas by their outlines."""
    here = choice.code if level is choice.level else None
    shapes = _shapes(
        choice.figures, choice.metric.collection, choice.period, level, rows["area_code"].to_list()
    )
    if shapes.areas is None:
        return _tiled(choice, rows, called)
    measures = {m.area_code: m for m in measures_of(rows)}
    beside = [measures[code] for code in _touching(shapes, here)]
    touching = wording.touching(measures[here], beside, called) if here in measures else ""
    off, noun = _off_the_map(
        choice.figures,
        choice.metric.collection,
        choice.period,
        level,
        outer,
        tuple(shapes.areas.rings),
    )
    return DrawnPlaces(
        charts.area_map(rows, choice.metric, shapes.areas, here=here),
        detail=(touching,),
        cautions=(
            wording.drawn_whole(shapes.split, called),
            wording.parts_drawn_whole([m.area_name for m in measures.values()], outer[2]),
            wording.not_on_the_map(off, noun, f"in no {level.label} that has an outline"),
        ),
        off=off,
    )


def map_choices(choice: Choice) -> list[str]:
    """What can be drawn of a place, as `Question.inside` names it; the first is drawn where nobody chose."""
    wanted = _first(choice)
    found = [level.value for level in choice.inside()]
    also = _ALSO.get(choice.level)
    if also and (also is not Level.PRACTICE or choice.metric.collection == "practice"):
        found.append(also.value)
    found += [BESIDE] if choice.above() else []
    return sorted(found, key=lambda inside: inside != wanted)


def _looked_at(choice: Choice, inside: str | None) -> tuple[Level, Area] | None:
    """Level of the places that are drawn, and the area around them; see `Question.inside`."""
    if inside and inside == _ALSO.get(choice.level) and inside in map_choices(choice):
        return Level(inside), (choice.level, choice.code, choice.name)
    return compared_with(choice, inside or _first(choice))


def _first(choice: Choice) -> str | None:
    """What is drawn where nobody chose; a place with one place inside is looked at among its neighbours."""
    wanted = _FIRST.get(choice.level)
    inner = choice.nearest_inside(wanted) if wanted != BESIDE else None
    alone = inner and choice.above() and choice.count_inside(inner) < 2
    return BESIDE if alone else wanted


@cached_per_version
def _shapes(
    figures: VersionMeasures, collection: str, period: str, level: Level, codes: Sequence[str]
) -> Shapes:
    """The outlines of places; those that have none are not in them."""
    authorities = charts.atlas()
    if level is Level.BOROUGH:
        parts = {code: (authority_code(code),) for code in codes}
        parts = {code: of for code, of in parts.items() if of[0] in authorities.chains}
        return _shapes_of(parts)
    if level not in _MADE_OF_AUTHORITIES:
        return Shapes()
    wanted = set(codes)
    shares = _shares(figures, collection, period, level)
    whole = declared().geography.drawn_whole_from_share
    parts = {
        code: tuple(at for at, (area, _, _) in shares.items() if area == code) for code in codes
    }
    split = [name for area, share, name in shares.values() if area in wanted and share < whole]
    return _shapes_of(parts, tuple(sorted(split)))


def _shapes_of(parts: Mapping[str, tuple[str, ...]], split: tuple[str, ...] = ()) -> Shapes:
    outlines = {code: charts.atlas().outline(of) for code, of in parts.items() if of}
    return Shapes(FramedShapes(outlines) if outlines else None, parts, split)


@cached_per_version
def _shares(
    figures: VersionMeasures, collection: str, period: str, level: Level
) -> dict[str, tuple[str, float, str]]:
    """Each authority → the area with most of its patients, their share there, and its name."""
    outer = f"{level}_code"
    units = figures.units(collection, period).frame
    sizes = (
        units.filter(~pl.col("invented"))
        .drop_nulls(["borough_code", outer])
        .group_by("borough_code", outer)
        .agg(pl.col("registered").sum(), pl.col("borough_name").first())
        .with_columns(share=pl.col("registered") / pl.col("registered").sum().over("borough_code"))
        .sort("share", outer, "borough_code", descending=[True, False, False])
        .unique("borough_code", keep="first", maintain_order=True)
    )
    columns = sizes.select("borough_code", outer, "share", "borough_name")
    return {
        authority_code(str(code)): (area, share, name)
        for code, area, share, name in columns.iter_rows()
    }


def _touching(shapes: Shapes, here: str | None) -> list[str]:
    """Codes of the places whose outline has a border in common with that of the marked one."""
    if here is None or here not in shapes.parts:
        return []
    authorities = charts.atlas()
    mine = authorities.borders(shapes.parts[here])
    others = {code: of for code, of in shapes.parts.items() if code != here}
    return [code for code, of in others.items() if mine & authorities.borders(of)]


@cached_per_version
def _off_the_map(
    figures: VersionMeasures,
    collection: str,
    period: str,
    level: Level,
    outer: Area,
    drawn: Sequence[str],
) -> tuple[tuple[tuple[str, float], ...], str]:
    """Who lies in the area and in no shape of the map: name and patients; and what they are."""
    units = figures.units(collection, period).frame.filter(units_inside(*outer[:2]))
    code = pl.col(f"{level}_code")
    missing = units.filter(code.is_null() | ~code.is_in(list(drawn)))
    named = missing.select(pl.coalesce("unit_name", "unit"), pl.col("registered").fill_null(0.0))
    return tuple(named.rows()), "practices" if collection == "practice" else "networks"
