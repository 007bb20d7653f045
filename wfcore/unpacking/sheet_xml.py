"""The XML of a workbook, read as a stream: what it lists, how far a sheet reaches, what a reader would not say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, LexicalHandler, property_lexical_handler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from wfcore.errors import UnreadableFile
from wfcore.unpacking.parts import Sizes

_DIGITS = "0123456789"
_YES = ("1", "true")
_RANGE = re.compile(
    r"(?P<left>[A-Z]{1,3})(?P<top>\d{1,7}):(?P<right>[A-Z]{1,3})(?P<bottom>\d{1,7})", re.ASCII
)
_MOST_LETTERS = 8  # `ABCDEFGH1` is a cell far away, more is none
_FAR = 10**6  # further right than any column
_MOST_LOST = 10_000
_NAMED = 5  # cells that a message names


@dataclass
class SheetScan:
    """What the XML of a sheet says.

    `first_column`: the first column with anything in it, counted from 0, from which the reader
    starts; `hidden_columns`: groups of columns; `lost`: row, column and text of cells that the
    reader would leave blank or cut off; `merged`: first row and column, last row and column of
    cells that are one (rows from 1, columns from 0).
    """

    first_column: int = 0
    hidden_rows: list[int] = field(default_factory=list[int])
    hidden_columns: int = 0
    filtered: bool = False
    lost: list[tuple[int, int, str]] = field(default_factory=list[tuple[int, int, str]])
    merged: list[tuple[int, int, int, int]] = field(default_factory=list[tuple[int, int, int, int]])


class _Elements(DefusedExpatParser):
    """The attributes of every element of a name, without their prefixes."""

    def __init__(self, name: str) -> None:
        super().__init__(forbid_dtd=True)
        self.name = name
        self.attributes: list[dict[str, str]] = []

    def start_element(self, name: str, attrs: Mapping[str, str]) -> None:
        if _local(name) == self.name:
            self.attributes.append({_local(key): value for key, value in attrs.items()})


class _Texts(ContentHandler, LexicalHandler):
    """The text of a cell, and whether it stands in pieces: the reader takes the first, or none."""

    def __init__(self) -> None:
        super().__init__()
        self.begin()

    def begin(self) -> None:
        self.text, self.pieces = "", False

    def characters(self, content: str) -> None:
        self.text += content

    def comment(self, content: str) -> None:  # noqa: ARG002 - SAX calls it so
        self.pieces = True

    def startCDATA(self) -> None:  # noqa: N802 - SAX's name
        self.pieces = True


class _Sheet(DefusedExpatParser):
    """Goes through the cells of a sheet.

    The parser calls its own methods: with events as objects it would take twice the time.
    """

    def __init__(self, label: str, sizes: Sizes) -> None:
        super().__init__(forbid_dtd=True)
        self.texts = _Texts()
        self.setContentHandler(self.texts)
        self.setProperty(property_lexical_handler, self.texts)
        self.label, self.sizes, self.scan = label, sizes, SheetScan(_FAR)
        self.most_rows, self.most_columns = sizes["sheet_rows"], sizes["columns"]
        self.rows = self.row = self.place = 0
        self.number = ""
        self.cell: Mapping[str, str] = {}
        self.text = ""
        self.formula = self.pieces = False
        self.formulas, self.examples = 0, list[str]()

    def start_element(self, name: str, attrs: Mapping[str, str]) -> None:
        match name if ":" not in name else _local(name):
            case "c":
                self.cell, self.text, self.formula = attrs, "", False
                self.place += 1
            case "v" | "is":
                self.texts.begin()
            case "f":
                self.formula = True
            case "row":
                self._begin_row(attrs)
            case "col":
                self.scan.hidden_columns += attrs.get("hidden") in _YES
            case "filterColumn":
                self.scan.filtered = True
            case "mergeCell":
                self._note_merged(attrs.get("ref", ""))
            case _:
                pass

    def end_element(self, name: str) -> None:
        match name if ":" not in name else _local(name):
            case "v" | "is":
                self.text, self.pieces = self.texts.text, self.texts.pieces
            case "c":
                self._end_cell()
            case _:
                pass

    def _begin_row(self, attrs: Mapping[str, str]) -> None:
        self.rows, self.place = self.rows + 1, 0
        self.number = attrs.get("r", "")
        self.row = int(self.number) if self.number.isdecimal() else self.row + 1
        if self.rows > self.sizes["sheet_rows"]:
            raise _too_large(
                self.label, f"has more than {self.sizes['sheet_rows']:,} rows", self.sizes
            )
        if attrs.get("hidden") in _YES:
            self.scan.hidden_rows.append(self.row)

    def _end_cell(self) -> None:
        if self.text:
            self._note_filled()
        elif self.formula and self.cell.get("t") != "str":
            self.formulas += 1
            self.examples.append(self.cell.get("r", "?"))

    def _note_filled(self) -> None:
        address = self.cell.get("r")
        if address is None:
            row, column = self.row, self.place - 1
        else:
            letters = address.rstrip(_DIGITS)
            number = address[len(letters) :]
            column = column_number(letters)
            row = self.row if number == self.number else max(self.row, int(number or 0))
        if row > self.most_rows or column >= self.most_columns:
            raise _too_large(self.label, f"uses cell {column_letters(column)}{row}", self.sizes)
        self.scan.first_column = min(self.scan.first_column, column)
        self._note_lost(row, column)

    def _note_merged(self, reference: str) -> None:
        found = _RANGE.fullmatch(reference)
        if found is None or len(self.scan.merged) >= _MOST_LOST:
            return
        first, last = int(found["top"]), int(found["bottom"])
        left, right = column_number(found["left"]), column_number(found["right"])
        if first <= last <= self.most_rows and left <= right < self.most_columns:
            self.scan.merged.append((first, left, last, right))

    def _note_lost(self, row: int, column: int) -> None:
        kind, room = self.cell.get("t"), len(self.scan.lost) < _MOST_LOST
        if self.pieces and (kind == "s" or not room):
            raise workbook_damaged(self.label)
        if room and (kind == "e" or self.pieces):
            self.scan.lost.append((row, column, self.text))


def list_elements(label: str, stream: IO[bytes], name: str) -> list[dict[str, str]]:
    """The attributes of every element of a name, prefixes left out.

    Raises:
        UnreadableFile: it is no XML, or declares entities.
    """
    elements = _Elements(name)
    _parse(label, stream, elements)
    return elements.attributes


def scan_sheet(label: str, stream: IO[bytes], sizes: Sizes) -> SheetScan:
    """Look a sheet over before anything lays it out.

    Args:
        label: what to call the sheet in messages.
        stream: its file.
        sizes: the declared limits.

    Raises:
        UnreadableFile: it is no XML, reaches too far, or holds formulas that were never worked out.
    """
    sheet = _Sheet(label, sizes)
    _parse(label, stream, sheet)
    if sheet.formulas:
        named = ", ".join(sheet.examples[:_NAMED])
        raise UnreadableFile(
            f"{label}: {sheet.formulas:,} formulas have no result: {named}.",
            "Open the workbook in Excel, save it, and upload it again.",
            code="formula_without_result",
        )
    if sheet.scan.first_column == _FAR:
        sheet.scan.first_column = 0
    return sheet.scan


def _parse(label: str, stream: IO[bytes], parser: DefusedExpatParser) -> None:
    try:
        parser.parse(stream)
    except DefusedXmlException as error:
        raise UnreadableFile(
            f"{label}: the workbook is damaged or unsafe (it declares entities).",
            "Save it again from Excel, or as CSV.",
            code="workbook_unsafe",
        ) from error
    except (SAXParseException, LookupError, ValueError) as error:
        raise workbook_damaged(label) from error


def workbook_damaged(name: str) -> UnreadableFile:
    """The refusal of a workbook whose parts do not fit together."""
    return UnreadableFile(
        f"{name}: the workbook is damaged.",
        "Save it again from Excel, or as CSV.",
        code="workbook_damaged",
    )


@lru_cache(maxsize=2**10)
def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _too_large(label: str, what: str, sizes: Sizes) -> UnreadableFile:
    return UnreadableFile(
        f"{label}: the sheet {what}.",
        f"Delete unused columns and rows and save it again, or save it as CSV. At most "
        f"{sizes['sheet_rows']:,} rows and {sizes['columns']:,} columns are read.",
        code="sheet_too_large",
    )


@lru_cache(maxsize=2**14)
def column_number(letters: str) -> int:
    """`A` → 0, `XFD` → 16,383.

    Raises:
        ValueError: these are no letters of a column.
    """
    if not (letters.isascii() and letters.isalpha() and len(letters) <= _MOST_LETTERS):
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """0 → `A`, 16,383 → `XFD`."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
