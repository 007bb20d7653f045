"""Rows of tables about places that an analyst brings, each with the areas around, and which of them make a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wfcore.declared import declared
from wfcore.geography import AREA_LEVELS, Level
from wfcore.measuring.arrays import Truths
from wfcore.measuring.disclosure import Count, PooledCounts, nested_scopes, pooled_counts
from wfcore.measuring.measures import units_inside
from wfcore.measuring.version_cache import cached_per_version
from wfcore.measuring.version_measures import VersionMeasures
from wfcore.tables import conform

# Where a place has no row of its own, it is what lies inside it: of one level alone, the widest.
_INSIDE = (Level.REGION, Level.ICB, Level.SUB_ICB, Level.BOROUGH, Level.PCN, Level.PRACTICE)
_AREAS = [f"{level}_code" for level in AREA_LEVELS]


@dataclass(frozen=True)
class LocalTable:
    """What a table is about: the column of its known `group`, that of the group as `printed`, and its people.

    `people`: each column that counts people, and the columns that tell rows of one place and group apart.
    """

    group: str
    printed: str
    people: Mapping[str, tuple[str, ...]]


LOCAL_TABLES: dict[str, LocalTable] = {
    "learners": LocalTable(
        "learners", "group_printed", dict.fromkeys(("in_training", "qualify"), ("of_year",))
    ),
    "supervision": LocalTable(
        "learners", "group_printed", dict.fromkeys(("educators", "taught", "aged_55"), ())
    ),
    "stayed": LocalTable(
        "learners",
        "group_printed",
        dict.fromkeys(("qualified", "stayed_here", "stayed_icb", "unknown"), ("cohort",)),
    ),
    "programme_posts": LocalTable("programme", "programme_printed", {"filled": ("of_year",)}),
}


@dataclass(frozen=True)
class LocalRows:
    """Rows of one table and the pools of each of its counts of people.

    `frame`: the table's columns, `group` (the known name, else as printed) and the codes of the
    areas around each place; `pools` by column. Only rows of places that are known.
    """

    frame: pl.DataFrame
    pools: dict[str, PooledCounts]

    def count(self, column: str, inside: Truths) -> Count:
        """The sum of a column of people over some rows, hidden where too few are behind it."""
        return self.pools[column].total(inside)

    def only(self, kept: Truths) -> "LocalRows":
        """Some of the rows, each in the pool that it has among all."""
        pools = {
            name: PooledCounts(one.values[kept], one.pool[kept], one.size[kept])
            for name, one in self.pools.items()
        }
        return LocalRows(self.frame.filter(pl.Series(kept)), pools)

    def where(self, **wanted: str | None) -> Truths:
        """The rows in which columns have these values; None stands for a blank."""
        found = np.ones(self.frame.height, dtype=np.bool_)
        for column, value in wanted.items():
            found &= _is(self.frame, column, value)
        return found


@dataclass(frozen=True)
class PlaceRows:
    """Which rows make a place: `level` of their places; `is_own` where they are about the place itself."""

    inside: Truths
    level: Level
    is_own: bool


@cached_per_version
def rows_brought(figures: VersionMeasures, kind: str) -> LocalRows:
    """The rows of one of `LOCAL_TABLES` whose places are known."""
    about = LOCAL_TABLES[kind]
    table = conform(figures.version.table(kind), kind).drop_nulls(["place_level", "place_code"])
    frame = table.with_columns(
        group=pl.coalesce(about.group, about.printed, pl.lit("")).str.to_lowercase(),
        invented=pl.col("source").is_in([s.id for s in declared().sources.values() if s.invented]),
    ).join(_homes(figures), on=["place_level", "place_code"], how="left", maintain_order="left")
    pools = {name: _pools(frame, name, tells) for name, tells in about.people.items()}
    return LocalRows(frame, pools)


def _pools(frame: pl.DataFrame, column: str, tells: Sequence[str]) -> PooledCounts:
    """Small numbers stay with rows of the same group and year: of the same place, then of its neighbours."""
    kinds = pl.concat_str("place_level", "group", *tells, separator="\n", ignore_nulls=True)
    keys = [frame[name] for name in ("place_code", *_AREAS)] + [frame.select(kinds).to_series()]
    scopes = nested_scopes(keys)[:-1]  # never with those of another group or year
    return pooled_counts(frame[column].to_numpy(), scopes)


@cached_per_version
def _homes(figures: VersionMeasures) -> pl.DataFrame:
    """`place_level, place_code` and the areas around, as most practices of the place lie in a source's newest month.

    One map for every question, so that pools of small numbers are the same in each.
    """
    then = figures.on_map("then")
    periods = _newest_of_each(then)
    columns = ["unit", *_AREAS]
    if not periods:
        return pl.DataFrame(schema=dict.fromkeys(["place_level", "place_code", *_AREAS], pl.String))
    units = pl.concat(then.units("practice", month).frame.select(columns) for month in periods)
    units = units.unique("unit", keep="first", maintain_order=True)
    found = [
        units.select(
            pl.lit(Level.PRACTICE.value).alias("place_level"),
            pl.col("unit").alias("place_code"),
            *_AREAS,
        )
    ]
    for level in _INSIDE[:-1]:
        code = f"{level}_code"
        outer = [pl.col(c).drop_nulls().mode().sort().first() if Level(c.removesuffix("_code")) in level.above
                 else pl.lit(None, dtype=pl.String).alias(c) for c in _AREAS if c != code]  # fmt: skip
        areas = units.drop_nulls(code).group_by(code).agg(outer).with_columns(
            place_level=pl.lit(level.value), place_code=pl.col(code)
        )  # fmt: skip
        found.append(areas.select("place_level", "place_code", *_AREAS))
    return pl.concat(found)


def _newest_of_each(figures: VersionMeasures) -> list[str]:
    """The newest month of each source of practice staff, the newest first: a demonstration may end earlier."""
    practice = [
        source.id for source in declared().sources.values() if source.collection == "practice"
    ]
    there = figures.version.editions("staff_total").filter(pl.col("source").is_in(practice))
    newest = there.group_by("source").agg(pl.col("period").max())["period"]
    return newest.unique().sort(descending=True).to_list()


def rows_inside(
    figures: VersionMeasures, rows: LocalRows, level: Level, code: str, period: str
) -> PlaceRows | None:
    """The rows that make a place: its own, else those of the widest level inside it; None where there are none.

    Args:
        figures: the data.
        rows: of one table, or a part of it.
        level: of the place.
        code: of the place.
        period: `YYYY-MM`, for which practices a group holds.
    """
    own = (
        (rows.frame["place_level"] == level.value) & (rows.frame["place_code"] == code)
    ).to_numpy()
    if own.any():
        return PlaceRows(own, level, is_own=True)
    # Parts of a region or of England are no figure of it: who brought none said nothing.
    for smaller in () if level in (Level.REGION, Level.ENGLAND) else _INSIDE:
        inside = rows_at(figures, rows, (level, code), smaller, period)
        if inside.any():
            return PlaceRows(inside, smaller, is_own=False)
    return None


def rows_at(
    figures: VersionMeasures,
    rows: LocalRows,
    place: tuple[Level, str],
    smaller: Level,
    period: str,
) -> Truths:
    """The rows about places of a smaller level that lie in a place.

    Args:
        figures: the data.
        rows: of one table.
        place: level and code of what they lie in.
        smaller: their level.
        period: `YYYY-MM`, for which practices a group holds.
    """
    level, code = place
    there = (rows.frame["place_level"] == smaller.value).to_numpy()
    if level is Level.GROUP:
        frame = figures.units("practice", period).frame.filter(units_inside(level, code))
        return there & rows.frame["place_code"].is_in(frame["unit"].implode()).to_numpy()
    if smaller not in _INSIDE or level not in smaller.above:
        return np.zeros(rows.frame.height, dtype=np.bool_)
    return there & _is(rows.frame, f"{level}_code", code)


def _is(frame: pl.DataFrame, column: str, value: str | None) -> Truths:
    wanted = pl.col(column).eq_missing(pl.lit(value, dtype=pl.String))
    return frame.select(wanted).to_series().to_numpy()
