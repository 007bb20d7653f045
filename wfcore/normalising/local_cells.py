"""Cells of the tables that an analyst brings: a figure, a known reason, or a fault that says what to write."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, Severity, of_examples
from wfcore.geography import GROUP_PREFIX, Level
from wfcore.normalising.values import financial_year, line, read_marks
from wfcore.tables import REASONS

_LONG = 1_000  # characters kept of a cell
_YEAR = re.compile(r"20\d\d", re.ASCII)
_TWO_YEARS = re.compile(r"(?:20)?(\d\d)\s?[/\-–]\s?(?:20)?(\d\d)", re.ASCII)
_WORD = re.compile(r"[a-z]+")
_LEVELS = {
    **{level.value: level for level in Level},
    **{level.label.casefold(): level for level in Level},
    "network": Level.PCN,
    "sub-icb": Level.SUB_ICB,
    "local authority": Level.BOROUGH,
    "district": Level.BOROUGH,
}
Fault = tuple[str, str]  # code of the finding, and where in the row
RowFault = tuple[int, Fault]  # with the row of the sheet
# How grave, the code, and what to do.
CELL_FAULTS: tuple[tuple[Severity, str, str], ...] = (
    ("blocks", "count_in_words", "Figures in words. Write them in figures: 4, not four."),
    (
        "blocks",
        "count_is_percent",
        "Per cent where a count belongs. Write how many people or posts: 9, not 10%.",
    ),
    (
        "blocks",
        "count_is_share",
        "A part of one where a count belongs: 0.1 is 10%. Write how many people or posts.",
    ),
    ("blocks", "count_negative", "Counts below 0. Write how many there are; 0 for none."),
    ("blocks", "count_not_whole", "Parts of people or posts. Write whole numbers."),
    (
        "blocks",
        "count_not_read",
        "Cells that hold no figure. Write a number, or leave the cell blank where nobody knows.",
    ),
    ("blocks", "count_without_place", "Rows without a place. Write its name or code."),
    (
        "blocks",
        "unknown_level",
        f"Kinds of place that nobody knows. Use one of: {', '.join(Level)}.",
    ),
    ("blocks", "year_reversed", "Years the wrong way round. Write 2024/25, not 2025/24."),
    ("blocks", "year_not_read", "Years that cannot be read. Write them as 2024/25."),
)


@dataclass(frozen=True)
class CountCell:
    """A cell that counts: `value`, or None with `missing`, a reason; `fault`, a code of `CELL_FAULTS`."""

    value: float | None = None
    missing: str | None = None
    fault: str | None = None


def cell_texts(frame: pl.DataFrame, column: str | None) -> list[str]:
    """The cells of a column, each in one line; empty where the file has no such column."""
    if column is None:
        return [""] * frame.height
    return [" ".join((text or "").split())[:_LONG] for text in frame[column]]


def kept_words(text: str) -> str | None:
    """A cell of words as it is kept; None where it is blank."""
    return line(text, _LONG) or None


def read_count(text: str, *, whole: bool = True, there: bool = True) -> CountCell:
    """How many a cell says.

    Args:
        text: as printed.
        whole: whether only whole numbers count people; full-time posts have parts.
        there: whether the file has the column at all.
    """
    if not there:
        return CountCell(missing="not_in_file")
    if " ".join(_WORD.findall(text.casefold())) in declared().pipeline.not_known:
        return CountCell(missing="not_supplied")
    values, codes, odd = read_marks(pl.Series([text.removesuffix("%").strip()]))
    if not len(odd) and codes[0]:
        return CountCell(missing=REASONS[int(codes[0]) - 1])
    if len(odd):
        words = set(_WORD.findall(text.casefold())) & set(declared().pipeline.in_words)
        return CountCell(missing="not_valid", fault="count_in_words" if words else "count_not_read")
    return _figure(float(values[0]), is_percent=text.endswith("%"), whole=whole)


def _figure(value: float, *, is_percent: bool, whole: bool) -> CountCell:
    faults = {
        "count_is_percent": is_percent,
        "count_negative": value < 0,
        "count_is_share": whole and 0 < value < 1,
        "count_not_whole": whole and value != int(value),
    }
    fault = next((code for code, is_wrong in faults.items() if is_wrong), None)
    return CountCell(missing="not_valid", fault=fault) if fault else CountCell(value)


def read_year(text: str) -> tuple[str | None, str | None]:
    """`2024/25`, or `2024` where only that is printed; and the fault, a code of `CELL_FAULTS`."""
    if _YEAR.fullmatch(text):
        return text, None
    if (year := financial_year(text)) is not None:
        return year, None
    two = _TWO_YEARS.fullmatch(text)
    return None, "year_reversed" if two and int(two[2]) < int(two[1]) else "year_not_read"


def place_cells(
    places: Sequence[str], levels: Sequence[str], names: Sequence[str]
) -> tuple[dict[str, list[str | None]], list[list[Fault]]]:
    """The columns `place_level`, `place_code` and `place_name`, and the faults of each row.

    The code is the place as written, until the store knows it (`with_known_codes`).
    """
    read = [
        _LEVELS.get(level.casefold()) if level
        else Level.GROUP if place.startswith(GROUP_PREFIX) else None
        for level, place in zip(levels, places, strict=True)
    ]  # fmt: skip
    columns: dict[str, list[str | None]] = {
        "place_level": [level.value if level else None for level in read],
        "place_code": [kept_words(place.removeprefix(GROUP_PREFIX).strip()) for place in places],
        "place_name": [kept_words(name) for name in names],
    }
    faults: list[list[Fault]] = [
        [
            *([] if place else [("count_without_place", "place: blank")]),
            *([("unknown_level", f"level: {level}")] if level and known is None else []),
        ]
        for place, level, known in zip(places, levels, read, strict=True)
    ]
    return columns, faults


def rows_with(code: str, faults: Iterable[RowFault]) -> list[str]:
    """Row and place of each fault of one code, as a finding names them."""
    return [f"row {row}, {where}" for row, (found, where) in faults if found == code]


def cell_findings(faults: Sequence[RowFault]) -> list[Finding]:
    """One finding for each kind of fault of `CELL_FAULTS`, with every row that has it."""
    found: list[Finding] = []
    for severity, code, words in CELL_FAULTS:
        found += of_examples(severity, code, words, rows_with(code, faults))
    return found
