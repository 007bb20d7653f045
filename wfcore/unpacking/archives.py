"""ZIP files → what is inside. Sizes are summed before anything is unpacked, and no name is a path."""

import io
import itertools
import zipfile
import zlib
from lzma import LZMAError

from wfcore.errors import UnreadableFile
from wfcore.unpacking.kinds import ACCEPTED_KINDS, refuse_other_kinds
from wfcore.unpacking.parts import Sizes, UnpackedPart
from wfcore.unpacking.workbooks import unpack_sheets

_TEXTS = (".csv", ".txt", ".tsv")
_AGAIN = "Download it again."
_MEBIBYTE = 2**20


def parts_of(name: str, data: bytes, sizes: Sizes) -> list[UnpackedPart]:
    """The texts of a ZIP, or the sheets of a workbook.

    Raises:
        UnreadableFile: damaged, unsafe, protected, too large, or without a table.
    """
    archive, members = _opened(name, data, sizes)
    if _is_workbook(name, members):
        return unpack_sheets(name, data, archive, sizes)
    # Beside CSV files a workbook only explains; without them a text may be a note about the workbook.
    some_csv = any(i.filename.lower().endswith(".csv") for i in members)
    endings = _TEXTS if some_csv else (".txt", ".tsv", ".xlsx")
    tables = [i for i in members if i.filename.lower().endswith(endings)]
    if not tables:
        listed = ", ".join(shown_name(i.filename) for i in members[:5]) or "nothing"
        raise UnreadableFile(
            f"{name}: no CSV or workbook inside. It holds: {listed}.",
            "Upload the ZIP with the data files.",
            code="zip_without_data",
        )
    parts: list[UnpackedPart] = []
    for info in tables:
        inner = _member(archive, info, name, sizes)
        label = shown_name(info.filename)
        if inner.startswith(b"PK\x03\x04"):
            parts += _inner_workbook(label, inner, sizes)
        elif inner.strip():
            refuse_other_kinds(label, inner)
            parts.append(UnpackedPart(label, "text", inner))
    if not parts:
        raise UnreadableFile(f"{name}: the files inside are empty.", _AGAIN, code="empty_file")
    return parts


def _opened(name: str, data: bytes, sizes: Sizes) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    """The archive, and what in it is no folder."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableFile(
            f"{name}: the file is incomplete or damaged.", _AGAIN, code="zip_damaged"
        ) from error
    # `is_dir` fails where there is no name.
    members = [info for info in archive.infolist() if not info.filename or not info.is_dir()]
    _refuse_unsafe(name, members, sizes)
    return archive, members


def shown_name(path: str) -> str:
    """The last part of a member's name, short enough to show."""
    return path.replace("\\", "/").rsplit("/", 1)[-1][:80]


def _is_workbook(name: str, members: list[zipfile.ZipInfo]) -> bool:
    inside = {info.filename for info in members}
    kind = ""
    if "xl/workbook.bin" in inside:
        kind = "a binary workbook (.xlsb)"
    elif "xl/vbaProject.bin" in inside:
        kind = "a workbook with macros (.xlsm)"
    elif "mimetype" in inside and "content.xml" in inside:
        kind = "an OpenDocument file (.ods)"
    if kind:
        raise UnreadableFile(
            f"{name}: this is {kind}. It was not opened.",
            f"Open it and save it as .xlsx or CSV. {ACCEPTED_KINDS}",
            code="unsupported_workbook",
        )
    if "[Content_Types].xml" not in inside:
        return False
    if "xl/workbook.xml" not in inside:
        raise UnreadableFile(
            f"{name}: this is a document, not a workbook.",
            "Upload the CSV or XLSX.",
            code="document",
        )
    return True


def _inner_workbook(label: str, data: bytes, sizes: Sizes) -> list[UnpackedPart]:
    archive, members = _opened(label, data, sizes)
    if not _is_workbook(label, members):
        raise _nested(label)
    return unpack_sheets(label, data, archive, sizes)


def _nested(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: a ZIP inside a ZIP.", "Upload the inner ZIP by itself.", code="nested_zip"
    )


def _refuse_unsafe(name: str, members: list[zipfile.ZipInfo], sizes: Sizes) -> None:
    # A workbook is a ZIP of its sheets, pictures and settings: Excel makes hundreds of them.
    workbook = any(info.filename == "[Content_Types].xml" for info in members)
    most = sizes["workbook_parts" if workbook else "zip_entries"]
    if len(members) > most:
        raise UnreadableFile(
            f"{name}: {len(members)} files inside; the limit is {most}.",
            "Upload the ZIP as published.",
            code="too_many_files",
        )
    for info in members:
        path = info.filename.replace("\\", "/")
        symlink = (info.external_attr >> 16) & 0o170000 == 0o120000
        outside = path.startswith("/") or ".." in path.split("/") or ":" in path[:2]
        if not path or outside or symlink:
            raise UnreadableFile(
                f"{name}: a file inside has an unsafe name.",
                "Make a new ZIP of the files alone.",
                code="unsafe_names",
            )
        if info.flag_bits & 0x1:
            raise UnreadableFile(
                f"{name}: it is protected by a password.", "Remove the password.", code="password"
            )
        if path.lower().endswith(".zip"):
            raise _nested(name)
    _refuse_large(name, members, sizes)


def _refuse_large(name: str, members: list[zipfile.ZipInfo], sizes: Sizes) -> None:
    total = sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    if total > sizes["unpacked_bytes"] or total > sizes["zip_ratio"] * max(packed, 1024):
        raise UnreadableFile(
            f"{name}: it unpacks to more than {sizes['unpacked_bytes'] // _MEBIBYTE} MB "
            f"or {sizes['zip_ratio']} times its size.",
            "Upload the file as published.",
            code="unpacks_too_large",
        )
    # Members that overlap repeat the same bytes under many names: more is packed than there is.
    starts = sorted((info.header_offset, info.compress_size) for info in members)
    for (start, length), (following, _) in itertools.pairwise(starts):
        if start + length > following:
            raise UnreadableFile(
                f"{name}: files inside overlap each other.",
                "Make a new ZIP of the files alone.",
                code="zip_damaged",
            )


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, sizes: Sizes) -> bytes:
    """Read one member; the directory may lie about its size, so real bytes are counted."""
    try:
        with archive.open(info) as stream:
            data = stream.read(min(info.file_size, sizes["unpacked_bytes"]) + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        LZMAError,
        RuntimeError,
        ValueError,
        EOFError,
        OSError,
    ) as error:
        raise UnreadableFile(
            f"{name}: {shown_name(info.filename)} inside is damaged.", _AGAIN, code="zip_damaged"
        ) from error
    if len(data) > info.file_size:
        raise UnreadableFile(f"{name}: the ZIP is damaged.", _AGAIN, code="zip_damaged")
    return data
