"""The XML of a sheet, looked over before anything lays it out."""

import pytest

from tests.faults.corpus.cases import book
from tests.unit.making import xlsx_of
from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.reading import unpack
from wfcore.unpacking.sheet_xml import SheetScan, column_letters, column_number, scan_sheet

SIZES = declared().rules.limits.model_dump()


def looked(cells: str, before: str = "") -> SheetScan:
    return scan_sheet(
        "S", f"<worksheet>{before}<sheetData>{cells}</sheetData></worksheet>".encode(), SIZES
    )


def refused(cells: str) -> str:
    with pytest.raises(UnreadableFile) as error:
        looked(cells)
    return f"{error.value.code}: {error.value.message}"


@pytest.mark.parametrize(("letters", "number"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16383)])
def test_letters_of_columns(letters: str, number: int):
    assert column_number(letters.encode()) == number
    assert column_letters(number) == letters


def test_a_plain_sheet_has_nothing_to_say():
    assert looked('<row r="1"><c r="A1"><v>1</v></c></row>') == SheetScan()


def test_the_first_filled_column_is_where_the_reader_starts():
    assert looked('<row r="1"><c r="A1" s="1"/><c r="C1"><v>1</v></c></row>').first_column == 2


def test_cells_that_are_only_formatted_do_not_count():
    assert (
        looked('<row r="1"><c r="B1"><v>1</v></c><c r="XFD1048576" s="3"/></row>').first_column == 1
    )


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1048576"><v>1</v></c><c r="B1"><v>1</v></c></row>',
        '<row><c><v>1</v></c></row><row><c r="XFD1048576" t="s"><v>1</v></c></row>',
        '<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        '<row r="1"><c r="F4"r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c r = 'XFD1048576'><v>1</v></c></row>",
        '<row r="1" r="1048576"><c r="XFD1"><v>1</v></c></row>',
        '<row r="1"><c r="XFD1048576"><v>1</v></c>' + '<c r="B1"><v>1</v></c>' * 500 + "</row>",
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


def test_hidden_rows_columns_and_filters():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="7" hidden="1"><c r="A7"><v>1</v></c></row>'
    )
    found = looked(
        rows + "<autoFilter><filterColumn colId='0'/></autoFilter>",
        '<cols><col min="2" hidden="1"/></cols>',
    )
    assert (found.hidden_rows, found.hidden_columns, found.filtered) == ((7,), 1, True)


def test_errors_keep_their_place():
    cells = '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2" t="e"><v>#N/A</v></c>'
    assert looked(f'<row r="2">{cells}</row>').errors == ((2, 1, "#DIV/0!"), (2, 2, "#N/A"))


@pytest.mark.parametrize(
    "cell", ["<f>A1</f>", "<f>A1</f><v></v>", "<f>A1</f><v/>", '<f t="shared" si="0"/>']
)
def test_formulas_that_were_never_worked_out(cell: str):
    said = refused(f'<row r="3"><c r="D3">{cell}</c></row>')
    assert said == "formula_without_result: S: 1 formulas have no result: D3."


def test_a_formula_with_a_result_is_a_cell_like_others():
    looked('<row r="3"><c r="D3"><f>A1</f><v>5</v></c><c r="E3" t="str"><f>A2</f><v></v></c></row>')


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
