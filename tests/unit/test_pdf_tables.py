"""Tables of PDF pages come out as they were set, ruled or not; what cannot be read is named."""

import io
import time
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from tests.commands import run
from tests.unit.pdfs import pdf_of, pdf_of_objects, pdf_of_stream, typst_table
from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.reading import unpack_pdf
from wfcore.table_checks import diagnose, tables_of
from wfcore.table_checks.pasting import read_sheets
from wfcore.unpacking.pdf_lines import PageLine, Word, aligned_tables, lines_of

STAFF = [
    ["Staff group", "Sept 2023", "Sept 2024", "Change"],
    ["GPs (fully qualified)", "1,133.2", "1,130.1", "-3.1"],
    ["Nurses", "62.0", "61.1", "-0.9"],
    ["Direct patient care staff in practices", "55.5", "-", ""],
    ["Total", "1,250.7", "1,191.2", "-4.0"],
]
PROSE = (
    "This paragraph tells a committee about staff in general practice in the borough, over as many "
    "lines as a paper takes, so that it can be seen that 14 of 20 lines of prose are no table at all.\n\n"
)
# Columns of a workbook as printed, the last two headings over two columns each.
SPANS = (
    "#table(columns: 5, stroke: none, align: (left, right, right, right, right), {fill} table.hline(), "
    "[], table.cell(colspan: 2, align(center)[GPs]), table.cell(colspan: 2, align(center)[Nurses]), "
    "[PCN], [FTE], [Headcount], [FTE], [Headcount], table.hline(), "
    "[Alder], [21.4], [30], [9.1], [12], [Beech], [19.2], [28], [8.0], [11], table.hline())\n"
)


def sheets(data: bytes, name: str = "paper.pdf") -> dict[str, list[tuple[str, ...]]]:
    return {s.name: [cells for _, cells in s.lines] for s in read_sheets(name, data)}


def filled(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """As sheets give them: without blank cells at the end."""
    return [tuple(row[: 1 + max(j for j, cell in enumerate(row) if cell)]) for row in rows]


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("size", ["7pt", "10pt", "14pt"])
def test_a_table_is_read_with_its_title_and_note(size: str, *, ruled: bool):
    data = pdf_of(
        PROSE, "*Table 1: staff (FTE)*", typst_table(STAFF, ruled), r"\* no locums",
        r"#v(3cm)", PROSE, size=size,
    )  # fmt: skip
    (name, lines), *others = sheets(data).items()
    assert (name, others) == ("paper.pdf › page 1", [])
    at = lines.index(("Table 1: staff (FTE)",))
    assert lines[at + 1 : -1] == filled(STAFF)
    assert lines[-1] == ("* no locums",)


def test_tables_of_a_page_and_of_pages_are_named():
    small = [["Area", "GPs"], ["Alder", "3"], ["Beech", "4"]]
    data = pdf_of(
        typst_table(STAFF), PROSE, typst_table(STAFF[:3], ruled=False), "#pagebreak()", PROSE,
        "#pagebreak()", typst_table(small, ruled=False),
    )  # fmt: skip
    found = sheets(data)
    assert list(found) == [
        "paper.pdf › page 1, table 1", "paper.pdf › page 1, table 2", "paper.pdf › page 3",
    ]  # fmt: skip
    assert found["paper.pdf › page 1, table 2"][-3:] == filled(STAFF[:3])
    assert found["paper.pdf › page 3"] == filled(small)


@pytest.mark.parametrize("fill", ["", "fill: (x, y) => if calc.even(y) { luma(230) },"])
def test_headings_over_several_columns_stand_at_the_first(fill: str):
    (lines,) = sheets(pdf_of(SPANS.replace("{fill}", fill))).values()
    assert lines == [
        ("", "GPs", "", "Nurses"), ("PCN", "FTE", "Headcount", "FTE", "Headcount"),
        ("Alder", "21.4", "30", "9.1", "12"), ("Beech", "19.2", "28", "8.0", "11"),
    ]  # fmt: skip


@pytest.mark.parametrize("stroke", ["1pt", "none", "(x: 1pt)"])
def test_names_and_headings_that_wrap_are_one(stroke: str):
    (lines,) = sheets(pdf_of(
        f"#table(columns: (3cm, 2cm, 2cm), stroke: {stroke}, align: (left, right, right), "
        "[Staff group], [Registered patients], [GP full-time posts], "
        "[Alder], [1,200], [3.0], [Beech and the neighbourhood of the old mill], [2,400], [4.5], "
        "[Cedar], [900], [1.0], [Total], [4,500], [8.5])"
    )).values()  # fmt: skip
    assert lines == [
        ("Staff group", "Registered patients", "GP full-time posts"), ("Alder", "1,200", "3.0"),
        ("Beech and the neighbourhood of the old mill", "2,400", "4.5"), ("Cedar", "900", "1.0"),
        ("Total", "4,500", "8.5"),
    ]  # fmt: skip


def test_sections_between_rows_stay_rows():
    rows = [
        ["FTE", "2023", "2024"],
        ["GPs"],
        ["Alder", "1.0", "2.0"],
        ["Nurses"],
        ["Alder", "3.0", "4.0"],
    ]
    (lines,) = sheets(pdf_of(typst_table(rows, ruled=False))).values()
    assert lines == filled(rows)


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_that_goes_on_over_a_page_is_one(*, ruled: bool):
    head = "table.header([PCN], [GPs], [Nurses]),"
    rows = [[f"PCN {n}", f"{n}.5", f"{n + 2}.0"] for n in range(1, 71)]
    rows.append(["Total", "2520.0", "2625.0"])
    data = pdf_of(typst_table(rows, ruled, head))
    assert len(PdfReader(io.BytesIO(data)).pages) == 2
    assert sheets(data) == {"paper.pdf › pages 1 to 2": [("PCN", "GPs", "Nurses"), *filled(rows)]}
    (one,) = diagnose(tables_of("paper.pdf", data))
    assert one.clean
    assert one.checked["columns_add_up"] == 2


def test_two_whole_tables_on_two_pages_stay_two():
    rows = [["PCN", "GPs"], ["Alder", "1"], ["Beech", "2"], ["Total", "3"]]
    found = sheets(pdf_of(typst_table(rows), "#pagebreak()", typst_table(rows)))
    assert list(found) == ["paper.pdf › page 1", "paper.pdf › page 2"]


@pytest.mark.usefixtures("in_a_child")
def test_a_fault_in_a_pdf_is_found_by_the_command(tmp_path: Path):
    rows = [*STAFF[:-1], ["Total", "1,260.7", "1,191.2", "-4.0"]]
    (tmp_path / "Figure 2.pdf").write_bytes(pdf_of("Staff, March 2025 (FTE)", typst_table(rows)))
    said = run("doctor", tmp_path / "Figure 2.pdf")
    assert said.code == 1
    assert "Figure 2.pdf › page 1: 4 rows, 4 columns." in said.out
    assert "Total, Sept 2023: 1260.7 printed, 1250.7 added up (+10.0)" in said.out


def _page(stream: bytes) -> bytes:
    return pdf_of_stream(zlib.compress(stream))


def _protected(password: str, algorithm: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf_of(typst_table(STAFF))))
    writer.encrypt(password, owner_password="of the owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


SCAN = b"q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"


@pytest.mark.usefixtures("in_a_child")
@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (_page(SCAN), "no_text_layer", "no text layer: page 1 is a picture.*OCR"),
        (_protected("secret", "RC4-128"), "password", "protected by a password"),
        (_protected("secret", "AES-256"), "password", "protected by a password"),
        (pdf_of(PROSE * 8), "no_table", "no table was found on its pages"),
        (pdf_of("#pagebreak()" * 41), "too_many_pages", "42 pages; the limit is 40"),
        (b"%PDF-1.7\n", "not_opened_safely", "damaged, or too large"),
        (pdf_of(typst_table(STAFF))[:3000], "not_opened_safely", "damaged, or too large"),
        (b"\xef\xbb\xbf%PDF-1.7\n" + bytes(range(256)) * 99, "not_opened_safely", "damaged"),
        (pdf_of_objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>"),
         "no_table", "no table"),
    ],
    ids=["scan", "rc4", "aes", "prose", "pages", "head", "cut", "junk", "loop"],
)  # fmt: skip
def test_what_cannot_be_read_is_named(data: bytes, code: str, words: str):
    with pytest.raises(UnreadableFile, match=f"(?s){words}") as refused:
        tables_of("paper.pdf", data)
    assert refused.value.code == code
    assert str(refused.value).startswith("paper.pdf: ")
    assert refused.value.advice


def test_a_pdf_that_only_its_owner_may_change_is_read():
    assert list(sheets(_protected("", "AES-256")).values()) == [filled(STAFF)]


def test_a_page_that_is_a_picture_is_named_beside_a_table():
    writer = PdfWriter(clone_from=io.BytesIO(pdf_of(typst_table(STAFF))))
    writer.append(io.BytesIO(_page(SCAN)))
    out = io.BytesIO()
    writer.write(out)
    (one,) = diagnose(tables_of("paper.pdf", out.getvalue()))
    (said,) = [f for f in one.findings if f.code == "pages_without_text"]
    assert said.severity == "warns"
    assert said.examples == ("paper.pdf: page 2",)
    assert "OCR" in said.advice


BOMBS = {  # made when they are thrown: a quarter of a gigabyte takes a second to pack
    "spaces": lambda: pdf_of_stream(zlib.compress(b" " * 2**28, 9)),
    "twice packed": lambda: pdf_of_stream(
        zlib.compress(zlib.compress(b"0" * 2**28, 9), 9), b"[/FlateDecode/FlateDecode]"
    ),
    "words": lambda: _page(b"BT /F1 9 Tf 10 10 Td " + b"(12 34) Tj 3 1 Td " * 200_000 + b"ET"),
    "lines": lambda: _page(b"BT /F1 9 Tf 10 10 Td (a b c d e f 1 2) Tj ET " + _lines()),
}


def _lines() -> bytes:
    return b"".join(
        b"%d 0 m %d 800 l S 0 %d m 600 %d l S " % (i % 600, i % 600, i % 800, i % 800)
        for i in range(60_000)
    )


@pytest.mark.nightly("test_a_bomb_with_less_time_is_named_sooner")
@pytest.mark.usefixtures("in_a_child")
@pytest.mark.parametrize("what", BOMBS)
def test_a_bomb_is_named_within_ten_seconds(what: str):
    _named_in_time(what, 10)


@pytest.mark.usefixtures("in_a_child")
def test_a_bomb_with_less_time_is_named_sooner():
    """Holds the place of the bombs that take all the time there is."""
    _named_in_time("words", 6, pdf_seconds=1)


def _named_in_time(what: str, most: float, **sizes: int):
    limits = declared().rules.limits.model_copy(update=sizes)
    bomb = BOMBS[what]()
    start = time.monotonic()
    with pytest.raises(UnreadableFile, match=r"too large to open safely|too long|no table"):
        unpack_pdf("bomb.pdf", bomb, limits)
    assert time.monotonic() - start < most


def test_nothing_but_places_makes_a_table():
    """Words of any size, in any order, at places that no PDF would give."""
    words = [
        Word(str(n), n % 3 * 50.0, n % 3 * 50 + 9.0, n // 3 * 12.0, n // 3 * 12 + 9.0)
        for n in range(9)
    ]
    (grid,) = aligned_tables(lines_of(reversed(words)))
    assert grid.rows == (("0", "1", "2"), ("3", "4", "5"), ("6", "7", "8"))
    assert aligned_tables([]) == aligned_tables([PageLine((words[0],))]) == []
    flat = [Word("1", 0, 0, 0, 0), Word("2", 0, 0, 0, 0), Word("3", 9, 9, 0, 0)]
    assert aligned_tables(lines_of(flat)) == []
