"""PDF → the tables of its text layer, ruled or aligned, page by page.

Runs in the child process alone: what a hostile file does to the library ends there.
"""

import io
import itertools
import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wfcore.errors import UnreadableFile
from wfcore.unpacking.parts import Notice, Sizes, UnpackedPart
from wfcore.unpacking.pdf_lines import (
    Cells,
    Grid,
    PageLine,
    Word,
    aligned_tables,
    body_rows,
    lines_of,
    text_in,
)
from wfcore.unpacking.pdf_marks import whole_words

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

_BY_ITSELF = "Save the page with the table as a PDF of its own, and give that."
_TITLES, _NOTES = 3, 6  # lines around a ruled table that belong to it
_LOW, _HIGH = 0.7, 0.3  # of the page: a table that ends lower goes on in one that begins higher
_Found = list[tuple[int, Grid]]  # number of the page, from 1, and a table on it


def tables_of_pdf(name: str, data: bytes, sizes: Sizes) -> list[UnpackedPart]:
    """The tables of a PDF, every cell as text.

    Raises:
        UnreadableFile: protected, too many pages, no text layer, no table, or too slow to read.
    """
    end = time.process_time() + sizes["pdf_seconds"]
    found: _Found = []
    pictures: list[int] = []
    for number, page in enumerate(_pages(name, data, sizes), start=1):
        _refuse_slow(name, number, end)
        page = _upright(page)  # noqa: PLW2901 - the same page, as one turns the paper
        words = _words(page)
        if not words and page.images:
            pictures.append(number)
        tall = float(page.height)
        found += [(number, _in_pages(grid, tall)) for grid in _tables_on(page, words)]
        page.close()
    if not found:
        raise _nothing_found(name, pictures)
    parts = [
        UnpackedPart(label, "sheet", _as_arrow(grid.rows)) for label, grid in _named(name, found)
    ]
    return [replace(parts[0], notices=_not_read(name, pictures)), *parts[1:]]


def _pages(name: str, data: bytes, sizes: Sizes) -> "Iterator[Page]":
    import pdfplumber  # noqa: PLC0415 - imported under the limits
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

    try:
        book = pdfplumber.open(io.BytesIO(data))
        count = len(book.pages)
    except PdfminerException as error:
        if any(isinstance(reason, PDFPasswordIncorrect) for reason in error.args):
            raise UnreadableFile(
                f"{name}: this PDF is protected by a password.",
                "Open it, print it to a PDF without a password, or copy the table and paste it.",
                code="password",
            ) from error
        raise
    if count > sizes["pdf_pages"]:
        raise UnreadableFile(
            f"{name}: {count:,} pages; the limit is {sizes['pdf_pages']}.",
            _BY_ITSELF,
            code="too_many_pages",
        )
    yield from book.pages


def _refuse_slow(name: str, page: int, end: float) -> None:
    if time.process_time() > end:
        raise UnreadableFile(
            f"{name}: reading it takes too long; page {page} was not reached.",
            _BY_ITSELF,
            code="not_opened_safely",
        )


def _nothing_found(name: str, pictures: Sequence[int]) -> UnreadableFile:
    if pictures:
        return UnreadableFile(
            f"{name}: it has no text layer: {_listed(pictures)} a picture of a page, as a scan is.",
            "Ask for the file from which it was printed, have its text recognised (OCR) and check the "
            "figures, or type the table and paste it.",
            code="no_text_layer",
        )
    return UnreadableFile(
        f"{name}: no table was found on its pages.",
        "A table has at least two rows and two columns. Copy it from the PDF and paste it.",
        code="no_table",
    )


def _listed(pages: Sequence[int]) -> str:
    if len(pages) == 1:
        return f"page {pages[0]} is"
    return f"pages {', '.join(map(str, pages[:8]))}{'…' if len(pages) > 8 else ''} are each"


def _not_read(name: str, pictures: Sequence[int]) -> tuple[Notice, ...]:
    """What is said where some pages have text and others do not."""
    if not pictures:
        return ()
    return (
        Notice(
            "warns",
            "pages_without_text",
            "Pages that are pictures: nothing on them was read.",
            count=len(pictures),
            examples=tuple(f"{name}: page {page}" for page in pictures[:5]),
            advice="Have their text recognised (OCR) and check the figures, or type their tables.",
        ),
    )


def _upright(page: "Page") -> "Page":
    """The page as it is read: turned where most of its text runs up, down or upside down."""
    ways = (math.atan2(char["matrix"][1], char["matrix"][0]) for char in page.chars)
    turns = Counter(round(math.degrees(way) / 90) % 4 for way in ways)
    turn = turns.most_common(1)[0][0] * 90 if turns else 0
    if not turn:
        return page
    page.page_obj.rotate = (page.page_obj.rotate + turn) % 360
    return type(page)(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def _words(page: "Page") -> list[Word]:
    found = page.dedupe_chars().extract_words(
        use_text_flow=False, keep_blank_chars=False, extra_attrs=["size"]
    )
    return whole_words([Word(w["text"], w["x0"], w["x1"], w["top"], w["bottom"]) for w in found])


def _tables_on(page: "Page", words: Sequence[Word]) -> list[Grid]:
    """Ruled tables, and between them tables of figures that stand under each other."""
    if len(words) < 4:
        return []
    boxes = [t for t in page.find_tables() if len(t.columns) > 1 and len(t.rows) > 1]
    ruled: list[Grid] = []
    free = list(words)
    for table in boxes:
        inside = [w for w in free if _holds(table.bbox, w)]
        rest = [w for w in free if not _holds(table.bbox, w)]
        grid = _ruled(table, inside)
        if grid is None or _goes_on_unruled(table, rest):
            continue
        free = rest
        ruled.append(grid)
    lines = lines_of(free)
    found: list[Grid] = []
    for block in _between(lines, ruled):
        found += aligned_tables(block)
    taken = [(grid.top, grid.bottom) for grid in found]
    ruled = [_with_lines_around(grid, lines, taken) for grid in ruled]
    return sorted((*found, *ruled), key=lambda grid: grid.top)


def _holds(box: tuple[float, float, float, float], word: Word) -> bool:
    left, top, right, bottom = box
    return left <= word.middle <= right and top <= (word.top + word.bottom) / 2 <= bottom


def _goes_on_unruled(table: "Table", rest: Sequence[Word]) -> bool:
    """Whether rules draw only the headings, and figures go on below them."""
    left, top, right, bottom = table.bbox
    height = (bottom - top) / len(table.rows)
    below = [
        w for w in rest if left <= w.middle <= right and bottom - 1 <= w.top <= bottom + height
    ]
    return any(line.is_row for line in lines_of(below))


def _ruled(table: "Table", words: Sequence[Word]) -> Grid | None:
    """The rows of a ruled table; None where fewer than two columns are filled."""
    rows: list[Cells] = []
    columns = [(column.bbox[0], column.bbox[2]) for column in table.columns]
    for row in table.rows:
        inside = [[w for w in words if cell and _holds(cell, w)] for cell in row.cells]
        rows += _lines_in_band(inside, columns) or [tuple(text_in(cell) for cell in inside)]
    rows = [cells for cells in rows if any(cells)]
    filled = {j for cells in rows for j, cell in enumerate(cells) if cell}
    if len(rows) < 2 or len(filled) < 2:
        return None
    _, top, _, bottom = table.bbox
    return Grid(tuple(rows), top, bottom, 0, len(rows))


def _lines_in_band(
    inside: Sequence[Sequence[Word]], columns: list[tuple[float, float]]
) -> list[Cells]:
    """The rows that one ruled row holds, where rules part columns but not rows; else none."""
    stacked = [lines_of(cell) for cell in inside[1:] if cell]
    figures = [
        lines for lines in stacked
        if len(lines) > 1 and all(word.is_figure for line in lines for word in line.parts)
    ]  # fmt: skip
    if not figures or len(figures) * 2 < len(stacked):
        return []
    return body_rows(lines_of(word for cell in inside for word in cell), columns)


def _between(lines: Sequence[PageLine], ruled: Sequence[Grid]) -> list[list[PageLine]]:
    """Lines above, between and below ruled tables."""
    tops = sorted(grid.top for grid in ruled)
    blocks = itertools.groupby(lines, key=lambda line: sum(top < line.top for top in tops))
    return [list(block) for _, block in blocks]


def _with_lines_around(
    grid: Grid, lines: Sequence[PageLine], taken: Sequence[tuple[float, float]]
) -> Grid:
    """A ruled table with its title and its notes: the lines next to it that no other table has."""
    free = [
        line
        for line in lines
        if not any(top <= line.top and line.bottom <= bottom for top, bottom in taken)
    ]
    above: list[PageLine] = []
    edge = grid.top
    for line in reversed([line for line in free if line.bottom <= grid.top + 1][-_TITLES:]):
        if edge - line.bottom > 3 * line.height:
            break
        above.insert(0, line)
        edge = line.top
    below: list[PageLine] = []
    edge = grid.bottom
    for line in [line for line in free if line.top >= grid.bottom - 1][:_NOTES]:
        if line.top - edge > 2 * line.height:
            break
        below.append(line)
        edge = line.bottom
    rows = (*((line.text,) for line in above), *grid.rows, *((line.text,) for line in below))
    return replace(grid, rows=rows, first=len(above), last=len(above) + len(grid.rows))


def _in_pages(grid: Grid, tall: float) -> Grid:
    return replace(grid, top=grid.top / tall, bottom=grid.bottom / tall)


def _named(name: str, found: _Found) -> list[tuple[str, Grid]]:
    """Tables with the name of the file and the page; what goes on over a page is one table."""
    joined: list[tuple[list[int], Grid]] = []
    for page, grid in found:
        before = joined[-1] if joined else None
        first_on_page = before is not None and before[0][-1] == page - 1
        more = _continued(before[1], grid) if before and first_on_page else None
        if before and more:
            joined[-1] = ([*before[0], page], more)
        else:
            joined.append(([page], grid))
    named: list[tuple[str, Grid]] = []
    for pages, grid in joined:
        on_page = [g for p, g in joined if p[0] == pages[0]]
        where = f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]} to {pages[-1]}"
        more = f", table {on_page.index(grid) + 1}" if len(on_page) > 1 else ""
        named.append((f"{name} › {where}{more}", grid))
    return named


def _continued(before: Grid, after: Grid) -> Grid | None:
    """Both as one table where the second repeats the headings of the first, as over a page; else None."""
    if before.bottom < _LOW or after.top > _HIGH or before.last < len(before.rows):
        return None
    same = list(
        itertools.takewhile(
            lambda pair: pair[0] == pair[1], zip(before.body, after.body, strict=False)
        )
    )
    if not same or len(same[0][0]) < 2:
        return None
    rows = (*before.rows[: before.last], *after.body[len(same) :], *after.rows[after.last :])
    kept = before.last + len(after.body) - len(same)
    return Grid(rows, before.top, after.bottom, before.first, kept)


def _as_arrow(rows: Sequence[Cells]) -> bytes:
    import polars as pl  # noqa: PLC0415 - the child starts without it

    columns: dict[str, Any] = {
        f"_{j}": pl.Series(
            [cells[j] if j < len(cells) else None for cells in rows], dtype=pl.String
        )
        for j in range(max(map(len, rows)))
    }
    out = io.BytesIO()
    pl.DataFrame(columns).write_ipc(out)
    return out.getvalue()
