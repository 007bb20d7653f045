"""Which practices and networks teach, which could, and which do not."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from wfcore.declared import Quantity
from wfcore.geography import Level, display_name
from wfcore.measuring import VersionMeasures, cached_per_version, is_suppressed, units_inside
from wfcore.measuring.arrays import Truths
from wfcore.measuring.disclosure import Count
from wfcore.measuring.local_rows import LocalRows, rows_at, rows_brought, rows_inside
from wfcore.pipeline.names import group_name

Teaches = Literal["teaches", "could", "does not", "not said"]
_KIND = "supervision"
_LEAST_FTE = 0.005  # less is a rounding of all GPs less those fully qualified
_MAPPED = (Level.PCN, Level.PRACTICE)


@dataclass(frozen=True)
class TaughtGroup:
    """Educators, places and learners of one profession in a place; `capacity` and `rooms` count no people."""

    group: str
    name: str
    educators: Count
    capacity: float | None
    learners: Count
    aged_55: Count
    rooms: float | None

    @property
    def share_55(self) -> float | None:
        """Of the educators of whom somebody said it, the share aged 55 or older: 0 to 1."""
        if self.aged_55.value is None or not self.educators.value or self.aged_55.silent:
            return None
        return self.aged_55.value / self.educators.value

    @property
    def free(self) -> float | None:
        """Places for learners that nobody has; below 0 where more are there than places."""
        if self.capacity is None or self.learners.value is None or self.learners.silent:
            return None
        return self.capacity - self.learners.value


@dataclass(frozen=True)
class TeachingPlace:
    """A network or practice, and whether it teaches anybody."""

    level: Level
    code: str
    name: str
    status: Teaches
    groups: tuple[TaughtGroup, ...]


@dataclass(frozen=True)
class PracticesNow:
    """Practices with GP trainees in the month of the file: `teaching` of `told`, `fte` of their trainees.

    `hidden`: practices with too few people to say; `names` of those that have trainees, most of them first.
    """

    teaching: int
    told: int
    hidden: int
    fte: float
    names: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True)
class Teaching:
    """Who teaches in a place: its networks or practices one by one, and each profession together.

    `expected`: how many places of that level there are; those without a row said nothing.
    """

    places: tuple[TeachingPlace, ...]
    groups: tuple[TaughtGroup, ...]
    level: Level
    expected: int

    def with_status(self, status: Teaches) -> tuple[TeachingPlace, ...]:
        """The places of one kind."""
        return tuple(place for place in self.places if place.status == status)

    @property
    def silent(self) -> int:
        """Places that said nothing: without a row, or with blank cells alone."""
        return max(self.expected, len(self.places)) - sum(
            place.status != "not said" for place in self.places
        )


@cached_per_version
def teaching(figures: VersionMeasures, level: Level, code: str, period: str) -> Teaching | None:
    """Who teaches in a place; None where nobody brought it.

    Args:
        figures: the data.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`, for how many places there are.
    """
    rows = rows_brought(figures, _KIND)
    found = rows_inside(figures, rows, level, code, period)
    if found is None:
        return None
    mapped = found.level
    inside = found.inside
    if found.is_own and level not in _MAPPED:
        inner = [(at, rows_at(figures, rows, (level, code), at, period)) for at in _MAPPED]
        mapped, inside = next(
            ((at, rows_in) for at, rows_in in inner if rows_in.any()), (level, inside)
        )
    codes = rows.frame.filter(pl.Series(inside))["place_code"].unique(maintain_order=True)
    places = [_place(rows, inside & rows.where(place_code=one), mapped) for one in codes]
    return Teaching(
        tuple(sorted(places, key=lambda place: place.name)),
        _groups(rows, found.inside),
        mapped,
        _expected(figures, level, code, mapped, period),
    )


def _place(rows: LocalRows, inside: Truths, level: Level) -> TeachingPlace:
    frame = rows.frame.filter(pl.Series(inside))
    code = str(frame["place_code"][0])
    groups = _groups(rows, inside)
    return TeachingPlace(
        level, code, display_name(frame["place_name"][0] or code), _status(frame), groups
    )


def _status(frame: pl.DataFrame) -> Teaches:
    """By what is there at all: how many people there are is no part of it."""
    if (frame["taught"] > 0).any():
        return "teaches"
    if (frame["capacity"] > 0).any() or (frame["educators"] > 0).any():
        return "could"
    told = frame.select(pl.max_horizontal("taught", "capacity", "educators").is_not_null().any())
    return "does not" if told.item() else "not said"


def _groups(rows: LocalRows, inside: Truths) -> tuple[TaughtGroup, ...]:
    frame = rows.frame.filter(pl.Series(inside))
    found: list[TaughtGroup] = []
    named = frame.select("group", "group_printed").unique("group", maintain_order=True)
    for group, printed in named.iter_rows():
        mine = inside & rows.where(group=group)
        there = rows.frame.filter(pl.Series(mine))
        found.append(
            TaughtGroup(
                group,
                group_name(group, printed),
                rows.count("educators", mine),
                _sum(there["capacity"]),
                rows.count("taught", mine),
                rows.count("aged_55", mine & _there_is(rows, "educators")),
                _sum(there["rooms"]),
            )
        )
    return tuple(found)


def _there_is(rows: LocalRows, column: str) -> Truths:
    """The rows that say something in a column."""
    return rows.frame[column].is_not_null().to_numpy()


def _sum(column: pl.Series) -> float | None:
    return float(column.sum()) if column.count() else None


def _expected(figures: VersionMeasures, level: Level, code: str, mapped: Level, period: str) -> int:
    """How many places of a level lie in a place."""
    if mapped not in _MAPPED or not figures.periods("practice"):
        return 0
    frame = figures.units("practice", period).frame.filter(units_inside(level, code))
    return frame["unit" if mapped is Level.PRACTICE else "pcn_code"].drop_nulls().n_unique()


@cached_per_version
def practices_now(
    figures: VersionMeasures, level: Level, code: str, period: str
) -> PracticesNow | None:
    """Practices with GP trainees by the practice file: all GPs less those fully qualified; None where it does not say.

    Args:
        figures: the data.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`.
    """
    frame = _trainees(figures, period).filter(units_inside(level, code))
    told = frame.drop_nulls("trainees")
    if told.is_empty():
        return None
    shown = told.filter(~pl.col("few"))
    teach = shown.filter(pl.col("trainees") > _LEAST_FTE).sort(
        "trainees", "unit", descending=[True, False]
    )
    named = teach.select("unit", "unit_name", "trainees").iter_rows()
    return PracticesNow(
        teach.height,
        shown.height,
        told.height - shown.height,
        round(float(teach["trainees"].sum()), 6),
        tuple((unit, display_name(name or unit), float(fte)) for unit, name, fte in named),
    )


@cached_per_version
def _trainees(figures: VersionMeasures, period: str) -> pl.DataFrame:
    every = Quantity(staff_group="gp")
    wanted = {"gps": every, "qualified": every.but(definition="excl_trainees")}
    frame = figures.quantities("practice", period, wanted).filter("in_file")
    few = is_suppressed("gps", frame) | is_suppressed("qualified", frame)
    return frame.with_columns(trainees=pl.col("gps") - pl.col("qualified"), few=few)
