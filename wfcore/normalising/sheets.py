"""Where a figure stood in its sheet, so that a person can find it."""

import polars as pl

from wfcore.reading import TextTable

SHEET_ROW = "_row_"


def with_rows(table: TextTable) -> pl.DataFrame:
    """The frame with the row of the sheet, in a column named `ROW`."""
    return table.frame.with_columns(pl.Series(SHEET_ROW, table.sheet_rows()))


def column_letter(position: int) -> str:
    """The letter of a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def printed_heading(table: TextTable, column: str) -> str:
    """A heading as it is printed, on one line."""
    at = table.frame.columns.index(column)
    return " ".join(table.headings[at].split()) if table.headings else column


def unreadable_dates(table: TextTable, frame: pl.DataFrame) -> list[str]:
    """Row and text of dates that cannot be read, where they stand in one column."""
    column = table.column("period") or table.column("financial_year")
    if column is None:
        return []
    return [
        f"row {row}, {printed_heading(table, column)}: {text or 'blank'}"
        for row, text in frame.select(SHEET_ROW, column).head(5).iter_rows()
    ]
