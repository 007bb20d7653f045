"""Practices and networks of an area as dots on a map: who they are, where, and who cannot be placed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from wfcore import charts, wording
from wfcore.answers.choices import Area, Choice
from wfcore.charts import Chart, Dot, NumberedNetwork, Rings
from wfcore.declared.gazetteer import authority_code
from wfcore.geography import Level, display_name
from wfcore.measuring import units_inside

_SHOWN_WHOLE = (
    Level.BOROUGH,
    Level.SUB_ICB,
    Level.ICB,
)  # of smaller ones only where their practices are


@dataclass(frozen=True)
class DottedMap:
    """A map of practices.

    `picture`: None where nobody can be placed; `labels`: code of a practice or network → number and name
    of the network; name and patients of who is not on the map: `unplaced` for want of a position,
    `without` for want of a network.
    """

    picture: Chart | None
    labels: Mapping[str, str]
    unplaced: tuple[tuple[str, float], ...]
    without: tuple[tuple[str, float], ...]


def dotted_map(choice: Choice, level: Level, outer: Area, rows: pl.DataFrame) -> DottedMap:
    """The practices of an area, filled by their own figure or by that of their network.

    Args:
        choice: what is looked at.
        level: `practice` or `pcn`: whose figures fill the dots.
        outer: the area around them.
        rows: measures of that level in it.
    """
    units = _practices(choice, outer)
    known = units.select("pcn_name", "pcn_code").drop_nulls().unique().sort("pcn_name", "pcn_code")
    numbers = {code: at for at, code in enumerate(known["pcn_code"], 1)}
    names = {code: display_name(name) for name, code in known.iter_rows()}
    dots = _dots(choice, level, units, rows, numbers)
    figures = dict(rows.select("area_code", "value").iter_rows()) if level is Level.PCN else {}
    networks = [
        NumberedNetwork(at, names[code], wording.figure_shown(choice.metric, figures[code]))
        if code in figures
        else NumberedNetwork(at, names[code])
        for code, at in numbers.items()
    ]
    of_practice = dict(units.select("unit", "pcn_code").drop_nulls().iter_rows())
    labels = {code: f"{at} {names[code]}" for code, at in numbers.items()}
    labels |= {unit: labels[code] for unit, code in of_practice.items()}
    at = pl.col("unit").is_in(list(charts.positions()))
    inside = pl.col("unit" if level is Level.PRACTICE else "pcn_code")
    counted = inside.is_in(rows["area_code"].implode()).fill_null(value=False)
    unplaced, without = (
        tuple(units.filter(who).select("unit_name", pl.col("registered").fill_null(0.0)).rows())
        for who in (~at, at & ~counted)
    )
    whole = outer[0] in _SHOWN_WHOLE
    picture = None
    if dots:
        picture = charts.practice_map(dots, networks, choice.metric, _land(units), whole=whole)
    return DottedMap(picture, labels, unplaced, without)


def _practices(choice: Choice, outer: Area) -> pl.DataFrame:
    """The practices of an area in the month looked at, or in the nearest before it that names any."""
    figures = choice.figures
    months = figures.periods("practice")
    then = next((m for m in reversed(months) if m <= choice.period), months[0])
    return figures.units("practice", then).frame.filter(units_inside(*outer[:2]))


def _dots(
    choice: Choice,
    level: Level,
    units: pl.DataFrame,
    rows: pl.DataFrame,
    numbers: Mapping[str, int],
) -> list[Dot]:
    said = charts.say_figures(rows, choice.metric, "area_name")
    known = dict(zip(rows["area_code"], zip(rows["value"], said, strict=True), strict=True))
    at, dots = charts.positions(), list[Dot]()
    for unit in units.iter_rows(named=True):
        place = unit["unit"] if level is Level.PRACTICE else unit["pcn_code"]
        if unit["unit"] in at and place in known:
            dots.append(_dot(unit, place, known[place], at[unit["unit"]], numbers, choice))
    return dots


def _dot(
    unit: Mapping[str, Any],
    place: str,
    known: tuple[float | None, str],
    at: tuple[float, float],
    numbers: Mapping[str, int],
    choice: Choice,
) -> Dot:
    name = display_name(unit["unit_name"])
    value, said = known
    if place != unit["unit"]:
        said = f"{name}. Its network: {said}"
    patients = unit["registered"] or 0.0
    number = numbers.get(unit["pcn_code"] or "")
    return Dot(place, name, at, value, patients, said, number, place == choice.code)


def _land(units: pl.DataFrame) -> list[Rings]:
    """The authorities that practices lie in."""
    authorities = charts.atlas()
    codes = sorted({authority_code(code) for code in units["borough_code"].drop_nulls()})
    return [authorities.outline([code]) for code in codes if code in authorities.chains]
