"""Bytes → text tables, recognised by their header."""

from wfcore.reading.containers import Part, unpack
from wfcore.reading.decoding import decoded
from wfcore.reading.texts import CHOICES, TextTable, read_upload

__all__ = [
    "CHOICES",
    "Part",
    "TextTable",
    "decoded",
    "read_upload",
    "unpack",
]
