"""Tables as councils print them → headings, rows, sections and notes, each expected by hand."""

from decimal import Decimal

import pytest

from tests.unit.making import xlsx_of
from tests.unit.table_checks import table
from wfcore.table_checks import PrintedTable, tables_of


def read(text: str, name: str = "paper.csv") -> PrintedTable:
    (one,) = tables_of(name, text.encode())
    return one


def names(one: PrintedTable) -> list[str]:
    return [row.name for row in one.rows]


def column(one: PrintedTable, j: int) -> list[str]:
    return [row.cells[j].text for row in one.rows]


def test_markdown_is_a_table():
    one = read("""
        **Table 2: GPs by network, September 2024**

        | Network | GPs (FTE) | Nurses (FTE) |
        |:--------|----------:|:---:|
        | Alder   | 21.4 | 9.1 |
        | **Total** | **21.4** | **9.1** |

        *Source: returns of practices*
    """)
    assert one.above[1:] == ("Table 2: GPs by network, September 2024",)
    assert one.headings == ("Network", "GPs (FTE)", "Nurses (FTE)")
    assert names(one) == ["Alder", "Total"]
    assert one.rows[1].cells[1].value == Decimal("21.4")
    assert one.below == ("Source: returns of practices",)


def test_markdown_may_have_two_rows_of_headings():
    one = read("| | GPs | | Nurses | |\n|---|---|---|---|---|\n| PCN | FTE | HC | FTE | HC |\n"
               "| Alder | 5.1 | 6 | 2.1 | 3 |\n| Beech | 7.1 | 8 | 1.0 | 2 |\n")  # fmt: skip
    assert one.headings == ("PCN", "GPs FTE", "GPs HC", "Nurses FTE", "Nurses HC")
    assert names(one) == ["Alder", "Beech"]


@pytest.mark.parametrize(
    "text",
    [
        "Role No of staff\nPharmacists – 6,331\nParamedics – 1,485\nDietitians – 94\n",
        "Role Number\n• Pharmacists: 6,331\n• Paramedics: 1,485\n• Dietitians: 94\n",
        "- Pharmacists - 6,331\n- Paramedics - 1,485\n- Dietitians - 94\n",
        "1. Pharmacists ........ 6,331\n2. Paramedics ......... 1,485\n3. Dietitians ....... 94\n",
    ],
)
def test_a_list_of_names_and_figures_is_a_table(text: str):
    one = read(text)
    assert names(one) == ["Pharmacists", "Paramedics", "Dietitians"]
    assert [row.cells[1].value for row in one.rows] == [6331, 1485, 94]


def test_a_fall_at_the_end_of_a_line_is_no_list():
    one = read(
        "Borough   Sept 2022   Sept 2024   Change\nAlder   36.5%   33.6%   -2.9\nBeech   26.8%   26.5%   -0.3\n"
    )
    assert one.headings == ("Borough", "Sept 2022", "Sept 2024", "Change")
    assert column(one, 3) == ["-2.9", "-0.3"]


def test_a_unit_may_stand_in_each_cell():
    one = read("In March 2024:\n• Pharmacists: 12.5 FTE\n• Paramedics: 3.2 FTE\n")
    assert [row.cells[1].value for row in one.rows] == [Decimal("12.5"), Decimal("3.2")]
    assert one.kinds[1] == "fte"


@pytest.mark.parametrize(
    ("line", "headings"),
    [
        ("PCN Patients per GP FTE", ("PCN", "Patients per GP FTE")),
        ("Staff group Headcount", ("Staff group", "Headcount")),
    ],
)
def test_one_column_set_with_spaces(line: str, headings: tuple[str, str]):
    one = read(f"{line}\nAlder PCN 2,252\nBeech PCN 2,703\nCedar PCN 1,978\n")
    assert one.headings == headings
    assert column(one, 1) == ["2,252", "2,703", "1,978"]


@pytest.mark.parametrize(
    ("line", "headings"),
    [
        ("Network GP FTE Nurse FTE", ("Network", "GP FTE", "Nurse FTE")),
        ("Staff group Sept 2023 Sept 2024", ("Staff group", "Sept 2023", "Sept 2024")),
        ("Network GPs Nurses", ("Network", "GPs", "Nurses")),
        ("Network 2023 2024", ("Network", "2023", "2024")),
    ],
)
def test_headings_set_with_spaces(line: str, headings: tuple[str, ...]):
    one = read(f"{line}\nAlder PCN 22.5 12.1\nBeech PCN 27.5 3.2\n")
    assert one.headings == headings
    assert names(one) == ["Alder PCN", "Beech PCN"]


def test_columns_of_a_page_are_read_by_their_place():
    one = read(
        "Network               GPs              Nurses\n"
        "                  FTE     HC        FTE     HC\n"
        "Alder             5.1      6        2.1      3\n"
        "Cedar             3.2               2.0      2\n"
        "Total             8.3      6        4.1      5\n"
    )
    assert one.headings == ("Network", "GPs FTE", "GPs HC", "Nurses FTE", "Nurses HC")
    assert column(one, 2) == ["6", "", "6"]
    assert column(one, 3) == ["2.1", "2.0", "4.1"]


def test_three_rows_of_headings_and_one_that_counts_columns():
    one = read(
        table("""
        | GPs | | Total |
        PCN | 2023 | 2024 | 2023 | 2024
        | FTE | FTE | FTE | FTE
        (a) | (b) | (c) | (d) | (e)
        Alder | 5.1 | 6.2 | 6.1 | 7.3
        Beech | 7.1 | 8.3 | 9.1 | 10.5
    """)
    )
    assert one.headings == (
        "PCN", "GPs 2023 FTE", "GPs 2024 FTE", "Total 2023 FTE", "Total 2024 FTE",
    )  # fmt: skip
    assert [level[1:3] for level in one.levels] == [
        ("GPs", "GPs"),
        ("2023", "2024"),
        ("FTE", "FTE"),
    ]
    assert names(one) == ["Alder", "Beech"]


def test_a_title_in_two_cells_is_no_heading():
    one = read("Table 3:,Primary care workforce,\nStaff,2022/23,2023/24\nGPs,10,12\nNurses,8,9\n")
    assert one.headings == ("Staff", "2022/23", "2023/24")
    assert one.above[1] == "Table 3: Primary care workforce"


def test_one_column_without_a_heading_over_its_names():
    one = read(
        ",Headcount of salaried GPs working 37.5 hours and over per week\n2020,14\n2021,15\n"
    )
    assert one.headings[1].startswith("Headcount")
    assert one.kinds[1] == "headcount"
    assert names(one) == ["2020", "2021"]


def test_a_figure_may_look_like_a_year():
    one = read("PCN,Patients per GP\nAlder,2010\nBeech,1978\nCedar,2053\n")
    assert one.headings == ("PCN", "Patients per GP")
    assert [row.cells[1].value for row in one.rows] == [2010, 1978, 2053]


def test_tables_below_each_other_are_tables_of_their_own():
    first, second = tables_of(
        "two.csv",
        b"Table 1: GPs\nPCN,2022,2023\nAlder,5,6\nBeech,7,8\nSource: ours\n\n"
        b"Table 2: Nurses\nPCN,2022,2023\nAlder,3,2\nBeech,2,2\n",
    )
    assert (first.name, second.name) == ("two.csv › table 1", "two.csv › table 2")
    assert (first.above[1], second.above[1]) == ("Table 1: GPs", "Table 2: Nurses")
    assert names(first) == names(second) == ["Alder", "Beech"]
    assert first.below == ("Source: ours",)
    assert [row.number for row in second.rows] == [9, 10]


def test_a_table_within_a_table_is_one_of_its_own():
    first, second = tables_of(
        "within.csv",
        b"Borough,GP FTE,Nurse FTE\nAshdown,50.0,20.0\nBirch,40.0,18.0\n"
        b"Network,GP headcount,Nurse headcount\nAlder,12,6\nCedar,9,5\n",
    )
    assert first.headings == ("Borough", "GP FTE", "Nurse FTE")
    assert second.headings == ("Network", "GP headcount", "Nurse headcount")
    assert names(second) == ["Alder", "Cedar"]


def test_tables_side_by_side_keep_the_letters_of_their_columns():
    left, right = tables_of(
        "side.csv", b"PCN,FTE,HC,,PCN,FTE,HC\nAlder,5.1,6,,Cedar,3.3,4\nBeech,7.1,8,,Dale,2.2,3\n"
    )
    assert (names(left), names(right)) == (["Alder", "Beech"], ["Cedar", "Dale"])
    assert right.cell_name(0, 1) == "F2"


@pytest.mark.parametrize("between", ["", "\n", "GPs by network (continued)\n"])
def test_headings_that_each_page_repeats_are_no_rows(between: str):
    one = read(
        "GPs by network\nPCN,GP FTE,Nurse FTE\nAlder,5.1,6.2\nBeech,7.1,8.3\n"
        f"{between}PCN,GP FTE,Nurse FTE\nCedar,3.3,4.1\nDale,2.2,3.4\n"
    )
    assert names(one) == ["Alder", "Beech", "Cedar", "Dale"]
    assert {row.section for row in one.rows} == {""}


def test_names_may_stand_once_for_several_rows():
    one = read("Place,Staff,FTE\nAshdown,GP,10.1\n,Nurse,4.1\nBirch,GP,8.8\n,Nurse,3.1\n")
    assert names(one) == ["Ashdown, GP", "Ashdown, Nurse", "Birch, GP", "Birch, Nurse"]


def test_rows_may_be_numbered():
    one = read(
        "No.,Practice,List size,GP FTE\n1,Mill,5 200,3.1\n2,Park,4 300,2.0\n3,High,10 100,5.5\n"
    )
    assert names(one) == ["Mill", "Park", "High"]
    assert [row.cells[2].value for row in one.rows] == [5200, 4300, 10100]


def test_notes_within_and_below_are_no_sections():
    one = read(
        "Staff,2022,2023\nGPs,10,12\nNote: trainees are left out,,\nNurses,8,9\n"
        "Source: returns,,\n1,Includes bank staff,\n"
    )
    assert names(one) == ["GPs", "Nurses"]
    assert {row.section for row in one.rows} == {""}
    assert one.below == ("Note: trainees are left out", "Source: returns", "1 Includes bank staff")


def test_merged_cells_of_a_workbook_stand_for_all_they_cover():
    rows = [
        ["", "Table 3: staff of two places, FTE and headcount"],
        ["", "", "", "March 2023", "", "March 2024"],
        ["", "Place", "Staff", "FTE", "Headcount", "FTE", "Headcount"],
        ["", "Ashdown", "GPs", "5.1", "6", "5.3", "6"],
        ["", "", "Nurses", "2.0", "3", "2.2", "3"],
        ["", "Birch", "GPs", "4.0", "5", "4.4", "5"],
        ["", "", "Nurses", "1.0", "2", "1.1", "2"],
        ["", "", "Others", "9.0", "12", "9.1", "12"],
    ]
    merged = ["B1:G1", "D2:E2", "F2:G2", "B4:B5", "B6:B8", "ZZZZ1:A1", "nonsense", "A9:XFD1048576"]
    (one,) = tables_of("paper.xlsx", xlsx_of({"Figure 2": rows}, merged=merged))
    assert one.headings == (
        "Place", "Staff", "March 2023 FTE", "March 2023 Headcount", "March 2024 FTE", "March 2024 Headcount",
    )  # fmt: skip
    assert names(one) == [
        "Ashdown, GPs", "Ashdown, Nurses", "Birch, GPs", "Birch, Nurses", "Birch, Others",
    ]  # fmt: skip
    assert one.kinds[2:] == ("fte", "headcount", "fte", "headcount")
    assert one.cell_name(0, 2) == "D4"
