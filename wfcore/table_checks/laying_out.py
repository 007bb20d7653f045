"""A block of lines → a printed table: its columns of names, rows, sections and notes."""

import re
from collections import Counter
from collections.abc import Sequence

from wfcore.table_checks.blocks import is_remark
from wfcore.table_checks.heading_rows import find_headings
from wfcore.table_checks.pasting import Sheet
from wfcore.table_checks.printed import PrintedCell, parse_cell
from wfcore.table_checks.separating import NumberedLine
from wfcore.table_checks.tables import PrintedRow, PrintedTable, has_figures

_YEARS = re.compile(r"(19|20)\d\d", re.ASCII)
_NAMES_ROWS = re.compile(
    r"\b(year|month|date|quarter|period|week|version|rank|no|number|ref|code)\b|^#$", re.IGNORECASE
)
_ITEM = re.compile(r"^(?:[•·▪◦‣●○■►*–—-]|o(?=\s))\s*(?=[^\W\d_])")
_BULLET_DEPTH = 2  # spaces that a bullet stands for
_Cells = tuple[int, tuple[PrintedCell, ...]]


def table_of(sheet: Sheet) -> PrintedTable | None:
    """The table that a block holds; None when there are no rows under headings."""
    found = find_headings(sheet)
    if found is None:
        return None
    lines = sheet.lines
    above = [sheet.name, *(" ".join(filter(None, cells)) for _, cells in lines[: found.first])]
    heads = {cells for _, cells in lines[found.first : found.after] if len(cells) > 1}
    body = [(n, cells) for n, cells in lines[found.after :] if cells not in heads]
    usual = Counter(len(cells) for _, cells in lines).most_common(1)[0][0]
    width = max([usual, *map(len, found.levels)])
    headings = found.joined(width)
    filled = _filled_down(sheet, body)
    cells = [(n, tuple(map(parse_cell, c[:width] + ("",) * (width - len(c))))) for n, c in filled]
    if not cells:
        return None
    labels = _labels(headings, [c for _, c in cells])
    cells = _names_repeated(cells, labels)
    rows, below = _rows(cells, labels, sheet.indents)
    if not rows:
        return None
    uneven = tuple((n, len(c)) for n, c in body if len(c) > width)
    return PrintedTable(
        sheet.name, headings, tuple(rows), labels, tuple(above), tuple(below), uneven, lines,
        found.number, found.levels, sheet.left, sheet.noticed,
    )  # fmt: skip


def _filled_down(sheet: Sheet, body: Sequence[NumberedLine]) -> list[NumberedLine]:
    """Names that stand in cells merged over several rows, in each of these rows."""
    tall = [m for m in sheet.merged if m.bottom > m.top]
    if not tall:
        return list(body)
    text = {(n, j): cell for n, cells in body for j, cell in enumerate(cells)}
    made: list[NumberedLine] = []
    for n, cells in body:
        row = list(cells)
        for m in tall:
            if m.top < n <= m.bottom and (m.top, m.left) in text:
                row += [""] * (m.left + 1 - len(row))
                name = text[m.top, m.left]
                row[m.left] = row[m.left] or (name if parse_cell(name).words else "")
        made.append((n, tuple(row)))
    return made


def _names_repeated(cells: Sequence[_Cells], labels: int) -> list[_Cells]:
    """Where the first of several names stands once for the rows below it, it stands in each."""
    blank = sum(row[0].blank and not row[1].blank for _, row in cells if len(row) > 1)
    if labels < 2 or blank * 3 < len(cells):
        return list(cells)
    made: list[_Cells] = []
    over = PrintedCell("")
    for number, row in cells:
        below = row[0].blank and any(not cell.blank for cell in row[1:])
        over = over if row[0].blank else row[0]
        made.append((number, (over, *row[1:]) if below else row))
    return made


def _labels(headings: Sequence[str], rows: Sequence[Sequence[PrintedCell]]) -> int:
    """How many columns at the left name the rows."""
    columns = [[row[j] for row in rows] for j in range(len(headings))]
    figures = [j for j, column in enumerate(columns) if has_figures(column)]
    if not figures:
        return 1
    if figures[0] > 0:
        return figures[0]
    years = all(_YEARS.fullmatch(row[0].text) for row in rows if row[0].text)
    if (
        not years
        and headings[0]
        and not _NAMES_ROWS.search(headings[0])
        and not _counts(columns[0])
    ):
        return 0
    more = [
        j for j, heading in enumerate(headings)
        if j and j in figures and not (_NAMES_ROWS.search(heading) and _whole(columns[j]))
    ]  # fmt: skip
    return more[0] if more else 1  # year, month, …


def _counts(cells: Sequence[PrintedCell]) -> bool:
    """Whether a column numbers the rows: 1, 2, 3 and so on."""
    values = [cell.value for cell in cells if cell.value is not None]
    return len(values) > 2 and values == list(range(1, len(values) + 1))


def _whole(cells: Sequence[PrintedCell]) -> bool:
    return all(cell.value is None or cell.value < 3000 for cell in cells)


def _rows(
    lines: Sequence[_Cells], labels: int, indents: dict[int, int]
) -> tuple[list[PrintedRow], list[str]]:
    """Rows with the section they stand in, and the lines below the last one."""
    headed = len(lines[0][1]) > 3 or any(
        has_figures(column) for column in zip(*(c for _, c in lines), strict=True)
    )
    alone = [headed and labels > 0 and _stands_alone(cells, labels) for _, cells in lines]
    last = max((i for i, one in enumerate(alone) if not one), default=-1)
    while last > 0 and headed and _is_split_remark(lines[last][1]):
        last -= 1
    counted = labels > 1 and _counts([cells[0] for _, cells in lines if not cells[0].blank])
    rows: list[PrintedRow] = []
    below: list[str] = []
    section = ""
    for (number, cells), one in zip(lines[: last + 1], alone[: last + 1], strict=True):
        if one:
            text = next(cell.text for cell in cells if cell.text)
            if is_remark(text):
                below.append(text)
            else:
                section = text
            continue
        named_by = range(int(counted), labels)
        rows.append(_row(number, cells, named_by, section, indents.get(number, 0)))
    under = (" ".join(c.text for c in cells if c.text) for _, cells in lines[last + 1 :])
    return rows, [*below, *under]


def _row(
    number: int, cells: tuple[PrintedCell, ...], named_by: range, section: str, indent: int
) -> PrintedRow:
    name = ", ".join(cells[j].text for j in named_by if cells[j].text)
    depth = indent + (_BULLET_DEPTH if _ITEM.match(name) else 0)
    return PrintedRow(number, cells, name, section, depth)


def _is_split_remark(cells: Sequence[PrintedCell]) -> bool:
    """Whether a row below the figures is a note that stands in several cells."""
    filled = [cell for cell in cells if cell.text]
    said = " ".join(cell.text for cell in filled)
    figures = any(cell.value is not None for cell in filled[1:])
    return not filled or (is_remark(said) and not figures and len(filled) <= 2)


def _stands_alone(cells: Sequence[PrintedCell], labels: int) -> bool:
    """Whether a row is one text: the name of a section, or a note."""
    filled = [j for j, cell in enumerate(cells) if cell.text]
    return len(filled) == 1 and filled[0] < labels
