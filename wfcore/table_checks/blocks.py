"""A sheet → its blocks: tables below each other, and tables side by side."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from wfcore.normalising.printed_dates import dates_in
from wfcore.table_checks.heading_rows import are_figures
from wfcore.table_checks.pasting import Sheet
from wfcore.table_checks.printed import parse_cell
from wfcore.table_checks.separating import NumberedLine
from wfcore.table_checks.units import kind_of

_TITLE = re.compile(r"^(table|figure|fig|chart|section|part|appendix|annex)\b", re.IGNORECASE)
_AGAIN = re.compile(r"\b(cont(inue)?d?|continues)\b\W*$", re.IGNORECASE)
_AHEAD = 4  # rows between headings and the first figures: units, sections
_SHORT = 60  # characters of a heading
_FEW = 2  # rows from which names that stand twice are no chance


def blocks_of(sheet: Sheet) -> list[Sheet]:
    """The tables of a sheet, each a sheet of its own; repeated rows of headings are left out."""
    parts = [sheet.with_lines(lines) for lines in _below_each_other(sheet.lines)]
    blocks = [block for part in parts for block in _side_by_side(part)]
    if len(blocks) == 1:
        return blocks
    return [replace(one, name=f"{one.name} › table {n}") for n, one in enumerate(blocks, start=1)]


def _below_each_other(lines: Sequence[NumberedLine]) -> Iterator[list[NumberedLine]]:
    block: list[NumberedLine] = []
    headings: list[tuple[str, ...]] = []
    figures = False
    for i, (number, cells) in enumerate(lines):
        heads = _heads(lines, i)
        if not heads or not figures:
            figures = figures or are_figures(cells)
            headings += [cells] * (heads and not figures)
            block.append((number, cells))
            continue
        titles = _titles(block, number)
        if cells in headings:
            title = " ".join(" ".join(text) for _, text in titles)
            if _AGAIN.search(title):
                del block[len(block) - len(titles) :]  # the same table on the next page
            other = titles and not _AGAIN.search(title)
            begins = other and (_gap_before(block, titles, number) or _TITLE.match(title))
        else:
            begins = _begins(block, titles, number, cells, headings)
            block += [] if begins else [(number, cells)]
        if begins:
            yield block[: len(block) - len(titles)]
            block, headings, figures = [*titles, (number, cells)], [cells], False
    yield block


def _heads(lines: Sequence[NumberedLine], i: int) -> bool:
    """Whether a row could be one of headings: several short texts that differ, figures soon below."""
    cells = lines[i][1]
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or are_figures(cells) or max(map(len, filled)) > _SHORT * 2:
        return False
    words = [cell for cell in cells[1:] if cell]
    if any(_is_plain_figure(cell) for cell in words) or not _differ(words):
        return False
    return any(are_figures(below) for _, below in lines[i + 1 : i + 1 + _AHEAD])


def _is_plain_figure(text: str) -> bool:
    cell = parse_cell(text)
    return cell.silent or (cell.value is not None and not dates_in(text))


def _differ(words: Sequence[str]) -> bool:
    """Whether texts are headings and not one remark set in every cell; units and dates may repeat."""
    return len(set(words)) > 1 or len(words) == 1 or all(map(_says, words))


def _says(text: str) -> bool:
    return bool(kind_of(text) or dates_in(text))


def _titles(block: Sequence[NumberedLine], number: int) -> list[NumberedLine]:
    """The rows of one text just above new headings, up to the last gap or the last note."""
    titles: list[NumberedLine] = []
    below = number
    for at, cells in reversed(block):
        if len([cell for cell in cells if cell]) != 1:
            break
        if titles and below - at > 1:
            break  # a gap: what is above it belongs to the table before
        if is_remark(cells[0]) or (len(titles) > 2):
            break
        titles.insert(0, (at, cells))
        below = at
    return titles


def _gap_before(block: Sequence[NumberedLine], titles: Sequence[NumberedLine], number: int) -> bool:
    above = block[: len(block) - len(titles)]
    start = titles[0][0] if titles else number
    return bool(above) and start - above[-1][0] > 1


def _begins(
    block: Sequence[NumberedLine],
    titles: Sequence[NumberedLine],
    number: int,
    cells: Sequence[str],
    headings: Sequence[Sequence[str]],
) -> bool:
    """Whether other headings in the middle begin another table."""
    words = [cell for cell in cells[1:] if cell]
    most = sum(map(_says, words)) * 2 >= len(words)
    same = bool(cells[0]) and cells[0].casefold() in {row[0].casefold() for row in headings}
    gap = _gap_before(block, titles, number)
    return same or (most and (gap or bool(titles) or len(words) > 1)) or (gap and len(words) > 1)


_NOTE = re.compile(
    r"^(notes?|sources?|footnotes?|n/?b|data (from|source)|key|excludes?|includes? only|figures|please|see|"
    r"based on|because|\*\s?indicates)\b|^[*†‡#^©]|^\(?\d{1,2}[).]?\s|^[¹²³⁴⁵⁶⁷⁸⁹]|^\[\w{1,2}\]|https?:",
    re.IGNORECASE,
)


def is_remark(text: str) -> bool:
    """Whether a line of one text is a remark about a table, and not a title or a section of it."""
    return bool(_NOTE.search(text)) or len(text) > 2 * _SHORT


def _side_by_side(sheet: Sheet) -> Iterator[Sheet]:
    """Tables with a blank column between them, each with names and figures of its own."""
    wide = [cells for _, cells in sheet.lines if len([c for c in cells if c]) > 1]
    width = max(map(len, wide), default=0)
    for j in range(2, width - 2):
        if any(len(cells) > j and cells[j] for cells in wide):
            continue
        right = [(n, cells[j + 1 :]) for n, cells in sheet.lines if any(cells[j + 1 :])]
        left = [(n, _trimmed(cells[:j])) for n, cells in sheet.lines if any(cells[:j])]
        if _is_table(right) and _is_table(left):
            yield sheet.with_lines(left)
            yield from _side_by_side(sheet.with_lines(right, left=j + 1))
            return
    if (j := _names_again(wide)) is not None:
        right = [(n, cells[j:]) for n, cells in sheet.lines if any(cells[j:])]
        yield sheet.with_lines([(n, _trimmed(cells[:j])) for n, cells in sheet.lines])
        yield from _side_by_side(sheet.with_lines(right, left=j))
        return
    yield sheet


def _names_again(wide: Sequence[tuple[str, ...]]) -> int | None:
    """The column in which the names at the left, and what stands over them, are printed once more."""
    rows = [cells for cells in wide if cells[0]]
    for j in range(2, max(map(len, rows), default=0) - 1):
        same = [len(cells) > j and cells[j] == cells[0] for cells in rows]
        if len(same) > _FEW and all(same) and sum(parse_cell(c[0]).words for c in rows) > _FEW:
            return j
    return None


def _is_table(lines: Sequence[NumberedLine]) -> bool:
    """Whether rows have names at their left and figures beside them."""
    rows = [cells for _, cells in lines if len(cells) > 1 and are_figures(cells)]
    named = sum(bool(c[0]) and parse_cell(c[0]).words for c in rows)
    return len(rows) > 1 and named * 2 > len(rows)


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    filled = [i for i, cell in enumerate(cells) if cell]
    return cells[: filled[-1] + 1] if filled else ()
