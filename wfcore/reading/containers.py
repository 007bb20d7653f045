"""Uploads → their parts. Nothing is unpacked before its size is known, and no name is used as a path."""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path

import polars as pl

from wfcore.declared import Limits
from wfcore.errors import UnreadableFile

_PROJECT = Path(__file__).parents[2]
_ZIP = b"PK\x03\x04"
_KNOWN_KINDS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a compressed (gzip) file"),
    (b"\x28\xb5\x2f\xfd", "a compressed (zstd) file"),
    (b"BZh", "a compressed (bzip2) file"),
    (b"7z\xbc\xaf", "a compressed (7-Zip) file"),
    (b"Rar!", "a compressed (RAR) file"),
    (b"PAR1", "a Parquet file"),
)


@dataclass(frozen=True)
class Part:
    """One table inside an upload: text to be decoded, or the sheet of a workbook."""

    name: str
    data: bytes = b""
    sheet: pl.DataFrame | None = None


def unpack(name: str, data: bytes, limits: Limits) -> list[Part]:
    """The CSV members or workbook sheets of an upload.

    Args:
        name: file name as given; only ever shown, never used as a path.
        data: the bytes.
        limits: sizes above which nothing is opened.

    Raises:
        UnreadableFile: empty, too large, protected, unsafe or not a table.
    """
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise UnreadableFile(f"{name}: the file is empty.", "Download it again.")
    if len(data) > limits.file_bytes:
        raise UnreadableFile(
            f"{name}: the file is {len(data) / 2**20:.0f} MB; the limit is "
            f"{limits.file_bytes / 2**20:.0f} MB.",
            "Upload the ZIP as published, or one file at a time.",
        )
    if data.startswith(_ZIP):
        return _unpack_zip(name, data, limits)
    _refuse_other_kinds(name, data)
    return [Part(name, data)]


def _refuse_other_kinds(name: str, data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(
            f"{name}: this is an old Excel workbook or one protected by a password.",
            "Open it in Excel, remove any password, and save it as .xlsx or CSV.",
        )
    for magic, kind in _KNOWN_KINDS:
        if data.startswith(magic):
            raise UnreadableFile(
                f"{name}: this is {kind}, not a table.", "Upload the CSV, XLSX or ZIP as published."
            )
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<table", b"<?xml", b"<body")):
        raise UnreadableFile(
            f"{name}: this is a web page, not data.", "Download the file itself again."
        )


def _unpack_zip(name: str, data: bytes, limits: Limits) -> list[Part]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableFile(
            f"{name}: the file is incomplete or damaged.", "Download it again."
        ) from error
    members = [info for info in archive.infolist() if not info.is_dir()]
    _refuse_unsafe(name, members, limits)
    inside = {info.filename for info in members}
    if "[Content_Types].xml" in inside:
        if "xl/workbook.xml" not in inside:
            raise UnreadableFile(
                f"{name}: this is a document, not a workbook.", "Upload the CSV or XLSX."
            )
        return _sheets(name, data, limits)
    # Beside CSV files a workbook only explains; without them a text may be a note about the workbook.
    some_csv = any(i.filename.lower().endswith(".csv") for i in members)
    endings = (".csv", ".txt") if some_csv else (".txt", ".xlsx")
    tables = [i for i in members if i.filename.lower().endswith(endings)]
    if not tables:
        listed = ", ".join(_shown(i.filename) for i in members[:5]) or "nothing"
        raise UnreadableFile(
            f"{name}: no CSV or workbook inside. It holds: {listed}.",
            "Upload the ZIP with the data files.",
        )
    parts: list[Part] = []
    for info in tables:
        inner = _member(archive, info, name, limits)
        label = _shown(info.filename)
        if info.filename.lower().endswith(".xlsx"):
            parts += _sheets(label, inner, limits)
        elif inner.strip():
            _refuse_other_kinds(label, inner)
            parts.append(Part(label, inner))
    if not parts:
        raise UnreadableFile(f"{name}: the files inside are empty.", "Download it again.")
    return parts


def _refuse_unsafe(name: str, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.zip_entries:
        raise UnreadableFile(
            f"{name}: {len(members)} files inside; the limit is {limits.zip_entries}.",
            "Upload the ZIP as published.",
        )
    for info in members:
        path = info.filename.replace("\\", "/")
        symlink = (info.external_attr >> 16) & 0o170000 == 0o120000
        if path.startswith("/") or ".." in path.split("/") or ":" in path[:2] or symlink:
            raise UnreadableFile(
                f"{name}: a file inside has an unsafe name.", "Make a new ZIP of the files alone."
            )
        if info.flag_bits & 0x1:
            raise UnreadableFile(f"{name}: it is protected by a password.", "Remove the password.")
        if path.lower().endswith(".zip"):
            raise UnreadableFile(f"{name}: a ZIP inside a ZIP.", "Upload the inner ZIP by itself.")
    total = sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    if total > limits.unpacked_bytes or total > limits.zip_ratio * max(packed, 1024):
        raise UnreadableFile(
            f"{name}: it unpacks to more than {limits.unpacked_bytes // 2**20} MB "
            f"or {limits.zip_ratio} times its size.",
            "Upload the file as published.",
        )


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limits: Limits) -> bytes:
    """Read one member; the directory may lie about its size, so real bytes are counted."""
    try:
        with archive.open(info) as stream:
            data = stream.read(min(info.file_size, limits.unpacked_bytes) + 1)
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
            f"{name}: {_shown(info.filename)} inside is damaged.", "Download it again."
        ) from error
    if len(data) > info.file_size:
        raise UnreadableFile(f"{name}: the ZIP is damaged.", "Download it again.")
    return data


def _sheets(name: str, data: bytes, limits: Limits) -> list[Part]:
    """Workbook → sheets as text, parsed in a child process: a tiny workbook can abort its reader."""
    settings = limits.model_dump_json()
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            [sys.executable, "-m", "wfcore.reading.sheet_child", settings],
            input=data,
            capture_output=True,
            timeout=limits.child_seconds,
            cwd=_PROJECT,  # so that the child finds the module wherever the product was started
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _unsafe_workbook(name) from error
    if done.returncode != 0:
        raise _unsafe_workbook(name)
    header, _, body = done.stdout.partition(b"\n")
    answer = json.loads(header)
    if answer.get("refused"):
        raise UnreadableFile(f"{name}: {answer['refused']}", "Save it again from Excel, or as CSV.")
    parts: list[Part] = []
    at = 0
    for sheet in answer["sheets"]:
        blob = body[at : at + sheet["bytes"]]
        at += sheet["bytes"]
        parts.append(Part(f"{name} › {sheet['name']}", sheet=pl.read_ipc(io.BytesIO(blob))))
    if not parts:
        raise UnreadableFile(f"{name}: the workbook has no filled sheet.", "Check the workbook.")
    return parts


def _unsafe_workbook(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: the workbook is damaged, or too large to open safely.",
        "Delete unused rows and columns, save it again, or save the sheet as CSV.",
    )


def _shown(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1][:80]
