"""A printed table: headings, rows with their names, and where everything stands."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from wfcore.declared import declared
from wfcore.findings import Finding
from wfcore.normalising.adding_up import number_places
from wfcore.table_checks.pasting import NumberedLine, Sheet
from wfcore.table_checks.printed import PrintedCell, parse_cell
from wfcore.table_checks.roles import is_total
from wfcore.table_checks.units import UnitKind, kind_of, kind_of_cells, pattern
from wfcore.unpacking.sheet_xml import column_letters

_YEARS = re.compile(r"(19|20)\d\d", re.ASCII)
_NAMES_ROWS = re.compile(
    r"\b(year|month|date|quarter|period|week|version|rank|no)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class PrintedRow:
    """One row: its number in the sheet, its cells, its name, and the section it stands in."""

    number: int
    cells: tuple[PrintedCell, ...]
    name: str
    section: str


@dataclass(frozen=True, eq=False)
class PrintedTable:
    """A table as printed.

    `labels` is how many columns at the left name the row. `above` are the lines over the headings
    with the name of the file, `below` the lines under the last row. `lines` is everything, for showing.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[PrintedRow, ...]
    labels: int
    above: tuple[str, ...]
    below: tuple[str, ...]
    uneven: tuple[tuple[int, int], ...]
    lines: tuple[NumberedLine, ...]
    heading_row: int
    noticed: tuple[Finding, ...] = ()

    @property
    def width(self) -> int:
        """Columns, those of names included."""
        return len(self.headings)

    @cached_property
    def figure_columns(self) -> tuple[int, ...]:
        """Columns in which figures stand, or marks in the place of figures."""
        return tuple(
            j
            for j in range(self.labels, self.width)
            if _has_figures([r.cells[j] for r in self.rows])
        )

    @cached_property
    def kinds(self) -> tuple[UnitKind, ...]:
        """What each column counts."""
        whole = self._unit_around()
        return tuple(
            kind_of(heading)
            or kind_of_cells([row.cells[j] for row in self.rows])
            or (whole if j >= self.labels else "")
            for j, heading in enumerate(self.headings)
        )

    def _unit_around(self) -> UnitKind:
        """What the corner heading or the title counts; `change` or `year` is no unit of all columns."""
        above = " ".join(self.above)
        for text in (" ".join((*self.headings[: self.labels], above)), above):
            kind = kind_of(text)
            if kind not in ("change", "label", ""):
                return kind
        return ""

    @cached_property
    def finest(self) -> tuple[int, ...]:
        """The last place to which each column is printed, as a power of ten; totals may be coarser.

        It is that of the column, not of the cell: a workbook drops zeros at the end.
        """
        rows = [row for row in self.rows if not is_total(row.name)] or self.rows
        return tuple(
            min((number_places(v) for r in rows if (v := r.cells[j].value) is not None), default=0)
            for j in range(self.width)
        )

    @cached_property
    def plan(self) -> dict[str, int]:
        """Part of a plan, such as `owner`, → its column; empty for a table that is no plan."""
        parts: dict[str, int] = {}
        for name, words in declared().rules.doctor.plans.items():
            known = pattern(words)
            for j, heading in enumerate(self.headings):
                free = j not in parts.values() or name == "target"  # `KPI and trajectory` is both
                if free and known.search(heading.replace("_", " ")):
                    parts[name] = j
                    break
        return parts if "kpi" in parts or {"deliverable", "owner"} <= set(parts) else {}

    def kind_at(self, row: int, column: int) -> UnitKind:
        """What one cell counts; the name of its row may say so where the column does not."""
        of_row = kind_of(self.rows[row].name)
        return of_row if of_row in ("share", "rate", "money") else self.kinds[column] or of_row

    def column(self, j: int) -> Iterator[tuple[int, PrintedCell]]:
        """Position of each row, from 0, with its cell in column `j`."""
        return ((i, row.cells[j]) for i, row in enumerate(self.rows))

    def figures(self, j: int) -> list[tuple[int, Decimal]]:
        """Position of each row that has a figure in column `j`, with the figure."""
        return [(i, v) for i, cell in self.column(j) if (v := cell.value) is not None]

    def side_by_side(self, j: int, k: int) -> list[tuple[int, Decimal, Decimal]]:
        """Position of each row that has figures in both columns, with the figures."""
        others = dict(self.figures(k))
        return [(i, value, others[i]) for i, value in self.figures(j) if i in others]

    def figure_cells(self) -> Iterator[tuple[int, int, PrintedCell]]:
        """Row, column and cell wherever a figure could stand, as one reads."""
        for i, row in enumerate(self.rows):
            yield from ((i, j, row.cells[j]) for j in self.figure_columns)

    def texts(self) -> Iterator[str]:
        """Everything that is printed, name of the file first."""
        yield from self.above
        yield from self.headings
        for row in self.rows:
            yield from (row.section, *(cell.text for cell in row.cells))
        yield from self.below

    def cell_name(self, i: int | None, j: int | None) -> str:
        """`C5`, `row 5` or `column C`."""
        if i is None:
            return f"column {column_letters(j)}" if j is not None else ""
        number = self.rows[i].number if i >= 0 else self.heading_row
        return f"row {number}" if j is None else f"{column_letters(j)}{number}"


def table_of(sheet: Sheet) -> PrintedTable | None:
    """The table that a sheet holds; None when there are no rows under headings."""
    usual = Counter(len(cells) for _, cells in sheet.lines).most_common(1)[0][0]
    at = next((i for i, (_, cells) in enumerate(sheet.lines) if _is_heading(cells, usual)), None)
    if at is None:
        return None
    above = [sheet.name, *(" ".join(cells) for _, cells in sheet.lines[:at])]
    heading_row, first = sheet.lines[at]
    body = list(sheet.lines[at + 1 :])
    if _is_figures(first):  # a table without headings
        headings, body, heading_row = ("",) * len(first), list(sheet.lines[at:]), heading_row - 1
    else:
        headings = first
        if body and _goes_on(body[0][1], body[1:]):
            upper, lower = headings, body[0][1]
            heading_row, body = body[0][0], body[1:]
            headings = _joined(upper, lower)
    width = max(len(headings), usual)
    headings = (*headings, *("",) * (width - len(headings)))
    body = [(n, cells) for n, cells in body if cells != first]
    cells = [(n, tuple(map(parse_cell, c[:width] + ("",) * (width - len(c))))) for n, c in body]
    if not cells:
        return None
    labels = _labels(headings, [c for _, c in cells])
    rows, below = _rows(cells, labels)
    if not rows:
        return None
    uneven = tuple((n, len(c)) for n, c in body if len(c) > width)
    return PrintedTable(
        sheet.name, headings, tuple(rows), labels, tuple(above), tuple(below), uneven,
        sheet.lines, heading_row,
    )  # fmt: skip


def _is_heading(cells: Sequence[str], usual: int) -> bool:
    """Whether a row can be one of headings: half of it is filled, or it leaves room for names."""
    filled = sum(map(bool, cells))
    return filled >= 2 and (filled * 2 >= usual or not cells[0])


def _is_figures(cells: Sequence[str]) -> bool:
    """Whether a row is one of figures rather than of headings; years are headings."""
    filled = [cell for cell in cells[1:] if cell]
    figures = [c for c in filled if parse_cell(c).value is not None and not _YEARS.fullmatch(c)]
    return bool(filled) and len(figures) * 2 > len(filled)


def _goes_on(lower: tuple[str, ...], rest: Sequence[NumberedLine]) -> bool:
    """Whether a second row of headings follows: no name at its left, no figures, figures below."""
    return (
        bool(lower)
        and not lower[0]
        and len(lower) > 2
        and not _is_figures(lower)
        and sum(_is_figures(cells) for _, cells in rest) * 2 > len(rest)
    )


def _joined(upper: tuple[str, ...], lower: tuple[str, ...]) -> tuple[str, ...]:
    """Two rows of headings as one; a heading above stands over the blank cells to its right."""
    joined: list[str] = []
    over = ""
    for j in range(max(len(upper), len(lower))):
        over = (upper[j] if j < len(upper) else "") or over
        joined.append(f"{over} {lower[j] if j < len(lower) else ''}".strip())
    return tuple(joined)


def _has_figures(cells: Sequence[PrintedCell]) -> bool:
    figures = sum(cell.value is not None for cell in cells)
    words = sum(cell.words for cell in cells)
    arrows = sum(cell.arrow is not None and cell.value is None for cell in cells)
    return figures >= max(words, 1) or (
        figures == words == arrows == 0 and any(c.text for c in cells)
    )


def _labels(headings: Sequence[str], rows: Sequence[Sequence[PrintedCell]]) -> int:
    """How many columns at the left name the rows."""
    figures = [j for j in range(len(headings)) if _has_figures([row[j] for row in rows])]
    if figures and figures[0] == 0:
        years = all(_YEARS.fullmatch(row[0].text) for row in rows if row[0].text)
        if not years and headings[0] and not _NAMES_ROWS.search(headings[0]):
            return 0
        more = [j for j, heading in enumerate(headings) if j and not _NAMES_ROWS.search(heading)]
        return more[0] if more and more[0] < len(headings) else 1  # year, month, …
    return figures[0] if figures else 1


def _rows(
    lines: Sequence[tuple[int, tuple[PrintedCell, ...]]], labels: int
) -> tuple[list[PrintedRow], list[str]]:
    """Rows with the section they stand in, and the lines below the last one."""
    headed = len(lines[0][1]) > 3 or any(
        _has_figures(column) for column in zip(*(c for _, c in lines), strict=True)
    )
    alone = [
        headed and labels > 0 and any(c.text for c in cells[:labels]) and all(c.blank for c in cells[labels:])
        and sum(bool(c.text) for c in cells) == 1
        for _, cells in lines
    ]  # fmt: skip
    last = max((i for i, one in enumerate(alone) if not one), default=-1)
    rows: list[PrintedRow] = []
    section = ""
    for (number, cells), one in zip(lines[: last + 1], alone[: last + 1], strict=True):
        if one:
            section = next(cell.text for cell in cells if cell.text)
            continue
        name = ", ".join(cell.text for cell in cells[:labels] if cell.text)
        rows.append(PrintedRow(number, cells, name, section))
    below = [next(c.text for c in cells if c.text) for _, cells in lines[last + 1 :]]
    return rows, below
