"""Plans as printed: what is kept, which totals agree, which marks stand for nothing."""

from decimal import Decimal

import polars as pl
import pytest

from tests.unit.making import (
    PLAN_HEADER,
    codes_of,
    csv_text,
    draft_of,
    drafts_of,
    plan_csv,
    xlsx_of,
)
from wfcore.findings import Finding
from wfcore.normalising import Draft
from wfcore.normalising.adding_up import exact_decimal

ROWS = [("East", 1, "-", 2.5, 3.5), ("West", "", 0.5, 1, 1.5), ("Total", 1, 0.5, 3.5, 5)]


def plan(*rows: tuple[object, ...], header: list[str] = PLAN_HEADER) -> Draft:
    return draft_of(plan_csv(rows, header), period="2026-03")


def found(draft: Draft, code: str) -> Finding:
    return next(f for f in draft.findings if f.code == code)


def changed(row: int, column: int, value: object) -> Draft:
    rows = [list(r) for r in ROWS]
    rows[row][column] = value
    return plan(*(tuple(r) for r in rows))


def test_every_cell_is_kept_as_printed_and_no_total_is():
    draft = plan(*ROWS)
    table = draft.tables["arrs_plan"]
    assert (draft.edition, draft.licence) == (
        "arrs_plan.2026-03", "Local figures, under no public licence",
    )  # fmt: skip
    assert table.select("area_name", "role_printed", "wte", "mark", "row", "column").rows() == [
        ("East", "Clinical Pharmacists", 1.0, None, 2, "B"),
        ("East", "Podiatrists", None, "-", 2, "C"),
        ("East", "Care Co-ordinators", 2.5, None, 2, "D"),
        ("West", "Clinical Pharmacists", None, "", 3, "B"),
        ("West", "Podiatrists", 0.5, None, 3, "C"),
        ("West", "Care Co-ordinators", 1.0, None, 3, "D"),
    ]
    assert set(table["plan_for"]) == {"2026-03"}
    assert table["pcn_code"].null_count() == table.height
    assert codes_of(draft) == {"cells_without_figures": "notes"}
    assert found(draft, "cells_without_figures").examples == ("“-”: 1", "blank: 1")


def test_a_workbook_with_a_title_above_names_its_own_rows():
    sheet = [["Plan of our PCNs"], [], PLAN_HEADER, *([str(c) for c in row] for row in ROWS)]
    draft = draft_of(xlsx_of({"Plan": sheet}), "plan.xlsx", "2026-03")
    assert draft.tables["arrs_plan"]["row"].unique().sort().to_list() == [4, 5]


def test_blank_rows_do_not_shift_the_rows_below():
    draft = plan(ROWS[0], ("", "", "", "", ""), *ROWS[1:])
    assert draft.tables["arrs_plan"]["row"].unique().sort().to_list() == [2, 4]


def test_codes_in_a_column_or_as_names():
    header = ["PCN", "PCN code", *PLAN_HEADER[1:]]
    draft = plan(("East", "u00001", 1, 1, 1, 3), ("U00002", "", 1, 1, 1, 3), header=header)
    assert draft.tables["arrs_plan"]["pcn_code"].unique().sort().to_list() == ["U00001", "U00002"]


def test_a_date_and_a_source_in_the_file():
    header = [*PLAN_HEADER, "Plan for", "SOURCE"]
    rows = [
        (*ROWS[0], "2025-03", "demonstration_plan"),
        (*ROWS[0], "2026-03", "demonstration_plan"),
    ]
    drafts = drafts_of(csv_text(header, rows))
    assert [(d.edition, d.note) for d in drafts] == [
        ("demonstration_plan.2025-03", "invented"),
        ("demonstration_plan.2026-03", "invented"),
    ]
    assert [d.tables["arrs_plan"]["plan_for"][0] for d in drafts] == ["2025-03", "2026-03"]


@pytest.mark.parametrize(
    ("row", "column", "value", "code", "example"),
    [
        (0, 4, 3.6, "row_totals_rounded", "row 2 East: 3.6 printed, 3.5 added up"),
        (0, 4, 4.5, "row_totals_differ", "row 2 East: 4.5 printed, 3.5 added up"),
        (2, 2, 0.9, "column_totals_differ", "column C Podiatrists: 0.9 printed, 0.5 added up"),
        (2, 4, 9, "grand_totals_differ", "all cells: 9 printed, 5.0 added up"),
    ],
)
def test_totals_that_do_not_add_up(row: int, column: int, value: float, code: str, example: str):
    draft = changed(row, column, value)
    assert codes_of(draft)[code] == ("notes" if code.endswith("rounded") else "warns")
    assert example in found(draft, code).examples


def test_the_grand_total_is_reached_in_three_ways():
    draft = changed(2, 4, 9)
    assert found(draft, "grand_totals_differ").examples == (
        "all cells: 9 printed, 5.0 added up",
        "totals of PCNs: 9 printed, 5.0 added up",
        "totals of roles: 9 printed, 5.0 added up",
    )
    assert "in E4" in found(draft, "grand_totals_differ").message


def test_half_a_unit_for_each_figure_is_rounding():
    assert codes_of(plan(("East", 1.11, 1.11, 1.11, 3.34)))["row_totals_rounded"] == "notes"
    assert codes_of(plan(("East", 1.11, 1.11, 1.11, 3.35)))["row_totals_differ"] == "warns"


def test_a_workbook_keeps_binary_fractions_that_are_no_difference():
    assert exact_decimal("20.240000000000002") == Decimal("20.24")
    assert exact_decimal("3.00") == Decimal("3.00")
    draft = plan(("East", "0.30000000000000004", 1, 1, "2.3"))
    assert "row_totals_differ" not in codes_of(draft)
    assert "row_totals_rounded" not in codes_of(draft)


def test_totals_that_are_not_printed_are_named():
    draft = plan(("East", 1, 1, 1, ""), ("Total", "", 1, 1, 3))
    assert found(draft, "totals_missing").examples == (
        "row 2 East: blank",
        "column B Clinical Pharmacists: blank",
    )
    assert "no row of totals" in found(plan(ROWS[0]), "totals_missing").examples


def test_marks():
    draft = plan(("East", "•", "ı", "N/A", "-"), ("West", "–", 1, 1, 2))
    assert found(draft, "stray_marks").examples == (
        "B2 East, Clinical Pharmacists: •",
        "C2 East, Podiatrists: ı",
        "D2 East, Care Co-ordinators: N/A",
    )
    assert found(draft, "cells_without_figures").examples == ("“–”: 1",)
    assert draft.tables["arrs_plan"]["mark"].to_list()[:3] == ["•", "ı", "N/A"]


@pytest.mark.parametrize("text", ["one", "1.5*", "1,5", "O.5", "=1+1", "1e3", "1 2"])
def test_words_for_figures_block(text: str):
    draft = changed(0, 1, text)
    assert codes_of(draft)["not_a_number"] == "blocks"
    assert found(draft, "not_a_number").examples[0].startswith("B2 East, Clinical Pharmacists: ")


@pytest.mark.parametrize(
    ("rows", "code", "examples"),
    [
        ([("", 1, 1, 1, 3)], "no_pcn_name", ("row 2",)),
        ([ROWS[0], ROWS[0]], "two_rows_for_one_pcn", ("row 2: East", "row 3: East")),
        ([("Total", 1, 1, 1, 3)], "no_pcn_rows", ()),
    ],
)
def test_what_is_unlike_a_plan_blocks(
    rows: list[tuple[object, ...]], code: str, examples: tuple[str, ...]
):
    draft = plan(*rows)
    assert codes_of(draft)[code] == "blocks"
    assert found(draft, code).examples == examples


def test_figures_under_no_heading_block():
    draft = plan((*ROWS[0], 4), header=[*PLAN_HEADER, ""])
    assert found(draft, "figures_without_heading").examples == ("column F",)


def test_an_empty_column_without_heading_is_nothing():
    draft = plan((*ROWS[0], ""), header=[*PLAN_HEADER, ""])
    assert "figures_without_heading" not in codes_of(draft)
    assert draft.tables["arrs_plan"].height == 3


def test_notes_and_totals_of_parts_are_left_out():
    draft = plan(
        ROWS[0],
        ("East total", 1, "-", 2.5, 3.5),
        *ROWS[1:],
        ("* subject to approval", "", "", "", ""),
    )
    assert found(draft, "rows_left_out").examples == (
        "row 6: * subject to approval",
        "row 3: East total",
    )
    assert draft.tables["arrs_plan"]["area_name"].unique().sort().to_list() == ["East", "West"]


def test_a_huge_plan_is_refused():
    header = ["PCN", *(f"Nurse {i}" for i in range(150)), "Total"]
    draft = plan(*(("East", *(1 for _ in range(150)), 150) for _ in range(1400)), header=header)
    assert codes_of(draft) == {"plan_too_large": "blocks"}
    assert draft.tables == {}


def test_types_do_not_depend_on_what_is_printed():
    draft = plan(("East", "-", "-", "-", "-"))
    assert draft.tables["arrs_plan"].schema["wte"] == pl.Float64
