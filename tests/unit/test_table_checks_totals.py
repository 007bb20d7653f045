"""Totals and averages: what rounding explains is noted, more is a warning."""

import pytest

from tests.unit.table_checks import diagnosis, of, said

CLEAN = """
    Area | GPs, FTE | Nurses, FTE | Total FTE
    Brook | 1.25 | 2.50 | 3.75
    Meadow | 2.25 | 1.25 | 3.50
    Total | 3.50 | 3.75 | 7.25
"""
CODES = ("rows_add_up", "columns_add_up", "grand_total_agrees", "totals_are_rounded")


def test_what_adds_up_is_counted_and_not_remarked():
    one = diagnosis(CLEAN)
    assert [f.code for f in one.findings] == ["dates_are_named"]
    assert one.checked["rows_add_up"] == one.checked["columns_add_up"] == 3
    assert one.checked["grand_total_agrees"] == 3


def test_a_wrong_cell_is_found_by_row_and_by_column():
    wrong = CLEAN.replace("2.25 | 1.25", "2.25 | 1.75")
    assert said(wrong, "rows_add_up") == {
        "warns": ["D3 Meadow, Total FTE: 3.50 printed, 4.00 added up (-0.50)"]
    }
    assert said(wrong, "columns_add_up") == {
        "warns": ["C4 Total, Nurses, FTE: 3.75 printed, 4.25 added up (-0.50)"]
    }
    # What is wrong is named already; the grand total is held against it, and says nothing more.
    assert diagnosis(wrong).checked["grand_total_agrees"] == 3
    assert said(wrong, "grand_total_agrees") == {}


@pytest.mark.parametrize(("total", "severity"), [("3.76", "notes"), ("3.77", "warns")])
def test_the_tolerance_is_half_a_unit_for_each_cell(total: str, severity: str):
    text = CLEAN.replace("2.50 | 3.75", f"2.50 | {total}")
    assert list(said(text, "rows_add_up")) == [severity]  # two cells of 0.01: 0.01 in all


def test_people_are_whole():
    text = """
        Area | Headcount | Practices
        Brook | 10 | 2
        Meadow | 12 | 3
        Harbour | 11 | 4
        Total | {} | 9
    """
    assert said(text.format(33), "columns_add_up") == {}
    assert list(said(text.format(34), "columns_add_up")) == ["warns"]


@pytest.mark.parametrize(
    ("total", "found"),
    [("21", {}), ("20", {"notes"}), ("19", set())],
)
def test_a_total_that_is_cut_off(total: str, found: set[str]):
    text = f"""
        Area | FTE
        Brook | 10.3
        Meadow | 10.3
        Total | {total}
    """
    assert set(said(text, "totals_are_rounded")) == set(found)
    assert bool(said(text, "columns_add_up").get("warns")) == (total == "19")


def test_a_total_need_not_be_called_so():
    text = """
        area | practices | patients | gp_fte
        Dudley | 45 | 318335 | 155.4
        Walsall | 59 | 283267 | 147.3
        Wolverhampton | 44 | 277006 | 133.3
        The STP | 148 | {} | 436.0
    """
    right = diagnosis(text.format("878608"))
    assert right.checked["columns_add_up"] == 3
    assert of(right, "columns_add_up") == of(right, "rows_add_up") == []
    more = text.format("878608").replace("436.0", "436.1")
    assert said(more, "columns_add_up") == {
        "notes": ["D5 The STP, gp_fte: 436.1 printed, 436.0 added up (+0.1)"]
    }


def test_sub_totals_and_a_grand_total():
    text = """
        Group | FTE
        GPs | 5.0
        Registrars | 2.0
        Total doctors | 7.0
        Nurses | 4.0
        Assistants | 1.0
        Total others | 5.0
        Grand total | {}
    """
    assert said(text.format("12.0"), "columns_add_up") == {}
    assert said(text.format("13.0"), "columns_add_up") == {
        "warns": ["B8 Grand total, FTE: 13.0 printed, 12.0 added up (+1.0)"]
    }


def test_rates_shares_and_kinds_that_do_not_mix_are_not_added():
    text = """
        Area | GPs per 100,000 | % aged 55 | FTE | Headcount
        Brook | 44.1 | 20% | 5.0 | 6
        Meadow | 40.2 | 30% | 6.0 | 8
        Total | 42.0 | 25% | 11.0 | 14
    """
    one = diagnosis(text)
    assert one.checked["columns_add_up"] == 2
    assert not [f for f in one.findings if f.code in CODES]


def test_a_total_of_rates_without_their_unit_is_an_average():
    text = """
        Area | GPs | Nurses
        Brook | 44.1 | 15.0
        Meadow | 40.2 | 13.0
        Total | 42.0 | 14.1
    """
    assert not [f for f in diagnosis(text).findings if f.code in CODES]


def test_a_total_left_out_is_noted():
    text = CLEAN.replace("3.50 | 3.75 | 7.25", "3.50 | - | 7.25")
    assert said(text, "totals_are_printed") == {"notes": ["C4 Total, Nurses, FTE"]}


def test_averages():
    text = """
        Area | Apr-22 | May-22 | Jun-22 | Average
        Brook | 11.43 | 12.43 | 12.43 | 12.10
        Meadow | 1.00 | 2.00 | 2.00 | {}
    """
    assert said(text.format("1.67"), "averages_are_means") == {}
    assert said(text.format("1.69"), "averages_are_means") == {
        "warns": ["E3 Meadow, Average: 1.69 printed, 1.667 is the mean"]
    }


def test_a_total_holds_the_columns_of_its_own_kind():
    text = """
        PCN | Practices | Patients | GPs | Nurses | Total
        Crest | 3 | 34585 | 1.5 | 2.5 | 4.0
        North | 4 | 41200 | 2.0 | 1.0 | {}
        South | 5 | 52300 | NA | NA | NA
    """
    assert diagnosis(text.format("3.0")).checked["rows_add_up"] == 2
    assert said(text.format("3.0"), "totals_are_printed") == {}
    assert said(text.format("5.0"), "rows_add_up") == {
        "warns": ["F3 North, Total: 5.0 printed, 3.0 added up (+2.0)"]
    }
