"""Editions that an earlier release wrote under other names of columns, written anew with today's."""

from collections.abc import Collection

import polars as pl
from deltalake import DeltaTable

from wfcore.store.address import Address
from wfcore.store.delta import version_of
from wfcore.store.proposals import Part
from wfcore.store.table_schema import earlier_columns
from wfcore.store.writing import write_tables
from wfcore.tables import TABLES, earlier_names


def bring_forward(
    address: Address, table: DeltaTable, replaced: Collection[str]
) -> tuple[Part, ...]:
    """Write the editions that hold columns by an earlier name anew, whole, with today's names.

    Args:
        address: where the store lies.
        table: its newest version.
        replaced: editions that are about to be replaced anyway.

    Returns:
        Parts for a commit that replaces their editions; none once the store has been brought forward.

    Raises:
        StoreError: a part is missing or damaged, or the new ones cannot be written.
    """
    if not earlier_columns() & {field.name for field in table.schema().fields}:
        return ()
    version = version_of(table, address)
    kinds = [kind for kind in TABLES if earlier_names(kind)]
    old = version.parts.filter(pl.col("kind").is_in(kinds))["edition"]
    parts = version.parts.filter(pl.col("edition").is_in(set(old) - set(replaced)))
    return write_tables(
        address,
        {
            (edition, kind): version.table(kind, [edition])
            for edition, kind in parts.select("edition", "kind").iter_rows()
        },
    )
