"""The XML of a workbook, read as a stream before anything lays it out."""

import io
import re
from collections.abc import Callable

import pytest

from tests.faults.corpus.cases import book, changed
from tests.unit.making import xlsx_of
from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.reading import unpack
from wfcore.unpacking.archives import parts_of
from wfcore.unpacking.sheet_xml import SheetScan, column_letters, column_number, scan_sheet

SIZES = declared().rules.limits.model_dump()
SHEET1 = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def scanned(cells: str, before: str = "") -> SheetScan:
    xml = f'<worksheet xmlns:x="urn:x">{before}<sheetData>{cells}</sheetData></worksheet>'
    return scan_sheet("S", io.BytesIO(xml.encode()), SIZES)


def refused(cells: str) -> str:
    with pytest.raises(UnreadableFile) as error:
        scanned(cells)
    return f"{error.value.code}: {error.value.message}"


@pytest.mark.parametrize(("letters", "number"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16383)])
def test_letters_of_columns(letters: str, number: int):
    assert column_number(letters) == number
    assert column_letters(number) == letters


def test_a_plain_sheet_has_nothing_to_say():
    assert scanned('<row r="1"><c r="A1"><v>1</v></c></row>') == SheetScan()


def test_the_first_filled_column_is_where_the_reader_starts():
    assert scanned('<row r="1"><c r="A1" s="1"/><c r="C1"><v>1</v></c></row>').first_column == 2


@pytest.mark.parametrize("cell", ['<c r="XFD1048576" s="3"/>', '<c r="XFD1048576" s="3"></c>'])
def test_cells_that_are_only_formatted_do_not_count(cell: str):
    assert scanned(f'<row r="1"><c r="B1"><v>1</v></c>{cell}</row>').first_column == 1


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1048576"><v>1</v></c><c r="B1"><v>1</v></c></row>',
        '<row><c><v>1</v></c></row><row><c r="XFD1048576" t="s"><v>1</v></c></row>',
        '<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        '<row r="1048576"><c r="XFD1"><v>1</v></c></row>',
        "<row r='1'><c r = 'XFD1048576'><v>1</v></c></row>",
        '<row r="1"><c r="XFD1048576"><v>1</v></c>' + '<c r="B1"><v>1</v></c>' * 500 + "</row>",
        '<row r="1"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>',
    ],
)
def test_a_far_cell_is_named(row: str):
    assert refused(row) == "sheet_too_large: S: the sheet uses cell XFD1048576."


@pytest.mark.parametrize(
    ("address", "shown"),
    [("I399999999999", "I399999999999"), ("xfd1048576", "XFD1048576"), ("ABCD1", "ABCD1")],
)
def test_addresses_that_no_program_writes(address: str, shown: str):
    row = f'<row r="1"><c r="A1"><v>1</v></c><c r="{address}"><v>1</v></c><c r="B1"><v>1</v></c></row>'
    assert refused(row) == f"sheet_too_large: S: the sheet uses cell {shown}."


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="?!1"><v>1</v></c></row>',
        f'<row r="1"><c r="{"A" * 10_000}1"><v>1</v></c></row>',
        f'<row r="1"><c r="A{"1" * 10_000}"><v>1</v></c></row>',
        '<row r="1" r="1048576"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</c></row>',
        '<row r="1"><c r="A1"><v>&lol;</v></c></row>',
        "<row>",
    ],
)
def test_what_no_program_can_read_is_damaged(cells: str):
    assert refused(cells) == "workbook_damaged: S: the workbook is damaged."


def test_a_sheet_of_too_many_rows_is_not_read_to_its_end():
    rows = "<row/>" * (SIZES["sheet_rows"] + 1)
    assert refused(f"{rows}<no xml") == (
        "sheet_too_large: S: the sheet has more than 100,000 rows."
    )


def test_a_sheet_may_be_deep():
    assert scanned("<g>" * 100_000 + "</g>" * 100_000) == SheetScan()


def test_hidden_rows_columns_and_filters():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="7" hidden="1"><c r="A7"><v>1</v></c></row>'
    )
    scan = scanned(
        rows + "<autoFilter><filterColumn colId='0'/></autoFilter>",
        '<cols><col min="2" hidden="1"/></cols>',
    )
    assert (scan.hidden_rows, scan.hidden_columns, scan.filtered) == ([7], 1, True)


def test_errors_keep_their_place():
    cells = '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2" t="e"><v>#N/A</v></c>'
    assert scanned(f'<row r="2">{cells}</row>').lost == [(2, 1, "#DIV/0!"), (2, 2, "#N/A")]


@pytest.mark.parametrize(
    "cell", ["<f>A1</f>", "<f>A1</f><v></v>", "<f>A1</f><v/>", '<f t="shared" si="0"/>']
)
def test_formulas_that_were_never_worked_out(cell: str):
    message = refused(f'<row r="3"><c r="D3">{cell}</c></row>')
    assert message == "formula_without_result: S: 1 formulas have no result: D3."


def test_a_formula_with_a_result_is_a_cell_like_others():
    scanned(
        '<row r="3"><c r="D3"><f>A1</f><v>5</v></c><c r="E3" t="str"><f>A2</f><v></v></c></row>'
    )


def test_errors_stand_in_the_sheet_where_they_were_shown():
    def then(workbook) -> None:
        workbook.worksheets()[0].write_formula(4, 3, "=1/0", None, "#REF!")

    data = book({"S": [[], [], ["", "", "a", "b"], ["", "", "c"]]}, then)
    (part,) = unpack("x.xlsx", data, declared().rules.limits)
    assert part.sheet is not None
    assert part.sheet.rows()[2:] == [("a", "b"), ("c", None), (None, "#REF!")]


def test_sheets_are_paired_with_their_files_by_name():
    data = xlsx_of({"One": [["x"]], "T & wo": [["y"]]})
    first, second = unpack("x.xlsx", data, declared().rules.limits)
    assert [p.name for p in (first, second)] == ["x.xlsx › One", "x.xlsx › T & wo"]


# One workbook in other legal spellings: a reader of XML must see the same in all of them.

PLAIN = """<?xml version="1.0" encoding="UTF-8"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols>\
<col min="2" max="2" hidden="1"/></cols><sheetData>\
<row r="1"><c r="A1" t="inlineStr"><is><t>PRACTICE</t></is></c><c r="B1" t="inlineStr"><is><t>FTE</t></is></c></row>\
<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>A00001</t></is></c><c r="B2"><v>5</v></c></row>\
<row r="3"><c r="A3" t="inlineStr"><is><t>A00002</t></is></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>\
</sheetData><autoFilter ref="A1:B3"><filterColumn colId="0"/></autoFilter></worksheet>"""
SPELLINGS: dict[str, Callable[[str], str]] = {
    "single quotes": lambda x: x.replace('"', "'"),
    "spaces around =": lambda x: x.replace('="', ' = "').replace("xmlns =", "xmlns="),
    "lines between": lambda x: x.replace("><", ">\n  <").replace("<t>\n", "<t>"),
    "lines within tags": lambda x: re.sub(r'(\w) (r|t|hidden)="', r'\1\n\t\2="', x),
    "prefixes": lambda x: re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1m:", x).replace("xmlns=", "xmlns:m="),
    "order of attributes": lambda x: re.sub(r'<c (r="\w+") (t="\w+")', r"<c \2 \1", x),
    "true for 1": lambda x: x.replace('hidden="1"', 'hidden="true"'),
    "comments": lambda x: x.replace("<row", '<!-- <row hidden="1"> --><row'),
    "instructions": lambda x: x.replace("<row", "<?some thing?><row"),
    "numbers of characters": lambda x: x.replace("#DIV/0!", "&#35;DIV&#x2F;0!"),
    "numbers in attributes": lambda x: x.replace('hidden="1"', 'hidden="&#49;"'),
    "ends that stand apart": lambda x: re.sub(r"<(col|filterColumn)( [^>]*)/>", r"<\1\2></\1>", x),
    "no numbers of rows": lambda x: re.sub(r'<row r="\d"', "<row", x),
    "a mark before it": lambda x: "\ufeff" + x,
    "a figure in CDATA": lambda x: x.replace("<v>5</v>", "<v><![CDATA[5]]></v>"),
    "a code in CDATA": lambda x: x.replace("A00001", "<![CDATA[A00001]]>"),
    "an error in CDATA": lambda x: x.replace("#DIV/0!", "<![CDATA[#DIV/0!]]>"),
    "a comment in a cell": lambda x: x.replace("<v>", "<!-- <v>7</v> --><v>"),
    "a comment in a figure": lambda x: x.replace("<v>5</v>", "<v>5<!-- 6 --></v>"),
    "a comment in a code": lambda x: x.replace("A00001", "A00<!-- 7 -->001"),
}  # fmt: skip
BOOKS: dict[str, Callable[[str], str]] = {
    "single quotes": lambda x: x.replace('"', "'"),
    "spaces around =": lambda x: re.sub(r' (name|r:id|sheetId)="', r'\n \1 = "', x),
    "prefixes": SPELLINGS["prefixes"],
    "numbers of characters": lambda x: x.replace('name="S"', 'name="&#83;"'),
    "comments": lambda x: x.replace("<sheet ", '<!-- <sheet name="T"/> --><sheet '),
    "ends that stand apart": lambda x: re.sub(r"<sheet( [^>]*)/>", r"<sheet\1></sheet>", x),
}


def respelled(sheet: str) -> bytes:
    return changed(xlsx_of({"S": [["x"]]}), SHEET1, lambda _: sheet.encode())


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_legal_spelling_of_a_sheet_says_the_same(spelling: str):
    other = SPELLINGS[spelling](PLAIN)
    assert other != PLAIN
    (plain,) = parts_of("x.xlsx", respelled(PLAIN), SIZES)
    assert parts_of("x.xlsx", respelled(other), SIZES) == [plain]
    (notice,) = plain.notices
    assert notice.examples == (
        "x.xlsx › S: 1 rows: 2", "x.xlsx › S: 1 groups of columns", "x.xlsx › S: a filter is on",
    )  # fmt: skip


@pytest.mark.parametrize("spelling", BOOKS)
def test_every_legal_spelling_of_a_workbook_says_the_same(spelling: str):
    def spell(xml: bytes) -> bytes:
        other = BOOKS[spelling](xml.decode())
        assert other != xml.decode()
        return other.encode()

    plain = xlsx_of({"S": [["x", "y"]]})
    assert parts_of("x.xlsx", changed(plain, BOOK, spell), SIZES) == parts_of(
        "x.xlsx", plain, SIZES
    )


@pytest.mark.parametrize("attribute", ['state="hidden"', "state='veryHidden'"])
def test_a_hidden_sheet_is_named(attribute: str):
    data = changed(
        xlsx_of({"S": [["x"]]}),
        BOOK,
        lambda x: x.replace(b"<sheet ", f"<sheet {attribute} ".encode()),
    )
    (part,) = parts_of("x.xlsx", data, SIZES)
    assert [notice.examples for notice in part.notices] == [("x.xlsx › S: the sheet itself",)]


def test_shared_texts_in_pieces_are_refused_not_lost():
    shared = '<row r="1"><c r="A1" t="s"><v><![CDATA[0]]></v></c></row>'
    assert refused(shared) == "workbook_damaged: S: the workbook is damaged."


@pytest.mark.parametrize("part", [SHEET1, BOOK, "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("far", [0, 10_000])
def test_declarations_are_refused_wherever_they_stand(part: str, far: int):
    bomb = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    def spell(xml: bytes) -> bytes:
        start = xml.index(b"?>") + 2 if xml.startswith(b"<?") else 0
        return xml[:start] + b"<!--" + b" " * far + b"-->" + bomb + xml[start:]

    with pytest.raises(UnreadableFile) as error:
        parts_of("x.xlsx", changed(xlsx_of({"S": [["x"]]}), part, spell), SIZES)
    assert error.value.code == "workbook_unsafe"
