"""What places aim at, as a version has it: a table that analysts publish."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import polars as pl

from wfcore.declared import declared
from wfcore.geography import ENGLAND_CODE, Level, area_code_at
from wfcore.measuring import VersionMeasures, as_level, cached_per_version
from wfcore.seeding import shipped_tables
from wfcore.store import Version
from wfcore.tables import conform

_KIND = "targets"


@dataclass(frozen=True)
class Place:
    """A place that an aim is set for."""

    level: Level
    code: str
    name: str


@dataclass(frozen=True)
class Target:
    """What somebody aspires to, and where that is written.

    `metric` is None where nothing is counted; `measure` what the list calls it. `value` is in `unit`,
    the metric's own; `as_printed` how it was written where it was converted. `by` is `YYYY-MM` or `YYYY`.
    `edition` is the table it stands in, and `row` where.
    """

    metric: str | None
    measure: str
    value: float
    unit: str
    as_printed: str | None
    better: Literal["higher", "lower"]
    by: str | None
    place: Place
    set_by: str
    source: str
    why: str
    note: str
    edition: str
    row: int

    @property
    def id(self) -> str:
        """What tells it from every other of a version."""
        return f"{self.edition}/{self.row}"

    @property
    def invented(self) -> bool:
        """Whether it is part of the demonstration."""
        return declared().sources[self.edition.partition(".")[0]].invented


@cached_per_version
def published_targets(figures: VersionMeasures) -> tuple[Target, ...]:
    """Every aim of a version, the ones to reach first at the front.

    A version published before there was a table of aims is read with its first edition, which is
    what the notebook said at the time.
    """
    found = list(targets_in(aims_table(figures.version)))
    return tuple(sorted(found, key=lambda one: one.by or "9"))


def aims_table(version: Version) -> pl.DataFrame:
    """The rows of `targets` of a version; of a source that it has no table of, those that are shipped."""
    published = set(version.editions(_KIND)["source"])
    shipped = _first_edition().filter(~pl.col("source").is_in(published))
    return pl.concat([version.table(_KIND), shipped])


@cache
def _first_edition() -> pl.DataFrame:
    return pl.concat([conform(table, _KIND) for table in shipped_tables(_KIND)])


def targets_in(table: pl.DataFrame) -> Iterator[Target]:
    """The aims of a table of them; a row that names no place, or holds no figure, is none."""
    for row in table.iter_rows(named=True):
        if row["place_level"] and row["place_code"] and row["value"] is not None:
            yield Target(
                metric=row["metric"],
                measure=row["metric_printed"],
                value=row["value"],
                unit=row["unit"] or "",
                as_printed=row["as_printed"],
                better=row["better"],
                by=row["due"],
                place=Place(
                    Level(row["place_level"]),
                    row["place_code"],
                    row["place_name"] or row["place_code"],
                ),
                set_by=row["set_by"] or "somebody who is not named",
                source=row["written_in"] or "nobody said where it is written",
                why=row["why"] or "",
                note=row["note"] or "",
                edition=f"{row['source']}.standing",
                row=row["row"],
            )


def targets_of(figures: VersionMeasures, metric: str) -> list[Target]:
    """Aims set in this metric."""
    return [target for target in published_targets(figures) if target.metric == metric]


def targeted_metrics(figures: VersionMeasures) -> list[str]:
    """Metrics that some aim is set in, in the order of the definitions."""
    there = {target.metric for target in published_targets(figures)}
    return [metric for metric in declared().metrics if metric in there]


@dataclass(frozen=True)
class AimHere:
    """An aim that was set for a place or for one around it.

    `is_own`: whether it was set for this very place; `yields_to`: the place whose own aim in the same
    metric holds instead, None where this one holds.
    """

    target: Target
    is_own: bool
    yields_to: Place | None


def aims_here(
    figures: VersionMeasures,
    level: Level | str,
    code: str,
    period: str,
    collection: str = "practice",
) -> list[AimHere]:
    """The aims of a place and of those around it, the nearest first.

    The aim of the smallest place around it holds, and those of larger ones yield to it.
    """
    here = _by_place(figures, collection, as_level(level), period).get(code, [])
    nearest: dict[str, Place] = {}
    for target in here:
        nearest.setdefault(target.metric or target.measure, target.place)
    return [
        AimHere(
            target,
            target.place.level is as_level(level),
            None if target.place.level is holds.level else holds,
        )
        for target in here
        for holds in [nearest[target.metric or target.measure]]
    ]


def aims_in_force(
    figures: VersionMeasures, metric: str, level: Level | str, code: str, period: str
) -> list[Target]:
    """The aims that hold for a place in a metric, those to reach first at the front."""
    here = aims_here(figures, level, code, period, declared().metric(metric).collection)
    return [a.target for a in here if a.target.metric == metric and a.yields_to is None]


@cached_per_version
def places_of(
    figures: VersionMeasures, target: Target, level: Level, period: str
) -> frozenset[str]:
    """Codes of the places of a level for which an aim holds.

    Args:
        figures: the version.
        target: set in a metric.
        level: of the places.
        period: `YYYY-MM`, a month of the metric's collection.
    """
    collection = declared().metric(str(target.metric)).collection
    codes = _by_place(figures, collection, level, period)
    return frozenset(
        code
        for code in codes
        if target in aims_in_force(figures, str(target.metric), level, code, period)
    )


@cached_per_version
def _by_place(
    figures: VersionMeasures, collection: str, level: Level, period: str
) -> dict[str, list[Target]]:
    """Code of a place → every aim set for it and around it, those of the smallest place first."""
    frame = figures.units(collection, period).frame
    found: dict[str, list[Target]] = {}
    for target in sorted(
        published_targets(figures), key=lambda one: list(Level).index(one.place.level)
    ):
        for code in _codes(frame, level, target.place):
            found.setdefault(code, []).append(target)
    return found


def _codes(frame: pl.DataFrame, level: Level, place: Place) -> list[str]:
    """Areas of a level that lie in a place; nobody sets aims for practices but by their name."""
    if level is Level.PRACTICE:
        return [place.code] if place.level is level else []
    if level is Level.ENGLAND:
        return [ENGLAND_CODE] if place.level is Level.ENGLAND else []
    if place.level is not level and place.level not in level.above:
        return []
    is_there = area_code_at(place.level) == place.code
    if place.level is Level.BOROUGH:  # a look-up of an analyst may know no codes
        is_there |= pl.col("borough_name") == place.name
    here = frame.filter(is_there)
    return here.select(area_code_at(level)).to_series().drop_nulls().unique().to_list()
