"""The places that can be chosen, and on which of them a list opens."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from wfcore.declared import Metric
from wfcore.errors import UnknownName
from wfcore.geography import Level, PracticeGroup, area_code_at
from wfcore.measuring import (
    VersionMeasures,
    cached_per_version,
    opening_place,
    published_groups,
    units_inside,
    with_group,
)

_FEW = 3  # boards whose places are still a list to look through
_MANY = (Level.BOROUGH, Level.PCN, Level.PRACTICE)  # of all England too many for a list


@dataclass(frozen=True)
class PlaceLists:
    """The places of some months, the newest first, for which there are figures of a metric."""

    figures: VersionMeasures
    metric: Metric
    months: tuple[str, ...]

    def areas(self, level: Level, inside: str | None = None) -> pl.DataFrame:
        """Areas of a level, each in the newest month that has it; of one larger area or of all.

        Raises:
            UnknownName: there is no such larger area in some month.
        """
        areas = self.figures.areas_of_any(self.metric.collection, self.months, level)
        if level is Level.GROUP:
            return self._with_published_groups(areas)
        if inside is None:
            return areas
        size = "registered_patients" if self.metric.collection == "practice" else "pcn_staff_fte"
        periods = list(reversed(self.months))
        there = self.figures.trend([size], level, periods=periods, within=inside)
        return areas.filter(pl.col("area_code").is_in(there["area_code"].implode()))

    def boards_near(self, place: str | None) -> list[str]:
        """The integrated care boards that a place lies in or has in it, if few; else of where lists open.

        None at all where that lies in none: then the lists offer everything.
        """
        for near in (place, opening_place(self.figures).place):
            boards = self._codes_near(Level.ICB, near) if near else []
            if near and len(boards) <= _FEW and self._knows(near):
                return boards
        return []

    def around(self, level: Level, place: str | None) -> pl.DataFrame:
        """Areas of a level that the lists offer: small ones of the boards near a place, larger ones of all."""
        areas, boards = self.areas(level), self.boards_near(place)
        if not boards or level not in _MANY:
            return areas
        return _areas_near(self.figures, self.metric.collection, self.months, level, boards)

    def _knows(self, place: str) -> bool:
        return any(self._seen(place, month) for month in self.months)

    def _seen(self, place: str, month: str) -> tuple[Level, str, str] | None:
        try:
            return self.figures.find(place, self.metric.collection, month)
        except UnknownName:
            return None

    def _with_published_groups(self, areas: pl.DataFrame) -> pl.DataFrame:
        """The group that is looked at, and those that are published."""
        named = [
            (self.months[0], group.code, group.name, "")
            for group in published_groups(self.figures)
            if group.code not in areas["area_code"].to_list() and self._has_staff(group)
        ]
        more = pl.DataFrame(named, schema=areas.schema, orient="row")
        return pl.concat([areas, more]).sort("area_name")

    def _has_staff(self, group: PracticeGroup) -> bool:
        """Whether a group has figures of the collection: of networks' staff, if it has one whole."""
        if self.metric.collection == "practice":
            return True
        with contextlib.suppress(UnknownName):
            found = with_group(self.figures, group.code)
            return bool(found.periods_of("pcn", Level.GROUP, group.code))
        return False

    def home_borough(self, place: str | None) -> str:
        """The borough to narrow long lists by: that of the place or in it; `all` without any."""
        boroughs = self.areas(Level.BOROUGH)
        return self.first(Level.BOROUGH, boroughs, place) if boroughs.height else "all"

    def first(self, level: Level, areas: pl.DataFrame, place: str | None) -> str:
        """The area that a list opens on.

        Of those that hold the place looked at, or lie in it, or else of all; the one that the notebook
        opens on goes before others, and what is invented goes last.
        """
        if level is Level.GROUP:
            return str(areas["area_code"][0])
        home = opening_place(self.figures).place
        real = areas.filter(~pl.col("flags").str.contains("invented"))
        near = real.filter(pl.col("area_code").is_in(self._codes_near(level, place or home)))
        choice = next(each for each in (near, real, areas) if each.height)
        named = choice.filter(pl.any_horizontal(pl.col("area_code", "area_name") == home))
        return str((named if named.height else choice)["area_code"][0])

    def _codes_near(self, level: Level, place: str) -> list[str]:
        """Areas that hold a place or lie in it, in the newest month that has it."""
        for month in self.months:
            if seen := self._seen(place, month):
                return _codes_in(self.figures, self.metric.collection, month, level, *seen[:2])
        return []

    def last_months(self, level: Level) -> dict[str, str]:
        """The last month of each place that the newest figures do not have; of none that is invented."""
        return _last_months(self.figures, self.metric.collection, self.months, level)


@cached_per_version
def _last_months(
    figures: VersionMeasures, collection: str, months: tuple[str, ...], level: Level
) -> dict[str, str]:
    areas, newest = figures.areas_of_any(collection, months, level), figures.newest(collection)
    gone = areas.filter(pl.col("period") != newest, ~pl.col("flags").str.contains("invented"))
    return dict(gone.select("area_code", "period").iter_rows())


@cached_per_version
def _areas_near(
    figures: VersionMeasures,
    collection: str,
    months: tuple[str, ...],
    level: Level,
    boards: Sequence[str],
) -> pl.DataFrame:
    """Areas of a level that lie in some integrated care boards, in any of some months."""
    near = {
        code
        for month in months
        for board in boards
        for code in _codes_in(figures, collection, month, level, Level.ICB, board)
    }
    areas = figures.areas_of_any(collection, months, level)
    return areas.filter(pl.col("area_code").is_in(list(near)))


@cached_per_version
def _codes_in(
    figures: VersionMeasures, collection: str, month: str, level: Level, outer: Level, place: str
) -> list[str]:
    """Codes of the areas of a level that lie in a place or hold it, in a month."""
    here = figures.units(collection, month).frame.filter(units_inside(outer, place))
    return here.select(area_code_at(level)).to_series().drop_nulls().unique().to_list()
