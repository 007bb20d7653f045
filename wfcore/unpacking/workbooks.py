"""Workbooks → sheets of text. The XML of each sheet is looked over before it is laid out as a grid.

The reader of workbooks allocates rows × columns, turns errors such as `#REF!` into blanks, and
says nothing of what is hidden; what it would lose is found in `sheet_xml`.
"""

import io
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from lzma import LZMAError
from typing import IO, TYPE_CHECKING

from wfcore.errors import UnreadableFile
from wfcore.unpacking.parts import Notice, Sizes, UnpackedPart
from wfcore.unpacking.sheet_xml import SheetScan, list_elements, scan_sheet, workbook_damaged

if TYPE_CHECKING:
    import polars as pl

_DAMAGED = (
    zipfile.BadZipFile, zlib.error, LZMAError, RuntimeError, ValueError, EOFError, OSError,
    NotImplementedError, KeyError,
)  # fmt: skip


@dataclass(frozen=True)
class _Listed:
    """A sheet as the workbook lists it."""

    name: str
    path: str
    hidden: bool


def unpack_sheets(
    name: str, data: bytes, archive: zipfile.ZipFile, sizes: Sizes
) -> list[UnpackedPart]:
    """The filled sheets of a workbook, every cell as text.

    Raises:
        UnreadableFile: damaged, unsafe, too large, or with formulas that were never worked out.
    """
    _refuse_large_strings(name, archive, sizes)
    looked: dict[str, SheetScan] = {}
    listed = _listed(name, archive)
    for sheet in listed:
        label = f"{name} › {sheet.name}"
        with _opened(name, archive, sheet.path) as stream:
            looked[sheet.name] = scan_sheet(label, stream, sizes)
    import fastexcel  # noqa: PLC0415 - only once the workbook looks harmless

    hidden = {sheet.name for sheet in listed if sheet.hidden}
    parts: list[UnpackedPart] = []
    try:
        book = fastexcel.read_excel(data)
        for sheet in book.sheet_names:
            label = f"{name} › {sheet}"
            about = looked.get(sheet)
            if about is None:
                raise workbook_damaged(label)
            loaded = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
            frame = loaded.to_polars()
            if frame.width:
                parts.append(_part(label, frame, about, hidden=sheet in hidden))
    except fastexcel.FastExcelError as error:
        raise UnreadableFile(
            f"{name}: the workbook cannot be read ({type(error).__name__}).",
            "Save it again from Excel, or as CSV.",
            code="workbook_damaged",
        ) from error
    if not parts:
        raise UnreadableFile(
            f"{name}: the workbook has no filled sheet.", "Check the workbook.", code="empty_file"
        )
    return parts


def _refuse_large_strings(name: str, archive: zipfile.ZipFile, sizes: Sizes) -> None:
    for info in archive.infolist():
        if info.filename == "xl/sharedStrings.xml" and info.file_size > sizes["strings_bytes"]:
            raise UnreadableFile(
                f"{name}: the workbook holds {info.file_size // 2**20} MB of text; the limit is "
                f"{sizes['strings_bytes'] // 2**20} MB.",
                "Save the sheet as CSV.",
                code="sheet_too_large",
            )


def _listed(name: str, archive: zipfile.ZipFile) -> list[_Listed]:
    """The sheets with the files they stand in."""
    with _opened(name, archive, "xl/_rels/workbook.xml.rels") as stream:
        relations = list_elements(name, stream, "Relationship")
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets: list[_Listed] = []
    with _opened(name, archive, "xl/workbook.xml") as stream:
        listed = list_elements(name, stream, "sheet")
    for sheet in listed:
        target = targets.get(sheet.get("id"), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if not path.startswith("xl/chartsheets/"):
            hidden = sheet.get("state", "").lower().endswith("hidden")
            sheets.append(_Listed(sheet.get("name", ""), path, hidden))
    return sheets


@contextmanager
def _opened(label: str, archive: zipfile.ZipFile, path: str) -> Generator[IO[bytes]]:
    try:
        with archive.open(path) as stream:
            yield stream
    except _DAMAGED as error:
        raise workbook_damaged(label) from error


def _part(label: str, frame: "pl.DataFrame", about: SheetScan, *, hidden: bool) -> UnpackedPart:
    out = io.BytesIO()
    restore_lost(frame, about).write_ipc(out)
    said: list[str] = []
    if hidden:
        said.append("the sheet itself")
    if about.hidden_rows:
        rows = ", ".join(map(str, about.hidden_rows[:5]))
        said.append(
            f"{len(about.hidden_rows)} rows: {rows}{'…' if len(about.hidden_rows) > 5 else ''}"
        )
    if about.hidden_columns:
        said.append(f"{about.hidden_columns} groups of columns")
    if about.filtered:
        said.append("a filter is on")
    notices = (
        Notice(
            "warns",
            "hidden_parts",
            "Hidden rows, columns or sheets are included.",
            count=len(said),
            examples=tuple(f"{label}: {what}"[-80:] for what in said),
            advice="Show the hidden rows, columns and sheets in Excel and look: do they belong to the "
            "figures? If not, take them out of a copy and upload the copy; keep the file as it came.",
        ),
    )  # fmt: skip
    more = {"left": about.first_column, "merged": about.merged}
    return UnpackedPart(label, "sheet", out.getvalue(), notices if said else (), more)


def restore_lost(frame: "pl.DataFrame", about: SheetScan) -> "pl.DataFrame":
    """The sheet with the cells that the reader leaves blank or cuts off, such as errors, as they are shown."""
    import polars as pl  # noqa: PLC0415 - the child starts without it

    by_column: dict[str, dict[int, str]] = {}
    for row, column, text in about.lost:
        place = column - about.first_column
        if 0 <= place < frame.width and row <= frame.height:
            by_column.setdefault(frame.columns[place], {})[row - 1] = text
    for column, cells in by_column.items():
        values = frame[column].to_list()
        for row, text in cells.items():
            values[row] = text
        frame = frame.with_columns(pl.Series(column, values, dtype=pl.String))
    return frame
