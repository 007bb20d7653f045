"""Changes, ratios and shares of a total against the figures that they are of; every figure is worked out by hand."""

import pytest

from tests.unit.table_checks import diagnosis, said

CHANGE = """
    Staff (FTE) | Sept 2023 | Sept 2024 | Change | % change
    GPs | 80.0 | 76.0 | -4.0 | {}
    Nurses | 40.0 | 42.0 | {} | +5.0%
    Admin | 160.0 | 164.0 | +4.0 | +2.5%
"""  # 4 of 80 is 5%, 2 of 40 is 5%, 4 of 160 is 2.5%


@pytest.mark.parametrize(
    ("percent", "change", "spot"),
    [
        ("-5.0%", "+2.0", None),
        ("-5%", "+2", None),  # any rounding
        ("+5.0%", "+2.0", "E2 GPs, % change: +5.0% printed; 80.0 to 76.0 make -5%"),
        ("-5.0%", "-2.0", "D3 Nurses, Change: -2.0 printed; 40.0 to 42.0 make 2"),
    ],
)
def test_a_change_is_that_of_its_figures(percent: str, change: str, spot: str | None):
    text = CHANGE.format(percent, change)
    assert said(text, "changes_come_out") == ({"warns": [spot]} if spot else {})
    assert diagnosis(text).checked["changes_come_out"] == 6


def test_two_rows_under_plain_headings_may_both_be_wrong():
    text = "Staff | 2022 | 2023 | Change\nGPs headcount | 400 | 390 | -5.2%\nNurses FTE | 50.0 | 49.0 | +2.0%"
    assert [s.split(":")[0] for s in said(text, "changes_come_out")["warns"]] == [
        "D2 GPs headcount, Change", "D3 Nurses FTE, Change",
    ]  # fmt: skip


def test_a_change_since_a_year_that_is_not_printed_is_left_alone():
    text = """
        Staff (FTE) | 2023 | 2024 | % change since 2015
        GPs | 133.2 | 130.1 | -10.4%
        Nurses | 62.0 | 61.1 | +11.1%
        Admin | 210.4 | 214.0 | +6.6%
    """
    assert diagnosis(text).clean
    assert "changes_come_out" not in diagnosis(text).checked


def test_a_change_on_the_year_before():
    text = """
        Year | GP FTE | Change on year
        2020 | 100.0 |
        2021 | 103.0 | +3.0
        2022 | 101.5 | {}
        2023 | 106.0 | +4.5
        2024 | 104.2 | -1.8
    """
    assert said(text.format("-1.5"), "changes_come_out") == {}
    (spot,) = said(text.format("+1.5"), "changes_come_out")["warns"]
    assert spot.startswith("C4 2022, Change on year: +1.5 printed; 103.0 to 101.5")


VACANCIES = """
    Role, March 2024 | Establishment WTE | In post WTE | Vacant WTE | Vacancy rate
    GP | 50.0 | 45.0 | 5.0 | 10%
    Nurse | 20.0 | 15.0 | {} | 25%
    HCA | 10.0 | 8.0 | 2.0 | {}
    Admin | 60.0 | 57.0 | 3.0 | 5%
"""


def test_vacancies_and_their_rate():
    assert diagnosis(VACANCIES.format("5.0", "20%")).clean
    wrong = VACANCIES.format("7.0", "2%")
    assert (
        "D3 Nurse, Vacant WTE: 7.0 printed; 20.0 less 15.0 make 5"
        in said(wrong, "changes_come_out")["warns"]
    )
    assert (
        "E4 HCA, Vacancy rate: 2% printed; 8.0 of 10.0, the rest make 20%"
        in said(wrong, "ratios_come_out")["warns"]
    )


RATES = """
    Place, March 2024 | Registered patients | GP FTE | {}
    Brook | 40,000 | 20.0 | 50.0
    Meadow | 50,000 | 22.5 | {}
    Harbour | 60,000 | 24.0 | 40.0
    Hillside | 30,000 | 10.5 | 35.0
"""  # 22.5 of 50,000 are 45 per 100,000


@pytest.mark.parametrize(
    ("heading", "rate", "code"),
    [
        ("GPs per 100,000 patients", "45.0", None),
        ("GPs per 100,000 patients", "54.0", "ratios_come_out"),
        ("GPs per 1,000 patients", "45.0", "rates_say_per_what"),
    ],
)
def test_a_rate_is_that_of_its_columns(heading: str, rate: str, code: str | None):
    one = diagnosis(RATES.format(heading, rate))
    assert [f.code for f in one.findings if f.severity != "notes"] == ([code] if code else [])


def test_rates_of_other_patients_are_asked_about():
    text = RATES.format("GPs per 100,000 patients", "45.0").replace("Registered", "Weighted")
    other = text
    for mine, theirs in (
        ("50.0\n", "48.1\n"),
        ("45.0\n", "46.9\n"),
        ("40.0\n", "41.7\n"),
        ("35.0\n", "33.2\n"),
    ):
        other = other.replace(mine, theirs)
    assert diagnosis(other).clean
    assert list(said(other, "ratios_come_out")) == ["notes"]


def test_a_share_of_the_total_is_not_one_of_its_own_row():
    text = """
        Age band (Sept 2024) | Headcount | % of total
        Under 40 | 30 | 37.5%
        40-54 | 35 | {}
        55 and over | 15 | 18.8%
        Total | 80 | 100%
    """
    assert diagnosis(text.format("43.8%")).clean  # 35 of 80 is 43.75%
    assert said(text.format("34.8%"), "shares_of_totals_come_out") == {
        "warns": ["C3 40-54, % of total: 34.8% printed; 35 and 80 make 43.8%"]
    }
    assert said(text.format("43.8%"), "shares_fit_the_headcount") == {}


def test_one_share_at_two_dates_is_no_part_of_a_whole():
    text = """
        Borough | % of GPs aged 55 and over (2022) | % of GPs aged 55 and over (2024) | Change (percentage points)
        Brook | 34.1% | 31.9% | -2.2
        Meadow | 29.4% | 30.1% | {}
        Harbour | 38.0% | 36.5% | -1.5
    """
    assert diagnosis(text.format("+0.7")).findings == ()
    assert [f.code for f in diagnosis(text.format("-0.7")).findings] == ["changes_come_out"]
