"""One number for all staff figures of a unit, kept with a version: who sent the same as last time?

Comparing numbers of six thousand practices costs nothing; reading three million figures again does.
"""

import hashlib
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.normalising.tables import STAFF_KINDS
from wfcore.snapshots.differences.grids import Figures, stacked
from wfcore.snapshots.differences.sides import Sides


def fingerprints(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """`area_code, fingerprint` of each unit of the staff tables.

    The sum over all cells of the bits of the figure times an odd number of the cell's own, modulo
    2^64: whatever the order of rows, and whatever is missing counts as 0. Null for a unit without
    any staff.
    """
    parts: list[pl.DataFrame] = []
    for kind in STAFF_KINDS:
        if kind not in tables or tables[kind].is_empty():
            continue
        grid = stacked(tables[kind], kind)
        total = np.zeros(grid.units.height, dtype=np.int64)
        some = np.zeros(grid.units.height, dtype=np.bool_)
        for measure in ("fte", "headcount"):
            figures = grid.figures(measure)
            weights = [_weight(kind, measure, *row) for row in grid.cells.iter_rows()]
            total += (_bits(figures) * np.array(weights, dtype=np.int64)[:, None]).sum(axis=0)
            some |= np.any(figures > 0, axis=0)
        parts.append(grid.units.with_columns(total=pl.Series(total), some=pl.Series(some)))
    if not parts:
        return pl.DataFrame(schema={"area_code": pl.String, "fingerprint": pl.Int64})
    return (
        pl.concat(parts)
        .group_by("area_code")
        .agg(pl.col("total").sum(), pl.col("some").any())
        .select("area_code", fingerprint=pl.when("some").then("total"))
        .sort("area_code")
    )


def unchanged(both: Sides) -> pl.DataFrame:
    """`code` of each unit whose every staff figure is that of the published file.

    None where the version is of a release that kept no fingerprints.
    """
    then = both.then("fingerprints", ["area_code", "fingerprint"])
    if then.is_empty():
        return pl.DataFrame(schema={"code": pl.String})
    now = fingerprints(both.draft.tables)
    return now.join(then, on=["area_code", "fingerprint"]).select(code="area_code").sort("code")


def _bits(figures: Figures) -> npt.NDArray[np.int64]:
    return (np.nan_to_num(figures) + 0.0).view(np.int64)  # a negative zero becomes zero


def _weight(*cell: str | None) -> int:
    text = "|".join(label or "" for label in cell)
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True) | 1
