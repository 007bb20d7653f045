"""Places of which only a part lies in a larger one, in two months: both times the same part is looked at."""

import polars as pl

from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.geography import Level, area_code_at
from wfcore.measuring.version_cache import cached_per_version
from wfcore.measuring.version_measures import VersionMeasures


@cached_per_version
def partly_inside(
    figures: VersionMeasures, collection: str, level: Level, period: str, within: str
) -> tuple[str, ...]:
    """Codes of places of which a part lies elsewhere, as of a borough in two integrated care boards."""
    inside = _inside(figures, collection, period, within)
    units = figures.units(collection, period).frame
    sides = units.select(code=area_code_at(level), inside=inside).drop_nulls().group_by("code")
    both = sides.agg(pl.col("inside").any(), every=pl.col("inside").all())
    return tuple(both.filter(pl.col("inside") & ~pl.col("every"))["code"].sort())


def whole_or_inside(
    figures: VersionMeasures, collection: str, level: Level, period: str, within: str
) -> pl.Expr:
    """Which units count: of a place that lies partly inside, those that do; of any other, all."""
    parts = partly_inside(figures, collection, level, period, within)
    inside = _inside(figures, collection, period, within)
    return (~area_code_at(level).is_in(parts) | inside).fill_null(value=True)


def measure_then(
    figures: VersionMeasures, metric: str, level: Level, start: str, end: str, within: str | None
) -> pl.DataFrame:
    """The measures of an earlier month, of the same part of a place as in the later one."""
    whole = figures.measure([metric], level, period=start)
    collection = declared().metric(metric).collection
    parts = within and partly_inside(figures, collection, level, end, within)
    if not within or not parts:
        return whole
    of_parts = pl.col("area_code").is_in(parts)
    try:
        cut = figures.measure([metric], level, period=start, within=within)
    except UnknownName:  # nothing was called so then
        return whole.filter(~of_parts)
    return pl.concat([whole.filter(~of_parts), cut.filter(of_parts)])


def _inside(figures: VersionMeasures, collection: str, period: str, within: str) -> pl.Expr:
    outer, code, _ = figures.find(within, collection, period)
    return area_code_at(outer) == code
