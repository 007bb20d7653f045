"""Figures of places as papers print them, brought by an analyst → `area_figures`."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, of_examples
from wfcore.normalising.adding_up import printed_number
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.printed_words import read_words, staff_named
from wfcore.normalising.sheets import SHEET_ROW
from wfcore.normalising.values import line
from wfcore.reading import TextTable

_MEASURES = ("rate", "fte", "headcount", "patients", "share", "patients_per")
_NAMES = (
    "place",
    "staff",
    "measure",
    "per",
    "month",
    "value",
    "patients",
    "base",
    "written_in",
    "page",
)
_TRAILING = "*†‡^#¹²³⁴⁵ "


@dataclass(frozen=True)
class _Row:
    """One figure, read; `faults`: codes with what stands there."""

    content: dict[str, str | float | int | None]
    faults: tuple[tuple[str, str], ...]


def area_figure_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`area_figures`: one row for each printed figure; what is wrong is found in all rows at once."""
    texts = {name: _texts(frame, table.column(name)) for name in _NAMES}
    rows = [
        _read({name: texts[name][at] for name in _NAMES}, number)
        for at, number in enumerate(frame[SHEET_ROW].to_list())
    ]
    numbers = {"value": pl.Float64, "patients": pl.Float64, "per": pl.Int64, "row": pl.Int64}
    columns = list(rows[0].content) if rows else []
    made = pl.DataFrame(
        {name: [row.content[name] for row in rows] for name in columns},
        schema={name: numbers.get(name, pl.String) for name in columns},
    )
    return {"area_figures": made}, _findings(rows)


def _texts(frame: pl.DataFrame, column: str | None) -> list[str]:
    if column is None:
        return [""] * frame.height
    return ["" if text is None else " ".join(text.split()) for text in frame[column]]


def _read(said: dict[str, str], number: int) -> _Row:
    value, patients = printed_number(_bare(said["value"])), printed_number(said["patients"])
    measure = said["measure"].casefold().replace(" ", "_")
    per = printed_number(said["per"].removesuffix(".0"))
    when = read_words(said["month"]).when if said["month"] else None
    staff = staff_named(said["staff"])
    known = declared().printed.patients_of_rate
    mark = not any(letter.isalnum() for letter in said["value"]) or said["value"].upper() in (
        "NA",
        "ND",
    )
    wrong = (
        ("printed_figure_incomplete", not (said["place"] and said["staff"]), "blank"),
        ("printed_measure_unknown", measure not in _MEASURES, said["measure"] or "blank"),
        (
            "printed_rate_per_what",
            measure == "rate" and (per is None or int(per) not in known),
            said["per"] or "blank",
        ),
        (
            "printed_figure_odd",
            (value is None and not mark) or ("%" in said["value"] and measure != "share"),
            said["value"],
        ),
        ("printed_month_odd", bool(said["month"]) and when is None, said["month"]),
        (
            "printed_patients_odd",
            bool(said["patients"]) and (patients is None or patients <= 0),
            said["patients"],
        ),
    )
    content: dict[str, str | float | int | None] = {
        "place": line(said["place"]),
        "staff": line(said["staff"]),
        "staff_count": staff.stem if staff and staff.sure else None,
        "measure": measure,
        "per": int(per) if measure == "rate" and per is not None else None,
        "month": when,
        "value": None if value is None else float(value),
        "printed": said["value"][:60],
        "patients": None if patients is None else float(patients),
        **{name: line(said[name], 300) or None for name in ("base", "written_in", "page")},
        "row": number,
    }
    return _Row(content, tuple((code, what) for code, is_wrong, what in wrong if is_wrong))


def _bare(text: str) -> str:
    """A printed figure without the mark of a footnote behind it."""
    return text.rstrip(_TRAILING).removesuffix("%").strip()


def _findings(rows: Sequence[_Row]) -> list[Finding]:
    """One finding for each kind of fault, with every row that has it."""

    def those(code: str) -> list[str]:
        return [
            f"row {row.content['row']}: {what}"
            for row in rows
            for fault, what in row.faults
            if fault == code
        ]

    return [
        *of_examples(
            "blocks",
            "printed_figure_incomplete",
            "Rows without a place or without staff. Fill them in, or take the rows out.",
            those("printed_figure_incomplete"),
        ),
        *of_examples(
            "blocks",
            "printed_measure_unknown",
            f"Kinds of figure that nobody knows. Use one of: {', '.join(_MEASURES)}.",
            those("printed_measure_unknown"),
        ),
        *of_examples(
            "blocks",
            "printed_rate_per_what",
            "Rates without the patients they are for. Write 100000, 10000, 2000 or 1000 under PER.",
            those("printed_rate_per_what"),
        ),
        *of_examples(
            "blocks",
            "printed_figure_odd",
            "Figures that are neither a number nor a mark such as a dash. Write what was printed; "
            "% stands with shares alone.",
            those("printed_figure_odd"),
        ),
        *of_examples(
            "blocks",
            "printed_month_odd",
            "Months that cannot be read. Write 2022-09, or the year as it was printed.",
            those("printed_month_odd"),
        ),
        *of_examples(
            "blocks",
            "printed_patients_odd",
            "Patients that are no number above 0. Leave the cell blank where the paper has none.",
            those("printed_patients_odd"),
        ),
    ]
