"""Where a figure stood in its sheet, so that a person can find it."""

import polars as pl

from wfcore.reading import TextTable

SHEET_ROW = "_row_"


def with_rows(table: TextTable) -> pl.DataFrame:
    """The frame with the row of the sheet, in a column named `SHEET_ROW`."""
    return table.frame.with_columns(pl.Series(SHEET_ROW, table.sheet_rows()))


def printed_heading(table: TextTable, column: str) -> str:
    """A heading as it is printed, on one line."""
    at = table.frame.columns.index(column)
    return " ".join(table.headings[at].split()) if table.headings else column


def cells_of(table: TextTable, rows: pl.DataFrame, column: str) -> list[str]:
    """Row, heading and text of cells of one column."""
    printed = printed_heading(table, column)
    return [
        f"row {row}, {printed}: {text or 'blank'}"
        for row, text in rows.select(SHEET_ROW, column).iter_rows()
    ]


_DATED = ("period", "financial_year", "extract_date", "year", "month")


def unreadable_dates(table: TextTable, frame: pl.DataFrame) -> list[str]:
    """The first dates that cannot be read, with the rows and columns in which they stand."""
    columns = [column for name in _DATED if (column := table.column(name))]
    different = frame.unique(columns, keep="first", maintain_order=True).head(5)
    return [cell for column in columns for cell in cells_of(table, different, column)]
