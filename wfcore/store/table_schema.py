"""The columns of the store's table: those of every kind, with the two it is partitioned by."""

import polars as pl
from deltalake import Field, Schema
from deltalake.schema import PrimitiveType

from wfcore.normalising.tables import KINDS, schema

PARTITION = ["edition", "kind"]


def delta_schema() -> Schema:
    """Every column of every kind, by the name and type that Delta gives it."""
    names: dict[pl.DataType, str] = {
        pl.Float64(): "double",
        pl.Int64(): "long",
        pl.Int16(): "short",
        pl.Boolean(): "boolean",
    }
    columns: dict[str, str] = dict.fromkeys(PARTITION, "string")
    for kind in KINDS:
        for name, dtype in schema(kind).items():
            columns.setdefault(name, names.get(dtype, "string"))
    return Schema([Field(name, PrimitiveType(kind)) for name, kind in columns.items()])
