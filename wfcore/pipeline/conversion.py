"""Of those who qualified, how many stayed, and how far apart that could be."""

from dataclasses import dataclass

import polars as pl

from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures, cached_per_version
from wfcore.measuring.disclosure import Count
from wfcore.measuring.local_rows import rows_brought, rows_inside

_KIND = "stayed"


@dataclass(frozen=True)
class Cohort:
    """Those who qualified in one year; `stayed` in the place, `in_icb` in its ICB, the place included."""

    cohort: str
    qualified: Count
    stayed: Count
    in_icb: Count
    unknown: Count


@dataclass(frozen=True)
class Conversion:
    """What became of those who qualified in a place, all cohorts together and one by one.

    Of cohorts that do not say who stayed, nobody counts; `places` had rows, of `level`.
    """

    group: str
    level: Level
    is_own: bool
    places: int
    cohorts: tuple[Cohort, ...]
    qualified: Count
    stayed: Count
    unknown: Count

    @property
    def known(self) -> float | None:
        """Those who qualified and of whom somebody knows where they are."""
        if self.qualified.value is None or self.unknown.hidden:
            return None
        return self.qualified.value - (self.unknown.value or 0.0)

    @property
    def share(self) -> float | None:
        """Of those of whom somebody knows, the share who stayed: 0 to 1; None below five people."""
        few = declared().rules.disclosure.personal_base
        known = self.known
        if self.stayed.value is None or known is None or known < few:
            return None
        return self.stayed.value / known

    @property
    def range(self) -> tuple[float, float] | None:
        """The share if nobody of those not known stayed, and if all did; None where nothing is open."""
        if self.share is None or not self.unknown.value or self.qualified.value is None:
            return None
        stayed = self.stayed.value or 0.0
        whole = self.qualified.value
        return stayed / whole, (stayed + self.unknown.value) / whole

    @property
    def one_person(self) -> float | None:
        """How far one person more or less moves the share: 0 to 1."""
        return 1 / self.known if self.known else None


@cached_per_version
def conversion(
    figures: VersionMeasures, level: Level, code: str, period: str, group: str = "gp"
) -> Conversion | None:
    """Who stayed of a group that qualified in a place; None where no row is about them.

    Args:
        figures: the data.
        level: of the place; of an ICB and what is larger, who stayed in the ICB stayed.
        code: of the place.
        period: `YYYY-MM`, for which practices a group of practices holds.
        group: as the definitions name it.
    """
    every = rows_brought(figures, _KIND)
    rows = every.only(every.where(group=group))
    found = rows_inside(figures, rows, level, code, period)
    if found is None:
        return None
    frame = rows.frame
    large = level in (Level.ICB, Level.REGION, Level.ENGLAND)
    of_icb = large and frame.filter(pl.Series(found.inside))["stayed_icb"].count() > 0
    column = "stayed_icb" if of_icb else "stayed_here"
    cohorts = tuple(
        Cohort(
            cohort,
            *(
                rows.count(name, found.inside & rows.where(cohort=cohort))
                for name in ("qualified", column, "stayed_icb", "unknown")
            ),
        )
        for cohort in sorted(frame.filter(pl.Series(found.inside))["cohort"].drop_nulls().unique())
    )
    told = frame.select(pl.all_horizontal(pl.col("qualified", column).is_not_null())).to_series()
    said = found.inside & told.to_numpy()
    return Conversion(
        group,
        found.level,
        found.is_own,
        int(frame.filter(pl.Series(found.inside))["place_code"].n_unique()),
        cohorts,
        *(rows.count(name, said) for name in ("qualified", column, "unknown")),
    )
