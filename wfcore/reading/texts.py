"""Text → a table of strings under the publisher's headings, with its source."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from wfcore.declared import Declared, Limits, Source
from wfcore.errors import UnreadableFile
from wfcore.findings import Finding, finding
from wfcore.reading.containers import Part, unpack
from wfcore.reading.recognising import Recognised, plain, recognise, refuse

_HEADER_WITHIN = 20
_SEPARATORS = ",;\t|"
_BLANK = "_BLANK_"
CHOICES = "Choices"  # the sheet of our own templates that holds the lists to choose from


@dataclass(frozen=True)
class TextTable:
    """A recognised table, every cell still text.

    `frame` has upper-cased printed headings; blank cells are empty strings.
    """

    name: str
    upload: str
    sha256: str
    bytes: int
    frame: pl.DataFrame
    recognised: Recognised
    findings: tuple[Finding, ...] = field(default=())
    headings: tuple[str, ...] = ()  # as printed, in the order of the frame
    first_row: int = 2  # row of the sheet in which the first row of the frame stood
    left_out: tuple[int, ...] = ()  # positions of blank rows, counted from the first row

    @property
    def source(self) -> Source:
        """The declared source it was recognised as."""
        return self.recognised.source

    def column(self, our_name: str) -> str | None:
        """The heading under which one of our columns stands, if it is there."""
        return self.recognised.columns.get(our_name)

    def sheet_rows(self) -> list[int]:
        """The row of the sheet in which each row of the frame stood."""
        gone = set(self.left_out)
        everything = range(self.frame.height + len(gone))
        return [at + self.first_row for at in everything if at not in gone]


def read_upload(name: str, data: bytes, definitions: Declared) -> list[TextTable]:
    """All recognised tables of one upload.

    Args:
        name: file name as given, shown only.
        data: the bytes of a CSV, XLSX or ZIP.
        definitions: the declared sources.

    Returns:
        At least one table. Other parts of a ZIP or workbook that match nothing are noted.

    Raises:
        UnreadableFile: with what was found, what was expected and what to do.
    """
    limits = definitions.rules.limits
    name = name.replace("\\", "/").rsplit("/", 1)[-1].strip()[:120] or "file"
    digest = hashlib.sha256(data).hexdigest()
    parts = unpack(name, data, limits)
    parts = [part for part in parts if not part.name.endswith(f" › {CHOICES}")] or parts
    tables: list[TextTable] = []
    refusals: list[UnreadableFile] = []
    for part in parts:
        try:
            tables.append(_table(part, name, digest, len(data), definitions))
        except UnreadableFile as error:
            refusals.append(error)
    if not tables:
        raise refusals[0]
    if refusals:
        note = finding(
            "notes",
            "part_not_used",
            "Some sheets or files inside were not recognised and are not used.",
            count=len(refusals),
            examples=[error.message for error in refusals],
        )
        tables[0] = replace(tables[0], findings=(*tables[0].findings, note))
    return tables


def _table(part: Part, upload: str, digest: str, size: int, definitions: Declared) -> TextTable:
    limits = definitions.rules.limits
    notes: list[Finding] = []
    if part.sheet is not None:
        body = _from_sheet(part.sheet, part.name, definitions)
    else:
        text, encoding = decoded(part)
        if encoding != "UTF-8":
            notes.append(finding("notes", "encoding", f"Read as {encoding}."))
        body = _from_text(text, part.name, definitions, limits)
    frame, recognised = body.frame, body.recognised
    empty = pl.all_horizontal(pl.all() == "")
    # A blank row begins with a blank cell, so wide files are searched only where one does.
    maybe = (frame.to_series(0) == "").any()
    blank = frame.select(empty.arg_true()).to_series().to_list() if maybe else []
    if blank:
        frame = frame.filter(~empty)
        notes.append(finding("notes", "blank_rows", "Blank rows were left out.", count=len(blank)))
    if frame.is_empty():
        raise UnreadableFile(
            f"{part.name}: it has headings but no rows.", "Download the file again."
        )
    if recognised.unknown:
        notes.append(
            finding(
                "notes",
                "unknown_columns",
                "Columns that are not used, because no definition names them.",
                count=len(recognised.unknown),
                examples=recognised.unknown,
            )
        )
    return TextTable(
        part.name, upload, digest, size, frame, recognised, tuple(notes),
        body.headings, body.first_row, tuple(blank),
    )  # fmt: skip


@dataclass(frozen=True)
class _Body:
    """The rows under a heading row, and where they stood."""

    frame: pl.DataFrame
    recognised: Recognised
    headings: tuple[str, ...]
    first_row: int


def decoded(part: Part) -> tuple[bytes, str]:
    """The text as UTF-8 bytes, and the name of the encoding it came in."""
    data = part.data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16").encode(), "UTF-16"
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                f"{part.name}: damaged UTF-16 text.", "Save it as UTF-8."
            ) from error
    if b"\x00" in data:
        raise UnreadableFile(
            f"{part.name}: this is not text (it holds zero bytes).",
            "Save it as CSV UTF-8 and upload it again.",
        )
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return _from_windows(data), "Windows-1252"
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                f"{part.name}: the characters are neither UTF-8 nor Windows-1252.",
                "Save it as CSV UTF-8 and upload it again.",
            ) from error
    return data, "UTF-8"


def _from_windows(data: bytes) -> bytes:
    """Windows-1252 as UTF-8. A file has few kinds of such characters, so each is replaced once."""
    codes = np.frombuffer(data, dtype=np.uint8)
    # The bytes of one character's UTF-8 are themselves above 127: all are swapped at once when they clash.
    kinds = [bytes([code]) for code in np.unique(codes[codes > 127])]
    if len(kinds) > 1:
        return data.decode("cp1252").encode()
    for kind in kinds:
        data = data.replace(kind, kind.decode("cp1252").encode())
    return data


def _from_text(text: bytes, name: str, definitions: Declared, limits: Limits) -> _Body:
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    if text[:4].lower() == b"sep=":
        text = text.partition(b"\n")[2]
    skip, printed, separator, recognised = _header(text, name, definitions, limits)
    headers = _unique([plain(cell) for cell in printed], name)
    try:
        frame = pl.read_csv(
            text,
            has_header=False,
            skip_lines=skip + 1,
            new_columns=headers,
            separator=separator,
            infer_schema=False,
            empty_string_is_null=False,
            raise_if_empty=False,
        )
    except (pl.exceptions.PolarsError, ValueError) as error:
        raise UnreadableFile(
            f"{name}: a row does not fit the headings ({str(error).splitlines()[0][:120]}).",
            "Look for a missing quote or an extra comma, or download the file again.",
        ) from error
    if frame.width != len(headers) or frame.columns != headers:
        if frame.height == 0:
            raise UnreadableFile(
                f"{name}: it has headings but no rows.", "Download the file again."
            )
        raise UnreadableFile(
            f"{name}: rows have {frame.width} cells under {len(headers)} headings.",
            "Download the file again.",
        )
    _refuse_short_rows(text, frame, name, separator, skip)
    return _Body(frame, recognised, tuple(printed), skip + 2)


def _refuse_short_rows(
    text: bytes, frame: pl.DataFrame, name: str, separator: str, skip: int
) -> None:
    """A row cut short is padded in silence by the reader, so it is looked for here."""
    blank = frame.to_series(-1) == ""
    if not blank.any():
        return
    expected = (frame.width - 1) * (frame.height + 1)
    if skip == 0 and b'"' not in text and text.count(separator.encode()) == expected:
        return
    # Where the last cell alone is blank, a whole row ends in its separator and a short one does not.
    if frame.width > 1 and not (blank & (frame.to_series(-2) == "")).any():
        rows, ending = _lines(text, separator, skip + 1)
        if (rows, ending) == (frame.height, blank.sum()):
            return
    rows = csv.reader(io.StringIO(text.decode(), newline=""), delimiter=separator)
    try:
        for row in rows:
            if rows.line_num > skip + 1 and row and len(row) != frame.width:
                raise UnreadableFile(
                    f"{name}: row {rows.line_num} has {len(row)} cells under {frame.width} headings.",
                    "The file may be cut off: download it again.",
                )
    except csv.Error as error:
        raise UnreadableFile(
            f"{name}: line {rows.line_num} cannot be read ({error}).",
            "Look for a missing quote, or download the file again.",
        ) from error


def _lines(text: bytes, separator: str, above: int) -> tuple[int, int]:
    """How many lines there are below the first ones, and how many of them end in the separator."""
    bytes_ = np.frombuffer(text if text.endswith(b"\n") else text + b"\n", dtype=np.uint8)
    ends = np.flatnonzero(bytes_ == ord("\n"))[above:]
    last = bytes_[ends - 1]
    last = np.where(last == ord("\r"), bytes_[ends - 2], last)
    return len(ends), int((last == ord(separator)).sum())


def _header(
    text: bytes, name: str, definitions: Declared, limits: Limits
) -> tuple[int, list[str], str, Recognised]:
    """Find the heading row in the first lines; return lines above it, printed headings, separator."""
    lines: list[str] = []
    at = 0
    for _ in range(_HEADER_WITHIN):
        end = text.find(b"\n", at)
        line = text[at : end if end >= 0 else len(text)]
        if len(line) > limits.header_bytes:
            raise UnreadableFile(
                f"{name}: line {len(lines) + 1} is longer than {limits.header_bytes // 1024} KB.",
                "Download the file again.",
            )
        lines.append(line.decode("utf-8", errors="replace").rstrip("\r"))
        if end < 0:
            break
        at = end + 1
    first: list[str] | None = None
    for skip, line in _rows(lines):
        separator = max(_SEPARATORS, key=line.count)
        cells = next(iter(csv.reader([line], delimiter=separator)), list[str]())
        headers = [plain(cell) for cell in cells]
        if len(headers) > limits.columns:
            raise UnreadableFile(
                f"{name}: {len(headers)} columns; the limit is {limits.columns}.",
                "Download the file again.",
            )
        if first is None and any(headers):
            first = headers
        recognised = recognise(headers, definitions)
        if recognised:
            return skip, cells, separator, recognised
    raise refuse(first or [], name, definitions)


def _rows(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Each line; after one that opens a quote, also the row that ends where the quote does.

    Comes with the number of lines before the last one of the row.
    """
    for first, line in enumerate(lines):
        yield first, line
        row = line
        for last in range(first + 1, len(lines)):
            if row.count('"') % 2 == 0:
                break
            row += f" {lines[last]}"
            if row.count('"') % 2 == 0:
                yield last, row


def _from_sheet(sheet: pl.DataFrame, name: str, definitions: Declared) -> _Body:
    first: list[str] | None = None
    for skip, row in enumerate(sheet.head(_HEADER_WITHIN).iter_rows()):
        printed = tuple(cell or "" for cell in row)
        headers = [plain(cell) for cell in printed]
        if first is None and any(headers):
            first = [h for h in headers if h]
        recognised = recognise(headers, definitions)
        if recognised:
            names = _unique(headers, name)
            frame = sheet.slice(skip + 1)
            frame.columns = names
            return _Body(frame.with_columns(pl.all().fill_null("")), recognised, printed, skip + 2)
    raise refuse(first or [], name, definitions)


def _unique(headers: list[str], name: str) -> list[str]:
    """Headings with blanks named, refusing a heading that stands twice."""
    filled = [h or f"{_BLANK}{i}" for i, h in enumerate(headers)]
    twice = (
        sorted({h for h in filled if filled.count(h) > 1}) if len(set(filled)) < len(filled) else []
    )
    if twice:
        raise UnreadableFile(
            f"{name}: these headings stand more than once: {', '.join(twice[:5])}.",
            "Delete or rename the extra columns: we do not guess which one is meant.",
        )
    return filled
