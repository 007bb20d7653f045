"""Printed figures as rows of the list that an analyst publishes, and the list as drafts."""

import csv
import io
from collections.abc import Sequence

import polars as pl

from wfcore.declared import declared
from wfcore.normalising import Draft, normalise
from wfcore.printed.reading import WHOLE, PrintedReading
from wfcore.reading import read_upload
from wfcore.store import Version
from wfcore.templates import FIGURE_COLUMNS

_KIND = "area_figures"
_COLUMN_OF = {
    "place": "place", "staff": "staff", "measure": "measure", "per": "per", "month": "month",
    "value": "printed", "patients": "patients", "base": "base", "source": "written_in", "page": "page",
}  # fmt: skip


def kept_rows(version: Version) -> list[dict[str, str]]:
    """The printed figures that are published, under the headings of the template."""
    return [_as_written(row) for row in version.table(_KIND).iter_rows(named=True)]


def rows_to_keep(reading: PrintedReading, source: str) -> list[dict[str, str]]:
    """The figures of a table under the headings of the template, each cell as it was printed.

    Left out is what nobody can name: figures of no place, and a set under a heading that stands twice
    of which nobody said whom it counts.
    """
    rows: list[dict[str, str]] = []
    for figure in reading.figures:
        unknown = figure.again and figure.staff.stem is None
        if unknown or figure.place.printed == WHOLE or not figure.staff.printed:
            continue
        patients = reading.patients_of(figure.place, figure.when)
        rows.append(
            {
                "place": figure.place.code or figure.place.printed, "staff": figure.staff.printed,
                "measure": figure.measure, "per": str(figure.per or ""), "month": figure.when or "",
                "value": figure.text, "patients": f"{patients:g}" if patients else "", "base": "",
                "source": source, "page": f"{reading.table.name}, {figure.cell}",
            }
        )  # fmt: skip
    return rows


def figure_drafts(kept: Sequence[dict[str, str]], more: Sequence[dict[str, str]]) -> list[Draft]:
    """The published list and more rows as drafts, read as the file of them would be; no row twice."""
    rows = {tuple(row.get(name, "") for name in FIGURE_COLUMNS): None for row in (*kept, *more)}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(FIGURE_COLUMNS)
    writer.writerows(rows)
    table, *_ = read_upload("printed-figures.csv", text.getvalue().encode("utf-8-sig"), declared())
    return normalise(table)


def rows_as_table(rows: Sequence[dict[str, str]]) -> pl.DataFrame:
    """Rows of the template as a table, to be downloaded."""
    return pl.DataFrame(list(rows), schema=dict.fromkeys(FIGURE_COLUMNS, pl.String))


def _as_written(row: dict[str, object]) -> dict[str, str]:
    def text(value: object) -> str:
        return f"{value:.15g}" if isinstance(value, float) else "" if value is None else str(value)

    return {name: text(row[column]) for name, column in _COLUMN_OF.items()}
