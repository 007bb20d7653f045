"""Rows of text → the heading row among the first of them, with its source."""

import csv
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wfcore.declared import Declared, FileLimits
from wfcore.errors import UnreadableFile
from wfcore.reading.recognising import (
    Recognised,
    headings_by_shape,
    plain_header,
    recognise,
    refuse,
)

WITHIN = 20
BLANK = "_BLANK_"
_SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class Headings:
    """A heading row: its place, headings as printed, separator, source.

    `above`: rows above it. `skip`: lines of text before its last one, more than `above` where a
    heading is broken over lines.
    """

    above: int
    skip: int
    printed: tuple[str, ...]
    separator: str
    recognised: Recognised

    def names(self, name: str) -> list[str]:
        """Plain headings with blanks named.

        Raises:
            UnreadableFile: a heading stands twice.
        """
        filled = [plain_header(h) or f"{BLANK}{i}" for i, h in enumerate(self.printed)]
        if len(set(filled)) < len(filled):
            twice = sorted({h for h in filled if filled.count(h) > 1})
            raise UnreadableFile(
                f"{name}: these headings stand more than once: "
                f"{', '.join(h[:60] for h in twice[:5])}.",
                "Delete or rename the extra columns: we do not guess which one is meant.",
                code="headings_twice",
            )
        return filled


def find_in_text(text: bytes, name: str, definitions: Declared, limits: FileLimits) -> Headings:
    """Find the heading row in the first lines of UTF-8 text.

    Raises:
        UnreadableFile: no known headings, headings on two rows, or a line or row without end.
    """
    lines = _first_lines(text, name, limits)
    rows: list[list[str]] = []
    for above, skip, line in _joined(lines):
        separator = max(_SEPARATORS, key=line.count)
        cells = _cells(line, separator)
        headers = [plain_header(cell) for cell in cells]
        if len(headers) > limits.columns:
            raise UnreadableFile(
                f"{name}: {len(headers)} columns; the limit is {limits.columns}.",
                "Download the file again.",
                code="too_many_columns",
            )
        recognised = recognise(headers, definitions)
        if recognised:
            return Headings(above, skip, tuple(cells), separator, recognised)
        rows.append(headers)
    _refuse_two_rows(rows, name, definitions)
    raise refuse(rows, name, definitions)


def headings_lacking(text: bytes, definitions: Declared, limits: FileLimits) -> bytes:
    """The line of headings that a file is published without; empty where it has its own, or is unknown."""
    first = text.partition(b"\n")[0]
    if len(first) > limits.header_bytes:
        return b""
    cells = _cells(first.decode("utf-8", errors="replace").rstrip("\r"), ",")
    printed = headings_by_shape([plain_header(cell) for cell in cells], definitions)
    return f"{','.join(printed)}\n".encode() if printed else b""


def find_in_rows(
    rows: Sequence[Sequence[str | None]], name: str, definitions: Declared
) -> Headings:
    """Find the heading row among the first rows of a sheet.

    Raises:
        UnreadableFile: no known headings, or headings on two rows.
    """
    seen: list[list[str]] = []
    for skip, row in enumerate(rows):
        printed = tuple(cell or "" for cell in row)
        headers = [plain_header(cell) for cell in printed]
        recognised = recognise(headers, definitions)
        if recognised:
            return Headings(skip, skip, printed, "", recognised)
        seen.append(headers)
    _refuse_two_rows(seen, name, definitions)
    raise refuse(seen, name, definitions)


def _first_lines(text: bytes, name: str, limits: FileLimits) -> list[str]:
    lines: list[str] = []
    at = 0
    for _ in range(WITHIN):
        end = text.find(b"\n", at)
        line = text[at : end if end >= 0 else len(text)]
        if len(line) > limits.header_bytes:
            raise UnreadableFile(
                f"{name}: line {len(lines) + 1} is longer than {limits.header_bytes // 1024} KB.",
                "Download the file again.",
                code="line_too_long",
            )
        lines.append(line.decode("utf-8", errors="replace").rstrip("\r"))
        if end < 0:
            break
        at = end + 1
    return lines


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(iter(csv.reader([line], delimiter=separator)), list[str]())
    except csv.Error:
        return [line]


def _joined(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Each line; after one that opens a quote, also the row that ends where the quote does.

    Comes with the number of lines before the first and before the last one of the row.
    """
    for first, line in enumerate(lines):
        yield first, first, line
        row = line
        for last in range(first + 1, len(lines)):
            if row.count('"') % 2 == 0:
                break
            row += f" {lines[last]}"
            if row.count('"') % 2 == 0:
                yield first, last, row


def _refuse_two_rows(rows: list[list[str]], name: str, definitions: Declared) -> None:
    """Headings such as `TOTAL_GP` above `FTE` and `HC`, as merged cells leave them."""
    for number, (upper, lower) in enumerate(itertools.pairwise(rows), start=1):
        if len(upper) != len(lower) or not any(upper) or not any(lower):
            continue
        spread: list[str] = []
        for cell, below in zip(upper, lower, strict=True):
            # A merged cell stands in its first column alone.
            spread.append(cell or (spread[-1] if spread and below else ""))
        for joint in ("_", " "):
            together = [
                joint.join(part for part in pair if part)
                for pair in zip(spread, lower, strict=True)
            ]
            recognised = recognise(together, definitions)
            if recognised:
                raise UnreadableFile(
                    f"{name}: the headings are on two rows, {number} and {number + 1}. Together "
                    f"they would be those of “{recognised.source.title}”.",
                    "Put each heading on one row, such as TOTAL_GP_FTE, and upload it again.",
                    code="headings_on_two_rows",
                )
