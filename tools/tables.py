"""`python -m tools.tables`: write docs/reference/tables.md, every column of the store, from its classes."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import dataframely as dy
import polars as pl

from wfcore.tables import TABLES
from wfcore.tables.columns import WHY_EMPTY

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "tables.md"
TYPES: dict[pl.DataType, str] = {
    pl.String(): "text",
    pl.Categorical(): "text",
    pl.Float64(): "number",
    pl.Int64(): "whole number",
    pl.Int16(): "small whole number",
    pl.Boolean(): "true or false",
}
_INTRODUCTION = """# The tidy tables

Every kind of table in a store, with its columns. Written by `python -m tools.tables` from the classes in
`wfcore/tables/`; a test fails when the two differ.

A store is one table, in parts: a part holds one `kind` of one `edition` (a source and its period, such as
`gpw_detailed.2025-09`). Both are columns too. A column has one type in all kinds; a column that a kind has
not is empty there. The key names a row within an edition.
"""
_REASONS = """## Why a figure is empty

A figure is never 0 because it is missing. The column `…_missing` beside it says why:

| reason | means |
|---|---|"""


def page() -> str:
    """The whole page."""
    sections = [line for table in dict.fromkeys(TABLES.values()) for line in _section(table)]
    reasons = [f"| `{reason}` | {why} |" for reason, why in WHY_EMPTY.items()]
    return "\n".join([_INTRODUCTION, *sections, _REASONS, *reasons, ""])


def _section(table: type[dy.Schema]) -> Iterator[str]:
    kinds = [f"`{kind}`" for kind, of in TABLES.items() if of is table]
    yield f"## {', '.join(kinds)}\n\n{inspect.getdoc(table)}\n"
    if table.primary_key():
        yield f"Key: {', '.join(f'`{name}`' for name in table.primary_key())}.\n"
    yield "| column | type | unit | may be empty | meaning |\n|---|---|---|---|---|"
    for name, column in table.columns().items():
        said = column.metadata or {}
        earlier = f" Before release 0.2: `{said['earlier']}`." if "earlier" in said else ""
        empty = "yes" if column.nullable else ""
        unit = said.get("unit", "")
        yield f"| `{name}` | {TYPES[column.dtype]} | {unit} | {empty} | {column.description}{earlier} |"
    yield ""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.name} written.")


if __name__ == "__main__":
    main()
