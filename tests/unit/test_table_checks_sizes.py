"""Sizes, people, leaps, footnotes, averages, copies: the fault is found, the innocent reading is not one."""

import pytest

from tests.unit.table_checks import diagnosis, said
from wfcore.table_checks.diagnosis import severity_of


def test_a_finding_is_no_graver_than_it_is_sure():
    assert severity_of("blocks", "sure") == "blocks"
    assert severity_of("blocks", "likely") == severity_of("warns", "likely") == "warns"
    assert severity_of("warns", "asked") == severity_of("blocks", "asked") == "notes"
    assert severity_of("notes", "sure") == "notes"


SIZES = """
    PCN, March 2024 | Registered patients | GP FTE
    Brook | 41,200 | 18.4
    Meadow | {} | 19.9
    Harbour | 39,700 | {}
    Hillside | 44,100 | 20.3
"""


@pytest.mark.parametrize(
    ("patients", "fte", "spot"),
    [
        ("43,500", "17.7", None),
        ("43.5", "17.7", "B3 Meadow, Registered patients"),
        ("43,500", "177", "C4 Harbour, GP FTE"),
    ],
)
def test_a_cell_in_thousands_or_tenfold(patients: str, fte: str, spot: str | None):
    found = said(SIZES.format(patients, fte), "figures_are_of_one_size")
    assert [s.split(":")[0] for s in found.get("warns", [])] == ([spot] if spot else [])


def test_a_larger_place_is_larger_in_every_column():
    text = SIZES.format("43,500", "17.7") + "    Region | 432,000 | 195.1\n"
    assert said(text, "figures_are_of_one_size") == {}


def test_a_point_for_a_comma_and_parted_people():
    text = "GP headcount | 2021 | 2022 | 2023\nPartners | 21,405 | 20.911 | 20,702\nSalaried | 9,100 | 9,412 | 9,530.5"
    assert said(text, "points_are_no_commas") == {
        "warns": ["C2 Partners, 2022: 20.911 printed among whole numbers: 20,911?"]
    }
    assert said(text, "people_are_whole") == {"warns": ["D3 Salaried, 2023: 9,530.5 printed"]}


def test_a_leap_is_asked_about_and_growth_is_not():
    leap = "Year (30 September) | GPs (headcount)\n2019 | 520\n2020 | 531\n2021 | 351\n2022 | 360"
    assert [s.split(":")[0] for s in said(leap, "courses_have_no_leaps")["notes"]] == [
        "B4 2021, GPs (headcount)"
    ]
    growth = (
        "Year (30 September) | Pharmacists (headcount)\n2019 | 20\n2020 | 29\n2021 | 41\n2022 | 60"
    )
    assert said(growth, "courses_have_no_leaps") == {}


@pytest.mark.parametrize(
    ("text", "spots"),
    [
        ("GP vacancies (headcount) | 2001 | 20022 | 2003\nBrook | 5 | 6 | 7", ["C1 20022"]),
        (  # 11 + 12 + 13 = 36, not 236
            "GP vacancies (headcount) | 2001 | 2002\nA | 11 | 21\nB | 12 | 22\nC | 213 | 23\nTotal | 36 | 66",
            ["B4 C, 2001"],
        ),
        (
            "Vacancies (headcount) | 2001 | 2002 | 2003\nEngland | 11,310 | 21,290 | 31,340",
            ["B2 England, 2001", "C2 England, 2002", "D2 England, 2003"],
        ),
        ("Vacancies (headcount) | 2001 | 2002 | 2003\nEngland | 1,310 | 1,290 | 1,340", []),
    ],
)  # fmt: skip
def test_the_digit_of_a_footnote_is_asked_about(text: str, spots: list[str]):
    found = said(text, "no_footnote_is_fused")
    assert [s.split(":")[0] for s in found.get("notes", [])] == spots
    assert set(found) <= {"notes"}


AVERAGE = "{}PCN | Patients per GP FTE (Sept 2024)\nBrook | 2,100\nMeadow | 2,500\nHarbour | 1,900\n{} | {}"


@pytest.mark.parametrize(
    ("title", "name", "printed", "severity"),
    [
        ("", "Borough average (weighted)", "2,250", None),
        ("", "Borough average (weighted)", "2,800", "warns"),
        ("Practices with the most patients for each GP\n", "Borough average", "1,700", "notes"),
        ("", "England average", "2,800", None),  # of more places than these
    ],
)
def test_an_average_lies_among_its_parts(title: str, name: str, printed: str, severity: str | None):
    found = said(AVERAGE.format(title, name, printed), "averages_lie_among_their_parts")
    assert list(found) == ([severity] if severity else [])


def test_what_is_of_which_is_no_more_than_the_whole():
    text = "GP headcount | 2022 | 2023\nAll GPs | 80 | 82\nof which: partners | 45 | {}\nof which: aged 55+ | 20 | 22"
    assert diagnosis(text.format("43")).findings == ()
    assert said(text.format("93"), "parts_are_within_the_whole") == {
        "warns": ["C3 of which: partners, 2023: 93, but 82 under All GPs"]
    }


@pytest.mark.parametrize(
    ("heads", "fte", "severity"),
    [("40", "31.0", None), ("40", "52.0", "warns"), ("8", "8.6", "notes")],
)
def test_posts_are_within_people(heads: str, fte: str, severity: str | None):
    text = f"Staff, March 2024 | FTE | Headcount\nGPs | {fte} | {heads}\nNurses | 20.5 | 30"
    assert list(said(text, "fte_is_within_headcount")) == ([severity] if severity else [])


def test_a_column_copied_from_another():
    text = "PCN | Nurse FTE 2022 | Nurse FTE 2023\n" + "\n".join(
        f"Place {n} | {11 + n}.4 | {{}}" for n in range(5)
    )
    same = text.format(*(f"{11 + n}.4" for n in range(5)))
    assert list(said(same, "columns_differ")) == ["warns"]
    assert said(text.format(*(f"{11 + n}.6" for n in range(5))), "columns_differ") == {}


def test_people_counted_once_and_a_part_list():
    once = "Staff, March 2024 | Headcount | FTE\nBrook PCN | 20 | 14.0\nMeadow PCN | 30 | 21.0\n{} | {} | 35.0"
    assert diagnosis(once.format("Borough total (distinct people)", "47")).clean
    assert list(said(once.format("Total", "57"), "columns_add_up")) == ["warns"]
    rows = "Barnet | 148 | 101.2\nBrent | 290 | 190.4\nCamden | 182 | 133.2\n{} | 600 | 424.8"
    places = f"Place, 2024 | GP headcount | GP FTE\n{rows}"
    assert list(said(places.format("North Central London"), "columns_add_up")) == ["notes"]
    parts = "North London | 22 | 78\nEast London | 18 | 55"
    england = f"GP vacancies (headcount) | 2000 | 2001\nEngland total | 1,143 | 2,345\n{parts}"
    assert diagnosis(england).clean
    assert list(said(england, "part_lists_are_named")) == ["notes"]


def test_an_allocation_of_a_year_stands_beside_claims_to_a_month():
    text = """
        PCN | Allocation 2023/24 (£) | Claimed to 31 December 2023 (£) | % claimed
        Brook | 1,000,000 | 700,000 | 70.0%
        Meadow | 1,200,000 | 780,000 | {}
        Harbour | 800,000 | 600,000 | 75.0%
    """
    assert diagnosis(text.format("65.0%")).findings == ()
    assert said(text.format("56.0%"), "ratios_come_out")["warns"][0].startswith("D3 Meadow")
