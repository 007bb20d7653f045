"""Text → a table of strings under the publisher's headings, with its source."""

import hashlib
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.declared import Declared, FileLimits, Source
from wfcore.errors import UnreadableFile
from wfcore.findings import Finding, finding
from wfcore.reading.containers import UploadTable, split_rows, unpack
from wfcore.reading.decoding import decode_text
from wfcore.reading.headings import WITHIN, Headings, find_in_rows, find_in_text, headings_lacking
from wfcore.reading.leftovers import remark_note, without_blank_columns, without_remarks
from wfcore.reading.recognising import Recognised
from wfcore.unpacking.rows import all_fit

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

    def sheet_rows(self) -> npt.NDArray[np.int64]:
        """The row of the sheet in which each row of the frame stood."""
        everything = np.arange(self.frame.height + len(self.left_out), dtype=np.int64)
        return np.delete(everything, np.array(self.left_out, dtype=np.int64)) + self.first_row


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


def _table(
    part: UploadTable, upload: str, digest: str, size: int, definitions: Declared
) -> TextTable:
    notes = [*part.findings]
    if part.sheet is not None:
        body = _from_sheet(part.sheet, part.name, definitions)
    else:
        text, said = decode_text(part.name, part.data)
        notes += said
        body = _from_text(text, part.name, definitions)
    notes += body.findings
    frame, recognised = body.frame, body.recognised
    if not recognised.source.local:  # a local table says itself what it leaves out
        frame, remarks = without_remarks(frame)
        notes += remark_note([*remarks, *body.remarks])
    empty = pl.all_horizontal(pl.all() == "")
    # A blank row begins with a blank cell, so wide files are searched only where one does.
    maybe = (frame.to_series(0) == "").any()
    blank = frame.select(empty.arg_true()).to_series().to_list() if maybe else []
    if blank:
        frame = frame.filter(~empty)
    if blank or body.blank:
        count = len(blank) + len(body.blank)
        notes.append(finding("notes", "blank_rows", "Blank rows were left out.", count=count))
    if frame.is_empty():
        raise UnreadableFile(
            f"{part.name}: it has headings but no rows.", "Download the file again.", code="no_rows"
        )
    if not recognised.source.local:
        notes += without_blank_columns(frame, part.name)
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
        body.headings, body.first_row, body.blank or tuple(blank),
    )  # fmt: skip


@dataclass(frozen=True)
class _Body:
    """The rows under a heading row, and where they stood."""

    frame: pl.DataFrame
    recognised: Recognised
    headings: tuple[str, ...]
    first_row: int
    findings: tuple[Finding, ...]
    blank: tuple[int, ...] = ()  # of rows that are gone already
    remarks: tuple[str, ...] = ()


def _from_text(text: bytes, name: str, definitions: Declared) -> _Body:
    limits = definitions.rules.limits
    notes: list[Finding] = []
    if text[-1:] not in (b"\n", b"\r"):
        # Some published files end so; a file cut off between two rows looks the same.
        notes.append(
            finding(
                "notes",
                "no_final_line_end",
                "The last line has no line end. If the file may have been cut off, look at its last row.",
            )
        )
    if b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    above = 0
    if text[:4].lower() == b"sep=":
        text, above = text.partition(b"\n")[2], 1
    if lacking := headings_lacking(text, definitions, limits):
        text, above = lacking + text, above - 1
        notes.append(
            finding(
                "notes",
                "headings_by_position",
                "The file is published without headings. Its columns are told by their order.",
            )
        )
    headings = find_in_text(text, name, definitions, limits)
    notes += _about(headings, above)
    headers = headings.names(name)
    first_row = above + headings.above + 2
    frame = None if _is_odd(text, name, headers, limits) else _quickly(text, headings, headers)
    if frame is None or _may_be_short(text, frame, headings):
        laid = split_rows(name, text, headings.separator, headings.skip + 1, headers, limits)
        return _Body(
            laid.frame, headings.recognised, headings.printed, first_row, tuple(notes),
            laid.blank, laid.notes,
        )  # fmt: skip
    return _Body(frame, headings.recognised, headings.printed, first_row, tuple(notes))


def _about(headings: Headings, above: int) -> list[Finding]:
    notes: list[Finding] = []
    if headings.above:
        notes.append(
            finding(
                "notes",
                "title_rows",
                f"The headings were found in row {above + headings.above + 1}; "
                "what stands above them was left out.",
                count=headings.above,
            )
        )
    if headings.separator not in ("", ","):
        mark = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}[headings.separator]
        notes.append(finding("notes", "separator", f"The columns are separated by {mark}."))
    return notes


def _is_odd(text: bytes, name: str, headers: list[str], limits: FileLimits) -> bool:
    """Whether text could cost the quick reader more memory than its size explains.

    Raises:
        UnreadableFile: a line without end, or more cells than any file has.
    """
    lines = text.count(b"\n") + 1
    if lines * len(headers) > limits.text_cells and len(text) > limits.text_cells:
        raise UnreadableFile(
            f"{name}: {lines:,} lines under {len(headers):,} headings are more than can be read.",
            "Upload one area or one month at a time.",
            code="too_many_cells",
        )
    at, end = 0, len(text)
    while at + limits.line_bytes < end:
        found = text.rfind(b"\n", at, at + limits.line_bytes)
        if found < 0:
            raise UnreadableFile(
                f"{name}: a line is longer than {limits.line_bytes // 1024:,} KB.",
                "Download the file again.",
                code="line_too_long",
            )
        at = found + 1
    # A row of n cells has n - 1 separators and a line end, so whole rows cannot be shorter than n.
    return lines * len(headers) > len(text) + len(headers)


def _quickly(text: bytes, headings: Headings, headers: list[str]) -> pl.DataFrame | None:
    """The quick road, for text in which every row fits; None where one does not."""
    try:
        frame = pl.read_csv(
            text,
            has_header=False,
            skip_lines=headings.skip + 1,
            new_columns=headers,
            separator=headings.separator,
            infer_schema=False,
            empty_string_is_null=False,
            raise_if_empty=False,
        )
    except (pl.exceptions.PolarsError, ValueError):
        return None
    return frame if frame.columns == headers else None


def _may_be_short(text: bytes, frame: pl.DataFrame, headings: Headings) -> bool:
    """Whether a row may have been cut short: the quick reader fills it up in silence."""
    blank = frame.to_series(-1) == ""
    if not blank.any():
        return False
    expected = (frame.width - 1) * (frame.height + 1)
    if headings.skip == 0 and b'"' not in text:
        return text.count(headings.separator.encode()) != expected
    # Where the last cell alone is blank, a whole row ends in its separator and a short one does not.
    if frame.width > 1 and not (blank & (frame.to_series(-2) == "")).any():
        rows, ending = _lines(text, headings.separator, headings.skip + 1)
        if (rows, ending) == (frame.height, blank.sum()):
            return False
    return not all_fit(text.decode(), headings.separator, headings.skip + 1, frame.width)


def _lines(text: bytes, separator: str, above: int) -> tuple[int, int]:
    """How many lines there are below the first ones, and how many of them end in the separator."""
    bytes_ = np.frombuffer(text if text.endswith(b"\n") else text + b"\n", dtype=np.uint8)
    ends = np.flatnonzero(bytes_ == ord("\n"))[above:]
    last = bytes_[ends - 1]
    last = np.where(last == ord("\r"), bytes_[ends - 2], last)
    return len(ends), int((last == ord(separator)).sum())


def _from_sheet(sheet: pl.DataFrame, name: str, definitions: Declared) -> _Body:
    headings = find_in_rows(sheet.head(WITHIN).rows(), name, definitions)
    frame = sheet.slice(headings.skip + 1)
    frame.columns = headings.names(name)
    return _Body(
        frame.with_columns(pl.all().fill_null("")),
        headings.recognised,
        headings.printed,
        headings.skip + 2,
        tuple(_about(headings, 0)),
    )
