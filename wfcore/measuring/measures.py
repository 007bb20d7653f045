"""Metrics for the areas that the data cover."""

from collections.abc import Sequence

import polars as pl

from wfcore.declared import Metric, declared
from wfcore.errors import UnknownName
from wfcore.geography import ENGLAND_CODE, Level, area_code_at, display_name
from wfcore.measuring.areas import areas_there, code_and_name
from wfcore.measuring.expected_patients import ExpectedPatients, expected_patients
from wfcore.measuring.sums import MEASURES, Sums, measures_from_sums
from wfcore.measuring.unit_arrays import UnitArrays
from wfcore.measuring.units import nothing_published, units
from wfcore.store import Version

_NAMED = (
    Level.REGION, Level.ICB, Level.SUB_ICB, Level.BOROUGH, Level.GROUP, Level.PCN, Level.PRACTICE,
)  # fmt: skip
_NOTHING = pl.DataFrame(schema=MEASURES)


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
        See `sum_by_area`. A level that no unit is placed in has no rows.

    Raises:
        UnknownName: a metric, level, period or area that does not exist.
    """
    chosen = [declared().metric(name) for name in metrics]
    frames: list[pl.DataFrame] = []
    expected = expected_patients(version)
    for collection in dict.fromkeys(m.collection for m in chosen):
        of_collection = [m for m in chosen if m.collection == collection]
        newest = period or next(reversed(version.periods(collection)), None)
        if newest is None:
            raise nothing_published(version, collection)
        gathered = units(version, collection, newest, of_collection)
        asked = gathered.frame, of_collection, as_level(level), within
        frames.append(sum_by_area(*asked, expected=expected))
    return pl.concat(frames)


def sum_by_area(
    frame: pl.DataFrame,
    metrics: Sequence[Metric],
    level: Level,
    within: str | None = None,
    area_code: str | None = None,
    *,
    expected: ExpectedPatients | None = None,
) -> pl.DataFrame:
    """Sum units by area.

    Args:
        frame: units of one or more periods of one collection.
        metrics: metrics of that collection.
        level: the level of the areas.
        within: code or name of a larger area that the areas must lie in.
        area_code: only this area.
        expected: how many patients areas are known to have; by the packaged list without it.

    Returns:
        `period, level, area_code, area_name, metric, numerator, denominator, value,
        coverage_practices, coverage_patients, flags`, one row per period, area and metric.
        Coverage is a share from 0 to 1. A null value means not available, and a flag says why;
        so does an area that the files hold too little of. Flags are joined with `;`.
    """
    outer = None
    if within is not None:
        outer, outer_code, _ = find_area(frame, within)
        frame = frame.filter(units_inside(outer, outer_code))
    if area_code is not None:
        if level is Level.ENGLAND and area_code != ENGLAND_CODE:
            return _NOTHING
        frame = frame.filter(units_inside(level, area_code))
    return measures_table(
        group_units(
            UnitArrays(frame, expected or ExpectedPatients()), metrics[0].collection, level, outer
        ),
        metrics,
        level,
    )


def group_units(
    columns: UnitArrays, collection: str, level: Level, outer: Level | None = None
) -> Sums | None:
    """The units of each area, for any metric of the collection; None when there is no area.

    Args:
        columns: the units.
        collection: whose they are.
        level: of the areas.
        outer: the level of the area that the units were cut to: no larger one lies inside it.
    """
    if columns.height == 0 or (level is Level.PRACTICE and collection == "pcn"):
        return None
    if outer is not None and level in outer.above:
        return None
    if level is Level.GROUP and not columns.has("group_code"):
        return None
    areas = areas_there(columns, collection, level)
    return None if areas.rows.is_empty() else Sums(columns, areas)


def measures_table(sums: Sums | None, metrics: Sequence[Metric], level: Level) -> pl.DataFrame:
    """Measures of units that were grouped before; see `summed`."""
    return _NOTHING if sums is None else measures_from_sums(sums, metrics, level)


def as_level(name: Level | str) -> Level:
    """The level of this name.

    Raises:
        UnknownName: there is none.
    """
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
    return find_among(area_names(frame), name)


def area_names(frame: pl.DataFrame) -> dict[str, tuple[Level, str, str]]:
    """What `find_area` looks a name up in: each area under its code, its printed and its shown name."""
    england = (Level.ENGLAND, ENGLAND_CODE, "England")
    found: dict[str, tuple[Level, str, str]] = {
        "england": england, ENGLAND_CODE.casefold(): england
    }  # fmt: skip
    for level in _NAMED:
        code, label = code_and_name(level)
        if code not in frame.columns:
            continue
        areas = frame.select(code, label).drop_nulls(code).unique(code, maintain_order=True)
        for area_code, printed in areas.iter_rows():
            area = (level, str(area_code), printed or str(area_code))
            for known_as in (str(area_code), printed or "", display_name(printed)):
                found.setdefault(known_as.casefold(), area)
    return found


def find_among(names: dict[str, tuple[Level, str, str]], name: str) -> tuple[Level, str, str]:
    """The area of this name in `area_names`; larger areas first.

    Raises:
        UnknownName: there is none; the advice names near ones.
    """
    wanted = name.strip().casefold()
    if wanted and wanted in names:
        return names[wanted]
    shown = dict.fromkeys(display_name(printed) for *_, printed in names.values())
    near = [one for one in shown if wanted[:5] and wanted[:5] in one.casefold()][:5]
    raise UnknownName(
        f"There is no area called {name!r} in these data.",
        f"Near: {', '.join(near)}." if near else "Use the code, such as U55939, or the name.",
    )


def units_inside(level: Level, code: str) -> pl.Expr:
    """Units that lie in an area."""
    return area_code_at(level) == code
