"""Sums over units: rates, coverage, flags, and where no figure is offered."""

from fractions import Fraction

import polars as pl
import pytest

from tests.unit.making import (
    csv_of,
    figures,
    lists_csv,
    one,
    pcn_csv,
    places_csv,
    staff_csv,
)
from wfcore.errors import UnknownName
from wfcore.geography import Level
from wfcore.measuring import MEASURES, as_level, find_area, measure

PLACES = [
    ("A00001", "U00001", "East"),
    ("A00002", "U00001", "East"),
    ("A00003", "U00002", "East"),
    ("A00004", "U00003", "West"),
]
LISTS = [("A00001", 6000), ("A00002", 4000), ("A00003", 10000), ("A00004", 5000)]
CELLS = [("", "A00001", 3.5), ("", "A00002", 1.5), ("", "A00003", 8), ("", "A00004", 2)]


def small(cells: list[tuple[str, str, object]] = CELLS, **lists: object):
    return figures(staff_csv(cells), places_csv(PLACES), lists_csv(lists.get("lists", LISTS)))


def flags(row: dict[str, object]) -> set[str]:
    return {f for f in str(row["flags"]).split(";") if f}


def test_a_rate_is_a_ratio_of_sums_not_a_mean_of_rates():
    made = small()
    row = one(made.measure(["gp_rate"], "borough", area_code="East"))
    ratio = Fraction(13) / Fraction(20000) * 100_000
    mean = (Fraction(35, 600) + Fraction(15, 400) + Fraction(8, 100)) / 3 * 1000
    assert row["value"] == pytest.approx(float(ratio), rel=1e-12)
    assert abs(row["value"] - float(mean)) > 1
    assert (row["numerator"], row["denominator"]) == (13.0, 20000.0)
    assert (row["period"], row["level"], row["area_name"], row["metric"]) == (
        "2025-09", "borough", "East", "gp_rate",
    )  # fmt: skip
    assert (row["coverage_practices"], row["coverage_patients"], row["flags"]) == (1.0, 1.0, "")


def test_missing_leaves_both_sides_of_the_line():
    made = small([*CELLS[:2], ("", "A00003", "NA"), CELLS[3]])
    row = one(made.measure(["gp_rate"], "borough", area_code="East"))
    assert (row["numerator"], row["denominator"], row["value"]) == (5.0, 10000.0, 50.0)
    assert row["coverage_practices"] == pytest.approx(2 / 3)
    assert row["coverage_patients"] == 0.5
    assert flags(row) == {"low_coverage"}
    turned = one(made.measure(["patients_per_gp"], "borough", area_code="East"))
    assert (turned["numerator"], turned["denominator"], turned["value"]) == (10000.0, 5.0, 2000.0)


def test_zero_is_a_figure():
    made = small([*CELLS[:3], ("", "A00004", 0)])
    rate = one(made.measure(["gp_rate"], "borough", area_code="West"))
    assert (rate["numerator"], rate["value"], rate["coverage_patients"]) == (0.0, 0.0, 1.0)
    turned = one(made.measure(["patients_per_gp"], "borough", area_code="West"))
    assert (turned["value"], turned["denominator"]) == (None, 0.0)  # not infinite, not 0


def test_exactly_80_per_cent_is_not_low_coverage():
    lists = [("A00001", 4000), ("A00002", 4000), ("A00003", 2000), ("A00004", 5000)]
    made = small([*CELLS[:2], ("", "A00003", "NA"), CELLS[3]], lists=lists)
    row = one(made.measure(["gp_rate"], "borough", area_code="East"))
    assert (row["coverage_patients"], row["flags"]) == (0.8, "")


def test_fte_has_no_denominator_and_needs_no_list():
    made = figures(staff_csv(CELLS), places_csv(PLACES))
    row = one(made.measure(["gp_fte"], "borough", area_code="East"))
    assert (row["value"], row["numerator"], row["denominator"]) == (13.0, 13.0, None)
    assert row["coverage_practices"] == 1.0
    assert row["coverage_patients"] is None
    rate = one(made.measure(["gp_rate"], "borough", area_code="East"))
    assert (rate["value"], flags(rate)) == (None, {"no_list"})


def test_a_tiny_list_has_no_rate_of_its_own_but_counts_above():
    lists = [("A00001", 499), ("A00002", 500), ("A00003", 10000), ("A00004", 5000)]
    made = small(lists=lists)
    rows = made.measure(["gp_rate", "gp_fte", "patients_per_gp"], "practice")
    by = {(r["area_code"], r["metric"]): r for r in rows.iter_rows(named=True)}
    for metric in ("gp_rate", "patients_per_gp"):
        assert by["A00001", metric]["value"] is None
        assert flags(by["A00001", metric]) == {"tiny_list"}
    assert by["A00001", "gp_fte"]["value"] == 3.5
    assert by["A00002", "gp_rate"]["value"] == pytest.approx(300.0)
    above = one(made.measure(["gp_rate"], "pcn", area_code="U00001"))
    assert (above["numerator"], above["denominator"]) == (5.0, 999.0)


def test_not_in_file_is_not_the_same_as_not_reported():
    made = small([*CELLS[:3], ("", "A00004", "NA")])
    gave_none = one(made.measure(["gp_rate"], "borough", area_code="West"))
    assert (gave_none["value"], flags(gave_none)) == (None, {"not_reported"})
    absent = made.measure(["nurse_rate", "nurse_fte"], "borough")
    assert absent["value"].to_list() == [None] * 4
    assert {f for r in absent.iter_rows(named=True) for f in flags(r)} == {"not_in_file"}


def test_measures_have_their_columns_and_types():
    made = small()
    assert made.measure(["gp_rate"], "pcn").schema == pl.Schema(MEASURES)
    assert made.measure(["gp_rate", "registered_patients"], "pcn").height == 6


def test_registered_patients():
    row = one(small().measure(["registered_patients"], "borough", area_code="East"))
    assert (row["value"], row["denominator"]) == (20000.0, None)


def test_within_keeps_areas_inside_and_takes_codes_or_names():
    made = small()
    for within in ("East", "east", " EAST "):
        assert made.measure(["gp_rate"], "pcn", within=within)["area_code"].to_list() == [
            "U00001", "U00002",
        ]  # fmt: skip
    assert made.measure(["gp_rate"], "practice", within="Network U00001").height == 2
    assert made.measure(["gp_rate"], "pcn", within="England").height == 3
    assert made.measure(["gp_rate"], "pcn", within="QXX").height == 3


def test_unknown_names():
    made = small()
    with pytest.raises(UnknownName, match="no metric called 'gp_rates'"):
        made.measure(["gp_rates"], "pcn")
    with pytest.raises(UnknownName, match="no level"):
        made.measure(["gp_rate"], "parish")
    with pytest.raises(UnknownName, match="no area") as error:
        made.measure(["gp_rate"], "pcn", within="Network U99999")
    assert "Network U0000" in error.value.advice
    with pytest.raises(UnknownName, match=r"Nothing is published for 2025-10") as error:
        made.measure(["gp_rate"], "pcn", period="2025-10")
    assert "2025-09" in error.value.advice
    with pytest.raises(
        UnknownName, match=r"No staff of PCNs are published yet\. There is: General "
    ):
        made.measure(["pcn_staff_rate"], "pcn")
    for blank in ("", "  "):
        with pytest.raises(UnknownName, match="no area"):
            find_area(made.units("practice", "2025-09").frame, blank)


def test_levels_are_taken_by_name():
    assert as_level("pcn") is Level.PCN
    assert as_level(Level.ICB) is Level.ICB


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("england", (Level.ENGLAND, "E92000001")),
        ("E92000001", (Level.ENGLAND, "E92000001")),
        ("y99", (Level.REGION, "Y99")),
        ("Somewhere", (Level.ICB, "QXX")),  # larger areas first
        ("99X", (Level.SUB_ICB, "99X")),
        ("west", (Level.BOROUGH, "West")),
        ("U00002", (Level.PCN, "U00002")),
        ("Surgery A00003", (Level.PRACTICE, "A00003")),
    ],
)
def test_find_area(name: str, found: tuple[Level, str]):
    frame = small().units("practice", "2025-09").frame
    assert find_area(frame, name)[:2] == found


def test_straight_from_a_version_is_the_same():
    made = small()
    for level in Level:
        assert measure(made.version, ["gp_rate", "gp_fte"], level).equals(
            made.measure(["gp_rate", "gp_fte"], level)
        )


# Where no figure is offered


def not_covered(row: dict[str, object]) -> bool:
    """Whether a row has no figure because the files hold too little, and gives none away."""
    hidden = all(row[name] is None for name in ("numerator", "denominator", "value"))
    assert hidden is ("not_covered" in flags(row))
    return hidden


def test_england_is_listed_without_a_figure_from_one_icbs_file():
    made = small()
    rows = made.measure(["gp_rate", "gp_fte", "registered_patients"], "england")
    assert rows.height == 3
    assert all(map(not_covered, rows.iter_rows(named=True)))
    # The reference expects 63,947,100 people in England; nobody says how many practices.
    shares = rows["coverage_patients"].to_list()
    assert shares == pytest.approx([sum(n for _, n in LISTS) / 63_947_100] * 3)
    assert rows["coverage_practices"].to_list() == [None, None, None]
    assert made.areas("practice", "2025-09", "england").is_empty()  # listed, not offered
    assert made.periods_of("practice", "england", "E92000001") == []
    # Nobody knows how many live in this invented ICB, so its own lists are all there is.
    assert made.measure(["gp_rate"], "icb")["value"].to_list() == [pytest.approx(60.0)]
    assert made.measure(["gp_rate"], "region")["area_name"].to_list() == ["Southern"]


@pytest.mark.parametrize(("patients", "offered"), [(1_991_904, True), (1_991_903, False)])
def test_a_known_area_needs_80_per_cent_of_its_patients(patients: int, *, offered: bool):
    # The reference expects 2,489,879 people in A3A8R; 80% is 1,991,903.2.
    made = figures(
        staff_csv([("", "A00001", 900)]),
        places_csv([("A00001", "U00001", "East")], sub_icb="A3A8R", icb="QMF", region="Y56"),
        lists_csv([("A00001", patients)]),
    )
    for level in ("sub_icb", "icb"):
        row = one(made.measure(["gp_rate"], level))
        assert not_covered(row) is not offered
        # Those there are all that have a list; short of a figure, they are held against all there are.
        assert row["coverage_patients"] == pytest.approx(1.0 if offered else patients / 2_489_879)
        assert made.areas("practice", "2025-09", level).height == offered
    for level in ("region", "england"):
        assert not_covered(one(made.measure(["gp_rate"], level)))
    assert made.measure(["gp_rate"], "borough")["value"].count() == 1


def test_the_area_around_a_part_is_not_listed_within_the_part():
    """Inside one borough the ICB is only that borough: its share would be the borough's."""
    made = small()
    assert made.measure(["gp_rate"], "england", within="East").is_empty()
    assert made.trend(["gp_rate"], "england", within="U00001").is_empty()
    assert made.measure(["gp_rate"], "england", within="England").height == 1


def test_a_sub_icb_whose_pcns_all_are_silent_is_listed():
    """PCN files leave out who sent nothing; the map knows them."""
    places = [(f"A{n:05d}", f"U0000{n}", "East") for n in (1, 2, 3)]
    made = figures(
        pcn_csv([{"PCN_CODE": "U00001", "FTE": 4}]),
        "".join(
            line.replace("99X", "98X") if "A00003" in line else line
            for line in places_csv(places).splitlines(keepends=True)
        ),
        lists_csv([("A00001", 6000), ("A00002", 2000), ("A00003", 3000)]),
    )
    rows = made.measure(["pcn_staff_rate"], "sub_icb").sort("area_code").to_dicts()
    assert [row["area_code"] for row in rows] == ["98X", "99X"]
    assert not_covered(rows[0])
    assert flags(rows[0]) == {"not_covered", "not_reported"}
    assert rows[0]["coverage_patients"] == 0
    assert rows[1]["value"] == pytest.approx(4 / 6000 * 100_000)
    assert rows[1]["coverage_patients"] == pytest.approx(6000 / 8000)


def test_an_area_most_of_whose_practices_are_not_in_the_file_has_no_figure():
    lists = [("A00001", 6000), ("A00002", 1000), ("A00003", 10000), ("A00004", 5000)]
    # The map of the month expects four practices, the file has two.
    made = small([CELLS[0], CELLS[3]], lists=lists)
    rows = made.measure(["gp_rate"], "pcn")
    assert rows["area_code"].to_list() == ["U00001", "U00002", "U00003"]
    first, second, _ = rows.iter_rows(named=True)  # 6/7 of U00001, none of U00002
    assert not_covered(second)
    assert (second["coverage_patients"], second["coverage_practices"]) == (0, 0)
    assert first["coverage_patients"] == pytest.approx(6 / 7)
    assert (first["coverage_practices"], first["denominator"]) == (0.5, 6000.0)
    east, west = made.measure(["gp_rate"], "borough").iter_rows(named=True)
    assert not_covered(east)
    assert east["coverage_patients"] == pytest.approx(6 / 17)
    assert (west["area_code"], west["coverage_patients"]) == ("West", 1)


# Shares


def ages(people: dict[str, int], fte: float = 1) -> bytes:
    cells = {f"TOTAL_GP_EXTG_HC_{band}": n for band, n in people.items()}
    return csv_of([{"PRAC_CODE": "A00001", "TOTAL_PATIENTS": 5000, "TOTAL_GP_FTE": fte} | cells])


def test_a_share_of_known_ages():
    data = ages({"UNDER30": 1, "50TO54": 3, "55TO59": 2, "70PLUS": 1, "UNKNOWN_AGE": 9})
    row = one(figures(data, period="2025-09").measure(["gp_55plus_share"], "practice"))
    assert (row["numerator"], row["denominator"]) == (3.0, 7.0)
    assert row["value"] == pytest.approx(300 / 7)
    assert row["flags"] == ""


@pytest.mark.parametrize(("known", "shown"), [(4, False), (5, True)])
def test_a_small_number_hides_all_three(known: int, *, shown: bool):
    data = ages({"40TO44": known - 1, "60TO64": 1, "UNKNOWN_AGE": 20})
    row = one(figures(data, period="2025-09").measure(["gp_55plus_share"], "practice"))
    if shown:
        assert (row["numerator"], row["denominator"], row["value"]) == (1.0, 5.0, 20.0)
    else:
        assert (row["numerator"], row["denominator"], row["value"]) == (None, None, None)
    assert flags(row) == (set() if shown else {"small_number"})


def test_a_missing_band_makes_the_share_missing():
    data = ages({"40TO44": 9, "60TO64": "NA"})
    row = one(figures(data, period="2025-09").measure(["gp_55plus_share"], "practice"))
    assert (row["value"], flags(row)) == (None, {"not_reported"})


def test_participation_takes_only_practices_with_both():
    rows = [
        {"PRAC_CODE": "A00001", "PCN_CODE": "U00001", "TOTAL_GP_FTE": 3, "TOTAL_GP_HC": 4},
        {"PRAC_CODE": "A00002", "PCN_CODE": "U00001", "TOTAL_GP_FTE": 9, "TOTAL_GP_HC": "NA"},
        {"PRAC_CODE": "A00003", "PCN_CODE": "U00001", "TOTAL_GP_FTE": 1.5, "TOTAL_GP_HC": 2},
    ]
    made = figures(csv_of(rows), period="2025-09")
    row = one(made.measure(["participation_gp"], "pcn"))
    assert (row["numerator"], row["denominator"], row["value"]) == (4.5, 6.0, 0.75)
    assert row["coverage_practices"] == pytest.approx(2 / 3)
    assert flags(row) == {"counts_jobs"}


# PCN staff


def test_a_silent_pcn_leaves_both_sides_and_is_offered():
    made = figures(
        pcn_csv([{"FTE": 4}, {"PCN_CODE": "U00002", "FTE": 0.1}]),
        places_csv(PLACES), lists_csv(LISTS),
    )  # fmt: skip
    rows = {
        r["area_code"]: r for r in made.measure(["pcn_staff_rate"], "pcn").iter_rows(named=True)
    }
    assert set(rows) == {"U00001", "U00002", "U00003"}
    assert rows["U00001"]["value"] == pytest.approx(40.0)
    assert rows["U00003"]["value"] is None
    assert flags(rows["U00003"]) == {"not_reported"}
    assert flags(rows["U00002"]) == {"may_be_under_reported"}
    icb = one(made.measure(["pcn_staff_rate"], "icb"))
    assert (icb["numerator"], icb["denominator"]) == (pytest.approx(4.1), 20000.0)
    assert icb["coverage_patients"] == pytest.approx(0.8)
    assert icb["coverage_practices"] == pytest.approx(0.75)
    # A group nobody in the file reports is not in it.
    nurse = one(made.measure(["pcn_nurse_rate"], "icb"))
    assert (nurse["value"], flags(nurse)) == (None, {"not_in_file"})


def test_pcn_staff_have_no_figure_for_a_practice():
    made = figures(pcn_csv([{}]), places_csv(PLACES), lists_csv(LISTS))
    assert made.measure(["pcn_staff_rate"], "practice").is_empty()


def test_practices_in_no_pcn_count_above_as_not_reporting():
    places = [*PLACES[:2], ("A00009", "U", "East")]
    made = figures(
        pcn_csv([{"FTE": 4}]), places_csv(places), lists_csv([*LISTS[:2], ("A00009", 10000)])
    )
    borough = one(made.measure(["pcn_staff_rate"], "borough"))
    assert (borough["denominator"], borough["coverage_patients"]) == (10000.0, 0.5)
    assert made.measure(["pcn_staff_rate"], "pcn")["area_code"].to_list() == ["U00001"]


def test_a_pcn_belongs_to_the_borough_of_most_of_its_patients():
    places = [
        ("A00001", "U00001", "East"),
        ("A00002", "U00001", "West"),
        ("A00003", "U00001", "West"),
    ]
    lists = [("A00001", 9000), ("A00002", 4000), ("A00003", 4500)]
    made = figures(pcn_csv([{"FTE": 4}]), places_csv(places), lists_csv(lists))
    row = one(made.measure(["pcn_staff_rate"], "borough"))
    assert (row["area_code"], row["denominator"]) == ("East", 17500.0)


# Lists and maps of other months


def test_a_list_from_another_month_is_used_within_three_and_said():
    made = figures(staff_csv(CELLS), places_csv(PLACES), lists_csv(LISTS, period="2025-06"))
    row = one(made.measure(["gp_rate"], "borough", area_code="East"))
    assert (row["value"], flags(row)) == (65.0, {"list_other_month"})
    assert flags(one(made.measure(["gp_fte"], "borough", area_code="East"))) == set()


def test_a_list_four_months_away_is_not_used():
    made = figures(staff_csv(CELLS), places_csv(PLACES), lists_csv(LISTS, period="2025-05"))
    row = one(made.measure(["gp_rate"], "borough", area_code="East"))
    assert (row["value"], flags(row)) == (None, {"no_list"})


def test_the_nearest_list_wins_and_the_earlier_of_two_as_near():
    near = [(code, n + 1000) for code, n in LISTS]
    made = figures(
        staff_csv(CELLS), places_csv(PLACES), lists_csv(LISTS, period="2025-07"),
        lists_csv(near, period="2025-08"), lists_csv(LISTS, period="2025-10"),
    )  # fmt: skip
    row = one(made.measure(["gp_rate"], "borough", area_code="West"))
    assert row["denominator"] == 6000.0


def test_the_files_own_list_wins():
    own = csv_of([{"PRAC_CODE": "A00001", "TOTAL_PATIENTS": 8000, "TOTAL_GP_FTE": 4}])
    made = figures(own, lists_csv(LISTS), period="2025-09")
    row = one(made.measure(["gp_rate"], "practice", area_code="A00001"))
    assert (row["denominator"], row["value"]) == (8000.0, 50.0)


def test_a_map_of_another_month_is_said():
    made = figures(staff_csv(CELLS), places_csv(PLACES, period="2025-04"), lists_csv(LISTS))
    assert flags(one(made.measure(["gp_rate"], "borough", area_code="East"))) == {
        "places_other_month"
    }
    assert flags(made.measure(["gp_rate"], "practice").row(0, named=True)) == set()


def test_a_practice_only_an_old_map_knows_is_no_gap():
    made = figures(staff_csv(CELLS[:2]), lists_csv(LISTS), places_csv(PLACES[:3], period="2025-04"))
    row = one(made.measure(["gp_rate"], "borough", area_code="East"))
    assert (row["coverage_practices"], row["coverage_patients"]) == (1.0, 1.0)


def test_invented_figures_say_so():
    cells = {
        "INVENTED": "yes", "PRAC_CODE": "X99001", "YEAR": 2025, "MONTH": 9, "PCN_CODE": "U99901",
        "TOTAL_PATIENTS": 5000, "TOTAL_GP_FTE": 2,
    }  # fmt: skip
    made = figures(csv_of([cells]))
    assert flags(one(made.measure(["gp_rate"], "pcn"))) == {"invented"}


def test_two_collections_side_by_side():
    made = figures(staff_csv(CELLS), pcn_csv([{"FTE": 4}]), places_csv(PLACES), lists_csv(LISTS))
    rows = made.measure(["gp_rate", "pcn_staff_rate"], "borough", area_code="East")
    assert rows.select("metric", "value").rows() == [("gp_rate", 65.0), ("pcn_staff_rate", 40.0)]
