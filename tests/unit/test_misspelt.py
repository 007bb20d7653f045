"""Headings that are almost those of a column we know."""

import pytest

from tests.unit.making import codes_of, csv_of, draft_of
from wfcore.normalising import Draft

ROW = {"PRAC_CODE": "A00001", "TOTAL_PATIENTS": 6000, "TOTAL_GP_FTE": 4, "TOTAL_NURSES_FTE": 2}


def renamed(old: str, new: str) -> Draft:
    return draft_of(csv_of([{new if name == old else name: v for name, v in ROW.items()}]))


@pytest.mark.parametrize(
    "printed",
    [
        "TOTAL_GP\u00a0_FTE",  # a no-break space
        "TOTAL_GP FTE",
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
