"""Units summed by area: numerator, denominator, value, coverage and flags."""

from collections.abc import Sequence

import polars as pl
from polars.dataframe.group_by import GroupBy

from wfcore.declared import Metric, declared
from wfcore.errors import UnknownName
from wfcore.geography import ENGLAND_CODE, Level, display_name
from wfcore.measuring.units import quantity_id, units
from wfcore.snapshots import Version

MEASURES: dict[str, pl.DataType] = {
    "period": pl.String(),
    "level": pl.String(),
    "area_code": pl.String(),
    "area_name": pl.String(),
    "metric": pl.String(),
    "numerator": pl.Float64(),
    "denominator": pl.Float64(),
    "value": pl.Float64(),
    "coverage_practices": pl.Float64(),
    "coverage_patients": pl.Float64(),
    "flags": pl.String(),
}
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
    frame = frame.join(
        offered(frame, collection, level), on=["period", code], how="semi", maintain_order="left"
    )
    if frame.is_empty():
        return pl.DataFrame(schema=MEASURES)
    pairs = dict.fromkeys(_pair(m) for m in metrics)
    frame = frame.with_columns(_masked(pairs))
    sums = [
        pl.col(f"{_key(pair)}:{part}").sum()
        for pair in pairs
        for part in ("num", "den", "pat", "prac", "n")
    ]
    by_area = (
        frame.group_by("period", code, maintain_order=True)
        .agg(
            pl.col(label).drop_nulls().first().alias("_name"),
            pl.col("practices").sum().alias("_practices"),
            pl.col("registered").sum().alias("_patients"),
            pl.col("registered").count().alias("_lists"),
            pl.col("invented", "other_list", "other_places").any(),
            *sums,
            *[_absent(f"{_key(pair)}:absent") for pair in pairs],
        )
        .sort("period", code)
    )
    names = [display_name(n) or str(c) for n, c in by_area.select("_name", code).iter_rows()]
    by_area = by_area.with_columns(
        pl.Series("area_name", names, dtype=pl.String), pl.col(code).alias("area_code")
    )
    lazily = by_area.lazy()
    return pl.concat([_measured(lazily, m, level) for m in metrics]).collect()


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


Pair = tuple[str | None, str | None, bool]


def _pair(metric: Metric) -> Pair:
    """What must be there together for a unit to count: quantity, quantity below the line, patients."""
    return (
        quantity_id(metric.quantity) if metric.quantity else None,
        quantity_id(metric.over) if metric.over else None,
        metric.kind in ("rate", "patients_per"),
    )


def _key(pair: Pair) -> str:
    return "|".join(str(part) for part in pair)


def _masked(pairs: dict[Pair, None]) -> list[pl.Expr]:
    """For each pair, columns that hold a figure only where the unit reported."""
    columns: list[pl.Expr] = []
    for pair in pairs:
        above, below, with_patients = pair
        here = pl.col("registered").is_not_null() if above is None else pl.col(above).is_not_null()
        if below:
            here &= pl.col(below).is_not_null()
        if with_patients:
            here &= pl.col("registered") > 0
        here = here.fill_null(value=False)
        key = _key(pair)
        numerator = pl.col("registered") if above is None else pl.col(above)
        denominator = pl.col(below) if below else pl.col("registered")
        columns += [
            pl.when(here).then(numerator).alias(f"{key}:num"),
            pl.when(here).then(denominator).alias(f"{key}:den"),
            pl.when(here).then("registered").alias(f"{key}:pat"),
            pl.when(here).then("practices").alias(f"{key}:prac"),
            here.alias(f"{key}:n"),
            (pl.col(f"{above}:absent") if above else pl.lit(value=False)).alias(f"{key}:absent"),
        ]
        if below:
            columns[-1] = (pl.col(f"{above}:absent") | pl.col(f"{below}:absent")).alias(
                f"{key}:absent"
            )
    return columns


def _absent(column: str) -> pl.Expr:
    """Whether every unit that sent anything lacks the column; the silent ones cannot tell."""
    return (pl.col(column) | ~pl.col("in_file")).all() & pl.col("in_file").any()


def _measured(by_area: pl.LazyFrame, metric: Metric, level: Level) -> pl.LazyFrame:
    rules = declared().rules
    key = _key(_pair(metric))
    some = pl.col(f"{key}:n") > 0
    above, below = pl.col(f"{key}:num"), pl.col(f"{key}:den")
    if metric.kind == "patients_per":
        above, below = below, above
    plain = metric.kind in ("fte", "patients")
    value = above if plain else pl.when(below > 0).then(above / below * metric.scale)
    flags: dict[str, pl.Expr] = {
        "not_in_file": pl.col(f"{key}:absent"),
        "not_reported": ~some & ~pl.col(f"{key}:absent"),
    }
    if metric.uses_patients and metric.kind != "patients":
        reached = pl.col("_lists") > 0
        flags["no_list"] = ~reached
        flags["not_reported"] &= reached
        tiny = reached & (pl.col("_patients") < rules.tiny_list)
        flags["tiny_list"] = tiny
        value = pl.when(~tiny).then(value)
        flags["list_other_month"] = some & pl.col("other_list")
    share = pl.when(pl.col("_patients") > 0).then(pl.col(f"{key}:pat") / pl.col("_patients"))
    if metric.kind != "patients":
        flags["low_coverage"] = some & (share < rules.low_coverage)
    if metric.quantity is not None and metric.quantity.ages is not None:
        small = some & (below < rules.small_base)
        flags["small_base"] = small
        value, above, below = (pl.when(~small).then(x) for x in (value, above, below))
    if metric.over is not None and level is not Level.PRACTICE:
        flags["counts_jobs"] = some
    if metric.id == "pcn_staff_rate" and level is Level.PCN:
        flags["may_be_under_reported"] = value < rules.pcn_low_rate
    if level not in (Level.PRACTICE, Level.ENGLAND):
        flags["places_other_month"] = some & pl.col("other_places")
    flags["invented"] = pl.col("invented")
    joined = pl.concat_str(
        [
            pl.when(condition.fill_null(value=False)).then(pl.lit(f"{flag};")).otherwise(pl.lit(""))
            for flag, condition in flags.items()
        ]
    ).str.strip_chars_end(";")
    return by_area.select(
        "period",
        pl.lit(level.value).alias("level"),
        "area_code",
        "area_name",
        pl.lit(metric.id).alias("metric"),
        pl.when(some).then(above).alias("numerator"),
        (pl.lit(None, dtype=pl.Float64) if plain else pl.when(some).then(below)).alias(
            "denominator"
        ),
        pl.when(some).then(value).alias("value"),
        pl.when(pl.col("_practices") > 0)
        .then(pl.col(f"{key}:prac") / pl.col("_practices"))
        .alias("coverage_practices"),
        share.alias("coverage_patients"),
        joined.alias("flags"),
    )
