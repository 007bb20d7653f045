"""Pasted text, files and cells become a table; what is no figure stays text."""

from decimal import Decimal

import pytest

from tests.unit.making import xlsx_of
from tests.unit.table_checks import diagnosis, table
from wfcore.declared import declared
from wfcore.errors import UnreadableFile
from wfcore.table_checks import tables_of
from wfcore.table_checks.printed import parse_cell


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1,234.50", "1234.50"), ("-4.13", "-4.13"), ("(4.13)", "-4.13"), ("−5.3%", "-5.3"),
        ("£1,200", "1200"), ("364*", "364"), ("c10%", "10"), (".5", "0.5"), ("44.07 ↑", "44.07"),
        ("1 984", "1984"), ("12\u00a0345.5", "12345.5"), ("¹1,143", "1143"), ("1,143(2)", "1143"), ("12.5 FTE", "12.5"),
        ("(4.13)%", "-4.13"), ("£(1,200)", "-1200"), ("– 5", "-5"), ("2.2 pp", "2.2"), ("5r", "5"), ("12 34", None),
        ("<5", None), ("[c]", None), ("n/a", None), ("216 (24.5%)", "216"), ("20.240000000000002", "20.24"),
        ("", None), ("-", None), ("•", None), ("ı", None), ("NA", None), ("*", None), ("22/23", None),
        ("1,23", None), ("1.2.3", None), ("137 (33 projected to qualify)", None), ("9" * 80, None),
    ],
)  # fmt: skip
def test_a_cell_is_a_figure_or_text(printed: str, value: str | None):
    assert parse_cell(printed).value == (None if value is None else Decimal(value))


def test_what_else_stands_in_a_cell():
    assert parse_cell("364*").mark == "*"
    assert parse_cell("44.07 ↑").arrow == 1
    assert parse_cell("↓").arrow == -1
    assert parse_cell("£5").money
    assert parse_cell("5%").percent
    assert parse_cell("216 (24.5%)").share == Decimal("24.5")
    assert parse_cell("-").silent
    assert parse_cell("•").silent
    assert parse_cell("<5").held_back
    assert not parse_cell("n/a").held_back
    assert parse_cell("not known").words
    assert not parse_cell("↑").words


CELLS = [["Area", "GPs", "Nurses"], ["Brook", "1,200.5", "2"], ["Meadow, East", "3", "-"]]
COMMA = 'Area,GPs,Nurses\nBrook,"1,200.5",2\n"Meadow, East",3,-\n'


@pytest.mark.parametrize(
    "text",
    [
        COMMA,
        COMMA.replace("\n", "\r\n"),
        "\ufeff" + COMMA,
        "Area;GPs;Nurses\nBrook;1,200.5;2\nMeadow, East;3;-\n",
        "Area|GPs|Nurses\nBrook|1,200.5|2\nMeadow, East|3|-\n",
        "Area\tGPs\tNurses\nBrook\t1,200.5\t2\nMeadow, East\t3\t-\n",
        "Area   GPs   Nurses\nBrook   1,200.5   2\nMeadow, East   3   -\n",
        "Area GPs Nurses\nBrook 1,200.5 2\nMeadow, East 3 -\n",
        "A title above\n\nArea GPs Nurses\nBrook 1,200.5 2\nMeadow, East 3 -\n",
    ],
)
def test_every_way_to_paste_a_table(text: str):
    (one,) = tables_of("pasted", text.encode())
    assert one.headings == ("Area", "GPs", "Nurses")
    assert [row.name for row in one.rows] == ["Brook", "Meadow, East"]
    assert [row.cells[1].value for row in one.rows] == [Decimal("1200.5"), Decimal(3)]
    assert one.rows[1].cells[2].text == "-"


def test_a_workbook_is_read_sheet_by_sheet():
    (one,) = tables_of("paper.xlsx", xlsx_of({"Figure 2": CELLS}))
    assert one.name == "paper.xlsx › Figure 2"
    assert [row.number for row in one.rows] == [2, 3]
    assert one.rows[0].cells[1].value == Decimal("1200.5")


def test_two_rows_of_headings_are_read_as_one():
    text = table("""
        | GPs | | Nurses |
        | Jun-22 | Sep-22 | Jun-22 | Sep-22
        Brook | 1 | 2 | 3 | 4
        Meadow | 1 | 2 | 3 | 4
    """)
    (one,) = tables_of("pasted", text.encode())
    assert one.headings == ("", "GPs Jun-22", "GPs Sep-22", "Nurses Jun-22", "Nurses Sep-22")
    assert one.heading_row == 2


def test_titles_sections_and_notes_are_no_rows():
    (one,) = tables_of(
        "pasted",
        table("""
            Staff of two places, March 2022
            Group | FTE | Headcount | Practices
            Doctors
            GPs* | 1 | 2 | 3
            Others
            Nurses | 2 | 3 | 3
            * without locums
        """).encode(),
    )
    assert one.above == ("pasted", "Staff of two places, March 2022")
    assert one.below == ("* without locums",)
    assert [(row.name, row.section, row.number) for row in one.rows] == [
        ("GPs*", "Doctors", 4),
        ("Nurses", "Others", 6),
    ]


def test_years_may_name_the_rows():
    (one,) = tables_of("pasted", b"Year,GPs\n2021,5\n2022,6\n")
    assert [row.name for row in one.rows] == ["2021", "2022"]
    (one,) = tables_of("pasted", b"year,month,GPs\n2021,3,5\n2021,6,6\n")
    assert [row.name for row in one.rows] == ["2021, 3", "2021, 6"]


@pytest.mark.parametrize("text", ["", "  \n", "one line of words", "a\nb\nc\n"])
def test_text_without_a_table_is_refused(text: str):
    with pytest.raises(UnreadableFile):
        tables_of("pasted", text.encode())


def test_a_data_file_is_sent_elsewhere():
    limit = declared().rules.doctor
    rows = "a,b\n" + "1,2\n" * limit.cells
    with pytest.raises(UnreadableFile, match="New quarter"):
        tables_of("big.csv", rows.encode())
    wide = ",".join(["a"] * (limit.columns + 1))
    with pytest.raises(UnreadableFile, match="columns"):
        tables_of("wide.csv", f"{wide}\n{wide}\n".encode())


def test_a_row_with_too_many_cells_is_named():
    one = diagnosis("""
        Area | GPs | Nurses
        Brook | 1 | 2
        Meadow | 1 | 200 | 5
        Harbour | 1 | 2
    """)
    (found,) = [f for f in one.findings if f.code == "rows_fit_the_headings"]
    assert found.examples == ("row 3: 4 cells, 3 headings",)
