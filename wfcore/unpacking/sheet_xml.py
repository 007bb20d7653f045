"""The XML of one sheet, before it is laid out: how far it reaches, and what a reader would not say."""

import html
import re
from dataclasses import dataclass

from wfcore.errors import UnreadableFile
from wfcore.unpacking.parts import Sizes

_ROW = re.compile(rb"<(?:\w+:)?row\b")
# Numbers of any length are read, as the reader of workbooks would: `A399999999999` is far away, not no cell.
_R = rb"\br\s*=\s*[\"']"  # an attribute that stands twice is read by its last, so all are looked at
_ROW_TAG = re.compile(rb"^[^>]*")
_ROW_NUMBER = re.compile(_R + rb"(\d{1,18})")
_HIDDEN = re.compile(rb'^[^>]*?\bhidden="(?:1|true)"')
_FILLED = re.compile(rb"<(?:\w+:)?c\b[^>]*[^/>]>")
_ADDRESS = re.compile(_R + rb"([A-Za-z]{1,8})(\d{1,18})")
_F = rb"(?:<(?:\w+:)?f\b[^>]*/>|<(?:\w+:)?f\b[^>]*>[^<]{0,8192}</(?:\w+:)?f>)"
_ERROR = re.compile(rb'<(?:\w+:)?c\b([^>]*?\bt="e"[^>]*)>' + _F + rb"?<(?:\w+:)?v>([^<]{1,40})</")
_NOT_WORKED_OUT = re.compile(
    rb"<(?:\w+:)?c\b([^>]*[^/>])>"
    + _F
    + rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>|(?=</(?:\w+:)?c>))"
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b[^>]*\bhidden="(?:1|true)"')
_FILTER = re.compile(rb"<(?:\w+:)?filterColumn\b")
_FAR = re.compile(_R + rb"(?:[A-Za-z]{3}|[A-Za-z]{1,2}\d{6})")
_TAIL = 1024  # bytes of a row, enough for its last cells
_MOST_ERRORS = 10_000


@dataclass(frozen=True)
class SheetScan:
    """What the XML of a sheet says.

    `first_column`: the first column with anything in it, counted from 0, from which the reader
    starts. `errors`: row, column and text of cells that show an error.
    """

    first_column: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: int = 0
    filtered: bool = False
    errors: tuple[tuple[int, int, str], ...] = ()


def scan_sheet(label: str, xml: bytes, sizes: Sizes) -> SheetScan:
    """Look a sheet over.

    Args:
        label: what to call the sheet in messages.
        xml: its file.
        sizes: the declared limits.

    Raises:
        UnreadableFile: it reaches too far, or holds formulas that were never worked out.
    """
    rows = len(_ROW.findall(xml))
    if rows > sizes["sheet_rows"]:
        raise _too_large(label, f"has {rows:,} rows; the limit is {sizes['sheet_rows']:,}", sizes)
    first, hidden = 10**6, list[int]()
    tail = len(xml) if _FAR.search(xml) else _TAIL
    for place, row in enumerate(_ROW.split(xml)[1:], start=1):
        tag = _ROW_TAG.match(row)
        numbers = _ROW_NUMBER.findall(tag[0]) if tag else []
        at = max(map(int, numbers), default=place)
        if _HIDDEN.match(row):
            hidden.append(at)
        ends = _ends(row, tail)
        if ends is None:
            continue
        left, right, named = ends
        at = max(at, named)
        first = min(first, left)
        if at > sizes["sheet_rows"] or right >= sizes["columns"]:
            raise _too_large(label, f"uses cell {column_letters(right)}{at}", sizes)
    _refuse_not_worked_out(label, xml)
    return SheetScan(
        first if first < 10**6 else 0,
        tuple(hidden),
        len(_HIDDEN_COLUMN.findall(xml)),
        bool(_FILTER.search(xml)),
        _errors(xml),
    )


def _ends(row: bytes, tail: int) -> tuple[int, int, int] | None:
    """The first and last filled column of a row, and the row that its cells name.

    Only cells in the last `tail` bytes are looked at, beside the first: programs write them in order.
    """
    first = _FILLED.search(row)
    if first is None:
        return None
    cells = _FILLED.findall(row, max(first.start(), len(row) - tail))
    places = [
        (column_number(letters), int(row_of))
        for cell in [first[0], *cells]
        for letters, row_of in _ADDRESS.findall(cell)
    ]
    if not places:
        return 0, 0, 0
    columns = [column for column, _ in places]
    return min(columns), max(columns), max(row for _, row in places)


def _errors(xml: bytes) -> tuple[tuple[int, int, str], ...]:
    """Cells such as `#REF!`."""
    if b't="e"' not in xml:
        return ()
    found: list[tuple[int, int, str]] = []
    for cell in _ERROR.finditer(xml):
        where = _ADDRESS.search(cell[1])
        if where and len(found) < _MOST_ERRORS:
            text = html.unescape(cell[2].decode(errors="replace"))
            found.append((int(where[2]), column_number(where[1]), text))
    return tuple(found)


def _refuse_not_worked_out(label: str, xml: bytes) -> None:
    if not _FORMULA.search(xml):
        return
    cells = [
        b"".join(where.groups()).decode()
        for cell in _NOT_WORKED_OUT.finditer(xml)
        if b't="str"' not in cell[1] and (where := _ADDRESS.search(cell[1]))
    ]
    if cells:
        raise UnreadableFile(
            f"{label}: {len(cells):,} formulas have no result: {', '.join(cells[:5])}.",
            "Open the workbook in Excel, save it, and upload it again.",
            code="formula_without_result",
        )


def _too_large(label: str, what: str, sizes: Sizes) -> UnreadableFile:
    return UnreadableFile(
        f"{label}: the sheet {what}.",
        f"Delete unused columns and rows and save it again, or save it as CSV. At most "
        f"{sizes['sheet_rows']:,} rows and {sizes['columns']:,} columns are read.",
        code="sheet_too_large",
    )


def column_number(letters: bytes) -> int:
    """`A` → 0, `XFD` → 16,383."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def column_letters(number: int) -> str:
    """0 → `A`, 16,383 → `XFD`."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
