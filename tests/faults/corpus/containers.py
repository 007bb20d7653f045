# ruff: noqa: E501 - one case on a line reads best
"""A. Containers and types: 1 to 24."""

import gzip
import io
import random
import struct
import zipfile
import zlib

from tests.faults.corpus.cases import Case, cells, changed, sheet
from tests.faults.files import as_csv, practices
from tests.unit.making import csv_of, xlsx_of, zip_of

GOOD = as_csv(practices())
PAGE = b"<!DOCTYPE html>\n<html><head><title>503</title></head><body>Sorry</body></html>\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LONG = csv_of(
    [
        {"PRAC_CODE": f"F99{i:03d}", "PRAC_NAME": "A", "STAFF_GROUP": g, "DETAILED_STAFF_ROLE": "Total",
         "MEASURE": m, "VALUE": 2}
        for i in range(5)
        for g in ("GP", "Nurses")
        for m in ("FTE", "Headcount")
    ]
)  # fmt: skip
SHEET1 = "xl/worksheets/sheet1.xml"


def good_book() -> bytes:
    return sheet(cells(GOOD))


def cell_of(size: int) -> bytes:
    """A workbook with one huge cell, packed small."""
    return changed(
        xlsx_of({"S": [["x"]]}), SHEET1, lambda xml: xml.replace(b">x<", b">" + b"A" * size + b"<")
    )


def many_rows(count: int, *, same: bool = False) -> bytes:
    rows = (b"<row><c><v>%d</v></c></row>" % (7 if same else i * 7919) for i in range(count))
    text = b"".join(rows)
    return changed(
        xlsx_of({"S": [["x"]]}),
        SHEET1,
        lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + text),
    )


def long_strings() -> bytes:
    """A workbook with 36 MB of text that does not pack very small."""
    texts = b"<si><t>" + random.Random(1).randbytes(18 * 2**20).hex().encode() + b"</t></si></sst>"
    return changed(good_book(), "xl/sharedStrings.xml", lambda xml: xml.replace(b"</sst>", texts))


def lying() -> bytes:
    data = bytearray(zip_of({"a.csv": GOOD * 40}))
    central = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 10)
    return bytes(data)


def overlapping() -> bytes:
    """Two names for the same bytes, as in the bombs that repeat one kernel many times."""
    one = zip_of({"a.csv": GOOD})
    central = one.index(b"PK\x01\x02")
    end = one.rindex(b"PK\x05\x06")
    entry = one[central:end]
    return (
        one[:central]
        + entry * 2
        + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 2, 2, len(entry) * 2, central, 0)
    )  # fmt: skip


def locked_zip() -> bytes:
    data = bytearray(zip_of({"a.csv": GOOD}))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.csv")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def with_entities(kind: bytes) -> bytes:
    return changed(
        good_book(), SHEET1, lambda xml: xml.replace(b"<worksheet", kind + b"<worksheet", 1)
    )


def entity_bomb() -> bytes:
    return (
        b'<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    )


QUARTERS = {
    "General Practice – June 2025 Practice Level - Detailed.csv": GOOD,
    "General Practice – September 2025 Practice Level - Detailed.csv": GOOD.replace(b"4.5", b"4.6"),
}
ENDED = "nothing after it is kept, and some published files end so: the analyst is told, not asked"

CASES = [
    Case(1, "no bytes", "refused", "empty_file", "the file is empty", lambda: b""),
    Case(2, "only a byte-order mark", "refused", "empty_file", "empty", lambda: b"\xef\xbb\xbf"),
    Case(2, "only line ends", "refused", "empty_file", "empty", lambda: b"\r\n\n\r\n"),
    Case(2, "only spaces and commas", "refused", "unknown_headings", "match no file", lambda: b" , ,\n,,\n"),
    Case(3, "headings alone", "refused", "no_rows", "headings but no rows", lambda: as_csv([])),
    Case(3, "headings alone in a workbook", "refused", "no_rows", "no rows", lambda: sheet(cells(as_csv([]))), "x.xlsx"),
    Case(4, "web page as CSV", "refused", "web_page", "this is a web page, not data", lambda: PAGE),
    Case(4, "web page without doctype", "refused", "web_page", "web page", lambda: b"\n <HTML><body>404</body>"),
    Case(5, "table of a web page as XLS", "refused", "web_page", "save it there as .xlsx", lambda: b"<table><tr><td>1</td></tr></table>", "x.xls"),
    Case(5, "XML of Excel 2003", "refused", "web_page", "web page", lambda: b'<?xml version="1.0"?><Workbook/>', "x.xls"),
    Case(6, "workbook named CSV", "notes", "name_and_content_differ", "a workbook", good_book),
    Case(6, "ZIP named CSV", "notes", "name_and_content_differ", "a ZIP", lambda: zip_of({"a.csv": GOOD})),
    Case(7, "CSV named XLSX", "notes", "name_and_content_differ", "text", lambda: GOOD, "practices.xlsx"),
    Case(8, "old binary workbook", "refused", "old_workbook", "save it as .xlsx", lambda: OLE, "x.xls"),
    Case(9, "binary workbook", "refused", "unsupported_workbook", ".xlsb", lambda: zip_of({"[Content_Types].xml": "", "xl/workbook.bin": "x"}), "x.xlsb"),
    Case(9, "OpenDocument", "refused", "unsupported_workbook", ".ods", lambda: zip_of({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "x.ods"),
    Case(9, "workbook with macros", "refused", "unsupported_workbook", "macros", lambda: zip_of({"[Content_Types].xml": "", "xl/workbook.xml": "<x/>", "xl/vbaProject.bin": "x"}), "x.xlsm"),
    Case(10, "workbook with a password", "refused", "password", "remove the password", lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100), "x.xlsx"),
    Case(11, "PDF", "refused", "wrong_kind", "a PDF", lambda: b"%PDF-1.7\n1 0 obj\n"),
    Case(11, "Word document", "refused", "document", "a document", lambda: zip_of({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})),
    Case(11, "picture", "refused", "wrong_kind", "a picture", lambda: b"\x89PNG\r\n\x1a\n\x00\x00"),
    Case(11, "photograph", "refused", "wrong_kind", "a picture", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF"),
    Case(11, "program", "refused", "wrong_kind", "a program", lambda: b"MZ\x90\x00\x03"),
    Case(11, "program of Linux", "refused", "wrong_kind", "a program", lambda: b"\x7fELF\x02\x01"),
    Case(12, "workbook cut off", "refused", "zip_damaged", "incomplete or damaged", lambda: good_book()[:-700], "x.xlsx"),
    Case(12, "workbook cut in half", "refused", "zip_damaged", "Download it again", lambda: good_book()[:3000], "x.xlsx"),
    Case(12, "sheet lost", "refused", "workbook_damaged", "the workbook is damaged", lambda: changed(good_book(), SHEET1, lambda xml: xml[:300]), "x.xlsx"),
    Case(13, "last row short", "refused", "rows_do_not_fit", "may be cut off", lambda: GOOD[:-12]),
    Case(13, "last row one cell", "refused", "rows_do_not_fit", "row 6", lambda: GOOD[: GOOD.rindex(b"\nF") + 5]),
    Case(13, "no line end", "notes", "no_final_line_end", "no line end", lambda: GOOD.rstrip(b"\n"), differs=ENDED),
    Case(14, "quote never closed", "refused", "quote_not_closed", "line 3", lambda: GOOD.replace(b"SURGERY 1", b'"SURGERY 1')),
    Case(14, "quote never closed in the last row", "refused", "rows_do_not_fit", "row 6", lambda: GOOD.replace(b"SURGERY 4", b'"SURGERY 4')),
    Case(15, "gzip", "refused", "compressed", "compressed (gzip)", lambda: gzip.compress(GOOD)),
    Case(15, "zlib", "refused", "compressed", "compressed (zlib)", lambda: zlib.compress(GOOD)),
    Case(15, "zstd", "refused", "compressed", "compressed (zstd)", lambda: b"\x28\xb5\x2f\xfd\x00"),
    Case(16, "ZIP of pictures", "refused", "zip_without_data", "a.png, b.doc", lambda: zip_of({"a.png": b"1", "b.doc": b"2"}), "x.zip"),
    Case(16, "ZIP of nothing", "refused", "zip_without_data", "nothing", lambda: zip_of({}), "x.zip"),
    Case(17, "Detailed and High level", "notes", "no_list_sizes", "no list sizes", lambda: zip_of({"Practice Level - Detailed.csv": GOOD, "Practice Level - High level.csv": LONG}), "x.zip", differs="both are kept, as two editions; figures come from the Detailed one, which stands first in sources.yaml"),
    Case(18, "two quarters in a ZIP", "warns", "period_not_confirmed", "2025-06", lambda: zip_of(QUARTERS), "x.zip", None, differs="the names tell the quarters apart; each has to be confirmed"),
    Case(18, "two quarters said to be one", "blocks", "two_files_for_one_period", "Publish one of them", lambda: zip_of(QUARTERS), "x.zip"),
    *(
        Case(19, f"unsafe name {i}", "refused", "unsafe_names", "an unsafe name", lambda n=n: zip_of({n: GOOD}), "x.zip")
        for i, n in enumerate(("../../a.csv", "/etc/a.csv", "..\\a.csv", "C:a.csv", "\\\\server\\a.csv"))
    ),
    Case(19, "a file without a name", "refused", "unsafe_names", "unsafe name", lambda: zip_of({"a.csv": GOOD, "zzz": b"x"}).replace(b"zzz", b"\0zz"), "a.zip"),
    Case(19, "symbolic link", "refused", "unsafe_names", "an unsafe name", linked, "x.zip"),
    Case(20, "ZIP with a password", "refused", "password", "password", locked_zip, "x.zip"),
    Case(20, "ZIP in a ZIP", "refused", "nested_zip", "a ZIP inside a ZIP", lambda: zip_of({"a.zip": zip_of({"a.csv": GOOD})}), "x.zip"),
    Case(20, "ZIP in a ZIP named CSV", "refused", "nested_zip", "a ZIP inside a ZIP", lambda: zip_of({"a.csv": zip_of({"b.csv": GOOD})}), "x.zip"),
    Case(20, "51 files", "refused", "too_many_files", "51 files inside", lambda: zip_of({f"{i}.csv": "a" for i in range(51)}), "x.zip"),
    Case(21, "ZIP bomb", "refused", "unpacks_too_large", "it unpacks to more than", lambda: zip_of({"a.csv": bytes(100 * 2**20)}), "x.zip"),
    Case(21, "sizes that lie", "refused", "zip_damaged", "damaged", lying, "x.zip"),
    Case(21, "members that overlap", "refused", "zip_damaged", "overlap", overlapping, "x.zip"),
    Case(22, "corner cell", "refused", "sheet_too_large", "uses cell XFD1048576", lambda: xlsx_of({"S": [["x"]]}, corner="XFD1048576"), "x.xlsx"),
    Case(22, "far column", "refused", "sheet_too_large", "uses cell XFD", lambda: xlsx_of({"S": [["x"]]}, corner="XFD2"), "x.xlsx"),
    Case(23, "one huge cell", "refused", "unpacks_too_large", "it unpacks to more than", lambda: cell_of(60 * 2**20), "x.xlsx"),
    Case(23, "a million rows", "refused", "unpacks_too_large", "it unpacks to more than", lambda: many_rows(1_000_000, same=True), "x.xlsx"),
    Case(23, "too many rows", "refused", "sheet_too_large", "more than 100,000 rows", lambda: many_rows(100_000), "x.xlsx"),
    Case(23, "40 MB of text", "refused", "sheet_too_large", "MB of text", long_strings, "x.xlsx"),
    Case(24, "entities", "refused", "workbook_unsafe", "damaged or unsafe", lambda: with_entities(entity_bomb()), "x.xlsx"),
    Case(24, "an outside entity", "refused", "workbook_unsafe", "damaged or unsafe", lambda: with_entities(b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'), "x.xlsx"),
]  # fmt: skip
