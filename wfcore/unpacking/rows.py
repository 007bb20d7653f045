"""Text → rows of equal length, or a refusal that names the rows that do not fit.

The slow and careful road: for text that the quick reader refuses, or that would cost it memory.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from wfcore.errors import UnreadableFile
from wfcore.unpacking.parts import Sizes, UnpackedPart

_NAMED = 5  # rows that a message names
_MOST_UNFIT = 1000  # enough to say so
_CODE = re.compile(r"[A-Z]{1,2}\d{2,5}\b|[A-Z]{1,2}\d{0,5}$")
_OTHER_SEPARATORS = re.compile(r"[;\t|]")
_NOTE = re.compile(
    r"(notes?|sources?|footnotes?|copyright|data|published|contact|figures|n/?b)\b|[*\[©†‡]|\(\d|https?:",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ParsedRows:
    """Rows of equal length; positions of blank rows among them, and how many rows of notes followed."""

    rows: list[list[str]]
    blank: list[int]
    notes: list[str]


def is_note(cells: list[str], above: set[str]) -> bool:
    """Whether a short row under a table is a remark and not the beginning of a cut-off row.

    Args:
        cells: what stands in the row.
        above: what the first column of the table holds.
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or any(text.startswith(filled[0]) for text in above):
        return False
    if _CODE.match(filled[0]) or len(_OTHER_SEPARATORS.findall(filled[0])) > 1:
        return False
    return bool(_NOTE.match(filled[0])) or (len(filled) == 1 and " " in filled[0])


def parse_rows(
    name: str, text: str, separator: str, skip: int, width: int, sizes: Sizes
) -> ParsedRows:
    """Lay text out in rows.

    Args:
        name: what to call the file in messages.
        text: the decoded text.
        separator: one character.
        skip: lines up to and with the headings.
        width: the number of headings.
        sizes: the declared limits.

    Raises:
        UnreadableFile: rows with more or fewer cells, a quote that never closes, mostly blank rows.
    """
    rows: list[list[str]] = []
    blank: list[int] = []
    unfit: list[tuple[int, list[str]]] = []  # since the last row that fitted
    worst: list[tuple[int, list[str]]] = []
    last_place = 0
    for place, row in enumerate(_records(name, text, separator, skip, width)):
        if not any(row):
            blank.append(place)
            if len(blank) > sizes["blank_rows"] and len(blank) > len(rows):
                raise UnreadableFile(
                    f"{name}: more than {sizes['blank_rows']:,} rows are blank.",
                    "Delete the blank rows, or download the file again.",
                    code="mostly_blank",
                )
        elif len(row) == width:
            worst += unfit
            unfit = []
            rows.append(row)
            last_place = place
        else:
            unfit.append((place + skip + 1, row))
        if len(worst) + len(unfit) > _MOST_UNFIT:
            break
    above = {row[0] for row in rows}
    notes = [" ".join(filter(None, row)) for _, row in unfit if is_note(row, above)]
    if worst or len(notes) < len(unfit):
        raise _unfit(name, worst + unfit, width, at_end=not worst)
    return ParsedRows(rows, [at for at in blank if at < last_place], notes)


def all_fit(text: str, separator: str, skip: int, width: int) -> bool:
    """Whether every row under the headings that is not blank has a cell for each of them."""
    stream = io.StringIO(text, newline="")
    for _ in range(skip):
        stream.readline()
    try:
        return all(len(row) == width or not row for row in csv.reader(stream, delimiter=separator))
    except csv.Error:
        return False


def _records(name: str, text: str, separator: str, skip: int, width: int) -> Iterator[list[str]]:
    """The cells of all rows under the headings; knows when a quote has swallowed the rest."""
    stream = io.StringIO(text, newline="")
    for _ in range(skip):
        stream.readline()
    odd = text.count('"', stream.tell()) % 2
    reader = csv.reader(stream, delimiter=separator)
    line, row = skip + 1, list[str]()
    start = line
    try:
        for row in reader:
            start = line
            line = skip + reader.line_num + 1
            if odd and line > start + 1 and len(row) != width:
                break
            yield row
        else:
            return
    except csv.Error as error:
        if not odd:
            raise UnreadableFile(
                f"{name}: line {line} cannot be read ({error}).",
                "Look for a missing quote, or download the file again.",
                code="rows_do_not_fit",
            ) from error
        start = line
    raise UnreadableFile(
        f"{name}: a quote opens in line {start} and never closes.",
        "Put the missing quote right, or download the file again.",
        code="quote_not_closed",
    )


def _unfit(
    name: str, rows: list[tuple[int, list[str]]], width: int, *, at_end: bool
) -> UnreadableFile:
    listed = ", ".join(f"row {number} has {len(row)} cells" for number, row in rows[:_NAMED])
    more = f" (and {len(rows) - _NAMED:,} more)" if len(rows) > _NAMED else ""
    cut = at_end and len(rows) == 1 and len(rows[0][1]) < width
    return UnreadableFile(
        f"{name}: {listed}{more} under {width} headings.",
        "The file may be cut off: download it again."
        if cut
        else "Look for an extra or missing separator or quote in these rows, or download the file again.",
        code="rows_do_not_fit",
    )


def sheet_of(
    name: str, data: bytes, sizes: Sizes, *, separator: str, skip: int, width: int
) -> UnpackedPart:
    """`laid_out` as an Arrow file, for the parent of a child process."""
    import polars as pl  # noqa: PLC0415 - the child starts without it

    laid = parse_rows(name, data.decode(), separator, skip, width, sizes)
    columns = zip(*laid.rows, strict=True) if laid.rows else [()] * width
    frame = pl.DataFrame(
        [pl.Series(f"_{i}", list(cells), dtype=pl.String) for i, cells in enumerate(columns)]
    )
    out = io.BytesIO()
    frame.write_ipc(out)
    return UnpackedPart(
        name, "sheet", out.getvalue(), (), {"blank": laid.blank, "notes": laid.notes}
    )
