"""Marks of footnotes: off the names they are printed on, and out of the figures they are fused to."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wfcore.table_checks.printed import PrintedCell, parse_cell
from wfcore.table_checks.tables import PrintedTable
from wfcore.table_checks.wholes import Whole

_SET_APART = re.compile(
    r"\s?([*†‡#^¹²³⁴⁵⁶⁷⁸⁹]+|\(\d\)|\[\w{1,2}\]|\(?note \d{1,2}\)?)$", re.IGNORECASE
)
_FUSED = re.compile(r"(?P<stem>.*[A-Za-z)])(?P<mark>\d)")
_YEAR = re.compile(r"(?P<stem>(.*\D)?(19|20)\d\d)(?P<mark>\d)", re.ASCII)
_KEY = re.compile(r"^\W{0,2}(\d{1,2})\W{0,2}\s*(?=\D)")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})*(\.\d+)?|\d+(\.\d+)?", re.ASCII)
_IN_A_ROW = 4  # cells whose first digits count 1 2 3 4


@dataclass(frozen=True)
class FusedMark:
    """A digit of a figure or a year that may be the mark of a footnote: `11,143` for ¹1,143.

    `row` and `column` are positions, `row` None for a heading; `plain` is what is left without it.
    """

    row: int | None
    column: int
    mark: str
    plain: str


def plain_names(names: Mapping[int, str], notes: Sequence[str]) -> dict[int, str]:
    """Names of rows or headings without the marks of footnotes, by position.

    A digit fused to a word is a mark where a note has it, or where it stands on several names that
    are otherwise unlike; `Practice1, Practice2` are names.
    """
    keys = {found[1] for note in notes if (found := _KEY.match(note))}
    years = sum(bool(re.fullmatch(r"(19|20)\d\d", name)) for name in names.values())
    fused = {p: found for p, name in names.items() if (found := _FUSED.fullmatch(name))}
    stems = Counter(found["stem"].casefold() for found in fused.values())
    marks = Counter(found["mark"] for found in fused.values())
    plain: dict[int, str] = {}
    for p, name in names.items():
        year = _YEAR.fullmatch(name)
        if year and (years or year["mark"] in keys or not name.isdigit()):
            plain[p] = year["stem"]
        elif p in fused and stems[fused[p]["stem"].casefold()] == 1 and (
            fused[p]["mark"] in keys or marks[fused[p]["mark"]] > 1
        ):  # fmt: skip
            plain[p] = fused[p]["stem"]
        else:
            plain[p] = _SET_APART.sub("", name) or name
    return plain


def fused_marks(
    table: PrintedTable, headings: Mapping[int, str], wholes: Sequence[Whole]
) -> tuple[FusedMark, ...]:
    """Digits that are probably marks, each once; nothing is changed for them.

    Args:
        table: as printed.
        headings: of the columns of figures, without their marks.
        wholes: totals among the rows with their parts.
    """
    settled = {
        (i, j) for whole in wholes for j in table.figure_columns if _off(table, whole, j) == 0
        for i in whole.parts
    }  # fmt: skip
    found = [*_in_years(table, headings), *_in_a_row(table), *_in_sums(table, wholes)]
    fused = {(one.row, one.column): one for one in found}
    return tuple(one for place, one in fused.items() if place not in settled)


def _off(table: PrintedTable, whole: Whole, j: int) -> Decimal | None:
    """How far the parts of a total are above it in a column; None where a figure is missing."""
    values = [table.rows[i].cells[j].value for i in (whole.at, *whole.parts)]
    told = [value for value in values if value is not None]
    return sum(told[1:], -told[0]) if len(told) == len(values) else None


def _in_years(table: PrintedTable, headings: Mapping[int, str]) -> Iterator[FusedMark]:
    for j, plain in headings.items():
        printed = table.headings[j]
        mark = printed.removeprefix(plain)
        if mark.isascii() and mark.isdigit() and plain[-1:].isdigit():
            yield FusedMark(None, j, mark, plain)


def _in_a_row(table: PrintedTable) -> Iterator[FusedMark]:
    """Rows in which the first digits count 1, 2, 3, 4: each has a footnote of its own."""
    for i, row in enumerate(table.rows):
        cells = [(j, row.cells[j]) for j in table.figure_columns]
        first = [cell.text[:1] for _, cell in cells]
        counted = [str(n + 1) for n in range(len(cells))]
        if len(cells) < _IN_A_ROW or len(cells) > 9 or first != counted:
            continue
        plain = [_without_first(cell) for _, cell in cells]
        if all(plain):
            yield from (
                FusedMark(i, j, cell.text[0], text or "")
                for (j, cell), text in zip(cells, plain, strict=True)
            )


def _in_sums(table: PrintedTable, wholes: Sequence[Whole]) -> Iterator[FusedMark]:
    """Totals that come out when the first or the last digit of one figure is left away."""
    for whole in wholes:
        for j in table.figure_columns:
            column = {i: table.rows[i].cells[j] for i in (*whole.parts, whole.at)}
            off = _off(table, whole, j)
            if off:
                yield from _explaining(column, whole, off, j)


def _explaining(
    column: Mapping[int, PrintedCell], whole: Whole, off: Decimal, j: int
) -> Iterator[FusedMark]:
    found: list[FusedMark] = []
    for i, cell in column.items():
        needed = (cell.value or Decimal()) - (-off if i == whole.at else off)
        for mark, text in (
            (cell.text[:1], _without_first(cell)),
            (cell.text[-1:], _without_last(cell)),
        ):
            if text and parse_cell(text).value == needed:
                found.append(FusedMark(i, j, mark, text))
    yield from found if len(found) == 1 else ()


def _without_first(cell: PrintedCell) -> str | None:
    return _left(cell.text[1:]) if cell.text[:1].isdigit() else None


def _without_last(cell: PrintedCell) -> str | None:
    return _left(cell.text[:-1]) if cell.text.isdigit() else None


def _left(text: str) -> str | None:
    """What is left, where it is still a figure that can be printed so."""
    return text if _GROUPED.fullmatch(text) and not text.startswith("0") else None
