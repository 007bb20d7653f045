"""Sums over the cells of a long table, for each unit and staff group."""

import numpy as np
import polars as pl

_KEYS = ["area_code", "staff_group"]


def sum_cells(
    table: pl.DataFrame, measures: list[str], definition: str | None = None
) -> pl.DataFrame:
    """Sums of measures over all cells of a unit and staff group.

    Args:
        table: a long staff table.
        measures: columns to add up.
        definition: only cells that count so; all of them when not given.

    Returns:
        `area_code`, `staff_group`, and for each measure its sum and `*_absent`, the number of cells
        without a figure.
    """
    rows = _rows_of_a_cell(table)
    if rows:
        return _of_blocks(table, rows, measures, definition)
    kept = table.lazy()
    if definition:
        kept = kept.filter(pl.col("definition") == definition)
    return (
        kept.group_by(_KEYS)
        .agg(
            *(pl.col(m).sum() for m in measures),
            *(pl.col(m).null_count().alias(f"{m}_absent") for m in measures),
        )
        .with_columns(pl.col("staff_group").cast(pl.String))
        .collect()
    )


def join_printed_totals(totals: pl.DataFrame, added: pl.DataFrame) -> pl.DataFrame:
    """Printed totals of units and staff groups with what was added up for them, where there is any.

    Args:
        totals: `area_code`, `staff_group` and the totals, the groups in any type.
        added: as `added_up` makes it; its columns are named unlike those of the totals.
    """
    totals = totals.with_columns(pl.col("staff_group").cast(pl.String))
    if all(totals[key].equals(added[key]) for key in _KEYS):  # as in most files: no look-up
        return totals.hstack(added.drop(_KEYS))
    return totals.join(added, on=_KEYS)


def _rows_of_a_cell(table: pl.DataFrame) -> int:
    """How many rows each cell has, where a table is its cells one under another; else 0."""
    codes = table["area_code"]
    if table.is_empty():
        return 0
    again = (codes.slice(1) == codes[0]).arg_max()
    rows = again + 1 if again is not None and codes[again + 1] == codes[0] else table.height
    if table.height % rows or codes.head(rows).n_unique() < rows:
        return 0
    # Every cell lists every code once, so cells that begin and end alike are alike.
    ends = (codes.gather_every(rows).n_unique(), codes.gather_every(rows, rows - 1).n_unique())
    return rows if ends == (1, 1) else 0


def _of_blocks(
    table: pl.DataFrame, rows: int, measures: list[str], definition: str | None
) -> pl.DataFrame:
    """The same of a table whose cells stand one under another: whole columns are added."""
    groups = table["staff_group"].gather_every(rows).cast(pl.String).to_numpy()
    chosen = np.ones(len(groups), dtype=bool)
    if definition:
        chosen = (table["definition"].gather_every(rows).cast(pl.String) == definition).to_numpy()
    figures = {m: table[m].to_numpy().reshape(-1, rows) for m in measures}
    codes = table["area_code"].head(rows).rechunk()
    parts: list[pl.DataFrame] = []
    for group in dict.fromkeys(groups[chosen]):
        mine = np.flatnonzero(chosen & (groups == group))
        columns = [codes]
        for measure, values in figures.items():
            absent = np.isnan(values[mine])
            columns += [
                pl.Series(measure, np.where(absent, 0.0, values[mine]).sum(axis=0)),
                pl.Series(f"{measure}_absent", absent.sum(axis=0)),
            ]
        named = pl.Series("staff_group", [str(group)]).new_from_index(0, rows)
        parts.append(pl.DataFrame([*columns, named]))
    if parts:
        return pl.concat(parts)
    return table.head(0).select(
        "area_code",
        pl.col("staff_group").cast(pl.String),
        *measures,
        *(pl.lit(0, dtype=pl.UInt32).alias(f"{m}_absent") for m in measures),
    )
