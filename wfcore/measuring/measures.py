"""Metrics for the areas that the data cover."""

from collections.abc import Sequence

import polars as pl
from polars.dataframe.group_by import GroupBy

from wfcore.declared import Metric, declared
from wfcore.errors import UnknownName
from wfcore.geography import ENGLAND_CODE, Level, display_name
from wfcore.measuring.sums import MEASURES, by_area
from wfcore.measuring.units import units
from wfcore.snapshots import Version

_ABOVE_PCN = (Level.SUB_ICB, Level.ICB, Level.REGION, Level.ENGLAND)


def measure(
    version: Version,
    metrics: Sequence[str],
    level: Level | str,
    *,
    period: str | None = None,
    within: str | None = None,
) -> pl.DataFrame:
    """Measures of one period at one level, straight from a version.

    Args:
        version: the data.
        metrics: metric ids.
        level: a level of `geography.Level`.
        period: `YYYY-MM`; the newest of each metric's collection when not given.
        within: code or name of a larger area; only areas inside it are returned.

    Returns:
        See `summed`. A level that the data do not cover has no rows.

    Raises:
        UnknownName: a metric, level, period or area that does not exist.
    """
    chosen = [declared().metric(name) for name in metrics]
    frames: list[pl.DataFrame] = []
    for collection in dict.fromkeys(m.collection for m in chosen):
        of_collection = [m for m in chosen if m.collection == collection]
        newest = period or next(reversed(version.periods(collection)), None)
        if newest is None:
            raise UnknownName("Nothing is published yet.", "Publish a file first.")
        gathered = units(version, collection, newest, of_collection)
        frames.append(summed(gathered.frame, of_collection, as_level(level), within=within))
    return pl.concat(frames)


def summed(
    frame: pl.DataFrame,
    metrics: Sequence[Metric],
    level: Level,
    *,
    within: str | None = None,
    area_code: str | None = None,
) -> pl.DataFrame:
    """Sum units by area.

    Args:
        frame: units of one or more periods of one collection.
        metrics: metrics of that collection.
        level: the level of the areas.
        within: code or name of a larger area that the areas must lie in.
        area_code: only this area.

    Returns:
        `period, level, area_code, area_name, metric, numerator, denominator, value,
        coverage_practices, coverage_patients, flags`, one row per period, area and metric.
        Coverage is a share from 0 to 1. A null value means not available, and a flag says why.
        Flags are joined with `;`.
    """
    collection = metrics[0].collection
    if level is Level.PRACTICE and collection == "pcn":
        return pl.DataFrame(schema=MEASURES)
    code, label = _columns(level)
    frame = _with_england(frame)
    if within is not None:
        outer, outer_code, _ = find_area(frame, within)
        frame = frame.filter(inside(outer, outer_code))
    if area_code is not None:
        frame = frame.filter(pl.col(code) == area_code)
    if level is not Level.PRACTICE:
        there = offered(frame, collection, level)
        frame = frame.join(there, on=["period", code], how="semi", maintain_order="left")
    if frame.is_empty():
        return pl.DataFrame(schema=MEASURES)
    areas = by_area(frame, code, label)
    return areas.table([areas.measured(metric, level) for metric in metrics], level)


def as_level(name: Level | str) -> Level:
    """The level of this name."""
    try:
        return Level(name)
    except ValueError as error:
        raise UnknownName(
            f"There is no level called {name!r}.", f"Use one of: {', '.join(Level)}."
        ) from error


def find_area(frame: pl.DataFrame, name: str) -> tuple[Level, str, str]:
    """Level, code and printed name of the area with this code or name; larger areas first.

    Raises:
        UnknownName: there is none; the advice names near ones.
    """
    wanted = name.strip().casefold()
    if wanted in ("england", ENGLAND_CODE.casefold()):
        return Level.ENGLAND, ENGLAND_CODE, "England"
    near: list[str] = []
    for level in (Level.REGION, Level.ICB, Level.SUB_ICB, Level.BOROUGH, Level.PCN, Level.PRACTICE):
        code, label = _columns(level)
        if code not in frame.columns:
            continue
        areas = frame.select(code, label).drop_nulls(code).unique(code, maintain_order=True)
        for found_code, printed in areas.iter_rows():
            names = {
                str(found_code).casefold(),
                (printed or "").casefold(),
                display_name(printed).casefold(),
            }
            if wanted and wanted in names:
                return level, str(found_code), printed or str(found_code)
            if len(near) < 5 and wanted[:5] and wanted[:5] in display_name(printed).casefold():
                near.append(display_name(printed))
    raise UnknownName(
        f"There is no area called {name!r} in these data.",
        f"Near: {', '.join(near)}." if near else "Use the code, such as U55939, or the name.",
    )


def inside(level: Level, code: str) -> pl.Expr:
    """Units that lie in an area."""
    return pl.lit(value=True) if level is Level.ENGLAND else pl.col(_columns(level)[0]) == code


def _columns(level: Level) -> tuple[str, str]:
    if level is Level.PRACTICE:
        return "unit", "unit_name"
    return f"{level}_code", f"{level}_name"


def _with_england(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(england_code=pl.lit(ENGLAND_CODE), england_name=pl.lit("England"))


def offered(frame: pl.DataFrame, collection: str, level: Level) -> pl.DataFrame:
    """`period` and area code of the areas for which the file holds enough of what is there."""
    code, _ = _columns(level)
    frame = _with_england(frame).filter(pl.col(code).is_not_null())
    if level is Level.PRACTICE:
        return frame.select("period", code)
    by_area = frame.group_by("period", code, maintain_order=True)
    if collection == "pcn":
        return _enough_icbs(by_area, level, code)
    patients = pl.col("registered").fill_null(0)
    geography = declared().geography
    known = by_area.agg(
        held=patients.filter(pl.col("in_file")).sum(),
        everyone=patients.sum(),
        units_held=pl.col("in_file").sum(),
        units=pl.len(),
    )
    if level in _ABOVE_PCN:
        expected = [geography.expected_patients(level, str(area)) for area in known[code]]
        known = known.with_columns(
            everyone=pl.coalesce(pl.Series(expected, dtype=pl.Float64), "everyone")
        )
    share = (
        pl.when(pl.col("everyone") > 0)
        .then(pl.col("held") / pl.col("everyone"))
        .otherwise(pl.col("units_held") / pl.col("units"))
    )
    return known.filter(pl.col("units_held") > 0, share >= geography.offered_from_share).select(
        "period", code
    )


def _enough_icbs(by_area: GroupBy, level: Level, code: str) -> pl.DataFrame:
    """PCN files leave silent PCNs out, so patients cannot tell whether an area is covered."""
    known = by_area.agg(
        units_held=pl.col("in_file").sum(),
        icbs=pl.col("icb_code").filter(pl.col("in_file")).drop_nulls().n_unique(),
    )
    if level is not Level.PCN:
        known = known.filter(pl.col("units_held") > 0)
    if level in (Level.REGION, Level.ENGLAND):
        sub_icbs = declared().geography.sub_icbs.values()
        expected = {
            area: len({e.icb for e in sub_icbs if level is Level.ENGLAND or e.region == area})
            for area in known[code]
        }
        least = declared().geography.offered_from_share_of_icbs
        enough = [n >= least * expected[area] for area, n in known.select(code, "icbs").iter_rows()]
        known = known.filter(pl.Series(enough, dtype=pl.Boolean))
    return known.select("period", code)
