"""Text in any encoding and shape → a table of strings, or a refusal that says why."""

import pytest

from tests.unit.making import lists_csv, table_of, zip_of
from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.reading import TextTable, read_upload

HEADER = "PERIOD,SOURCE,PRACTICE_CODE,REGISTERED"
ROWS = [
    ("2025-09", "registered_patients", "A00001", "5000"),
    ("2025-09", "registered_patients", "A00002", "6000"),
]
TEXT = lists_csv([("A00001", 5000), ("A00002", 6000)])
LONG = "\n".join([HEADER, *(f"2025-09,registered_patients,A{i:05d},{i}" for i in range(40))])


def refused(data: bytes | str) -> str:
    with pytest.raises(UnreadableFile) as error:
        table_of(data)
    assert error.value.advice
    return error.value.message


def notes(table: TextTable) -> dict[str, tuple[str, ...]]:
    return {f.code: (f.message, *f.examples) for f in table.findings}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (TEXT.encode(), {}),
        (TEXT.encode("utf-8-sig"), {}),
        (TEXT.encode("utf-16"), {"encoding": ("Read as UTF-16.",)}),
        (TEXT.replace("\n", "\r\n").encode(), {}),
        (TEXT.replace("\n", "\r").encode(), {}),
        (TEXT.replace(",", ";").encode(), {"separator": ("The columns are separated by semicolons.",)}),
        (TEXT.replace(",", "\t").encode(), {"separator": ("The columns are separated by tabs.",)}),
        (TEXT.replace(",", "|").encode(), {"separator": ("The columns are separated by upright strokes.",)}),
        (b"sep=;\n" + TEXT.replace(",", ";").encode(), {"separator": ("The columns are separated by semicolons.",)}),
        (b"SEP=,\r\n" + TEXT.encode(), {}),
    ],
)  # fmt: skip
def test_encodings_line_ends_and_separators(data: bytes, said: dict[str, tuple[str, ...]]):
    table = table_of(data)
    assert table.frame.rows() == ROWS
    assert table.frame.columns == HEADER.split(",")
    assert notes(table) == said


def test_utf16_without_its_mark():
    assert "zero bytes" in refused(TEXT.encode("utf-16-le"))


def test_no_line_end_at_the_end_is_noted():
    table = table_of(TEXT.rstrip("\n"))
    assert table.frame.rows() == ROWS
    assert list(notes(table)) == ["no_final_line_end"]


def test_windows_1252_and_utf8_names():
    text = "PRACTICE_CODE,BOROUGH\nA00001,Café – O’Brien\n"
    for encoding, said in (("cp1252", "Read as Windows-1252."), ("utf-8", None)):
        table = table_of(text.encode(encoding))
        assert table.frame["BOROUGH"].to_list() == ["Café – O’Brien"]
        assert notes(table).get("encoding", (None,))[0] == said


def test_one_kind_of_windows_character_many_times():
    rows = "".join(f"A{i:05d},NHS One – {i}\n" for i in range(40))
    table = table_of(f"PRACTICE_CODE,BOROUGH\n{rows}".encode("cp1252"))
    assert table.frame["BOROUGH"].to_list() == [f"NHS One – {i}" for i in range(40)]


def test_neither_utf8_nor_windows_1252():
    assert "neither" in refused(TEXT.encode() + b"\x81\xff")


def test_damaged_utf16():
    assert "UTF-16" in refused(b"\xff\xfea")
    assert "UTF-16" in refused(TEXT.encode("utf-16") + b"\x00\xd8")


def test_quoted_commas_quotes_and_line_breaks():
    table = table_of(
        'PRACTICE_CODE,BOROUGH\r\nA00001,"Barking, and ""D"""\r\nA00002,"two\nlines"\r\n'
    )
    assert table.frame["BOROUGH"].to_list() == ['Barking, and "D"', "two\nlines"]


def test_title_rows_above_the_header():
    above = "Patients registered,,,\n,,,\nPublished 2025,,,\n"
    assert table_of(above + TEXT).frame.rows() == ROWS
    assert table_of("\n\n" + TEXT).frame.rows() == ROWS


def test_a_header_too_far_down_is_not_found():
    assert "match no file" in refused("Title\n" * 25 + TEXT)


def test_headings_with_line_breaks():
    header = '"Period","Source","Practice_\r\nCode","Practice_Code","Registered\n"'
    table = table_of(f"Title\n{header}\n2025-09,registered_patients,x,A00001,5000\n")
    assert table.recognised.source.id == "tidy_lists"
    assert table.frame.rows() == [("2025-09", "registered_patients", "x", "A00001", "5000")]


def test_a_short_row_after_headings_with_line_breaks_is_still_found():
    header = 'PERIOD,SOURCE,PRACTICE_CODE,"REGIS\nTERED",REGISTERED'
    assert "has 4 cells under 5" in refused(
        f"{header}\n2025-09,registered_patients,A00001,x,5\n2025-09,registered_patients,A00002,x\n"
    )


def test_an_open_quote_in_a_title_does_not_hide_the_header():
    assert table_of('Desk 6" wide\n' + TEXT).frame.rows() == ROWS


def test_a_short_row():
    said = refused(TEXT + "2025-09,registered_patients,A00003\n")
    assert "row 4 has 3 cells under 4 headings" in said


def test_a_file_cut_off_in_its_last_line():
    assert "row 41 has 3 cells" in refused(LONG.rsplit(",", 1)[0])


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ('2025-09,registered_patients,A99999,"1,000"', 4),
        ("2025-09,registered_patients,A99999,", 4),
        ("2025-09,registered_patients,A99999", 3),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_short_row_among_blank_last_cells_and_quotes(row: str, cells: int, ending: str):
    rows = [f'2025-09,registered_patients,A{i:05d},"{i},000",' for i in range(30)]
    whole = ending.join([f"{HEADER},NOTE", *rows, ""])
    assert table_of(whole).frame.height == 30
    with_a_break = whole + f'2025-09,registered_patients,A77777,"7,{ending}",{ending}'
    assert table_of(with_a_break).frame.height == 31
    assert f"has {cells} cells under 5" in refused(whole + row + ending)
    assert f"has {cells} cells under 5" in refused(with_a_break + row + ending)
    assert f"has {cells} cells under 5" in refused(with_a_break + row)


def test_a_blank_last_cell_is_not_a_short_row():
    table = table_of(TEXT + "2025-09,registered_patients,A00003,\n")
    assert table.frame["REGISTERED"].to_list() == ["5000", "6000", ""]


def test_a_long_row():
    said = refused(TEXT + "2025-09,registered_patients,A00003,1,2\n")
    assert "row 4 has 5 cells under 4 headings" in said
    assert "row 2 has 5 cells" in refused(f"{HEADER}\n2025-09,registered_patients,A00003,1,2\n")
    said = refused(f"{HEADER}\n2025-09,A00003,1\n2025-09,a,A00003,1\n")
    assert "row 2 has 3 cells" in said


def test_an_open_quote_in_the_data():
    rows = '2025-09,registered_patients,"A00003,5\n2025-09,registered_patients,A00004,5\n'
    assert "a quote opens in line 4 and never closes" in refused(TEXT + rows)


def test_quotes_that_the_quick_reader_stumbles_over():
    rows = 'A00001,Ward 6" wide\nA00002,"two\nlines"\nA00003,East\n'
    table = table_of("PRACTICE_CODE,BOROUGH\n" + rows)
    assert table.frame["BOROUGH"].to_list() == ['Ward 6" wide', "two\nlines", "East"]


def test_remarks_below_the_table_are_left_out():
    below = "\nSource: NHS England, 2025\nNote: as at 30 September\n"
    table = table_of("PRACTICE_CODE,POSTCODE,BOROUGH\nA00001,E1 1AA,East\n" + below)
    assert table.frame.height == 1
    assert "Source: NHS England 2025" in notes(table)["footnotes"][1]
    assert "row 3 has 2 cells" in refused(
        "PRACTICE_CODE,POSTCODE,BOROUGH\nA00001,x,East\nA0000,y\n"
    )


def test_blank_lines_under_a_wide_heading_cost_no_memory():
    wide = ",".join(["PRAC_CODE", "TOTAL_GP_FTE", *(f"X{i}" for i in range(1000))])
    row = ",".join(["A00001", "5", *("1" for _ in range(1000))])
    table = table_of(f"{wide}\n{row}\n" + "\n" * 90_000 + f"{row}\n")
    assert table.frame.shape == (2, 1002)
    assert table.sheet_rows().tolist() == [2, 90_003]
    assert "more than 100,000 rows are blank" in refused(f"{wide}\n{row}\n" + "\n" * 200_000)


def test_a_cell_longer_than_the_reader_of_rows_takes():
    long = "PERIOD,SOURCE,PRACTICE_CODE,REGISTERED,NOTE,NOTE 2"
    rows = [f"2025-09,registered_patients,A{i:05d},{i},," for i in range(30)]
    rows.append(f'2025-09,registered_patients,A99999,5,"{"x" * 200_000}",')
    assert "cannot be read" in refused("\n".join([long, *rows]))


def test_a_very_long_line_near_the_top():
    assert "longer than 64 KB" in refused("x" * 70_000 + "\n" + TEXT)


def test_too_many_columns():
    assert "2005 columns; the limit is 2000" in refused(",".join(f"C{i}" for i in range(2005)))


def test_headings_that_stand_twice():
    said = refused(f"{HEADER},Note,NOTE\n2025-09,registered_patients,A00001,5,a,b\n")
    assert "more than once: NOTE" in said


def test_blank_headings_are_allowed_and_unused():
    table = table_of(f"{HEADER},,\n2025-09,registered_patients,A00001,5,,\n")
    assert table.frame.columns[:4] == HEADER.split(",")
    assert table.recognised.unknown == ()


@pytest.mark.parametrize("width", [4, 100])
def test_blank_rows_are_left_out_and_counted(width: int):
    more = [f"TOTAL_X{i}" for i in range(width - 4)]
    header = ",".join([HEADER, *more])
    row = ",".join(["2025-09", "registered_patients", "A00001", "5000", *("1" for _ in more)])
    blank = "," * (width - 1)
    table = table_of(f"{header}\n{row}\n{blank}\n{blank}\n")
    assert table.frame.height == 1
    assert "blank_rows" in notes(table)
    (found,) = [f for f in table.findings if f.code == "blank_rows"]
    assert found.count == 2


@pytest.mark.parametrize("data", [HEADER, HEADER + "\n", HEADER + "\n,,,\n"])
def test_headings_without_rows(data: str):
    assert "headings but no rows" in refused(data)


def test_html_saved_as_csv():
    assert "web page" in refused("<html><body><table></table></body></html>")


def test_words_that_are_no_table():
    said = refused("Dear colleague,\nplease find attached\n")
    assert "match no file" in said
    assert "DEAR COLLEAGUE" in said


def test_unknown_columns_are_noted():
    table = table_of(f"{HEADER},Remark\n2025-09,registered_patients,A00001,5,x\n")
    assert notes(table)["unknown_columns"][1:] == ("REMARK",)


def test_every_cell_stays_text_as_printed():
    table = table_of(f"{HEADER}\n2025-09, registered_patients ,007,1.50\n")
    assert table.frame.rows() == [("2025-09", " registered_patients ", "007", "1.50")]


def test_parts_not_used_are_noted():
    data = zip_of({"a.csv": TEXT, "b.csv": "x,y\n1,2\n"})
    (table,) = read_upload("both.zip", data, declared())
    assert (table.name, table.upload) == ("a.csv", "both.zip")
    assert "b.csv" in notes(table)["part_not_used"][1]


def test_two_tables_in_one_zip():
    data = zip_of({"a.csv": TEXT, "b.csv": "PRACTICE_CODE,BOROUGH\nA00001,East\n"})
    found = read_upload("both.zip", data, declared())
    assert [t.recognised.source.id for t in found] == ["tidy_lists", "borough_lookup"]
    assert len({t.sha256 for t in found}) == 1


def test_when_nothing_is_recognised_the_first_refusal_is_given():
    with pytest.raises(UnreadableFile, match=r"^a\.csv"):
        read_upload("both.zip", zip_of({"a.csv": "x\n1\n", "b.csv": "y\n1\n"}), declared())


def test_the_name_is_cut_and_stripped_of_folders():
    (table,) = read_upload("../../etc/" + "n" * 300 + ".csv", TEXT.encode(), declared())
    assert table.name == "n" * 120
    (table,) = read_upload("  ", TEXT.encode(), declared())
    assert table.name == "file"
