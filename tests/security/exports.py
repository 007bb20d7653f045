"""What a spreadsheet would run, and a reader would follow, in a file somebody downloads."""

import calendar
import csv
import io
import re
import zipfile
from xml.etree import ElementTree as ET

from pypdf import PdfReader

FORMULA = re.compile(r"^\s*[=+\-@\x00＝＋－＠]\s*\S|^[\t\r\x00]")  # a dash alone is a dash
NUMBER = re.compile(r"^[+-]?\d[\d,]*(\.\d+)?(e[+-]?\d+)?%?$", re.IGNORECASE)
DATED = re.compile(r"^[+-]\d+(\.\d+)? \((\w{3}) 20\d\d\)$")  # a change, and the month it is since
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def faults(name: str, data: bytes) -> list[str]:
    """Each cell that would run, and each link that leads away.

    Args:
        name: of the file, whose ending says what it is.
        data: its bytes.
    """
    if name.endswith(".csv"):
        text = data.decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text))
        return [f"{name}: {cell}" for row in rows for cell in row if runs(cell)]
    if name.endswith((".xlsx", ".docx")):
        return _of_office(name, data)
    if name.endswith(".pdf"):
        return _of_pdf(name, data)
    if name.endswith((".svg", ".html")):
        text = data.decode("utf-8")
        return re.findall(r"<script|(?:href|src)=.https?://[^\"']*evil", text)
    return []


def runs(cell: str) -> bool:
    """Whether a spreadsheet takes a cell for a formula."""
    dated = DATED.match(cell)
    if dated and dated[2] in calendar.month_abbr:
        return False
    return bool(FORMULA.match(cell)) and not NUMBER.match(cell.strip())


def _of_office(name: str, data: bytes) -> list[str]:
    found: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for member in file.namelist():
            if not member.endswith((".xml", ".rels")):
                continue
            tree = ET.fromstring(file.read(member))
            if member.startswith("xl/worksheets/"):
                found += [f"{name}: {f.text}" for f in tree.iter(f"{_MAIN}f")]
                found += [f"{name}: hyperlink" for _ in tree.iter(f"{_MAIN}hyperlink")]
            if member == "xl/sharedStrings.xml":
                texts = [t.text or "" for t in tree.iter(f"{_MAIN}t")]
                found += [f"{name}: {text}" for text in texts if runs(text)]
            found += [
                f"{name}: {one.get('Target')}"
                for one in tree.iter()
                if one.get("TargetMode") == "External" and "evil" in str(one.get("Target"))
            ]
    return found


def _of_pdf(name: str, data: bytes) -> list[str]:
    links = [
        str(note.get_object().get("/A", {}).get("/URI", ""))
        for page in PdfReader(io.BytesIO(data)).pages
        for note in page.get("/Annots", [])
    ]
    return [f"{name}: {link}" for link in links if "evil" in link]
