"""Groups of practices, as an analyst brings them → `practice_groups`."""

import polars as pl

from wfcore.findings import Finding, of_examples
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.sheets import SHEET_ROW, cells_of
from wfcore.normalising.values import code, date_of, name
from wfcore.reading import TextTable


def group_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`practice_groups`: one row for each practice of a group; a date stands for its month."""
    column = table.recognised.columns
    since, until = (_months(table, frame, which) for which in ("since", "until"))
    rows = frame.select(
        group_kind=name(column["kind"]).str.to_lowercase(),
        group_name=name(column["group"]),
        practice_code=code(column["practice_code"]),
        row=pl.col(SHEET_ROW),
    ).with_columns(since[0], until[0])
    return {"practice_groups": rows}, [*_unread([*since[1], *until[1]])]


def _months(table: TextTable, frame: pl.DataFrame, which: str) -> tuple[pl.Series, list[str]]:
    """The months of a column of dates, and the cells that hold none."""
    column = table.column(which)
    if column is None:
        return pl.Series(which, [None] * frame.height, dtype=pl.String), []
    texts = [(text or "").strip() for text in frame[column]]
    read = [date_of(text) if text else None for text in texts]
    odd = pl.Series(
        [bool(t) and r is None for t, r in zip(texts, read, strict=True)], dtype=pl.Boolean
    )
    months = [date[:7] if date else None for date in read]
    return pl.Series(which, months, dtype=pl.String), cells_of(table, frame.filter(odd), column)


def _unread(cells: list[str]) -> list[Finding]:
    return list(
        of_examples(
            "blocks",
            "date_not_read",
            "Dates that cannot be read. Write them as 2025-09-30.",
            cells,
        )
    )
