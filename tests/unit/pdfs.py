"""PDFs as a reader of the file sees them."""

import json
import re
from collections.abc import Sequence
from typing import Any

import typst
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


def typst_table(rows: Sequence[Sequence[str]], ruled: bool = True, more: str = "") -> str:
    """A table as typst sets it: figures at the right, every line drawn or none."""
    width = max(map(len, rows))
    cells = "".join(
        "".join(f"[#{json.dumps(c)}]," for c in (*row, *[""] * (width - len(row)))) for row in rows
    )
    aligned = "left," + "right," * (width - 1)
    stroke = "1pt" if ruled else "none"
    return f"#table(columns: {width}, stroke: {stroke}, align: ({aligned}), {more} {cells})\n"


def pdf_of(*blocks: str, size: str = "10pt") -> bytes:
    """Blocks of typst, one below the other, as a PDF."""
    made: object = typst.compile(
        f"#set page(margin: 2cm)\n#set text(size: {size})\n{chr(10).join(blocks)}".encode()
    )
    assert isinstance(made, bytes)
    return made


def pdf_of_objects(*objects: bytes) -> bytes:
    """A PDF of plain objects, the first its catalogue."""
    out, places = b"%PDF-1.4\n", list[int]()
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    listed = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, listed, len(objects) + 1, len(out))
    )


def pdf_of_stream(stream: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A page of one stream, which is packed already."""
    return pdf_of_objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d/Filter%b>>stream\n%b\nendstream" % (len(stream), filters, stream),
    )
