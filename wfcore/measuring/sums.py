"""Units summed by area: numerator, denominator, value, coverage and flags."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import Flag, Metric, declared
from wfcore.geography import Level
from wfcore.measuring.areas import Areas
from wfcore.measuring.disclosure import has_partial_group
from wfcore.measuring.sum_plan import REGISTERED, SumPlan, SumTerm
from wfcore.measuring.unit_arrays import Numbers, Truths, UnitArrays

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
_FLAGS = tuple(Flag)


class Sums:
    """What the units of each area of one level add up to, each sum made once, whatever is asked."""

    def __init__(self, columns: UnitArrays, areas: Areas) -> None:
        self.areas = areas
        self.columns = columns
        self._made: dict[SumTerm, Numbers] = {}
        self._any: dict[str, Truths] = {}

    def aggregate(self, sum_plan: SumPlan) -> Numbers:
        """A row for each sum that is asked for, and a column for each area."""
        return np.array([self._sum(*term) for term in sum_plan.terms])

    def total(self, column: str) -> Numbers:
        """The sum of a column over all units of each area."""
        return self._sum(column, b"")

    @cached_property
    def units_of(self) -> dict[str, float]:
        """How many units each area holds, by its code; of one period."""
        counted = self.areas.sum(self.columns.weights(""))
        return dict(zip(self.areas.rows["area_code"], counted.tolist(), strict=True))

    def any(self, column: str) -> Truths:
        """Whether a truth holds for some unit of each area."""
        if column not in self._any:
            self._any[column] = self.areas.sum(self.columns.truths(column)) > 0
        return self._any[column]

    def any_list(self) -> Truths:
        """Whether some unit of each area has a list, be it empty."""
        if REGISTERED not in self._any:
            listed = np.isfinite(self.columns.numbers(REGISTERED))
            self._any[REGISTERED] = self.areas.sum(listed) > 0
        return self._any[REGISTERED]

    def absent(self, metrics: Sequence[str]) -> Truths:
        """Whether too few of the units that sent anything have the column; the silent ones cannot tell.

        A file may have a column for a part of England alone, which is no figure of the whole.
        """
        found = np.zeros((len(metrics), self.areas.rows.height), dtype=np.bool_)
        least = declared().geography.offered_from_share
        for i, metric in enumerate(metrics):
            there = self.columns.has_quantities(metric)
            if there is not None:
                sent = self.areas.sum(self.columns.truths("in_file"))
                found[i] = (sent > 0) & (self.areas.sum(there) < least * sent)
        return found

    def parted(self, metrics: Sequence[str]) -> Truths:
        """Whether an area holds a part of a pool of small numbers: what it holds would tell the rest."""
        found = np.zeros((len(metrics), self.areas.rows.height), dtype=np.bool_)
        for i, metric in enumerate(metrics):
            pools = self.columns.suppression_groups(metric)
            if pools is not None:
                members, pool, size = pools
                found[i] = has_partial_group(
                    pool, size, self.areas.group[members], self.areas.rows.height
                )
        return found

    def as_parts_of(self, whole: "Sums") -> "Sums":
        """The same; an area with other units elsewhere, as a borough in two ICBs, is named as a part."""
        if not self.is_part_of(whole):
            return self
        here = self.units_of.items()
        part = pl.Series([whole.units_of.get(code, 0) > held for code, held in here])
        name = pl.col("area_name")
        named = pl.when(part).then(name + " (part)").otherwise(name).alias("area_name")
        return Sums(self.columns, replace(self.areas, rows=self.areas.rows.with_columns(named)))

    def is_part_of(self, whole: "Sums") -> bool:
        """Whether an area has other units elsewhere."""
        return any(whole.units_of.get(code, 0) > held for code, held in self.units_of.items())

    def _sum(self, column: str, reporting: bytes) -> Numbers:
        key = (column, reporting)
        if key not in self._made:
            self._made[key] = self.areas.sum(self.columns.weights(column, reporting))
        return self._made[key]


def measures_from_sums(sums: Sums, metrics: Sequence[Metric], level: Level) -> pl.DataFrame:
    """Measures of each metric and area, as `measures.summed` describes them."""
    rules = declared().rules
    asked = sums.columns.sum_plan(metrics)
    made = sums.aggregate(asked)
    some = (made > 0)[asked.units]
    numerator, denominator = made[asked.upper], made[asked.lower]
    value = _ratio(numerator, denominator)
    value *= asked.scale
    np.copyto(value, numerator, where=asked.counted)
    patients = sums.total(REGISTERED)
    covered, sent = made[asked.patients], made[asked.practices]
    thin = ~sums.areas.covered
    share, answered = _coverage(sums, covered, sent, patients)
    reached = sums.any_list()

    absent = sums.absent(asked.ids)
    unweighted = _without_patients(made, asked) & ~absent
    tiny = asked.rate & reached & (patients < rules.tiny_list)
    few = asked.personal & (denominator < rules.disclosure.personal_base)
    small = some & (few | sums.parted(asked.ids))
    value = _without(value, tiny | small)
    silent = ~some & ~absent & ~unweighted & (reached | ~asked.rate)
    some &= ~(thin | absent | unweighted)
    flags: dict[Flag, Truths] = {
        Flag.NOT_IN_FILE: absent,
        Flag.NOT_REPORTED: silent,
        Flag.NOT_COVERED: np.broadcast_to(thin, some.shape),
        Flag.PACKAGED_LIST: np.broadcast_to(thin & sums.areas.packaged, some.shape),
        Flag.NO_LIST: asked.rate & ~reached,
        Flag.NO_WEIGHTED: unweighted,
        Flag.TINY_LIST: tiny,
        Flag.LIST_OTHER_MONTH: asked.rate & some & sums.any("other_list"),
        Flag.LOW_COVERAGE: ~asked.shown_thin & some & (share < rules.low_coverage),
        Flag.SMALL_NUMBER: small,
        Flag.INVENTED: sums.any("invented"),
    }
    if level is not Level.PRACTICE:
        flags[Flag.COUNTS_JOBS] = some & asked.over_staff
    if level is Level.PCN:
        flags[Flag.MAY_BE_UNDER_REPORTED] = asked.all_pcn_staff & (value < rules.pcn_low_rate)
    if level not in (Level.PRACTICE, Level.ENGLAND):
        flags[Flag.PLACES_OTHER_MONTH] = some & sums.any("other_places")
    hidden = ~some | small
    figures = {
        "numerator": _without(numerator, hidden),
        "denominator": _without(denominator, hidden | asked.counted),
        "value": _without(value, ~some),
        "coverage_practices": answered,
        "coverage_patients": share,
    }
    return _table(sums.areas.rows, asked.ids, level, figures, flags)


def _without_patients(made: Numbers, asked: SumPlan) -> Truths:
    """Whether too few of the units that gave staff have the patients that a metric is for."""
    least = declared().geography.offered_from_share
    return made[asked.units] < least * made[asked.with_staff]


def _coverage(
    sums: Sums, covered: Numbers, sent: Numbers, patients: Numbers
) -> tuple[Numbers, Numbers]:
    """The shares of patients and of practices that a figure covers, in the place of `covered` and `sent`.

    Of an area that a file holds too little of: of all the patients it is known to have.
    """
    practices, thin = sums.total("practices"), ~sums.areas.covered
    if thin.any():
        held = sums.columns.weights(REGISTERED) * sums.columns.truths("in_file")
        np.minimum(covered, sums.areas.sum(held), out=covered, where=thin)
        part = thin & (sums.areas.expected > patients)
        patients = np.where(part, sums.areas.expected, patients)
        practices = np.where(part, np.nan, practices)  # nobody says how many there are
    return _ratio(covered, patients, out=covered), _ratio(sent, practices, out=sent)


def _table(
    rows: pl.DataFrame,
    metrics: list[str],
    level: Level,
    figures: dict[str, Numbers],
    flags: dict[Flag, Truths],
) -> pl.DataFrame:
    """Measures as a table, one metric after the other; the areas stand once in memory."""
    columns = {
        column.name: pl.concat([column] * len(metrics), rechunk=False) if metrics[1:] else column
        for column in rows
    }
    ids = [pl.Series("metric", [metric]).new_from_index(0, rows.height) for metric in metrics]
    return pl.DataFrame(
        [
            columns["period"],
            pl.Series("level", [level.value]).new_from_index(0, rows.height * len(metrics)),
            columns["area_code"],
            columns["area_name"],
            pl.concat(ids, rechunk=False) if ids[1:] else ids[0],
            *[pl.Series(name, found.ravel(), nan_to_null=True) for name, found in figures.items()],
            _spelled(flags, (len(metrics), rows.height)),
        ]
    )


def _ratio(upper: Numbers, lower: Numbers, out: Numbers | None = None) -> Numbers:
    """NaN where there is nothing below the line; in the place of `out`, where that serves no more."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.divide(upper, lower, out=out)
    nothing = ~(lower > 0)
    if nothing.any():
        np.copyto(ratio, np.nan, where=nothing)
    return ratio


def _without(figures: Numbers, hidden: Truths) -> Numbers:
    """The same array, NaN where hidden: the figures of every practice are large."""
    np.copyto(figures, np.nan, where=hidden)
    return figures


def _spelled(flags: dict[Flag, Truths], shape: tuple[int, int]) -> pl.Series:
    """The names of the flags of each measure, joined with `;`."""
    bits = np.zeros(shape, dtype=np.uint16)
    for flag, truths in flags.items():
        if truths.any():
            bits |= truths * np.uint16(1 << _FLAGS.index(flag))
    there: npt.NDArray[np.intp] = np.flatnonzero(np.bincount(bits.ravel()))
    spelled = [";".join(name for i, name in enumerate(_FLAGS) if int(b) >> i & 1) for b in there]
    said = pl.Series("flags", spelled, dtype=pl.String)
    if len(there) == 1:
        return said.new_from_index(0, bits.size)
    place = np.zeros(1 << len(_FLAGS), dtype=np.uint32)
    place[there] = np.arange(len(there))
    return said[place[bits.ravel()]]
