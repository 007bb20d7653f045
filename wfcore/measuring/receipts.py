"""How a number is made: files, dates, numerator, denominator, coverage, formula and the expression."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from wfcore.declared import Flag, Metric, declared
from wfcore.geography import Level, PlacedBy
from wfcore.measuring.arrays import Numbers, Truths
from wfcore.measuring.expected_patients import expected_patients
from wfcore.measuring.measures import as_level, sum_by_area
from wfcore.measuring.nouns import Measure, the_measure
from wfcore.measuring.sum_plan import patients_column
from wfcore.measuring.unit_arrays import UnitArrays
from wfcore.measuring.units import Units, quantity_id, units
from wfcore.store import Version


@dataclass(frozen=True)
class Receipt:
    """Everything needed to make one number again.

    `files`: `use, title, file_name, snapshot_date, sha256, licence`. `map`: the month of the map that
    places are those of, None where they are as they were; `placed`: how many units, with how many
    patients, came to their place by something else than their own row on it.
    `expression`: Python that, with `version` and `pl` given, evaluates to the value; None for a
    figure that is hidden. `without_patients`: who reported, and is left out for want of the patients
    that the metric is for.
    """

    measure: Measure
    version: int
    units_reported: int
    units: int
    patients_reported: float | None
    patients: float | None
    formula: str
    expression: str
    files: pl.DataFrame
    not_reported: tuple[str, ...]
    map: str | None = None
    placed: Mapping[PlacedBy, tuple[int, float]] = field(
        default_factory=dict[PlacedBy, tuple[int, float]]
    )
    without_patients: tuple[str, ...] = ()

    @property
    def metric(self) -> Metric:
        """What is measured."""
        return self.measure.metric


def receipt(
    version: Version, metric_id: str, level: Level | str, area_code: str, period: str
) -> Receipt:
    """The receipt of one measure, straight from a version.

    Raises:
        UnknownName: there is no such measure in this version.
    """
    metric = declared().metric(metric_id)
    level = as_level(level)
    one = units(version, metric.collection, period, [metric])
    asked = one.frame, [metric], level, None, area_code
    rows = sum_by_area(*asked, expected=expected_patients(version))
    measure = the_measure(rows, metric.id, area_code, period)
    here = UnitArrays(one.frame).inside(level, area_code)
    return explain_measure(version.number, measure, one, here, files_behind(version, one, measure))


def explain_measure(
    version: int, measure: Measure, one: Units, here: UnitArrays, files: pl.DataFrame
) -> Receipt:
    """The receipt of a measure that was made before.

    Args:
        version: the number of the version.
        measure: the measure.
        one: the units of its month.
        here: those of its place, which it was added up from.
        files: the files behind them; see `files_behind`.
    """
    metric, plain = measure.metric, declared().metric(measure.metric.plain)
    patients = here.numbers("registered")
    reported, gave = _reported(here, metric), _reported(here, plain)
    return Receipt(
        measure=measure,
        version=version,
        units_reported=int(reported.sum()),
        units=here.column("unit").count(),  # practices outside networks send no staff of networks
        patients_reported=_total(patients[reported]),
        patients=_total(patients),
        formula=metric.formula,
        expression=next(
            (f"None  # {why}" for flag, why in _WITHOUT.items() if flag in measure.flags),
            _expression(metric, measure.level, measure.area_code, one),
        ),
        files=files,
        not_reported=_names(here, ~reported & ~gave),
        without_patients=_names(here, ~reported & gave),
        map=one.map,
        placed=_placed(here) if one.map else {},
    )


def _placed(here: UnitArrays) -> dict[PlacedBy, tuple[int, float]]:
    """Units that came to their place by something else than their own row, and their patients."""
    found: dict[PlacedBy, tuple[int, float]] = {}
    for how, patients in zip(here.column("placed_by"), here.column("registered"), strict=True):
        if how not in (None, PlacedBy.OWN):
            count, size = found.get(PlacedBy(how), (0, 0.0))
            found[PlacedBy(how)] = count + 1, size + (patients or 0.0)
    return {how: found[how] for how in PlacedBy if how in found}


_WITHOUT = {
    Flag.SMALL_NUMBER: "hidden: small numbers",
    Flag.NOT_COVERED: "the files hold too little of this area",
    Flag.NO_WEIGHTED: "too few here have weighted patients",
}
_LISTS, _WEIGHTED = r"\blists\b", "weighted patients"
_HOLDS = {
    "staff": "staff_", "patients": _LISTS, _WEIGHTED: _LISTS, "areas": "places|boroughs|networks",
}  # fmt: skip


def _names(here: UnitArrays, chosen: Truths) -> tuple[str, ...]:
    if not chosen.any():
        return ()
    columns = (here.column(name).filter(pl.Series(chosen)) for name in ("unit", "unit_name"))
    return tuple(str(name or code) for code, name in zip(*columns, strict=True) if code or name)


def _total(patients: Numbers) -> float | None:
    return float(np.nansum(patients)) if np.isfinite(patients).any() else None


def _reported(here: UnitArrays, metric: Metric) -> Truths:
    """Who gave all that a metric needs, and has the patients it is for where it counts any."""
    needed = [here.numbers(quantity_id(q)) for q in (metric.quantity, metric.over) if q]
    conditions = [np.isfinite(numbers) for numbers in needed]
    if metric.uses_patients or not conditions:
        conditions.append(here.numbers(patients_column(metric)) > 0)
    return np.logical_and.reduce(conditions)


def _expression(metric: Metric, level: Level, code: str, one: Units) -> str:
    """The same sum as `measuring` makes, written out."""
    area = (
        '\n    .filter(~pl.col("invented"))'
        if level is Level.ENGLAND
        else f'\n    .filter(pl.col("{"unit" if level is Level.PRACTICE else f"{level}_code"}") == "{code}")'
    )
    above = quantity_id(metric.quantity) if metric.quantity else "registered"
    patients = patients_column(metric)
    below = quantity_id(metric.over) if metric.over else patients
    there = [f'pl.col("{above}").is_not_null()']
    if metric.over:
        there.append(f'pl.col("{below}").is_not_null()')
    if metric.is_per_patients:
        there.append(f'pl.col("{patients}") > 0')
    result = {
        "fte": f'pl.col("{above}").sum()',
        "patients": f'pl.col("{above}").sum()',
        "rate": f'pl.col("{above}").sum() / pl.col("{patients}").sum() * {metric.scale:g}',
        "patients_per": f'pl.col("{patients}").sum() / pl.col("{above}").sum()',
        "share": f'pl.col("{above}").sum() / pl.col("{below}").sum() * {metric.scale:g}',
    }[metric.kind].replace("1e+05", "100_000")
    gathered = (
        f'VersionMeasures(version).on_map("{one.map}").units("{metric.collection}", "{one.period}").frame'
        if one.map
        else f'units(version, "{metric.collection}", "{one.period}", [declared().metric("{metric.id}")]).frame'
    )
    return (
        "(\n"
        f"    {gathered}"
        f"{area}\n"
        f"    .filter({', '.join(there)})\n"
        f"    .select({result})\n"
        "    .item()\n"
        ")"
    )


def files_behind(version: Version, one: Units, measure: Measure) -> pl.DataFrame:
    """Files behind a measure of these units: behind an invented one those that no other figure rests on."""
    uses = {
        "staff": one.staff_editions,
        "patients": one.list_editions,
        _WEIGHTED: () if measure.metric.patients == "registered" else one.weighted_editions,
        "areas": one.place_editions,
    }
    titles = {source.id: source.title for source in declared().sources.values()}
    made_up = [source.id for source in declared().sources.values() if source.invented]
    files = (
        version.table("files")
        .with_columns(
            edition=pl.concat_str("source", pl.lit("."), "period"),
            title=pl.col("source").replace_strict(titles, default=pl.col("source")),
        )
        .filter(pl.col("source").is_in(made_up) == measure.is_invented)
    )
    return pl.concat(
        [
            files.filter(
                pl.col("edition").is_in(list(editions)), pl.col("holds").str.contains(_HOLDS[use])
            ).select(
                pl.lit(use).alias("use"),
                "title",
                "file_name",
                "snapshot_date",
                "sha256",
                "licence",
                "note",
            )
            for use, editions in uses.items()
        ]
    )
