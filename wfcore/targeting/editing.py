"""A list of aims with one more, another or one fewer, as a file that the intake reads like any."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from wfcore.declared import declared
from wfcore.normalising import Draft, normalise
from wfcore.reading import read_upload
from wfcore.templates import TARGET_COLUMNS

SOURCE = "targets"
_FILE_NAME = "aims.csv"
_COLUMN_OF = {
    "metric": "metric_printed", "level": "place_level", "place": "place_code", "place_name": "place_name",
    "value": "value", "unit": "unit", "by": "due", "better": "better", "set_by": "set_by",
    "written_in": "written_in", "reason": "why", "note": "note",
}  # fmt: skip
_BLANK = dict.fromkeys(_COLUMN_OF, "none")


def own_aims(table: pl.DataFrame) -> list[dict[str, str]]:
    """The aims that an analyst may change: rows under the headings of the template.

    Args:
        table: as `aims_table` gives it; what is invented stays out.
    """
    mine = table.filter(pl.col("source") == SOURCE)
    return [_as_written(row) for row in mine.iter_rows(named=True)]


def aims_file(rows: list[dict[str, str]]) -> bytes:
    """The rows as the CSV of the template."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(TARGET_COLUMNS)
    writer.writerows([row.get(name, "") for name in TARGET_COLUMNS] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def aim_drafts(rows: list[dict[str, str]]) -> list[Draft]:
    """The rows as drafts, read as the file of them would be; without any, a list that holds none."""
    table, *_ = read_upload(_FILE_NAME, aims_file(rows or [_BLANK]), declared())
    drafts = normalise(table)
    if rows:
        return drafts
    return [
        replace(one, rows=0, findings=(), tables={k: t.clear() for k, t in one.tables.items()})
        for one in drafts
    ]


def _as_written(row: Mapping[str, object]) -> dict[str, str]:
    written = {name: str(row[column] or "") for name, column in _COLUMN_OF.items()}
    written["value"] = f"{row['value']:.10g}" if row["value"] is not None else ""
    if row["as_printed"]:  # figure and unit stand in one cell, so that it is kept as it was printed
        written |= {"value": str(row["as_printed"]), "unit": ""}
    return written
