"""What adds up to what: expected by hand, for each kind of layout that committees print."""

from time import process_time

import pytest

from tests.unit.table_checks import table
from wfcore.table_checks import tables_of
from wfcore.table_checks.structure import PrintedAxis, Structure, structure_of


def structure(text: str) -> Structure:
    (one,) = tables_of("paper.csv", table(text).encode())
    return structure_of(one)


def sums(axis: PrintedAxis) -> dict[str, list[str]]:
    """Name of each whole → names of its parts."""
    return {axis.names[w.at]: [axis.names[p] for p in w.parts] for w in axis.wholes}


def standing(axis: PrintedAxis, role: str) -> list[str]:
    return [axis.names[p] for p, said in axis.roles.items() if said == role]


def test_sub_totals_are_parts_of_the_total():
    made = structure("""
        Practice | Sept 2023 | Sept 2024
        Ashdown North
        Mill Lane | 5.2 | 5.1
        Park Road | 3.0 | 3.3
        North sub-total | 8.2 | 8.4
        Ashdown South
        High Street | 7.7 | 7.9
        Station | 4.4 | 4.0
        South sub-total | 12.1 | 11.9
        Ashdown total | 20.3 | 20.3
    """)
    assert made.sections == ("Ashdown North", "Ashdown South")
    assert sums(made.rows) == {
        "North sub-total": ["Mill Lane", "Park Road"],
        "South sub-total": ["High Street", "Station"],
        "Ashdown total": ["North sub-total", "South sub-total"],
    }
    total = made.rows.wholes[-1]
    assert [made.rows.names[p] for p in made.rows.leaves(total)] == [
        "Mill Lane", "Park Road", "High Street", "Station",
    ]  # fmt: skip
    assert (total.known, total.fits, total.tried) == ("both", 2, 2)


def test_each_section_has_its_own_total():
    made = structure("""
        FTE | 2023 | 2024
        GPs
        Alder | 21.2 | 20.9
        Beech | 18.0 | 18.4
        Total | 39.2 | 39.3
        Nurses
        Alder | 9.0 | 9.2
        Beech | 7.7 | 7.6
        Total | 16.7 | 16.8
    """)
    assert [w.parts for w in made.rows.wholes] == [(0, 1), (3, 4)]


def test_totals_may_stand_first_and_be_set_out():
    (one,) = tables_of(
        "paper.csv",
        b"Area,GP FTE,Nurse FTE\nSystem,160.0,61.5\n Ashdown,100.0,40.5\n  Mill,60.0,20.5\n  Park,40.0,20.0\n"
        b" Birch,60.0,21.0\n  High,33.0,11.0\n  Low,27.0,10.0\n",
    )
    assert sums(structure_of(one).rows) == {
        "Ashdown": ["Mill", "Park"], "Birch": ["High", "Low"], "System": ["Ashdown", "Birch"],
    }  # fmt: skip


def test_sub_totals_may_stand_before_their_parts_and_the_total_after():
    made = structure("""
        Place | GPs | Nurses | All staff
        Alder PCN | 21 | 9 | 30
        Oak Street | 12 | 4 | 16
        Elm Road | 9 | 5 | 14
        Beech PCN | 18 | 8 | 26
        Ash Lane | 10 | 3 | 13
        Birch Close | 8 | 5 | 13
        Total | 39 | 17 | 56
    """)
    assert sums(made.rows) == {
        "Alder PCN": ["Oak Street", "Elm Road"], "Beech PCN": ["Ash Lane", "Birch Close"],
        "Total": ["Alder PCN", "Beech PCN"],
    }  # fmt: skip


def test_a_total_that_is_not_called_so_is_known_by_its_figures():
    made = structure("""
        Place | GP headcount | GP FTE
        Ashdown | 148 | 101.2
        Birch | 290 | 190.4
        Copse | 182 | 133.2
        Three Rivers | 630 | 424.8
    """)
    (whole,) = made.rows.wholes
    assert (whole.parts, whole.known, whole.fits, whole.tried) == ((0, 1, 2), "added", 1, 2)


def test_a_wrong_total_is_still_a_total():
    made = structure("Place | GPs\nAshdown | 14\nBirch | 21\nCopse | 15\nTotal | 59")
    (whole,) = made.rows.wholes
    assert (whole.parts, whole.known, whole.fits) == ((0, 1, 2), "named", 0)


def test_some_of_which_is_added_to_nothing():
    made = structure("""
        Headcount | 2022 | 2023
        All GPs | 100 | 104
        of which: partners | 62 | 60
        of which: aged 55 and over | 22 | 25
        Nurses | 50 | 52
        of whom over 55 | 20 | 21
        Total | 150 | 156
    """)
    assert sums(made.rows) == {"Total": ["All GPs", "Nurses"]}
    assert [(made.rows.names[s.at], made.rows.names[s.whole]) for s in made.rows.subsets] == [
        ("of which: partners", "All GPs"), ("of which: aged 55 and over", "All GPs"),
        ("of whom over 55", "Nurses"),
    ]  # fmt: skip


def test_some_of_which_may_be_a_line_of_its_own():
    made = structure("""
        Headcount | 2022 | 2023
        GPs | 100 | 104
        of which:
        Partners | 60 | 58
        Salaried | 35 | 40
        Locums | 5 | 6
        Nurses | 50 | 52
        Total | 150 | 156
    """)
    assert sums(made.rows) == {
        "Total": ["GPs", "Nurses"], "GPs": ["Partners", "Salaried", "Locums"],
    }  # fmt: skip


def test_what_another_includes_is_some_of_it():
    made = structure("""
        Area | GPs | Nurses (incl. ANP) | ANP | Total FTE
        Alder | 21.4 | 9.1 | 2.0 | 30.5
        Beech | 19.2 | 8.0 | 1.5 | 27.2
    """)
    assert sums(made.columns) == {"Total FTE": ["GPs", "Nurses (incl. ANP)"]}
    assert standing(made.columns, "subset") == ["ANP"]


def test_columns_add_up_within_their_date_and_their_unit():
    made = structure("""
        | GPs | | | | Nurses | | | | Total
        PCN | 2023 | | 2024 | | 2023 | | 2024 | | 2023 | | 2024
        | FTE | HC | FTE | HC | FTE | HC | FTE | HC | FTE | HC | FTE | HC
        Alder | 5.1 | 6 | 6.2 | 7 | 1.0 | 2 | 1.1 | 2 | 6.1 | 8 | 7.3 | 9
        Beech | 7.1 | 8 | 8.3 | 9 | 2.0 | 3 | 2.2 | 3 | 9.1 | 11 | 10.5 | 12
    """)
    assert [w.parts for w in made.columns.wholes] == [(1, 5), (2, 6), (3, 7), (4, 8)]


def test_a_column_may_be_the_sum_of_the_two_after_it():
    made = structure("""
        Role | Establishment WTE | In post WTE | Vacant WTE | Vacancy rate %
        GP | 120.0 | 102.0 | 18.0 | 15.0%
        Nurse | 64.0 | 56.0 | 12.0 | 12.5%
        HCA | 30.0 | 27.0 | 3.0 | 10.0%
    """)
    assert sums(made.columns) == {"Establishment WTE": ["In post WTE", "Vacant WTE"]}


def test_quarters_make_the_year_and_years_make_nothing():
    made = structure("""
        Role | Q1 2023/24 | Q2 2023/24 | Q3 2023/24 | Q4 2023/24 | Year
        Pharmacists | 10 | 12 | 13 | 15 | 50
        Paramedics | 2 | 2 | 3 | 3 | 10
    """)
    assert sums(made.columns) == {"Year": [made.columns.names[j] for j in range(1, 5)]}
    made = structure(
        "FTE | 2022 | 2023 | 2024\nAlder | 10.5 | 11.5 | 22.0\nBeech | 4.25 | 5.25 | 9.5"
    )
    assert made.columns.wholes == ()


def test_wider_areas_stand_beside_the_places():
    made = structure("""
        Area | Patients | GP FTE | GPs per 100,000
        England | 63,600,000 | 28,200.0 | 44.3
        East of England | 7,100,000 | 3,100.0 | 43.7
        Alder | 48,200 | 21.4 | 44.4
        Beech | 51,900 | 19.2 | 37.0
        Both together | 100,100 | 40.6 | 40.6
    """)
    assert standing(made.rows, "beside") == ["England", "East of England"]
    assert sums(made.rows) == {"Both together": ["Alder", "Beech"]}


def test_a_part_list_under_the_total_of_a_country_is_no_sum():
    made = structure("""
        Vacancies | 2022 | 2023
        England total | 1,140 | 2,345
        North Ash | 22 | 78
        South Ash | 18 | 55
    """)
    assert made.rows.wholes == ()
    assert [(w.at, w.parts) for w in made.rows.lists] == [(0, (1, 2))]


def test_averages_are_averages_and_rates_no_parts():
    made = structure("""
        PCN | Headcount | % aged 55
        Alder | 40 | 20.0%
        Beech | 60 | 30.0%
        Total | 100 | 26.0%
        Borough average (weighted) | 50 | 26.0%
    """)
    assert sums(made.rows) == {"Total": ["Alder", "Beech"]}
    assert [(w.at, w.parts) for w in made.rows.averages] == [(3, (0, 1))]
    assert made.columns.wholes == ()


@pytest.mark.parametrize(
    "text",
    [
        "GPs | Headcount\nAlder | 45\nBeech | 38\nTotal (distinct people) | 79",
        "GPs (a person in two networks is counted in each) | Headcount\nAlder | 45\nBeech | 38\nTotal | 79",
        "GPs | Headcount\nAlder | 45\nBeech | 38\nTotal | 79\nNote: headcounts may not add up.",
    ],
)
def test_people_may_be_counted_once(text: str):
    (whole,) = structure(text).rows.wholes
    assert whole.once


def test_a_total_on_every_page_is_one_total():
    made = structure("""
        PCN | GP FTE | Nurse FTE
        Alder | 5.1 | 6.2
        Total | 8.4 | 10.3
        PCN | GP FTE | Nurse FTE
        Cedar | 3.3 | 4.1
        Total | 8.4 | 10.3
    """)
    assert [(w.at, w.parts) for w in made.rows.wholes] == [(3, (0, 2))]
    assert made.rows.roles[1] == "again"


def test_marks_are_taken_off_names_and_years():
    made = structure("""
        Practice nurses | 2004 | 2005 | 20061
        Alder Trust1 | 12 | 13 | 14
        Beech* | 22 | 23 | 24
        Clinic1 | 3 | 2 | 2
        Clinic2 | 4 | 5 | 2
        Total | 41 | 43 | 42
        1 Includes bank staff
    """)
    assert list(made.rows.names.values()) == ["Alder Trust", "Beech", "Clinic1", "Clinic2", "Total"]
    assert [date.when for date in made.columns.dates.values()] == [2004, 2005, 2006]


def test_a_long_table_says_so():
    made = structure("""
        Place | Staff | Sept 2023 | Sept 2024
        Ashdown | GP | 10.1 | 10.4
        Ashdown | Nurse | 4.1 | 4.0
        Birch | GP | 8.8 | 8.0
        Birch | Nurse | 3.1 | 3.3
    """)
    assert made.long
    assert made.rows.wholes == ()


def test_a_column_like_another_is_no_sum_of_it_and_nothing():
    made = structure("""
        Area | A, FTE | B, FTE | C, FTE | Total FTE
        North | 0.00 | 3.15 | 3.15 | 6.30
        South | 0.00 | 4.48 | 4.48 | 8.95
        Total | 0.00 | 7.63 | 7.63 | 15.25
    """)
    assert [(w.at, w.parts) for w in made.columns.wholes] == [(4, (1, 2, 3))]


@pytest.mark.parametrize("name", ["Total {}", " {}", "England {}", "Average {}"])
def test_a_hostile_table_ends_soon(name: str):
    rows = "".join(f"{name.format(n)},{n % 7},{n % 5},{n % 3}\n" for n in range(2400))
    (one,) = tables_of("hostile.csv", f"Area,A,B,C\n{rows}".encode())
    start = process_time()
    made = structure_of(one)
    assert process_time() - start < 5
    assert len(made.rows.roles) == 2400


def test_nothing_adds_up_by_chance():
    """Small whole numbers often do: no total is seen in them."""
    made = structure(
        "PCN | GPs | Nurses\nAlder | 5 | 2\nBeech | 3 | 1\nCedar | 2 | 1\nDale | 4 | 4"
    )
    assert made.rows.wholes == made.columns.wholes == ()
