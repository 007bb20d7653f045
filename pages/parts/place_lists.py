"""The places that can be chosen, and on which of them a list opens."""

from dataclasses import dataclass

import polars as pl

from wfcore.declared import Metric, declared
from wfcore.errors import UnknownName
from wfcore.geography import Level, area_code_at
from wfcore.measuring import VersionMeasures, cached_per_version, units_inside


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
        if inside is None:
            return areas
        size = "registered_patients" if self.metric.collection == "practice" else "pcn_staff_fte"
        periods = list(reversed(self.months))
        there = self.figures.trend([size], level, periods=periods, within=inside)
        return areas.filter(pl.col("area_code").is_in(there["area_code"].implode()))

    def home_borough(self, place: str | None) -> str:
        """The borough to narrow long lists by: that of the place or in it; `all` without any."""
        boroughs = self.areas(Level.BOROUGH)
        return self.first(Level.BOROUGH, boroughs, place) if boroughs.height else "all"

    def first(self, level: Level, areas: pl.DataFrame, place: str | None) -> str:
        """The area that a list opens on.

        Of those that hold the place looked at, or lie in it, or else of all; the one that the notebook
        opens on goes before others, and what is invented goes last.
        """
        opens_on = declared().rules.opens_on.name
        real = areas.filter(~pl.col("flags").str.contains("invented"))
        near = real.filter(pl.col("area_code").is_in(self._codes_near(level, place or opens_on)))
        choice = next(each for each in (near, real, areas) if each.height)
        home = choice.filter(pl.col("area_name") == opens_on)
        return str((home if home.height else choice)["area_code"][0])

    def _codes_near(self, level: Level, place: str) -> list[str]:
        collection, newest = self.metric.collection, self.months[0]
        try:
            here, code, _ = self.figures.find(place, collection, newest)
        except UnknownName:
            return []
        inside = self.figures.units(collection, newest).frame.filter(units_inside(here, code))
        return inside.select(area_code_at(level)).to_series().drop_nulls().unique().to_list()

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
