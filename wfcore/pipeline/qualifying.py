"""How many learners of a group are in training and qualify, year by year, with the years that nobody printed."""

from dataclasses import dataclass

import polars as pl

from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version
from wfcore.measuring.arrays import Truths
from wfcore.measuring.disclosure import Count
from wfcore.measuring.local_rows import LocalRows, rows_brought, rows_inside
from wfcore.months import FinancialYear
from wfcore.pipeline.names import group_name

_KIND = "learners"
_MOST_YEARS = 30  # between the first and the last year


@dataclass(frozen=True)
class YearOfLearners:
    """Learners of one year; `routes` in training by the words of the file. A year that nobody printed counts nobody."""

    year: str
    in_training: Count
    qualify: Count
    routes: tuple[tuple[str, Count], ...] = ()


@dataclass(frozen=True)
class Qualifying:
    """Learners of one group in a place, from the first to the last year that is printed.

    `level` is that of the rows: of the place itself, or of what lies inside it, `places` of them.
    """

    group: str
    name: str
    level: Level
    is_own: bool
    places: int
    years: tuple[YearOfLearners, ...]
    total: Count

    @property
    def missing(self) -> tuple[str, ...]:
        """Years of which nobody says who qualifies, between the first and the last that are printed."""
        return tuple(one.year for one in self.years if not one.qualify.is_known)

    @property
    def printed(self) -> tuple[YearOfLearners, ...]:
        """Years of which somebody says who qualifies, be it shown or not."""
        return tuple(one for one in self.years if one.qualify.is_known)

    @property
    def a_year(self) -> float | None:
        """How many qualify in the average year that is printed; None where none is, or one is hidden."""
        return None if self.total.value is None else self.total.value / len(self.printed)

    @property
    def trained(self) -> tuple[YearOfLearners, ...]:
        """Years of which the number in training is shown."""
        return tuple(one for one in self.years if one.in_training.value is not None)

    @property
    def growth(self) -> float | None:
        """Those in training in the last year for each of the first: 1 is no change."""
        if len(self.trained) < 2 or not self.trained[0].in_training.value:
            return None
        return (self.trained[-1].in_training.value or 0.0) / self.trained[0].in_training.value


@cached_per_version
def groups_of_learners(
    figures: VersionMeasures, level: Level, code: str, period: str
) -> tuple[str, ...]:
    """The groups that a place has learners of, GP trainees first, then those with most rows.

    Args:
        figures: the data.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`, for which practices a group of practices holds.
    """
    rows = rows_brought(figures, _KIND)
    there = rows.frame.group_by("group", maintain_order=True).len().sort("len", descending=True)
    ordered = sorted(there["group"].to_list(), key=lambda group: group != "gp")
    return tuple(g for g in ordered if qualifying(figures, level, code, period, g) is not None)


@cached_per_version
def qualifying(
    figures: VersionMeasures, level: Level, code: str, period: str, group: str = "gp"
) -> Qualifying | None:
    """Learners of a group in a place; None where no row is about them.

    Args:
        figures: the data.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`, for which practices a group of practices holds.
        group: as the definitions name it, else as it was printed, in small letters.
    """
    every = rows_brought(figures, _KIND)
    kept = every.where(group=group)
    rows = every.only(kept)
    found = rows_inside(figures, rows, level, code, period)
    if found is None:
        return None
    frame = rows.frame.filter(pl.Series(found.inside))
    known = frame["of_year"].drop_nulls().unique().to_list()
    years = tuple(_year(rows, found.inside, year) for year in _all_years(known))
    printed = [one.year for one in years if one.qualify.is_known]
    inside = found.inside & rows.frame["of_year"].is_in(printed).fill_null(value=False).to_numpy()
    return Qualifying(
        group,
        group_name(group, frame["group_printed"][0]),
        found.level,
        found.is_own,
        frame["place_code"].n_unique(),
        years,
        rows.count("qualify", inside),
    )


def _year(rows: LocalRows, inside: Truths, year: str) -> YearOfLearners:
    mine = inside & rows.where(of_year=year)
    routes = rows.frame.filter(pl.Series(mine))["route"].drop_nulls().unique(maintain_order=True)
    return YearOfLearners(
        year,
        rows.count("in_training", mine),
        rows.count("qualify", mine),
        tuple((r, rows.count("in_training", mine & rows.where(route=r))) for r in routes),
    )


def _all_years(known: list[str]) -> list[str]:
    """The years that are printed, and those between them that are not."""
    ordered = sorted(known)
    if not ordered or any("/" not in year for year in ordered):
        return ordered
    first, last = FinancialYear(ordered[0]), FinancialYear(ordered[-1])
    every = [first]
    while every[-1] != last and len(every) < _MOST_YEARS:
        every.append(every[-1].plus(1))
    return [str(year) for year in every] if every[-1] == last else ordered
