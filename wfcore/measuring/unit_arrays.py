"""Units as arrays: each column is taken out of its table once, however many levels are summed."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from wfcore.declared import Metric, declared
from wfcore.geography import AREA_LEVELS, Level, area_code_at
from wfcore.measuring.arrays import Numbers, RowIndex, Truths
from wfcore.measuring.disclosure import suppression_columns
from wfcore.measuring.expected_patients import ExpectedPatients
from wfcore.measuring.sum_plan import REGISTERED, SumPlan, patients_column, plan_sums
from wfcore.measuring.units import quantity_id

_MANY = 1000
_PACKAGED = ExpectedPatients()
_NO_ROWS = pl.Series(dtype=pl.UInt32)
_RANKED = ("period", "unit", *(f"{level}_code" for level in AREA_LEVELS))


class UnitArrays:
    """The columns of `Units.frame`, of one or more periods, as numpy arrays.

    Sums are made with numpy on whole columns: hundreds of small polars expressions cost more than
    the adding up.
    """

    def __init__(
        self,
        frame: pl.DataFrame,
        expected: ExpectedPatients = _PACKAGED,
        *,
        whole: "UnitArrays | None" = None,
        rows: pl.Series = _NO_ROWS,
    ) -> None:
        self._frame = frame
        self.expected = expected
        self._whole, self._rows = whole, rows  # those that these are a part of, and which of them
        self._by_area: dict[Level, dict[str, pl.Series]] = {}
        self._numbers: dict[str, Numbers] = {}
        self._there: dict[str, Truths] = {}
        self._truths: dict[str, Truths] = {}
        self._ranks: dict[str, RowIndex] = {}
        self._asked: dict[tuple[str, ...], SumPlan] = {}
        self._lacking: dict[str, Truths | None] = {}
        self._reporting: dict[tuple[tuple[str, ...], str], bytes] = {}
        self._pools: dict[str, tuple[RowIndex, RowIndex, RowIndex] | None] = {}
        self._masks: dict[bytes, Truths] = {}
        self._weights: dict[tuple[str, bytes], Numbers] = {}

    @property
    def frame(self) -> pl.DataFrame:
        """The units as a table."""
        return self._frame if self._whole is None else self._frame[self._rows]

    def has(self, column: str) -> bool:
        """Whether the units have such a column."""
        return column in self._frame.columns

    def inside(self, level: Level, code: str) -> "UnitArrays":
        """The units of an area; their columns are taken out of those of all when they are asked for."""
        if level not in self._by_area:
            column = self._frame.select(code=area_code_at(level)).with_row_index("row").drop_nulls()
            by_code = column.group_by("code").agg("row")
            self._by_area[level] = dict(zip(by_code["code"], by_code["row"], strict=True))
        rows = self._by_area[level].get(code, _NO_ROWS)
        if rows.len() == self.height:
            return self
        return UnitArrays(self._frame, self.expected, whole=self, rows=rows)

    @property
    def height(self) -> int:
        """How many units there are, each once for every period."""
        return self._frame.height if self._whole is None else self._rows.len()

    @property
    def bytes_held(self) -> int:
        """About what the columns take when all have been asked for."""
        return 2 * self.height * 10 * self._frame.width  # few columns are text, which takes 16

    def column(self, name: str) -> pl.Series:
        """A column as it stands."""
        whole = self._frame[name]
        return whole if self._whole is None else whole[self._rows]

    def numbers(self, column: str) -> Numbers:
        """A column of numbers, NaN where null."""
        if column not in self._numbers:
            there = self.column(column)
            whole = there if there.dtype == pl.Float64 else there.cast(pl.Float64)
            self._numbers[column] = whole.to_numpy()
        return self._numbers[column]

    def _known(self, column: str) -> Truths:
        """Where a column of numbers has one."""
        if column not in self._there:
            self._there[column] = np.isfinite(self.numbers(column))
        return self._there[column]

    def truths(self, column: str) -> Truths:
        """A column of truths, false where null."""
        if column not in self._truths:
            there = self.column(column)
            whole = there.fill_null(value=False) if there.null_count() else there
            self._truths[column] = whole.to_numpy()
        return self._truths[column]

    def ranks(self, column: str) -> RowIndex:
        """The place of each text among the distinct ones in order; -1 for null."""
        if column not in self._ranks and self._whole is not None and self._whole.are_ranked(column):
            found, ranks = np.unique(self._whole.ranks(column)[self._rows], return_inverse=True)
            self._ranks[column] = ranks - (found[:1] < 0).sum()
        elif column not in self._ranks:
            # Of many units most levels are asked for, and so these are ranked side by side.
            many = self.height > _MANY
            wanted = [*dict.fromkeys((*_RANKED, column))] if many else [column]
            own = pl.DataFrame([self.column(name) for name in wanted])
            dense = own.select(pl.all().rank("dense").fill_null(0))
            self._ranks |= {ranks.name: ranks.to_numpy().astype(np.intp) - 1 for ranks in dense}
        return self._ranks[column]

    def are_ranked(self, column: str) -> bool:
        """Whether the ranks of a column are known, so that those of a part follow from them."""
        return column in self._ranks

    def sum_plan(self, metrics: Sequence[Metric]) -> SumPlan:
        """What these metrics ask of the units."""
        ids = tuple(metric.id for metric in metrics)
        if ids not in self._asked:
            self._asked[ids] = plan_sums(metrics, self.reporting)
        return self._asked[ids]

    def has_quantities(self, metric: str) -> Truths | None:
        """The units whose file has the columns of a metric; None where no file lacks one."""
        if metric not in self._lacking:
            quantities = (declared().metric(metric).quantity, declared().metric(metric).over)
            lacking = [self.truths(f"{quantity_id(q)}:absent") for q in quantities if q]
            some = any(truths.any() for truths in lacking)
            there = self.truths("in_file") & ~np.logical_or.reduce(lacking) if some else None
            self._lacking[metric] = there
        return self._lacking[metric]

    def reporting(self, metric: Metric) -> bytes:
        """The units that reported a metric, as `weights` takes them.

        Most metrics are reported by the same units, and what these add up to is the same.
        """
        needed = tuple(quantity_id(q) for q in (metric.quantity, metric.over) if q is not None)
        patients = patients_column(metric) if metric.is_per_patients else ""
        condition = (needed or (REGISTERED,), patients)
        if condition not in self._reporting:
            listed = [self.numbers(patients) > 0] if patients else []
            here = np.logical_and.reduce([*listed, *(self._known(c) for c in condition[0])])
            key = here.tobytes()
            self._masks[key] = here
            self._reporting[condition] = key
        return self._reporting[condition]

    def suppression_groups(self, metric: str) -> tuple[RowIndex, RowIndex, RowIndex] | None:
        """The units too few to stand alone, the pool of each and its size; None where nobody is few.

        A pool is of one period: its number there may be that of another pool in the next.
        """
        if metric not in self._pools:
            asked = declared().metric(metric)
            pool, size = suppression_columns(asked.plain)
            found = None
            if pool in self._frame.columns:
                # Of a pool whose patients are not all known, a rate would be of a part.
                counts = self._masks[self.reporting(asked)] if asked.is_per_patients else True
                members = np.flatnonzero((self.numbers(size) > 1) & counts)
                numbers = self.numbers(pool)[members].astype(np.intp)
                periods = self.ranks("period")[members]
                suppression_groups = periods * (numbers.max(initial=0) + 1) + numbers
                found = members, suppression_groups, self.numbers(size)[members].astype(np.intp)
            self._pools[metric] = found
        return self._pools[metric]

    def weights(self, column: str, reporting: bytes = b"") -> Numbers:
        """What each unit adds to the sum of a column; nothing where null or where not reporting.

        Args:
            column: a column of numbers, or `` to count the units.
            reporting: as `reporting` names it; every unit when empty.
        """
        key = (column, reporting)
        if key not in self._weights:
            here = self._masks[reporting] if reporting else np.ones(self.height, np.bool_)
            if not column:
                self._weights[key] = here.astype(np.float64)
            else:
                here = here & self._known(column)
                self._weights[key] = np.where(here, self.numbers(column), 0.0)
        return self._weights[key]
