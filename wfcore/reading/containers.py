"""Uploads → their parts. What can amplify (ZIP, workbook, odd text) is opened in a child process."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import polars as pl

from wfcore.declared import FileLimits
from wfcore.errors import UnreadableFile
from wfcore.findings import Finding, Severity, finding
from wfcore.unpacking import Notice, UnpackedPart, in_child
from wfcore.unpacking.kinds import ZIP, refuse_other_kinds
from wfcore.unpacking.rows import parse_rows


@dataclass(frozen=True)
class UploadTable:
    """One table inside an upload: text to be decoded, or the sheet of a workbook.

    `left`: the column of the sheet in which the first one stood, from 0. `merged`: first row and
    column, last row and column of cells that are one; rows from 1, columns those of the sheet.
    """

    name: str
    data: bytes = b""
    sheet: pl.DataFrame | None = None
    findings: tuple[Finding, ...] = field(default=())
    left: int = 0
    merged: tuple[tuple[int, int, int, int], ...] = ()


def unpack(name: str, data: bytes, limits: FileLimits) -> list[UploadTable]:
    """The CSV members or workbook sheets of an upload.

    Args:
        name: file name as given; only ever shown, never used as a path.
        data: the bytes.
        limits: sizes above which nothing is opened.

    Raises:
        UnreadableFile: empty, too large, protected, unsafe or not a table.
    """
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise UnreadableFile(f"{name}: the file is empty.", "Download it again.", code="empty_file")
    _refuse_large(name, data, limits)
    if not data.startswith(ZIP):
        refuse_other_kinds(name, data)
        return [UploadTable(name, data, findings=_misnamed(name, ("xlsx", "xls", "zip"), "text"))]
    parts = _uploads(in_child("archive", name, data, limits.model_dump()))
    what = "a workbook" if parts[0].name.startswith(f"{name} › ") else "a ZIP"
    said = _misnamed(name, ("csv", "txt", "tsv"), what)
    first, *rest = parts
    return [replace(first, findings=(*said, *first.findings)), *rest]


def unpack_pdf(name: str, data: bytes, limits: FileLimits) -> list[UploadTable]:
    """The tables of a PDF's text layer, every cell as text.

    Raises:
        UnreadableFile: too large, protected, without a text layer, without a table, or damaged.
    """
    _refuse_large(name, data, limits)
    seconds = limits.pdf_seconds
    sizes = {**limits.model_dump(), "child_seconds": seconds + 2, "clock_seconds": 2 * seconds + 1}
    return _uploads(in_child("pdf", name, data, sizes))


def is_pdf(data: bytes) -> bool:
    """Whether bytes say that they are a PDF; some programs write a few before they say it."""
    return data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t\x00").startswith(b"%PDF-")


def _uploads(parts: Sequence[UnpackedPart]) -> list[UploadTable]:
    return [
        UploadTable(
            part.name,
            b"" if part.kind == "sheet" else part.data,
            pl.read_ipc(io.BytesIO(part.data)) if part.kind == "sheet" else None,
            tuple(map(_noted, part.notices)),
            left=(part.more or {}).get("left", 0),
            merged=tuple((a, b, c, d) for a, b, c, d in (part.more or {}).get("merged", ())),
        )
        for part in parts
    ]


def _refuse_large(name: str, data: bytes, limits: FileLimits) -> None:
    if len(data) > limits.file_bytes:
        raise UnreadableFile(
            f"{name}: the file is {len(data) / 2**20:.0f} MB; the limit is "
            f"{limits.file_bytes / 2**20:.0f} MB.",
            "Upload the ZIP as published, or one file at a time.",
            code="file_too_large",
        )


def _misnamed(name: str, endings: tuple[str, ...], what: str) -> tuple[Finding, ...]:
    """A note where the name says another kind of file; the content decides."""
    if name.lower().rpartition(".")[2] not in endings:
        return ()
    return (
        finding(
            "notes",
            "name_and_content_differ",
            f"The content is {what}, whatever the name says. It was read by its content.",
            examples=[name],
        ),
    )


def _noted(notice: Notice) -> Finding:
    return finding(
        cast("Severity", notice.severity),
        notice.code,
        notice.message,
        count=notice.count,
        examples=notice.examples,
        advice=notice.advice,
    )


@dataclass(frozen=True)
class TextRows:
    """Rows of text under their headings; positions of blank rows; remarks that stood below."""

    frame: pl.DataFrame
    blank: tuple[int, ...]
    notes: tuple[str, ...]


def split_rows(
    name: str, text: bytes, separator: str, skip: int, headers: list[str], limits: FileLimits
) -> TextRows:
    """Lay odd text out in rows; in a child process unless it is small.

    Args:
        name: what to call it in messages.
        text: UTF-8.
        separator: one character.
        skip: lines up to and with the headings.
        headers: one name for each column.
        limits: the declared sizes.

    Raises:
        UnreadableFile: naming the rows that do not fit.
    """
    sizes, width = limits.model_dump(), len(headers)
    if len(text) <= limits.text_bytes_in_process:
        laid = parse_rows(name, text.decode(), separator, skip, width, sizes)
        frame = pl.DataFrame(laid.rows, schema=dict.fromkeys(headers, pl.String), orient="row")
        return TextRows(frame, tuple(laid.blank), tuple(laid.notes))
    (part,) = in_child("rows", name, text, sizes, separator=separator, skip=skip, width=width)
    frame = pl.read_ipc(io.BytesIO(part.data))
    frame.columns = headers
    more = part.more or {}
    return TextRows(frame, tuple(more["blank"]), tuple(more["notes"]))
