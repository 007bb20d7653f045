"""Uploads and what is inside them; nothing unsafe is opened."""

import gzip
import io
import struct
import zipfile
from pathlib import Path

import pytest

from tests.faults.files import as_csv, practices
from tests.unit.making import lists_csv, xlsx_of, zip_of
from wfcore.declared import FileLimits, declared
from wfcore.errors import UnreadableFile
from wfcore.reading import UploadTable, read_upload, unpack

pytestmark = pytest.mark.usefixtures("in_a_child")
LISTS = lists_csv([("A00001", 5000), ("A00002", 6000)])


def limits(**changed: int) -> FileLimits:
    return declared().rules.limits.model_copy(update=changed)


def parts(data: bytes, **changed: int) -> list[UploadTable]:
    return unpack("upload", data, limits(**changed))


def refused(data: bytes, **changed: int) -> str:
    with pytest.raises(UnreadableFile) as error:
        parts(data, **changed)
    assert error.value.message.startswith("upload")
    assert error.value.advice
    return error.value.message


def test_text_is_one_part():
    (part,) = parts(LISTS.encode())
    assert (part.name, part.data, part.sheet) == ("upload", LISTS.encode(), None)


@pytest.mark.parametrize("data", [b"", b"\n\r\n  ", b"\xef\xbb\xbf", b"\x00\x00"])
def test_empty(data: bytes):
    assert "empty" in refused(data)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (gzip.compress(b"a,b", mtime=0), "gzip"),
        (b"PAR1....", "Parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook (.xls) or one protected"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"\n\n <!DOCTYPE html><html>", "web page"),
        (b"\xef\xbb\xbf<html><body>404", "web page"),
        (b"<?xml version='1.0'?><Workbook/>", "web page"),
    ],
)
def test_what_is_no_table(data: bytes, what: str):
    assert what in refused(data)


def test_too_large():
    assert "limit" in refused(b"a" * 1025, file_bytes=1024)
    assert parts(b"a" * 1024, file_bytes=1024)


def test_zip_with_a_pdf_and_a_definitions_workbook_beside_the_data():
    data = zip_of(
        {
            "folder/": "",
            "folder/notes.pdf": b"%PDF-1.4",
            "Definitions.xlsx": xlsx_of({"Fields": [["Field", "Meaning"]]}),
            "folder/General Practice – September 2025.csv": LISTS,
            "folder/second.CSV": LISTS,
        }
    )
    assert [(p.name, p.data.decode()) for p in parts(data)] == [
        ("General Practice – September 2025.csv", LISTS),
        ("second.CSV", LISTS),
    ]


def test_zip_with_only_a_workbook():
    book = xlsx_of({"Lists": [line.split(",") for line in LISTS.splitlines()]})
    (part,) = parts(zip_of({"ePCN.xlsx": book}))
    assert part.name == "ePCN.xlsx › Lists"
    assert part.sheet is not None


def test_zip_with_a_note_beside_its_only_workbook():
    book = xlsx_of({"Lists": [line.split(",") for line in LISTS.splitlines()]})
    data = zip_of({"Read me.txt": "Published quarterly.", "ePCN.xlsx": book})
    assert [p.name for p in parts(data)] == ["Read me.txt", "ePCN.xlsx › Lists"]
    (table,) = read_upload("a.zip", data, declared())
    assert table.name == "ePCN.xlsx › Lists"
    (note,) = table.findings
    assert (note.code, note.severity, note.count) == ("part_not_used", "notes", 1)
    # Beside a CSV a workbook only explains and is not opened.
    assert [p.name for p in parts(zip_of({"a.csv": LISTS, "notes.xlsx": book}))] == ["a.csv"]


def test_zip_without_data_says_what_it_holds():
    said = refused(zip_of({"a/readme.pdf": b"%PDF-1.4", "picture.png": b"\x89PNG"}))
    assert "readme.pdf" in said
    assert "picture.png" in said
    assert "nothing" in refused(zip_of({"folder/": ""}))


def test_zip_with_an_empty_csv():
    assert "empty" in refused(zip_of({"a.csv": ""}))
    assert "empty" in refused(zip_of({"a.csv": "\n", "b.csv": " "}))
    # Beside a filled one the empty one is passed over.
    assert [p.name for p in parts(zip_of({"a.csv": "", "b.csv": LISTS}))] == ["b.csv"]


@pytest.mark.parametrize(
    "name",
    ["../a.csv", "a/../../b.csv", "/etc/a.csv", "C:a.csv", "..\\a.csv", "\\\\server\\a.csv"],
)
def test_zip_slip(name: str):
    assert "unsafe name" in refused(zip_of({name: LISTS}))


def test_zip_symbolic_link():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.csv")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "unsafe name" in refused(out.getvalue())


def test_zip_with_a_password():
    data = bytearray(zip_of({"a.csv": LISTS}))
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    data[local + 6] |= 1
    data[central + 8] |= 1
    assert "password" in refused(bytes(data))


def test_zip_inside_a_zip():
    assert "ZIP inside a ZIP" in refused(zip_of({"inner.zip": zip_of({"a.csv": LISTS})}))


def test_zip_with_too_many_files():
    assert "51 files inside" in refused(zip_of({f"{i}.csv": "a" for i in range(51)}))


def test_zip_bomb():
    assert "unpacks" in refused(zip_of({"a.csv": b"0" * 3_000_000}))
    assert "unpacks" in refused(zip_of({"a.csv": LISTS}), unpacked_bytes=10)


def test_zip_whose_directory_lies_about_its_size():
    data = bytearray(zip_of({"a.csv": LISTS * 40}))
    central = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 10)  # "ten bytes"
    assert "damaged" in refused(bytes(data))


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_zip_with_damaged_content(method: int):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.csv", "".join(f"{i * 7919 % 10007},{i}\n" for i in range(2000)))
    data = bytearray(out.getvalue())
    start = data.index(b"a.csv") + 5
    for at in range(start + 20, start + 1020, 50):
        data[at] ^= 0xFF
    assert "damaged" in refused(bytes(data))


def test_zip_cut_short():
    data = zip_of({"a.csv": LISTS * 50})
    assert "damaged" in refused(data[: len(data) // 2])
    assert "damaged" in refused(b"PK\x03\x04" + b"\x01" * 100)


def test_a_web_page_inside_a_zip():
    with pytest.raises(UnreadableFile, match=r"data\.csv: this is a web page"):
        parts(zip_of({"data.csv": "<!doctype html><html></html>"}))


def test_a_document_is_not_a_workbook():
    assert "document" in refused(zip_of({"[Content_Types].xml": "", "word/document.xml": ""}))


# Workbooks, parsed in a child process.


def test_workbook_sheets_become_parts_with_text_cells():
    book = xlsx_of({"Notes & more": [["About"]], "Data": [["A", "B"], ["007", "1.50"]]})
    first, second = parts(book)
    assert (first.name, second.name) == ("upload › Notes & more", "upload › Data")
    assert second.sheet is not None
    assert second.sheet.rows() == [("A", "B"), ("007", "1.50")]


def test_a_corner_cell_bomb_is_refused_and_this_process_lives():
    bomb = xlsx_of({"S": [["x"]]}, corner="XFD1048576")
    assert len(bomb) < 4096
    assert "uses cell XFD1048576" in refused(bomb)


def test_too_many_rows_in_a_sheet():
    assert "has more than 3 rows" in refused(xlsx_of({"S": [["x"]] * 4}), sheet_rows=3)


def test_a_workbook_that_takes_too_long():
    assert "damaged, or too large" in refused(xlsx_of({"S": [["x"]]}), child_seconds=0)


def test_a_damaged_workbook():
    assert "the workbook is damaged" in refused(
        zip_of({"[Content_Types].xml": "", "xl/workbook.xml": "<not a workbook"})
    )


def test_a_workbook_opens_wherever_the_product_was_started(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    (part,) = parts(xlsx_of({"S": [["x"]]}))
    assert part.sheet is not None


def test_names_from_a_file_are_shown_and_never_used():
    book = xlsx_of({"L": [line.split(",") for line in LISTS.splitlines()]})
    (table,) = read_upload("C:\\Users\\me\\..\\lists.xlsx", book, declared())
    assert table.name == "lists.xlsx › L"


@pytest.mark.parametrize("more", [1, 7, 50, 200])
def test_a_zip_whose_members_would_lie_before_its_beginning(more: int):
    """The end record places the directory further on than it is; reading it was a ValueError."""
    data = bytearray(zip_of({"a.csv": "PRAC_CODE,X\nA,1\n" * 20}))
    end = data.rfind(b"PK\x05\x06")
    begins = int.from_bytes(data[end + 16 : end + 20], "little")
    data[end + 16 : end + 20] = (begins + more).to_bytes(4, "little")
    with pytest.raises(UnreadableFile, match="inside is damaged"):
        read_upload("x.zip", bytes(data), declared())


def test_a_small_zip_of_too_many_rows_is_refused_before_it_is_laid_out():
    """A million rows took a gigabyte; England's 6,200 practices at 805 columns are read."""
    header, row, *_ = as_csv(practices()).decode().splitlines()
    rest = row.partition(",")[2]
    rows = "\n".join([header, *(f"A{n:05d},{rest}" for n in range(700_000))])
    packed = zip_of({"staff.csv": rows})
    assert len(packed) < 6 * 2**20
    with pytest.raises(
        UnreadableFile, match=r"700,00[12] lines under 15 headings are more than can be read"
    ):
        read_upload("staff.zip", packed, declared())
    assert declared().rules.limits.text_cells > 6_500 * 805
