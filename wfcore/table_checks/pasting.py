"""Uploads and pasted text → rows of printed cells, with the row each stood in."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.findings import Finding
from wfcore.reading import UploadTable, decode_text, is_pdf, unpack, unpack_pdf
from wfcore.table_checks.printed import parse_cell

_SEPARATORS = "\t,;|"
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)", re.ASCII)
_GAP = re.compile(r"\s{2,}")
NumberedLine = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Sheet:
    """The rows of one table as they were printed; blank rows are left out, numbers kept.

    `noticed`: what was found on opening the file, such as hidden rows or pages without text.
    """

    name: str
    lines: tuple[NumberedLine, ...]
    noticed: tuple[Finding, ...] = ()


def read_sheets(name: str, data: bytes) -> list[Sheet]:
    """The tables of an upload: CSV, tab-separated or spaced text, XLSX, a ZIP of these, or a PDF.

    Args:
        name: file name as given, shown only.
        data: the bytes.

    Raises:
        UnreadableFile: no table is in it, or it is too large for a table of a paper.
    """
    limits = declared().rules.limits
    parts = unpack_pdf(name, data, limits) if is_pdf(data) else unpack(name, data, limits)
    found = [_sheet(part) for part in parts]
    found = [sheet for sheet in found if sheet is not None]
    if not found:
        raise UnreadableFile(
            f"{name}: no table was found.", "A table has at least two rows and two columns."
        )
    return found


def _sheet(part: UploadTable) -> Sheet | None:
    if part.sheet is not None:
        rows = [tuple(cell or "" for cell in row) for row in part.sheet.iter_rows()]
        numbered = list(enumerate(rows, start=1))
    else:
        numbered = _rows(decode_text(part.name, part.data)[0].decode(), part.name)
    lines = [(at, tuple(" ".join(c.split()) for c in cells)) for at, cells in numbered]
    lines = [(at, _trimmed(cells)) for at, cells in lines if any(cells)]
    most = declared().rules.doctor.cells
    if sum(len(cells) for _, cells in lines) > most:
        raise UnreadableFile(
            f"{part.name}: more than {most:,} cells.",
            "This is for the tables of a paper. NHS files go to “New quarter”.",
        )
    if max((len(cells) for _, cells in lines), default=0) > declared().rules.doctor.columns:
        raise UnreadableFile(
            f"{part.name}: more than {declared().rules.doctor.columns} columns.",
            "This is for the tables of a paper. NHS files go to “New quarter”.",
        )
    wide = [cells for _, cells in lines if len(cells) > 1]
    return Sheet(part.name, tuple(lines), part.findings) if len(wide) > 1 else None


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the blank cells at the end."""
    filled = [i for i, cell in enumerate(cells) if cell]
    return cells[: filled[-1] + 1] if filled else ()


def _rows(text: str, name: str) -> list[NumberedLine]:
    """Text → rows, by the separator under which most rows have equally many cells."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = [line for line in text.split("\n") if line.strip()]
    separator = _separator(plain, text)
    if separator is None:
        split = _spaced([line.strip() for line in text.split("\n")])
        return list(enumerate(split, start=1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return [(at, tuple(row)) for at, row in enumerate(reader, start=1)]
    except csv.Error as error:
        raise UnreadableFile(
            f"{name}: line {reader.line_num} cannot be read ({error}).", "Look for a missing quote."
        ) from error


def _separator(lines: Sequence[str], text: str) -> str | None:
    """Tab, comma, semicolon or bar; None for text that is set with spaces."""
    if any("\t" in line.strip() for line in lines):
        return "\t"
    # `Dudley 1,984 3,659` has commas, but none that separates.
    loose = [_THOUSANDS.sub("", line) for line in lines]
    spaced = sum(bool(re.search(r"\d\s+[\d\-–(£]", line)) for line in lines) * 2 >= len(lines)
    best: tuple[float, str] | None = None
    for separator in _SEPARATORS[1:]:
        if spaced and not all(separator in line for line in loose):
            continue
        try:
            widths = Counter(
                len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
                if any(row)
            )  # fmt: skip
        except csv.Error:
            continue
        width, times = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
        share = times / widths.total()
        if width > 1 and share >= 0.5 and (best is None or share > best[0]):
            best = (share, separator)
    return best[1] if best else None


def _spaced(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Lines as a PDF gives them: wide gaps part cells, or figures follow a name."""
    filled = [line for line in lines if line]
    if filled and sum(bool(_GAP.search(line)) for line in filled) * 2 > len(filled):
        return [tuple(_GAP.split(line)) for line in lines]
    tails = {line: _tail(line.split()) for line in filled}
    width = Counter(t for t in tails.values() if t).most_common(1)
    if not width:
        return [(line,) if line else () for line in lines]
    first = next(i for i, line in enumerate(lines) if tails.get(line))
    heading = max(
        (i for i in range(first) if lines[i]), default=None
    )  # what stands above is a title
    return [
        _named(line.split(), tails.get(line, 0), width[0][0])
        if i >= first or i == heading
        else ((line,) if line else ())
        for i, line in enumerate(lines)
    ]


def _tail(words: Sequence[str]) -> int:
    """How many figures and marks end a line."""
    count = 0
    for word in reversed(words):
        cell = parse_cell(word)
        if cell.words:
            break
        count += 1
    return count


def _named(words: Sequence[str], tail: int, width: int) -> tuple[str, ...]:
    if not words:
        return ()
    if 0 < tail <= width:
        return (" ".join(words[:-tail]), *words[-tail:])
    if tail > width:  # the name itself ends in a figure
        return (" ".join(words[:-width]), *words[-width:])
    if len(words) in (width, width + 1):  # headings of one word each
        return tuple(words) if len(words) > width else ("", *words)
    return (" ".join(words),)
