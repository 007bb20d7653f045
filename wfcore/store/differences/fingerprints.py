"""One number for all staff figures of a unit, kept with a version: who sent the same as last time?

Comparing numbers of six thousand practices costs nothing; reading three million figures again does.
"""

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.store.differences.file_comparison import FileComparison
from wfcore.store.differences.grids import StackedTable, stacked_as_read
from wfcore.tables import STAFF_KINDS, STAFF_LABELS

_MEASURES = ("fte", "headcount")
_CELL = STAFF_LABELS[1:]  # what names a cell; `level` is that of the unit
_NO_LABEL = 2**32 - 1
_BLOCK = 16  # cells of all units at once, so that they stay near the processor
_SIDE_BY_SIDE = 2  # tables at once: each takes as much memory again as its figures


def unit_fingerprints(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """`area_code, fingerprint` of each unit of the staff tables.

    The sum over all cells of the bits of the figure times an odd number of the cell's own, modulo
    2^64: whatever the order of rows, and whatever is missing counts as 0. Null for a unit without
    any staff.
    """
    kinds = [kind for kind in STAFF_KINDS if kind in tables and not tables[kind].is_empty()]
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        parts = list(pool.map(_of_kind, [tables[kind] for kind in kinds], kinds))
    if not parts:
        return pl.DataFrame(schema={"area_code": pl.String, "fingerprint": pl.Int64})
    return (
        pl.concat(parts)
        .lazy()
        .drop_nulls("area_code")
        .group_by("area_code")
        .agg(pl.col("total").sum(), pl.col("some").any())
        .select("area_code", fingerprint=pl.when("some").then("total"))
        .sort("area_code")
        .collect()
    )


def unchanged_units(both: FileComparison) -> pl.DataFrame:
    """`code` of each unit whose every staff figure is that of the published file.

    None where the version is of a release that kept no fingerprints.
    """
    then = both.then("fingerprints", ["area_code", "fingerprint"])
    if then.is_empty():
        return pl.DataFrame(schema={"code": pl.String})
    now = unit_fingerprints(both.draft.tables)
    return now.join(then, on=["area_code", "fingerprint"]).select(code="area_code").sort("code")


def _of_kind(table: pl.DataFrame, kind: str) -> pl.DataFrame:
    """`area_code, total, some` of the units of one table, in as many rows for each as it takes."""
    grid = stacked_as_read(table, kind)
    return _of_long(table, kind) if grid is None else _of_wide(grid, kind)


def _of_wide(grid: StackedTable, kind: str) -> pl.DataFrame:
    """`area_code, total, some` of each unit of a table whose cells stand one under another."""
    total = np.zeros(grid.units.height, dtype=np.int64)
    some = np.zeros(grid.units.height, dtype=np.bool_)
    for measure in _MEASURES:
        figures = grid.table[measure].fill_null(0.0).to_numpy().reshape(-1, grid.units.height)
        weights = _weights(kind, measure, grid.cells)
        for at in range(0, len(figures), _BLOCK):
            block = _without_minus(figures[at : at + _BLOCK])
            total += np.einsum("c,cu->u", weights[at : at + _BLOCK], block.view(np.int64))
            some |= np.any(block > 0, axis=0)
    return grid.units.with_columns(total=pl.Series(total), some=pl.Series(some))


def _of_long(table: pl.DataFrame, kind: str) -> pl.DataFrame:
    """`area_code, total, some` of each row of a table in any order."""
    cell = np.zeros(table.height, dtype=np.int64)
    behind = table.select(pl.col(_CELL).to_physical().cast(pl.Int64).fill_null(_NO_LABEL))
    for numbers in (label.to_numpy() for label in behind):
        if (numbers != numbers[:1]).any():
            # Numbers behind labels may be large: taken together they are counted anew each time.
            _, cell = np.unique(cell * (numbers.max() + 1) + numbers, return_inverse=True)
    _, first, cell = np.unique(cell, return_index=True, return_inverse=True)
    cells = table[first].select(pl.col(name).cast(pl.String) for name in _CELL)
    total = np.zeros(table.height, dtype=np.int64)
    some = np.zeros(table.height, dtype=np.bool_)
    for measure in _MEASURES:
        figures = _without_minus(table[measure].fill_null(0.0).to_numpy())
        total += figures.view(np.int64) * _weights(kind, measure, cells)[cell]
        some |= figures > 0
    return pl.DataFrame({"area_code": table["area_code"], "total": total, "some": some})


def _weights(kind: str, measure: str, cells: pl.DataFrame) -> npt.NDArray[np.int64]:
    return np.array([_weight(kind, measure, *row) for row in cells.iter_rows()], dtype=np.int64)


def _without_minus(figures: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The same figures, of which a negative zero has no bit either."""
    return figures + 0.0


def _weight(*cell: str | None) -> int:
    text = "|".join(label or "" for label in cell)
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True) | 1
