"""A printed table as it was read, with the cells that a diagnosis names, and what to download."""

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any, cast

import polars as pl
import streamlit as st

from pages.parts import display
from wfcore.table_checks import Diagnosis, PrintedTable
from wfcore.unpacking.sheet_xml import column_letters

_SHOWN_ROWS = 80
_SPOT = ("row", "column", "row_name", "heading", "said")


def table(printed: PrintedTable, one: Diagnosis) -> None:
    """The table with letters and row numbers; a named cell carries the number of its finding."""
    numbers = _numbers(printed, one)
    width = max(len(cells) for _, cells in printed.lines)
    columns: dict[str, list[str]] = {"Row": [str(row) for row, _ in printed.lines[:_SHOWN_ROWS]]}
    for j in range(width):
        columns[column_letters(j)] = [
            _drawn(cells[j] if j < len(cells) else "", numbers.get((row, column_letters(j)), []))
            for row, cells in printed.lines[:_SHOWN_ROWS]
        ]
    named = sum(1 for cell in numbers if cell[0] is not None)
    st.table(
        cast("Any", pl.DataFrame(columns).to_arrow()),
        hide_index=True,
        alt=f"The table as it was read: {len(printed.lines)} rows, {width} columns; "
        f"{named} cells are named by findings",
    )
    if len(printed.lines) > _SHOWN_ROWS:
        display.note(f"The first {_SHOWN_ROWS} of {len(printed.lines):,} rows.")


def _numbers(
    printed: PrintedTable, one: Diagnosis
) -> dict[tuple[int | None, str | None], list[int]]:
    """Row and column letter → numbers of the findings that name the cell.

    A column as a whole is named at its heading, a row at its first cell.
    """
    numbers: defaultdict[tuple[int | None, str | None], list[int]] = defaultdict(list)
    for at, found in enumerate(one.findings, start=1):
        for spot in found.spots:
            if spot.row is None and spot.column is None:
                continue
            cell = (spot.row or printed.heading_row, spot.column or "A")
            if at not in numbers[cell]:
                numbers[cell].append(at)
    return numbers


def _drawn(text: str, numbers: Sequence[int]) -> str:
    """A cell as Markdown; text from a file is escaped."""
    if not numbers:
        return display.plain(text)
    said = display.plain(text) if text else "blank"
    return f":orange-background[**{said}** ({', '.join(map(str, numbers))})]"


def rows(made: Sequence[Diagnosis]) -> pl.DataFrame:
    """Every finding with every place it names, one row each."""
    listed = [
        (
            one.table, at, found.severity, found.sure, found.code, found.message,
            *(getattr(spot, name, None) for name in _SPOT),
        )
        for one in made
        for at, found in enumerate(one.findings, start=1)
        for spot in found.spots or (None,)
    ]  # fmt: skip
    names = ("table", "number", "severity", "sure", "code", "message", *_SPOT)
    schema = dict.fromkeys(names, pl.String()) | {"number": pl.Int64(), "row": pl.Int64()}
    return pl.DataFrame(listed, schema=schema, orient="row")


def as_json(made: Sequence[Diagnosis]) -> str:
    """The findings as the command line prints them."""
    content = {"tables": [one.model_dump(mode="json") for one in made], "unreadable": []}
    return json.dumps(content, ensure_ascii=False, indent=2)


def downloads(made: Sequence[Diagnosis]) -> None:
    """All findings as CSV and as JSON."""
    display.download(partial(rows, made), "table-doctor", "Download the findings (CSV)")
    st.download_button(
        "Download the findings (JSON)",
        lambda: as_json(made),
        file_name="table-doctor.json",
        mime="application/json",
        key="download-table-doctor-json",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
