"""Maps of months, put together from what a version holds; and gathered units on them."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from wfcore.declared import declared
from wfcore.geography import (
    AREA_COLUMNS,
    MonthMap,
    PlacedBy,
    place_practices,
    redraw_networks,
    redraw_practices,
)
from wfcore.measuring.authorities import authorities_of
from wfcore.measuring.successions import SUCCESSIONS, followed
from wfcore.measuring.table_cache import TableCache
from wfcore.measuring.unit_geography import (
    EDITIONS_AT_MOST,
    NOBODY,
    areas_printed,
    lists,
    nearest_editions,
    parents_known,
)
from wfcore.measuring.units import Units
from wfcore.store import Version, Wanted
from wfcore.tables import STANDING

_OF_NETWORK = ("pcn_code", "sub_icb_code", "icb_code")
_PLACING = pl.any_horizontal(pl.col("sub_icb_code", "icb_code").is_not_null())


def newest_map(version: Version) -> str | None:
    """The month of the newest map that says in which ICB practices lie; None where there is none."""
    editions = version.editions("places").sort("period", descending=True)
    for edition, source, period in editions.iter_rows():
        if period != STANDING and _real(source) and not declared().sources[source].partial:
            wanted = Wanted("places", [edition], ["practice_code"], _PLACING)
            if version.tables([wanted])[0].height:
                return period
    return None


def networks_on_maps(version: Version, period: str) -> pl.Series:
    """`pcn_code` of the networks of a month: those of each ICB as the nearest map has them that names any."""
    found = pl.DataFrame(schema=dict.fromkeys(_OF_NETWORK, pl.String))
    real = (e for e in nearest_editions(version, "places", period, []) if _real(e.split(".")[0]))
    for edition in list(real)[:EDITIONS_AT_MOST]:
        named = Wanted("places", [edition], _OF_NETWORK, pl.col("pcn_code").is_not_null())
        more = version.tables([named])[0].unique()
        for level in _OF_NETWORK[1:]:
            more = more.join(found.drop_nulls(level), on=level, how="anti", nulls_equal=False)
        found = pl.concat([found, more])
    return found["pcn_code"]


def month_map(version: Version, period: str) -> MonthMap:
    """The map of a month: the nearest in time that is printed, and others for practices it lacks.

    Maps are opened from the nearest on until one of them has every region, as those of England do.
    What another map has of an area is put where that area is on the nearer ones.
    """
    opened = TableCache(version, [])
    apart = nearest_editions(version, "places", period, [])
    apart = {edition: far for edition, far in apart.items() if _real(edition.split(".")[0])}
    drawn: MonthMap | None = None
    for edition in list(apart)[:EDITIONS_AT_MOST]:
        table = opened.table(areas_printed(edition)).filter(_PLACING)
        if table.is_empty():
            continue
        placed = _placed(opened, period, {edition: table}, apart)
        heirs = _heirs(opened.table(SUCCESSIONS), edition.partition(".")[2], period)
        drawn = _added(drawn, MonthMap(period, placed, (edition,)), heirs)
        if placed["region_code"].n_unique() > len(declared().geography.regions) - 1:
            break
    return drawn or MonthMap(period, pl.DataFrame(schema=_SCHEMA), ())


_SCHEMA = {"practice_code": pl.String, "registered": pl.Float64} | dict.fromkeys(
    [*AREA_COLUMNS, "placed_by"], pl.String
)


def _placed(
    opened: TableCache, period: str, maps: dict[str, pl.DataFrame], apart: dict[str, int]
) -> pl.DataFrame:
    """The practices of some maps, those with the longest list first; columns of `MonthMap.practices`."""
    parents = parents_known(opened, period, maps.values(), apart)
    others = [e for e in apart if e not in maps][:EDITIONS_AT_MOST]
    boroughs, _ = authorities_of(opened, maps, others, NOBODY["practice_code"])
    placed = place_practices(NOBODY, list(maps.values()), boroughs, parents)
    listed, _ = lists(opened, period, [], placed["practice_code"])
    placed = (
        placed.hstack(listed.select("registered"))
        .with_columns(placed_by=pl.lit(PlacedBy.OWN.value))
        .select(*_SCHEMA)
    )
    return placed.sort("registered", descending=True, nulls_last=True, maintain_order=True)


def _added(nearer: MonthMap | None, further: MonthMap, heirs: Mapping[str, str]) -> MonthMap:
    """A map with the practices that only another one has, where who took over or their areas are on the nearer."""
    if nearer is None:
        return further
    on_it = redraw_practices(further.practices, nearer, heirs)
    more = further.practices.select("practice_code", "registered").hstack(on_it)
    more = more.filter(~pl.col("practice_code").is_in(nearer.practices["practice_code"].implode()))
    if more.is_empty():
        return nearer
    every = pl.concat([nearer.practices, more])
    return MonthMap(nearer.period, every, (*nearer.editions, *further.editions))


def _real(source: str) -> bool:
    return not declared().sources[source].invented


def units_on_map(version: Version, then: Units, drawn: MonthMap) -> Units:
    """Gathered units with the areas of another month's map, and `placed_by` (see `PlacedBy`)."""
    heirs = _heirs(version.tables([SUCCESSIONS])[0], then.period, drawn.period)
    frame = then.frame
    if then.collection == "practice":
        practices = frame.rename({"unit": "practice_code"})
        areas = redraw_practices(practices, drawn, heirs)
    else:
        there = redraw_practices(then.members, drawn, heirs)
        members = then.members.select("group", "registered").hstack(there)
        areas = redraw_networks(frame, members, drawn)
    frame = frame.with_columns(
        *(areas[name] for name in areas.columns), other_places=pl.lit(value=False)
    )
    places = (*drawn.editions, *(e for e in then.place_editions if e not in drawn.editions))
    return replace(then, frame=frame, place_editions=places, map=drawn.period)


def _heirs(successions: pl.DataFrame, period: str, of_map: str) -> Mapping[str, str]:
    """Practices of a month → those that stand for them on the map of another, earlier or later."""
    if period <= of_map:
        return followed(successions, period, of_map)
    return {heir: gone for gone, heir in followed(successions, of_map, period).items()}
