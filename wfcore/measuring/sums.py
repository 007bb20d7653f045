"""Units summed by area: numerator, denominator, value, coverage and flags.

Sums are made with numpy on whole columns: hundreds of small polars expressions cost more than the
adding up.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import Metric, declared
from wfcore.geography import Level, display_name
from wfcore.measuring.units import quantity_id

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
# In the order in which a measure lists them.
FLAGS = (
    "not_in_file",
    "not_reported",
    "no_list",
    "tiny_list",
    "list_other_month",
    "low_coverage",
    "small_base",
    "counts_jobs",
    "may_be_under_reported",
    "places_other_month",
    "invented",
)

Numbers = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Measured:
    """One metric for every area; NaN is null, flags are bits in the order of `FLAGS`."""

    metric: Metric
    numerator: Numbers
    denominator: Numbers
    value: Numbers
    coverage_practices: Numbers
    coverage_patients: Numbers
    flags: npt.NDArray[np.uint16]


@dataclass(frozen=True)
class Areas:
    """Units, the area each lies in, and a row for each area.

    `rows`: `period, area_code, area_name`; `group`: the row of `rows` for each unit.
    """

    units: pl.DataFrame
    rows: pl.DataFrame
    group: npt.NDArray[np.intp]
    _numbers: dict[str, Numbers] = field(default_factory=dict[str, Numbers], repr=False)
    _flags: dict[str, Truths] = field(default_factory=dict[str, Truths], repr=False)
    _totals: dict[str, Numbers] = field(default_factory=dict[str, Numbers], repr=False)

    def measured(self, metric: Metric, level: Level) -> Measured:
        """Sum one metric over the units that reported it."""
        rules = declared().rules
        registered = self._figures("registered")
        above = self._figures(quantity_id(metric.quantity)) if metric.quantity else registered
        below = self._figures(quantity_id(metric.over)) if metric.over else registered
        here = np.isfinite(above)
        if metric.over:
            here &= np.isfinite(below)
        if metric.kind in ("rate", "patients_per"):
            here &= registered > 0
        some = self._sum(here) > 0
        numerator, denominator = self._sum(above, here), self._sum(below, here)
        if metric.kind == "patients_per":
            numerator, denominator = denominator, numerator
        counted = metric.kind in ("fte", "patients")
        value = numerator if counted else _ratio(numerator, denominator) * metric.scale
        patients = self._total("registered")
        share = _ratio(self._sum(registered, here), patients)
        flags: dict[str, Truths] = {
            "not_in_file": self._absent(metric),
            "invented": self._any("invented"),
        }
        flags["not_reported"] = ~some & ~flags["not_in_file"]
        if metric.kind in ("rate", "patients_per", "fte", "share"):
            flags["low_coverage"] = some & (share < rules.low_coverage)
        if metric.kind in ("rate", "patients_per"):
            reached = self._sum(np.isfinite(registered)) > 0
            flags["no_list"] = ~reached
            flags["not_reported"] &= reached
            flags["tiny_list"] = reached & (patients < rules.tiny_list)
            value = np.where(flags["tiny_list"], np.nan, value)
            flags["list_other_month"] = some & self._any("other_list")
        if metric.quantity is not None and metric.quantity.ages is not None:
            small = some & (denominator < rules.small_base)
            flags["small_base"] = small
            numerator, denominator, value = (
                np.where(small, np.nan, x) for x in (numerator, denominator, value)
            )
        if metric.over is not None and level is not Level.PRACTICE:
            flags["counts_jobs"] = some
        if metric.id == "pcn_staff_rate" and level is Level.PCN:
            flags["may_be_under_reported"] = value < rules.pcn_low_rate
        if level not in (Level.PRACTICE, Level.ENGLAND):
            flags["places_other_month"] = some & self._any("other_places")
        practices = self._figures("practices")
        nothing = np.full(len(some), np.nan)
        return Measured(
            metric=metric,
            numerator=np.where(some, numerator, np.nan),
            denominator=nothing if counted else np.where(some, denominator, np.nan),
            value=np.where(some, value, np.nan),
            coverage_practices=_ratio(self._sum(practices, here), self._total("practices")),
            coverage_patients=share,
            flags=_bits(flags, len(some)),
        )

    def table(self, measured: list[Measured], level: Level) -> pl.DataFrame:
        """Measures as a table, one metric after the other."""
        columns = ("numerator", "denominator", "value", "coverage_practices", "coverage_patients")
        stacked = pl.concat([self.rows] * len(measured), rechunk=False)
        bits = np.concatenate([one.flags for one in measured])
        ids = pl.Series([one.metric.id for one in measured], dtype=pl.String)
        return stacked.select(
            "period",
            pl.lit(level.value).alias("level"),
            "area_code",
            "area_name",
            ids.gather(np.repeat(np.arange(len(measured)), self.rows.height)).alias("metric"),
            *[
                pl.Series(
                    name, np.concatenate([getattr(one, name) for one in measured]), nan_to_null=True
                )
                for name in columns
            ],
            _spelled(bits),
        )

    def _figures(self, column: str) -> Numbers:
        """A column of numbers, NaN where null; every metric asks for some of them again."""
        if column not in self._numbers:
            self._numbers[column] = self.units[column].cast(pl.Float64).to_numpy()
        return self._numbers[column]

    def _truths(self, column: str) -> Truths:
        if column not in self._flags:
            self._flags[column] = self.units[column].fill_null(value=False).to_numpy()
        return self._flags[column]

    def _total(self, column: str) -> Numbers:
        """The sum of a column over all units of an area."""
        if column not in self._totals:
            self._totals[column] = self._sum(self._figures(column))
        return self._totals[column]

    def _sum(self, figures: Numbers | Truths, where: Truths | None = None) -> Numbers:
        """Sums by area; NaN adds nothing."""
        counts = np.isfinite(figures)
        if where is not None:
            counts &= where
        weights = np.where(counts, figures, 0.0)
        sums = np.bincount(self.group, weights=weights, minlength=self.rows.height)
        return sums.astype(np.float64)

    def _any(self, column: str) -> Truths:
        if f"{column}?" not in self._totals:
            self._totals[f"{column}?"] = self._sum(self._truths(column))
        return self._totals[f"{column}?"] > 0

    def _absent(self, metric: Metric) -> Truths:
        """Whether every unit that sent anything lacks the column; the silent ones cannot tell."""
        if not any(
            self._truths(f"{quantity_id(q)}:absent").any()
            for q in (metric.quantity, metric.over)
            if q is not None
        ):
            return np.zeros(self.rows.height, dtype=np.bool_)
        absent = np.zeros(len(self.group), dtype=np.bool_)
        for quantity in (metric.quantity, metric.over):
            if quantity is not None:
                absent |= self._truths(f"{quantity_id(quantity)}:absent")
        sent = self._truths("in_file")
        return self._any("in_file") & (self._sum(sent & ~absent) == 0)


def by_area(units: pl.DataFrame, code: str, label: str) -> Areas:
    """Group units by period and the area whose code and name stand in these columns."""
    keys = units.select("period", area_code=code)
    named = (
        units.select("period", area_code=code, printed=label)
        .filter(pl.col("printed").is_not_null())
        .unique(["period", "area_code"], keep="first", maintain_order=True)
    )
    rows = (
        keys.unique()
        .sort("period", "area_code")
        .join(named, on=["period", "area_code"], how="left", maintain_order="left")
    )
    names = [
        display_name(printed) or code_
        for printed, code_ in rows.select("printed", "area_code").iter_rows()
    ]
    group = keys.join(
        rows.select("period", "area_code").with_row_index("group"),
        on=["period", "area_code"],
        how="left",
        maintain_order="left",
    )["group"]
    return Areas(
        units=units,
        rows=rows.select("period", "area_code", pl.Series("area_name", names, dtype=pl.String)),
        group=group.cast(pl.Int64).to_numpy(),
    )


def _ratio(above: Numbers, below: Numbers) -> Numbers:
    """NaN where there is nothing below the line."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)


def _bits(flags: dict[str, Truths], length: int) -> npt.NDArray[np.uint16]:
    bits = np.zeros(length, dtype=np.uint16)
    for name, truths in flags.items():
        bits |= truths.astype(np.uint16) << np.uint16(FLAGS.index(name))
    return bits


def _spelled(bits: npt.NDArray[np.uint16]) -> pl.Series:
    """Bits as names joined with `;`."""
    distinct, where = np.unique(bits, return_inverse=True)
    spelled = [";".join(name for i, name in enumerate(FLAGS) if int(b) >> i & 1) for b in distinct]
    return pl.Series(spelled, dtype=pl.String).gather(where).alias("flags")
