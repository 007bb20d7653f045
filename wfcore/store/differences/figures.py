"""Figure by figure: what was restated, and whether it is another period's file again."""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import declared
from wfcore.normalising import Draft
from wfcore.store.differences.file_comparison import FileComparison
from wfcore.store.differences.grids import PairedGrid, paired_grids
from wfcore.store.version import Version
from wfcore.tables import STANDING

RESTATED: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "code": pl.String(),
    "cell": pl.String(),
    "measure": pl.String(),
    "then": pl.Float64(),
    "now": pl.Float64(),
}


def restated_figures(both: FileComparison) -> tuple[pl.DataFrame, int]:
    """Figures of the draft that differ from those published for the same period.

    Returns:
        `kind, code, cell, measure, then, now`, at most `restated_rows`; and how many there are.
    """
    rows: list[tuple[object, ...]] = []
    count = 0
    for grid in paired_grids(both) if both.replaces else ():
        differs = np.argwhere(~grid.same)
        count += len(differs)
        rows += _rows(grid, differs[: declared().rules.differences.restated_rows - len(rows)])
    return pl.DataFrame(rows, RESTATED, orient="row"), count


def _rows(grid: PairedGrid, at: npt.NDArray[np.intp]) -> list[tuple[object, ...]]:
    return [
        (grid.kind, grid.units[unit], grid.cells[cell], grid.measure,
         _or_none(float(grid.then[cell, unit])), _or_none(float(grid.now[cell, unit])))
        for cell, unit in at
    ]  # fmt: skip


def _others(kind: str, draft: Draft, version: Version) -> list[str]:
    """Editions of other months to hold a draft against: lists are lent from month to month, returns are not."""
    known = declared().sources
    collection = known[draft.source].collection if kind == "staff_total" else None
    kin = [
        s.id for s in known.values() if collection and s.collection == collection and not s.invented
    ]
    return (
        version.editions(kind)
        .filter(
            pl.col("source").is_in([draft.source, *kin]),
            ~pl.col("period").is_in([draft.period, STANDING]),
        )["edition"]
        .to_list()
    )


def matching_periods(draft: Draft, version: Version) -> list[tuple[str, float]]:
    """Published periods that hold the same figures as the draft, with the share that is equal.

    Totals of staff, and list sizes, that are not 0 on one side. Few figures say nothing.
    """
    rules = declared().rules.differences
    others = {kind: _others(kind, draft, version) for kind in ("staff_total", "lists")}
    parts = [
        part
        for kind, key, measures in (
            ("staff_total", ["area_code", "staff_group", "definition"], ["fte", "headcount"]),
            ("lists", ["practice_code", "sex", "age_band"], ["registered"]),
        )
        if kind in draft.tables and others[kind]
        for part in _counted(
            draft.tables[kind],
            version.table(kind, others[kind], ["period", *key, *measures]),
            key,
            measures,
        )
    ]
    if not parts:
        return []
    found = (
        pl.concat(parts)
        .group_by("period")
        .agg(pl.col("equal", "most").sum())
        .filter(pl.col("most") >= rules.same_as_cells)
        .with_columns(share=pl.col("equal") / pl.col("most"))
        .filter(pl.col("share") > rules.same_as_share)
        .sort("share", "period", descending=True)
    )
    return list(found.select("period", "share").iter_rows())


def _counted(
    now: pl.DataFrame, then: pl.DataFrame, key: list[str], measures: list[str]
) -> Iterator[pl.DataFrame]:
    """For each measure, `period, equal, most`: equal figures, and those of the side that has more.

    Where the draft has a part of the other's units, of these: the file of a board may be cut out of England's.
    """
    mine = pl.col(key[0]).is_in(now[key[0]].unique().implode())
    whole = mine.mean().over("period") >= declared().geography.offered_from_share
    then = then.filter(mine | whole)
    both = then.join(now.select(*key, pl.col(measures).name.suffix("_now")), on=key, how="left")
    for measure in measures:
        here = now[measure].filter(now[measure] != 0).count()
        counted = pl.col(measure) != 0
        same = counted & (pl.col(measure) == pl.col(f"{measure}_now"))
        yield (
            both.group_by("period")
            .agg(counted.sum().alias("_then"), same.sum().cast(pl.Int64).alias("equal"))
            .filter(pl.col("_then") > 0)
            .select(
                "period",
                "equal",
                pl.max_horizontal("_then", pl.lit(here)).cast(pl.Int64).alias("most"),
            )
        )


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value
