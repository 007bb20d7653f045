"""Dates, units, and tables of indicators."""

import pytest

from tests.unit.table_checks import diagnosis, of, said
from wfcore.table_checks.dates import dates_in


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Apr-22", ["month"]), ("jun_22", ["month"]), ("September 2021", ["month"]),
        ("22/23", ["financial year"]), ("2022/23", ["financial year"]), ("31/03/2022", ["day"]),
        ("2021", ["year"]), ("as at 12.01.2018", ["day"]), ("50/50", []), ("0.48", []),
        ("8 March 2023 and 20 March 2023", ["month", "month"]), ("On-Going", []), ("1,984", []),
    ],
)  # fmt: skip
def test_dates_as_printed(text: str, kinds: list[str]):
    assert [date.kind for date in dates_in(text)] == kinds


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        ("22/23 | 23/24 | 25/26", "D1 25/26: 1 missing between 23/24 and 25/26"),
        ("2019 | 2020 | 2023", "D1 2023: 2 missing between 2020 and 2023"),
        ("Jan-22 | Feb-22 | Apr-22", "D1 Apr-22: 1 missing between Feb-22 and Apr-22"),
        ("Mar-22 | Jun-22 | Sep-22", None),
        ("22/23 | 23/24 | 24/25", None),
    ],
)
def test_a_year_missing_in_a_run(headings: str, missing: str | None):
    text = f"Group | {headings}\nGPs FTE | 1 | 2 | 3\nNurses FTE | 2 | 3 | 4"
    assert said(text, "no_year_is_missing") == ({"warns": [missing]} if missing else {})


def test_mixed_dates():
    text = "Group | Sept 2021 | Mar 2022 | Jan 2022\nGPs FTE | 1 | 2 | 3\nNurses FTE | 2 | 3 | 4"
    assert said(text, "dates_are_alike") == {
        "warns": ["B1 Sept 2021: in this order: Sept 2021, Mar 2022, Jan 2022"]
    }
    kinds = text.replace("Sept 2021", "21/22")
    assert "is a financial year" in said(kinds, "dates_are_alike")["warns"][0]
    two = "Version | Date | What\n1.1 | 1 May 2022 | a\n1.2 | 1 June 2022 and 8 June 2022 | b"
    assert said(two, "dates_are_alike") == {"warns": ["B3 1.2, Date: 1 June 2022 and 8 June 2022"]}


def test_units_and_dates_are_asked_for():
    bare = "PCN | A | B\nCrest | 1 | 2\nNorth | 3 | 4"
    assert {"units_are_named", "dates_are_named"} <= {f.code for f in diagnosis(bare).findings}
    named = f"FTE, March 2022\n{bare}"
    assert not {"units_are_named", "dates_are_named"} & {f.code for f in diagnosis(named).findings}
    dated = diagnosis(bare, name="Plan March 2022 FTE.csv")
    assert not {"units_are_named", "dates_are_named"} & {f.code for f in dated.findings}


def test_money_without_a_unit():
    text = "{}\nPCN | Apr-22 FTE | May-22 FTE\nCrest | 1 | 2\nSpend{} | 223 | 234"
    assert said(text.format("Plan", ""), "units_are_named") == {"warns": ["A4 Spend: 223"]}
    assert said(text.format("Plan", " (£000)"), "units_are_named") == {}
    assert said(text.format("Money in £000", ""), "units_are_named") == {}


PLAN = """
    Initiative | KPI | Baseline | Target | Owner | Due date
    Fellowships | 37 fellowships | 30 | 37 | Training hub | March 2023
    Apprentices | {} | 10 | 59 | {} | {}
"""


def test_a_whole_plan_is_not_remarked():
    one = diagnosis(PLAN.format("59 apprentices", "Hub", "June 2023"))
    assert one.findings == ()
    assert one.checked["plans_have_their_columns"] == 4


@pytest.mark.parametrize(
    ("cells", "code", "example"),
    [
        (("Number of apprentices", "Hub", "June 2023"), "indicators_have_a_number",
         "B3 Apprentices, KPI: Number of apprentices"),
        (("done by June 2023", "Hub", "June 2023"), "indicators_have_a_number",
         "B3 Apprentices, KPI: done by June 2023"),
        (("37 Fellowships.", "Hub", "June 2023"), "indicators_stand_once",
         "B2 Fellowships, KPI: 2 × 37 fellowships"),
        (("", "Hub", "June 2023"), "initiatives_have_an_indicator", "A3 Apprentices: Apprentices"),
        (("59 apprentices", "", "June 2023"), "plans_have_owner_and_date",
         "E3 Apprentices, 59 apprentices, Owner: blank"),
        (("59 apprentices", "Hub", "On-going"), "plans_have_owner_and_date",
         "F3 Apprentices, 59 apprentices, Due date: On-going"),
    ],
)  # fmt: skip
def test_what_a_plan_lacks(cells: tuple[str, str, str], code: str, example: str):
    one = diagnosis(PLAN.format(*cells))
    assert [f.code for f in one.findings if f.severity == "warns"] == [code]
    assert of(one, code)[0].examples[0] == example


def test_columns_that_a_plan_lacks():
    text = "Domain | Initiative | KPI\nPeople | Fellowships | 37\nPeople | Apprentices | 59"
    (found,) = of(diagnosis(text), "plans_have_their_columns")
    assert "no column for: baseline, target, owner, date" in found.message


def test_rows_that_go_on_with_an_initiative():
    text = """
        Domain | Initiative | KPI
        People | Fellowships |
        People | | 37 fellowships
        People | Legacy nurses |
        People | Apprentices | 59 apprentices
    """
    assert said(text, "initiatives_have_an_indicator") == {
        "warns": ["B4 People, Initiative: Legacy nurses"]
    }
