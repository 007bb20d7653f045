"""Which rows of a sheet are headings, and several rows of headings as one."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wfcore.normalising.printed_dates import dates_in
from wfcore.table_checks.pasting import Merge, Sheet
from wfcore.table_checks.printed import parse_cell
from wfcore.table_checks.units import kind_of

_YEAR = re.compile(r"(19[5-9]|20[0-4])\d\W?\d?", re.ASCII)  # a mark may be fused to it: 20061
_NUMBERED = re.compile(r"\(?(\d{1,2}|[a-z])\)?", re.IGNORECASE)
_TITLE = re.compile(r"^(table|figure|fig|chart|appendix|annex|exhibit|box)\b", re.IGNORECASE)
_DEEPEST = 4  # rows of headings and the first below them
_LONGEST = 80  # characters of a heading; a longer text is a cell of a plan


@dataclass(frozen=True)
class HeadingRows:
    """The headings of a table.

    `first` and `after`: positions of the first row of headings and of the first row below them, in
    the lines of the sheet (equal where there are none). `levels`: each row of headings, those above
    set over every column they stand for. `number`: of the last row of headings.
    """

    first: int
    after: int
    levels: tuple[tuple[str, ...], ...]
    number: int

    def joined(self, width: int) -> tuple[str, ...]:
        """One heading for each column; what is said twice is said once."""
        made: list[str] = []
        for j in range(width):
            parts = [row[j] for row in self.levels if j < len(row) and row[j]]
            made.append(" ".join(dict.fromkeys(parts)))
        return tuple(made)


def find_headings(sheet: Sheet) -> HeadingRows | None:
    """The headings of a sheet with one table; None where nothing below can be one."""
    lines = [cells for _, cells in sheet.lines]
    usual = Counter(map(len, lines)).most_common(1)[0][0]
    body = next((i for i, cells in enumerate(lines) if are_figures(cells)), None)
    end = len(lines) if body is None else body
    first = next((i for i in range(end) if _is_heading(lines, i, usual, body)), None)
    if first is None:
        if body is None:
            return None
        return HeadingRows(body, body, (), sheet.lines[body][0] - 1)
    after = first + 1
    while after < end and _goes_on(lines, after, body):
        after += 1
    rows = range(first, after)
    while after < len(lines) and _counts_columns(lines[after]):
        after += 1
    levels = [_spread(sheet, i, last=i == rows[-1]) for i in rows]
    return HeadingRows(first, after, tuple(levels), sheet.lines[rows[-1]][0])


def are_figures(cells: Sequence[str]) -> bool:
    """Whether a row is one of figures rather than of headings; years are headings."""
    filled = [cell for cell in cells[1:] if cell]
    figures = sum(_is_figure(cell) for cell in filled)
    return bool(filled) and figures * 2 > len(filled) and not _counts_columns(cells)


def _is_figure(text: str) -> bool:
    return not _YEAR.fullmatch(text) and parse_cell(text).value is not None


def _is_heading(lines: Sequence[tuple[str, ...]], i: int, usual: int, body: int | None) -> bool:
    """Whether a row can be one of headings: half of it is filled, or it leaves room for names."""
    cells = lines[i]
    filled = sum(map(bool, cells))
    if filled and not cells[0] and body == i + 1:
        return True  # one column of figures, and nothing over the names
    if _TITLE.match(cells[0]) and filled < usual:
        return False
    return filled >= 2 and (filled * 2 >= usual or not cells[0] or _is_over(lines, i, body))


def _is_over(lines: Sequence[tuple[str, ...]], i: int, body: int | None) -> bool:
    """Whether a row is the upper one of two: the row below names no rows, and has more headings."""
    if body is None or i + 1 >= body:
        return False
    upper, lower = lines[i], lines[i + 1]
    under = all(j < len(lower) and lower[j] for j, cell in enumerate(upper) if cell and j)
    return not lower[0] and under and sum(map(bool, lower)) >= sum(map(bool, upper))


def _goes_on(lines: Sequence[tuple[str, ...]], i: int, body: int | None) -> bool:
    """Whether a further row of headings follows: units, dates, or names below a wider heading."""
    lower, upper = lines[i], lines[i - 1]
    filled = [cell for cell in lower[1:] if cell]
    if body is None or not filled or any(len(cell) > _LONGEST for cell in lower):
        return False
    if any(_is_figure(cell) for cell in filled):
        return False
    gaps = [j for j in range(1, len(lower)) if lower[j] and not (j < len(upper) and upper[j])]
    if not lower[0] or (gaps and len(upper) > 1):
        return True
    # Under one heading, `2010` beside a name is a figure as likely as a year.
    says = sum(bool(kind_of(cell) or dates_in(cell)) for cell in filled)
    return says == len(filled) and (len(filled) > 1 or not _YEAR.fullmatch(filled[0]))


def _counts_columns(cells: Sequence[str]) -> bool:
    """Whether a row numbers the columns: (1) (2) (3), or a b c with nothing before."""
    filled = [cell for cell in cells if cell]
    found = [_NUMBERED.fullmatch(cell) for cell in filled]
    if len(filled) < 3 or not all(found):
        return False
    keys = [m[1].lower() for m in found if m]
    letters = [chr(97 + n) for n in range(len(keys))]
    numbers = [[str(n + start) for n in range(len(keys))] for start in (1, 2)]
    marked = all("(" in cell or cell.isalpha() for cell in filled)
    return (keys == letters or keys in numbers) and (marked or not cells[0])


def _spread(sheet: Sheet, i: int, *, last: bool) -> tuple[str, ...]:
    """A row of headings; what stands over several columns is set over each of them."""
    number, cells = sheet.lines[i]
    merged = [m for m in sheet.merged if m.top <= number <= m.bottom and m.right > m.left]
    if merged:
        return _merged(cells, merged, number)
    if last:
        return cells
    width = max(len(c) for _, c in sheet.lines[i : i + _DEEPEST])
    spread, over = list[str](), ""
    for j in range(width):
        cell = cells[j] if j < len(cells) else ""
        over = cell or (over if j > 1 or cells[0] == "" else "")
        spread.append(over)
    return tuple(spread)


def _merged(cells: Sequence[str], merged: Sequence[Merge], number: int) -> tuple[str, ...]:
    width = max(len(cells), *(m.right + 1 for m in merged))
    spread = [cells[j] if j < len(cells) else "" for j in range(width)]
    for m in merged:
        if m.top == number:
            spread[m.left : m.right + 1] = [spread[m.left]] * (m.right + 1 - m.left)
    return tuple(spread)
