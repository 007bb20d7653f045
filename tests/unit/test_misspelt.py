"""Headings that are almost those of a column we know."""

from collections.abc import Callable

import pytest

from tests.unit.making import codes_of, csv_of, draft_of
from wfcore.normalising import Draft

ROW = {"PRAC_CODE": "A00001", "TOTAL_PATIENTS": 6000, "TOTAL_GP_FTE": 4, "TOTAL_NURSES_FTE": 2}


def renamed(old: str, new: str) -> Draft:
    return draft_of(csv_of([{new if name == old else name: v for name, v in ROW.items()}]))


@pytest.mark.parametrize(
    "printed",
    [
        "TOTAL_G\u0420_FTE",  # a Cyrillic Р
        "TOTAL_GPS_FTE",
        "TOTL_GP_FTE",
        "TOTAL_PG_FTE",
    ],
)
def test_the_column_that_is_meant_is_named(printed: str):
    draft = renamed("TOTAL_GP_FTE", printed)
    (found,) = (f for f in draft.findings if f.code == "misspelt_headings")
    assert found.severity == "warns"
    assert found.examples[0].endswith(": did you mean TOTAL_GP_FTE?")


@pytest.mark.parametrize(
    "mark",
    [" ", "\u00a0", "\u00a0_", "-", ".", "__"],  # a no-break space among them
)
@pytest.mark.parametrize("case", [str.upper, str.lower, str.title])
def test_what_stands_for_an_underscore_makes_no_difference(mark: str, case: Callable[[str], str]):
    draft = draft_of(csv_of([{f" {case(n.replace('_', mark))} ": v for n, v in ROW.items()}]))
    totals = draft.tables["staff_total"].filter(staff_group="gp", definition="all")
    assert totals["fte"].to_list() == [4]
    assert draft.tables["lists"]["registered"].to_list() == [6000]
    assert not {"misspelt_headings", "unknown_columns"} & set(codes_of(draft))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("TOTAL_GP_FTE", "GP_TOTAL_FTE", "GPs (TOTAL_GP_FTE)"),
        ("TOTAL_NURSES_FTE", "Nurses in post", "nurses (TOTAL_NURSES_FTE)"),
        ("TOTAL_PATIENTS", "List size", "registered patients (TOTAL_PATIENTS)"),
    ],
)
def test_a_count_that_is_lost_beside_figures_that_nothing_reads_warns(
    old: str, new: str, said: str
):
    draft = renamed(old, new)
    (found,) = (f for f in draft.findings if f.code == "counts_that_nothing_reads")
    assert found.severity == "warns"
    assert said in found.message
    assert found.examples == (new.upper(),)


def test_a_file_of_gps_alone_is_no_loss():
    draft = draft_of(csv_of([{"PRAC_CODE": "A00001", "TOTAL_GP_FTE": 4, "NOTE": "as sent"}]))
    assert "counts_that_nothing_reads" not in codes_of(draft)


def test_columns_of_areas_too():
    draft = draft_of(csv_of([ROW | {"PCN_C\u041eDE": "U00001"}]))
    (found,) = (f for f in draft.findings if f.code == "misspelt_headings")
    assert found.examples == ("PCN_CОDE: did you mean PCN_CODE?",)


@pytest.mark.parametrize(
    "new",
    [
        "TOTAL_GP_TRN_GR_ST5_FTE",  # a year that a later file may have
        "TOTAL_DPC_ROBOT_FTE",
        "TOTAL_N_ENHANCED_NURSE_FTE",
        "A_REMARK",
    ],
)
def test_a_new_column_is_no_slip(new: str):
    assert "misspelt_headings" not in codes_of(draft_of(csv_of([ROW | {new: 1}])))
