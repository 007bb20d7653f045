"""Today's staff as a projection starts from them, out of tiny files."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.making import csv_text, figures, lists_csv, places_csv
from tests.unit.staffing import asks, course_of
from wfcore.errors import UnknownName
from wfcore.measuring import VersionMeasures
from wfcore.projecting import STRUCTURED, Stocks, icb_of, stocks
from wfcore.wording import small_numbers

PLACES = places_csv(
    [("A00001", "U00001", "Westham"), ("A00002", "U00001", "Eastham"), ("A00003", "U00002", "Eastham")]
)  # fmt: skip
LISTS = lists_csv([("A00001", 5000), ("A00002", 3000), ("A00003", 2000)])
Cell = tuple[str, str, str, str, object, object]


def staff_file(cells: Iterable[Cell], period: str = "2025-09") -> str:
    """Practice, staff group, definition, age band, FTE, headcount."""
    header = ["PERIOD", "SOURCE", "LEVEL", "AREA_CODE", "STAFF_GROUP", "ROLE", "DEFINITION",
              "AGE_BAND", "FTE", "HEADCOUNT"]  # fmt: skip
    return csv_text(
        header,
        (
            (period, "gpw_detailed", "practice", code, group, "all", definition, age, fte, heads)
            for code, group, definition, age, fte, heads in cells
        ),
    )


def gps(*rows: tuple[str, object, object, object, object]) -> list[Cell]:
    """Practice, FTE and people of all GPs, FTE and people of the fully qualified."""
    cells: list[Cell] = []
    for code, fte, heads, qualified, people in rows:
        cells.append((code, "gp", "all", "all", fte, heads))
        cells.append((code, "gp", "excl_trainees", "all", qualified, people))
    return cells


THREE = gps(("A00001", 5, 6, 4, 5), ("A00002", 3, 4, 3, 4), ("A00003", 2.5, 3, 1.5, 2))


def made(cells: Sequence[Cell] = THREE, *more: str) -> VersionMeasures:
    return figures(staff_file(cells), PLACES, LISTS, *more)


def start(cells: Sequence[Cell] = THREE, **more: object) -> Stocks:
    return stocks(made(cells), "2025-09", "QXX", **more)


def test_networks_by_borough():
    found = start()
    rows = found.areas.select("area_code", "borough_code", "icb_code").rows()
    assert rows == [
        ("U00001", "Eastham", "QXX"),
        ("U00001", "Westham", "QXX"),
        ("U00002", "Eastham", "QXX"),
    ]
    assert found.fte[:, 0].tolist() == [3, 4, 1.5]
    assert found.people[:, 0].tolist() == [4, 5, 2]
    assert found.patients[:, 0].tolist() == [3000, 5000, 2000]
    assert found.trainees.tolist() == [[0, 1, 1], [0, 1, 1]]
    assert np.isnan(found.fte[:, 1:]).all()  # no other staff in the file
    assert (found.period, found.version) == ("2025-09", 1)
    assert found.rows("U00001").tolist() == [True, True, False]
    assert found.rows("Eastham").tolist() == [True, False, True]
    assert found.rows("QXX").all()
    with pytest.raises(UnknownName, match="no place 'U00009'"):
        found.rows("U00009")


def test_what_the_file_says_is_not_stood_in_for():
    """Only ages are missing here."""
    assert start().stood_in == {
        "share_55": ("gp", "nurse", "dpc", "admin"),
        "hours": ("nurse", "dpc", "admin"),
    }


def test_a_practice_outside_any_network_is_its_own_area():
    files = (
        staff_file(gps(("A00001", 5, 6, 4, 5), ("A00009", 2, 3, 1, 2))),
        places_csv([("A00001", "U00001", "Westham"), ("A00009", "", "Westham")]),
        lists_csv([("A00001", 5000), ("A00009", 900)]),
    )
    found = stocks(figures(*files), "2025-09", "QXX")
    assert dict(zip(found.areas["area_code"], found.fte[:, 0], strict=True)) == {
        "U00001": 4,
        "A00009": 1,
    }
    assert (
        dict(found.areas.select("area_code", "area_name").iter_rows())["A00009"] == "Surgery A00009"
    )


def test_without_a_list_or_a_figure_a_practice_is_left_out_on_both_sides():
    files = (
        staff_file(gps(("A00001", 5, 6, 4, 5), ("A00002", "NA", "NA", "NA", "NA"), ("A00003", 2, 3, 1, 2))),
        PLACES,
        lists_csv([("A00001", 5000), ("A00002", 3000)]),
    )  # fmt: skip
    found = stocks(figures(*files), "2025-09", "QXX")
    assert np.nansum(found.fte[:, 0]) == 4
    assert np.nansum(found.patients[:, 0]) == 5000
    assert found.trainees[0].sum() == 1


def test_a_practice_without_its_qualified_gps_has_no_trainees_from_that():
    """All of its GPs once counted as in training, because the network had qualified ones elsewhere."""
    cells = gps(("A00001", 7, 8, 6, 7), ("A00003", 5, 6, 4, 5))
    cells.append(("A00002", "gp", "all", "all", 6, 7))
    lone = places_csv(
        [("A00001", "U00001", "W"), ("A00002", "U00001", "W"), ("A00003", "U00002", "W")]
    )
    found = stocks(figures(staff_file(cells), lone, LISTS), "2025-09", "QXX")
    assert found.fte[:, 0].tolist() == [6, 4]
    assert found.trainees.tolist() == [[1, 1], [1, 1]]  # 6 FTE and 7 people of A00002 are not in it
    assert found.patients[:, 0].tolist() == [5000, 2000]


# What stands in


def test_a_file_without_the_qualified():
    cells = [("A00001", "gp", "all", "all", 10, 12), ("A00003", "gp", "all", "all", 20, 25)]
    found = start(cells)
    assert found.fte[:, 0].tolist() == pytest.approx([7.47, 14.94])  # 25.3% in training
    assert found.trainees[0].tolist() == pytest.approx([2.53, 5.06])
    assert found.people[0, 0] == pytest.approx(7.47 / 0.731)
    assert found.trainees[1, 0] == pytest.approx(2.53 / 0.996)
    assert found.stood_in["trainee_share"] == ("gp",)
    assert set(found.stood_in["hours"]) == {"gp", "gp_trainee", "nurse", "dpc", "admin"}
    # Nothing is lost: together they are what the file counts.
    both = course_of(found, asks(count="gp"))
    assert both.fte[0, 0] == pytest.approx(30)


def test_a_file_without_people():
    cells = gps(("A00001", 5, "NA", 4, "NA"))
    found = start(cells)
    assert found.people[0, 0] == pytest.approx(4 / 0.731)
    assert found.trainees[1, 0] == pytest.approx(1 / 0.996)
    assert set(found.stood_in["hours"]) == {"gp", "gp_trainee", "nurse", "dpc", "admin"}


def test_what_a_reader_sets_stands_in_instead():
    cells = [("A00001", "gp", "all", "all", 10, "NA")]
    own = {
        "trainee_share": {"gp": 0.5},
        "hours": {"gp": 0.8, "gp_trainee": 0.5},
        "share_55": {"gp": 0.1},
    }
    found = start(cells, today=own)
    assert found.fte[0, 0] == pytest.approx(5)
    assert found.people[0, 0] == pytest.approx(6.25)
    assert found.trainees[:, 0] == pytest.approx([5, 10])
    assert found.aged[0].tolist() == [0.1, 0.338, 0.257, 0.302]


def ages(code: str, older: int, young: int) -> list[Cell]:
    rows = {"55_59": older, "40_44": young, "unknown": 3}
    return [(code, "gp", "excl_trainees", band, "NA", n) for band, n in rows.items()]


def test_shares_of_55_and_over():
    """Of those of known age; few people share with the next smallest of their borough."""
    cells = [*THREE, *ages("A00001", 5, 15), *ages("A00002", 1, 2), *ages("A00003", 2, 23)]
    found = start(cells)
    assert found.aged[:, 0].tolist() == pytest.approx([3 / 28, 5 / 20, 3 / 28])
    assert found.stood_in["share_55"] == ("nurse", "dpc", "admin")


def test_who_is_shown_together_with_neighbours_is_said():
    cells = [*THREE, *ages("A00001", 5, 15), *ages("A00002", 1, 2), *ages("A00003", 2, 23)]
    found = start(cells)
    told = {place: small_numbers(found, asks(place=place)) for place in ("U00002", "U00001", "QXX")}
    assert told["U00001"] == told["QXX"] == []  # a part of it is known, and all of it
    assert "Fully qualified GPs: fewer than 5 are counted" in told["U00002"][0]


def test_how_fast_staff_turn_55_is_what_the_file_prints():
    """A fifth of those of 50 to 54, among all under 55 of the ICB; 4% where no file prints them."""
    cells = [*THREE]
    for code, bands in (
        ("A00001", {"50_54": 4, "40_44": 11, "60_64": 5}),
        ("A00003", {"50_54": 6, "40_44": 9, "60_64": 3}),
    ):
        cells += [(code, "gp", "excl_trainees", band, "NA", n) for band, n in bands.items()]
    found = start(cells)
    assert found.ageing.tolist() == pytest.approx([(4 + 6) / (15 + 15) / 5, 0.04, 0.04, 0.04])
    few = [*THREE, *((c, "gp", "excl_trainees", "50_54", "NA", 1) for c in ("A00001", "A00003"))]
    assert start(few).ageing[0] == 0.04  # of too few people
    usual = course_of(replace(found, ageing=np.full(4, 0.04)), asks())
    assert (
        course_of(found, asks()).fte[20, 0] < usual.fte[20, 0]
    )  # more turn 55, and more of those go


def test_how_old_those_of_55_and_over_are_is_what_the_file_prints():
    """By network, that of the ICB where a network's file gives no ages; nobody is older where no file does."""
    cells = [*THREE]
    bands = {"55_59": 6, "60_64": 5, "65_69": 8, "70_plus": 1, "50_54": 7}
    cells += [("A00001", "gp", "excl_trainees", band, "NA", n) for band, n in bands.items()]
    found = start(cells)
    for row in range(found.areas.height):
        assert found.older[:, row, 0].tolist() == pytest.approx([6 / 20, 9 / 20])
    assert not found.older[:, :, 1:].any()


# Growth of lists


def grown(*lists: tuple[str, Sequence[tuple[str, int]]]) -> Stocks:
    """Staff and lists of several months; the last is the one asked for."""
    files = [PLACES]
    for period, cells in lists:
        files.append(staff_file(gps(*((code, 5, 6, 4, 5) for code, _ in cells)), period))
        files.append(lists_csv(cells, period=period))
    return stocks(figures(*files), lists[-1][0], "QXX")


def test_lists_grow_as_those_of_the_same_practices_did():
    found = grown(
        ("2023-09", [("A00001", 1000), ("A00002", 1000), ("A00003", 900)]),
        ("2024-09", [("A00001", 5000), ("A00002", 5000), ("A00003", 5000)]),
        ("2025-09", [("A00001", 1100), ("A00002", 980), ("A00003", 900)]),
    )
    # Two years: 10% up, 2% down, none; from the first month, not from the one between.
    assert found.growth.tolist() == pytest.approx([0.98**0.5 - 1, 1.1**0.5 - 1, 0])
    assert found.own_growth(found.rows("Eastham")) == pytest.approx((0.98**0.5 - 1) * 980 / 1880)


def test_growth_beyond_any_slider_is_cut():
    found = grown(
        ("2024-09", [("A00001", 1000), ("A00002", 1000), ("A00003", 1000)]),
        ("2025-09", [("A00001", 2000), ("A00002", 500), ("A00003", 1000)]),
    )
    assert found.growth.tolist() == pytest.approx([-0.05, 0.1, 0])


def grew_in(
    before: Sequence[tuple[str, str, str, int]], after: Sequence[tuple[str, str, str, int]]
) -> dict[str, float]:
    """Practice, network, borough and list of two Septembers, each with its own map → growth."""
    files: list[str] = []
    for period, rows in (("2024-09", before), ("2025-09", after)):
        files.append(staff_file(gps(*((code, 5, 6, 4, 5) for code, *_ in rows)), period))
        files.append(lists_csv([(code, size) for code, _, _, size in rows], period=period))
        files.append(
            places_csv([(code, pcn, borough) for code, pcn, borough, _ in rows], period=period)
        )
    found = stocks(figures(*files), "2025-09", "QXX")
    return dict(zip(found.areas["area_code"], found.growth.tolist(), strict=True))


BEFORE = (
    ("A00001", "U00001", "W", 6000),
    ("A00002", "U00001", "W", 4000),
    ("A00003", "U00002", "W", 10_000),
)


def test_a_practice_that_opens_is_growth_of_its_area():
    """Its neighbours lose patients to it; together they have 400 more."""
    after = (("A00001", "U00001", "W", 5200), ("A00002", "U00001", "W", 3600),
             ("A00003", "U00002", "W", 10_000), ("A00004", "U00001", "W", 1600))  # fmt: skip
    assert grew_in(BEFORE, after) == pytest.approx({"U00001": 0.04, "U00002": 0})


def test_a_practice_that_closes_takes_no_patients_out_of_its_area():
    after = (("A00001", "U00001", "W", 9900), ("A00003", "U00002", "W", 10_200))
    assert grew_in(BEFORE, after) == pytest.approx({"U00001": -0.01, "U00002": 0.02})


def test_a_practice_that_moves_has_moved_at_both_dates():
    after = (("A00001", "U00001", "W", 6300), ("A00002", "U00002", "W", 4000),
             ("A00003", "U00002", "W", 10_280))  # fmt: skip
    assert grew_in(BEFORE, after) == pytest.approx({"U00001": 0.05, "U00002": 0.02})


def test_a_practice_with_another_code_is_the_same_patients():
    after = (("A00001", "U00001", "W", 6060), ("A00009", "U00001", "W", 4000),
             ("A00003", "U00002", "W", 10_000))  # fmt: skip
    assert grew_in(BEFORE, after) == pytest.approx({"U00001": 0.006, "U00002": 0})


def test_a_network_that_is_broken_up_leaves_its_patients_in_the_borough():
    """A00003 closed, and nobody of its network is left: twice as many went to one as to the other."""
    before = (
        ("A00001", "U00001", "W", 10_000),
        ("A00003", "U00002", "W", 3000),
        ("A00005", "U00003", "W", 5000),
    )
    after = (("A00001", "U00001", "W", 12_000), ("A00005", "U00003", "W", 6000))
    assert grew_in(before, after) == pytest.approx({"U00001": 0, "U00003": 0}, abs=1e-9)


def test_a_month_that_covers_little_of_a_borough_opens_and_closes_nothing():
    """Two of three practices are missing from the first file, not from the borough."""
    few = (("A00001", "U00001", "W", 6000),)
    after = (
        ("A00001", "U00001", "W", 6060),
        ("A00002", "U00001", "W", 4000),
        ("A00003", "U00002", "W", 9000),
    )
    assert grew_in(few, after) == pytest.approx({"U00001": 0.01, "U00002": 0.01})
    assert grew_in(after, few) == pytest.approx({"U00001": 6000 / 6060 - 1})


def test_where_nobody_can_be_followed_lists_grow_as_all_together():
    found = grown(
        ("2024-09", [("A00001", 1000), ("A00003", 2000)]),
        ("2025-09", [("A00001", 1040), ("A00002", 5000), ("A00003", 2000)]),
    )
    assert found.growth.tolist() == pytest.approx([3040 / 3000 - 1, 0.04, 0])


def test_months_too_near_are_no_growth():
    found = grown(
        ("2025-03", [("A00001", 1000), ("A00002", 1000), ("A00003", 1000)]),
        ("2025-09", [("A00001", 1100), ("A00002", 1000), ("A00003", 1000)]),
    )
    assert found.growth.tolist() == [0, 0, 0]


# Places


def test_places_by_code_or_name():
    made_ = made()
    assert icb_of(made_, "2025-09", "U00002")[:3] == ("pcn", "U00002", "Network U00002")
    assert icb_of(made_, "2025-09", "Eastham")[1] == "Eastham"
    assert icb_of(made_, "2025-09", "QXX")[3] == "QXX"
    with pytest.raises(
        UnknownName, match="is made for a network, a group of practices, a local authority or an"
    ):
        icb_of(made_, "2025-09", "A00001")
    with pytest.raises(UnknownName, match="no area called 'U99999'"):
        icb_of(made_, "2025-09", "U99999")
    with pytest.raises(UnknownName, match="no practices of 'QYY' in the figures for 2025-09"):
        stocks(made_, "2025-09", "QYY")


def test_groups_of_the_model():
    assert STRUCTURED == ("gp_qualified", "nurse", "dpc", "admin")
