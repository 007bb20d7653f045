"""Cells that should be numbers and are not → findings that name the kind, the row and the column."""

from collections.abc import Sequence

import polars as pl

from wfcore.findings import Finding, of_examples
from wfcore.normalising.sheets import SHEET_ROW

_SCHEMA = {"row": pl.Int64, "column": pl.String, "text": pl.String}
ERROR = r"^\s*#(REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)"
_COMMA = r"^[+-]?([0-9]+,[0-9]+|[0-9]{1,3}(\.[0-9]{3})+,[0-9]+)$"
_DOTTED = r"^\s*£?\s*[0-9]{1,3}(\.[0-9]{3})+\s*$"
_EXPONENT = r"^[+-]?[0-9](\.[0-9]+)?[Ee]\+?[0-9]{1,2}$"
_KINDS = (
    (
        ERROR,
        "error_cells",
        (
            "Cells that show an error of the spreadsheet instead of a figure. Mend the formulas, or "
            "paste the figures as published over them."
        ),
    ),
    (
        _COMMA,
        "decimal_comma",
        "Figures with a decimal comma. Write them with a point, as in 1.5: a comma separates thousands.",
    ),
    (
        _EXPONENT,
        "digits_lost",
        (
            "Figures that Excel has shortened, such as 1.23E+05: their last digits are gone. Take the "
            "file as published, or widen the column before you save it."
        ),
    ),
    (
        "",
        "not_a_number",
        "Cells that are neither a number nor a known mark such as NA. Correct them, or ask the publisher.",
    ),
)


def odd_cells(frame: pl.DataFrame, column: str, at: Sequence[int]) -> pl.DataFrame:
    """Odd cells of one column: `row` of the sheet, `column` as printed, `text`.

    Args:
        frame: text, with the row of the sheet.
        column: the heading.
        at: positions in the frame.
    """
    places = pl.Series(at, dtype=pl.UInt32)
    rows = frame[SHEET_ROW].gather(places)
    return pl.DataFrame(
        {"row": rows, "column": [column] * len(places), "text": frame[column].gather(places)},
        schema=_SCHEMA,
    )


def dotted_thousands(frame: pl.DataFrame, columns: Sequence[str]) -> list[Finding]:
    """Patients or pounds printed as `6.100`: a point that separates thousands, which would be read as 6.1."""
    cells = [
        odd_cells(frame, column, frame[column].str.contains(_DOTTED).arg_true().to_list())
        for column in columns
        if frame[column].str.contains(_DOTTED).any()
    ]
    odd = pl.concat(cells) if cells else none_odd()
    return list(
        of_examples(
            "blocks",
            "dotted_thousands",
            "Patients or pounds with a point before the last three figures: it separates thousands, but reads as "
            "a fraction. Take the points out.",
            [f"row {row}, {column}: {text}" for row, column, text in odd.iter_rows()],
        )
    )


def none_odd() -> pl.DataFrame:
    """No odd cells."""
    return pl.DataFrame(schema=_SCHEMA)


def odd_cell_findings(odd: pl.DataFrame) -> list[Finding]:
    """What to say of odd cells, one finding for each kind."""
    found: list[Finding] = []
    for pattern, code, message in _KINDS:
        if odd.is_empty():
            break
        mine = odd["text"].fill_null("").str.strip_chars().str.contains(pattern)
        cells, odd = odd.filter(mine), odd.filter(~mine)
        found += of_examples(
            "blocks",
            code,
            message,
            [f"row {row}, {column}: {text}" for row, column, text in cells.head(5).iter_rows()],
            count=cells.height,
        )
    return found
