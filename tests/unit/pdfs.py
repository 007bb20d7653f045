"""PDFs as a reader of the file sees them."""

import re
from typing import Any

from pypdf import PdfReader


def squeezed(text: str) -> str:
    """Text without spaces and line ends, which setting a page moves about."""
    return re.sub(r"\s+", "", text)


def tags(reader: PdfReader) -> list[Any]:
    """The nodes of the structure tree, in reading order; `/S` is the type of one."""
    found: list[Any] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found
