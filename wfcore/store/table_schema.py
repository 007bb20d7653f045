"""The columns of the store's table: those of every kind, with the two it is partitioned by."""

from collections.abc import Collection, Mapping

import polars as pl
from deltalake import Field, Schema
from deltalake.schema import DataType, PrimitiveType

from wfcore.errors import StoreError
from wfcore.tables import TABLES, earlier_names, schema

PARTITION = ["edition", "kind"]
_TYPES: dict[pl.DataType, str] = {
    pl.String(): "string",
    pl.Categorical(): "string",  # its words stand once in a file, but they are text
    pl.Float64(): "double",
    pl.Int64(): "long",
    pl.Int16(): "short",
    pl.Boolean(): "boolean",
}


def columns_of(kinds: Collection[str]) -> dict[str, PrimitiveType]:
    """Every column of these kinds, by name, with its one type; a later release may know more kinds."""
    columns = dict.fromkeys(PARTITION, PrimitiveType("string"))
    for kind in (kind for kind in TABLES if kind in kinds):
        columns |= {name: PrimitiveType(_TYPES[dtype]) for name, dtype in schema(kind).items()}
    return columns


def table_schema(kinds: Collection[str]) -> Schema:
    """The schema of a table that holds these kinds."""
    return _schema(columns_of(kinds))


def evolved(table: Schema, kinds: Collection[str]) -> Schema:
    """The schema of a table once it also holds these kinds, and no column by an earlier name.

    Raises:
        StoreError: it holds one of their columns with another type.
    """
    columns: dict[str, DataType] = {field.name: field.type for field in table.fields}
    for name in earlier_columns() & columns.keys():
        del columns[name]
    for name, dtype in columns_of(kinds).items():
        if columns.setdefault(name, dtype) != dtype:
            raise StoreError(
                f"The store holds the column {name} as {columns[name]}, not as {dtype}. Nothing was "
                "published.",
                "Publish with the release that wrote it, or to another store.",
            )
    return _schema(columns)


def earlier_columns() -> frozenset[str]:
    """Names of columns that earlier releases wrote and that none has by now."""
    return frozenset(old for kind in TABLES for old in earlier_names(kind).values())


def refuse_columns(columns: Mapping[str, pl.DataType], kind: str, path: str) -> None:
    """Hold the columns of a part against its kind; what it lacks is null.

    Raises:
        StoreError: it has a column that its kind has not, or has with another type.
    """
    odd = sorted(dict(columns.items() - schema(kind).items()))
    if odd:
        raise StoreError(
            f"{path} has columns that {kind} has not, or not of this type: {', '.join(odd)}. "
            "Nothing was published.",
            "It was checked by another release: withdraw it and check the files again.",
        )


def _schema(columns: Mapping[str, DataType]) -> Schema:
    return Schema([Field(name, dtype) for name, dtype in columns.items()])
