"""Rows of totals among practices: one at the end is compared with the rows above and left out."""

import numpy as np
import polars as pl

from wfcore.findings import Finding, finding
from wfcore.normalising.sheets import SHEET_ROW
from wfcore.normalising.values import numbers
from wfcore.reading import TextTable

_WORDS = ("TOTAL", "TOTALS", "GRAND TOTAL", "ENGLAND", "ALL", "ALL PRACTICES", "SUM")
_LABEL = rf"^({'|'.join(_WORDS)})$|\bSUB-?\s?TOTALS?\b|^TOTALS? |\bTOTALS?$"
_COMPARED = r"^TOTAL_(PATIENTS|GP_FTE|GP_EXTG_FTE|NURSES_FTE|DPC_FTE|ADMIN_FTE)$"
_ROUNDING = 0.005  # of each row, printed to two decimals


def without_sum_rows(table: TextTable, frame: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
    """The rows of practices alone, and what to say of rows of totals.

    Args:
        table: a recognised table.
        frame: its rows, with the row of the sheet.

    Returns:
        The frame without rows of totals, same columns, and findings that name them.
    """
    column = table.recognised.columns
    # Files of registered patients say of each row what kind of organisation it is.
    if table.source.makes not in ("staff", "lists") or "org_type" in column:
        return frame, []
    if "practice_code" not in column or "staff_group" in column:
        return frame, []
    codes = frame[column["practice_code"]].str.strip_chars().str.to_uppercase()
    labels = codes
    if "practice_name" in column:
        names = frame[column["practice_name"]].str.strip_chars().str.to_uppercase()
        labels = pl.select(pl.when(codes == "").then(names).otherwise(codes)).to_series()
    sums = labels.str.contains(_LABEL) & ~codes.str.contains(r"^[A-Z]\d{5}$")
    at = sums.arg_true()
    if at.is_empty():
        return frame, []
    if len(at) > 1 or at[0] != frame.height - 1:
        return frame.filter(~sums), [
            finding(
                "blocks",
                "sub_totals",
                "Rows of totals stand between the practices. Take them out: they would be counted again.",
                count=len(at),
                examples=[f"row {frame[SHEET_ROW][int(i)]}: {labels[int(i)]}" for i in at],
            )
        ]
    return frame.head(frame.height - 1), [_compared(frame)]


def _compared(frame: pl.DataFrame) -> Finding:
    """The last row against the sum of those above."""
    unlike: list[str] = []
    compared = 0
    for heading in (c for c in frame.columns if pl.Series([c]).str.contains(_COMPARED)[0]):
        values, _, _ = numbers(frame[heading])
        printed, added = values[-1], float(np.nansum(values[:-1]))
        if not np.isfinite(printed):
            continue
        compared += 1
        if abs(printed - added) > _ROUNDING * len(values) + 0.05:
            unlike.append(f"{heading}: {printed:,.2f} printed, {added:,.2f} added up")
    where = f"row {frame[SHEET_ROW][-1]}"
    if unlike:
        return finding(
            "warns",
            "total_row_differs",
            "The last row, a total, was left out. It is not the sum of the rows above.",
            count=len(unlike),
            examples=[where, *unlike],
            advice="Some rows may be missing. Published totals may also hold estimates that no practice has.",
        )
    return finding(
        "warns",
        "total_row",
        f"The last row, a total, was left out. It agrees with the rows above in {compared} columns.",
        examples=[where],
        advice="Make sure that it was a total.",
    )
