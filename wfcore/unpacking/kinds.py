"""What a file is by its first bytes. Names are never believed."""

import re

from wfcore.errors import UnreadableFile

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
ACCEPTED_KINDS = (
    "Files that are taken: CSV or other text with separators, .xlsx, or a ZIP of these."
)
_OLE = b"\xd0\xcf\x11\xe0"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_COMPRESSED = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\xfd7zXZ", "xz"),
)
_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "a document"),
    (b"SQLite format 3", "a database"),
)
_JSON = re.compile(rb'(\xef\xbb\xbf)?\s*(\{\s*"|\[\s*[{\[])')
_PAGES = (b"<!doctype", b"<html", b"<head", b"<table", b"<?xml", b"<body", b"<meta")


def refuse_other_kinds(name: str, data: bytes) -> None:
    """Refuse what is not text.

    Raises:
        UnreadableFile: naming the kind.
    """
    if data.startswith(_OLE):
        if _PROTECTED in data:
            raise UnreadableFile(
                f"{name}: this workbook is protected by a password.",
                "Open it in Excel, remove the password, and save it as .xlsx or CSV.",
                code="password",
            )
        raise UnreadableFile(
            f"{name}: this is an old Excel workbook (.xls) or one protected by a password.",
            "Open it in Excel, remove any password, and save it as .xlsx or CSV.",
            code="old_workbook",
        )
    for magic, kind in _COMPRESSED:
        if data.startswith(magic):
            raise UnreadableFile(
                f"{name}: this is a compressed ({kind}) file, not a table.",
                f"Unpack it and upload what is inside. {ACCEPTED_KINDS}",
                code="compressed",
            )
    # A zlib stream has no name of its own, only a header that is a multiple of 31.
    if data[:1] == b"\x78" and data[1:2] in (b"\x01", b"\x5e", b"\x9c", b"\xda"):
        raise UnreadableFile(
            f"{name}: this is a compressed (zlib) file, not a table.",
            f"Unpack it and upload what is inside. {ACCEPTED_KINDS}",
            code="compressed",
        )
    for magic, kind in _OTHERS:
        if data.startswith(magic):
            raise UnreadableFile(
                f"{name}: this is {kind}, not a table.", ACCEPTED_KINDS, code="wrong_kind"
            )
    if _JSON.match(data):
        raise UnreadableFile(
            f"{name}: this is JSON (or a map in GeoJSON), not a table.",
            ACCEPTED_KINDS,
            code="wrong_kind",
        )
    if data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        raise UnreadableFile(
            f"{name}: this is a web page, not data.",
            "Download the file itself again. If it opens in Excel as a table, save it there as .xlsx.",
            code="web_page",
        )
