"""Bytes → text tables, recognised by their header."""

from wfcore.reading.containers import UploadTable, is_pdf, unpack, unpack_pdf
from wfcore.reading.decoding import decode_text
from wfcore.reading.texts import CHOICES, TextTable, read_upload

__all__ = [
    "CHOICES",
    "TextTable",
    "UploadTable",
    "decode_text",
    "is_pdf",
    "read_upload",
    "unpack",
    "unpack_pdf",
]
