"""A long table as a grid, cells × units, so that millions of figures are compared as arrays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.store.differences.file_comparison import FileComparison
from wfcore.tables import STAFF_KINDS, STAFF_LABELS

FigureArray = npt.NDArray[np.float64]
_LABEL = pl.Categorical()


@dataclass(frozen=True)
class _Shape:
    """Of a kind of table: the column of its unit, the columns that name a cell, its figures."""

    unit: str
    labels: tuple[str, ...]
    measures: tuple[str, ...]


_STAFF = _Shape("area_code", STAFF_LABELS[1:], ("fte", "headcount"))
_SHAPES: dict[str, _Shape] = {
    **dict.fromkeys(STAFF_KINDS, _STAFF),
    "lists": _Shape("practice_code", ("sex", "age_band"), ("registered", "weighted")),
    "lists_sex_age": _Shape("practice_code", ("sex", "age_band"), ("registered",)),
    "deprivation": _Shape("practice_code", ("index_year",), ("score",)),
    "arrs_plan": _Shape("area_name", ("role_printed",), ("wte",)),
    "arrs_claims": _Shape(
        "pcn_code", ("role_printed",), ("wte", "claimed_gbp", "approved_gbp", "allocation_gbp")
    ),
    "arrs_spend": _Shape("place_code", ("unit",), ("spend", "spend_gbp")),
    "arrs_allocations": _Shape("pcn_code", ("financial_year",), ("total_gbp", "devolved_gbp")),
}


@dataclass(frozen=True)
class PairedGrid:
    """The figures of one measure on both sides; NaN where there is none. Shape: cells × units."""

    kind: str
    measure: str
    units: list[str]
    cells: list[str]
    now: FigureArray
    then: FigureArray

    @property
    def same(self) -> npt.NDArray[np.bool_]:
        """Where both sides have the same figure, or both none."""
        return (self.now == self.then) | (np.isnan(self.now) & np.isnan(self.then))


def paired_grids(both: FileComparison) -> Iterator[PairedGrid]:
    """A grid for each kind and measure, of the cells and units that both sides have."""
    for kind, shape in _SHAPES.items():
        if kind not in both.draft.tables:
            continue
        wanted = [shape.unit, *shape.labels, *shape.measures]
        now, then = both.now(kind).select(wanted), both.then(kind, wanted)
        if now.is_empty() or then.is_empty():
            continue
        here, there = stack_table(now, kind), stack_table(then, kind)
        cells = here.cells.with_row_index("now").join(
            there.cells.with_row_index("then"), on=shape.labels, nulls_equal=True
        )
        units = here.units.with_row_index("now").join(
            there.units.with_row_index("then"), on=shape.unit
        )
        named = [" ".join(_words(row)) for row in cells.select(shape.labels).iter_rows()]
        for measure in shape.measures:
            yield PairedGrid(
                kind,
                measure,
                units[shape.unit].to_list(),
                named,
                _taken(here.figures(measure), cells["now"], units["now"]),
                _taken(there.figures(measure), cells["then"], units["then"]),
            )


@dataclass(frozen=True)
class StackedTable:
    """A table that is its cells one under another, each with all units in one order.

    `cells`: the labels of each; `units`: one column; `table`: cells × units rows.
    """

    cells: pl.DataFrame
    units: pl.DataFrame
    table: pl.DataFrame

    def figures(self, measure: str) -> FigureArray:
        """A measure; NaN where there is none. Shape: cells × units."""
        return self.table[measure].to_numpy().reshape(self.cells.height, self.units.height)


def _taken(grid: FigureArray, cells: pl.Series, units: pl.Series) -> FigureArray:
    return grid[np.ix_(cells.to_numpy(), units.to_numpy())]


def stack_table(table: pl.DataFrame, kind: str) -> StackedTable:
    """A table of a kind as it stands, where it is stacked already as wide files are; else put so."""
    return stacked_as_read(table, kind) or _put(table, _SHAPES[kind])


def stacked_as_read(table: pl.DataFrame, kind: str) -> StackedTable | None:
    """A table of a kind as it stands, if it is stacked already."""
    shape = _SHAPES[kind]
    codes = table[shape.unit]
    again = codes.slice(1).index_of(codes[0])
    size = table.height if again is None else again + 1
    units = codes.head(size)
    if (
        table.height % size == 0
        and units.n_unique() == size
        and units.null_count() == 0
        and (codes.slice(size) == codes.head(table.height - size)).all()
        and all(_stands(table[label], size) for label in shape.labels)
    ):
        return StackedTable(
            _labels(table.select(shape.labels).gather_every(size), shape.labels),
            units.to_frame(),
            table,
        )
    return None


def _put(table: pl.DataFrame, shape: _Shape) -> StackedTable:
    first = table.drop_nulls(shape.unit).unique([shape.unit, *shape.labels], keep="first")
    grid = first.select(shape.unit).unique().sort(shape.unit)
    labels = first.select(shape.labels).unique(maintain_order=True)
    put = labels.with_row_index("_cell").join(grid, how="cross", maintain_order="left_right")
    on = [*shape.labels, shape.unit]
    filled = put.join(first, on=on, how="left", nulls_equal=True, maintain_order="left")
    return StackedTable(_labels(labels, shape.labels), grid, filled)


def _stands(labels: pl.Series, size: int) -> bool:
    """Whether a label is the same in all rows of each cell."""
    if labels.null_count():
        return False
    numbers = labels if labels.dtype == _LABEL else labels.cast(pl.String).cast(_LABEL)
    behind = numbers.to_physical()
    if behind.min() == behind.max():
        return True
    grid = behind.to_numpy().reshape(-1, size)
    return bool((grid == grid[:, :1]).all())


def _labels(cells: pl.DataFrame, labels: Sequence[str]) -> pl.DataFrame:
    return cells.select(pl.col(c).cast(pl.String) for c in labels)


def _words(labels: Sequence[str | None]) -> list[str]:
    return [label for label in labels if label and label not in ("all", "total")] or ["all"]
