"""The course of a place, and every area of an ICB beside its baseline."""

import math

import polars as pl
import pytest

from tests.unit.staffing import area, asks, course_of, done, stocks_of
from wfcore.errors import UnfitScenario
from wfcore.projecting import Stocks, by_area, prepare_scenario


@pytest.fixture
def two() -> Stocks:
    """20 and 10 GPs; 50,000 patients each; trainees in the first."""
    return stocks_of(
        area("U00001", trainees=(6.0, 6.0)),
        area("U00002", borough="Eastham", fte=(10, 8, 10, 40)),
    )


def test_today_and_what_the_target_needs(two: Stocks):
    course = course_of(two, asks(target=44, by="2026-03"), people=True)
    assert course.periods == ("2025-09", "2025-12", "2026-03")
    assert (course.fte[0, 0], course.people[0, 0], course.patients[0, 0]) == (30, 56, 100_000)
    assert course.rate[0, 0] == pytest.approx(30)
    assert course.gap_fte[0, 0] == pytest.approx(14)
    assert course.aim == pytest.approx(44)


def test_the_baseline_begins_level_then_ages(two: Stocks):
    course = course_of(two, asks())
    assert course.fte[1, 0] == pytest.approx(30, abs=1e-12)
    assert (course.fte[2:, 0] < course.fte[1:-1, 0]).all()


def test_without_a_target_there_is_no_gap(two: Stocks):
    course = course_of(two, asks())
    assert all(math.isnan(g) for g in course.gap_fte[:, 0])
    assert course.aim is None
    assert all(math.isnan(n) for n in course.people[:, 0])  # not asked for


def test_networks_may_have_targets_of_their_own(two: Stocks):
    course = course_of(two, asks(target=44, targets={"U00002": 30}))
    assert course.gap_fte[0, 0] == pytest.approx(22 - 20 + 15 - 10)
    # One network without a target leaves the place without one.
    course = course_of(two, asks(targets={"U00002": 30}))
    assert math.isnan(course.gap_fte[0, 0])
    course = course_of(two, asks(place="U00002", targets={"U00002": 30}))
    assert course.gap_fte[0, 0] == pytest.approx(5)


def test_all_gps_are_the_qualified_and_those_in_training(two: Stocks):
    course = course_of(two, asks(count="gp"), people=True)
    assert (course.fte[0, 0], course.people[0, 0]) == (36, 62)
    qualified = course_of(two, asks(), people=True)
    assert course.fte[:, 0] - qualified.fte[:, 0] == pytest.approx(6)


def test_nurses_have_their_own_patients():
    nan = float("nan")
    some = stocks_of(
        area("U00001"),
        area("U00002", fte=(10, nan, 10, 40), patients=[50_000, nan, 50_000, 50_000]),
    )
    course = course_of(some, asks(count="nurse", target=20))
    assert (course.patients[0, 0], course.fte[0, 0]) == (50_000, 8)
    assert course.gap_fte[0, 0] == pytest.approx(2)


def test_areas_treated_alike_are_taken_together(two: Stocks):
    asked = prepare_scenario(two, asks())
    assert asked.pools.begins.tolist() == [0]
    asked = prepare_scenario(two, asks(interventions=[done(place="U00002")]))
    assert asked.pools.begins.tolist() == [0, 1]
    # A scheme for nurses does not part the GPs.
    asked = prepare_scenario(two, asks(interventions=[done(place="U00002", staff="nurse")]))
    assert asked.pools.begins.tolist() == [0]


# Every area


def test_every_area_beside_its_baseline(two: Stocks):
    scenario = asks(place="U00001", target=44, levers={"gp": {"recruits": 8}}, by="2026-03")
    rows = by_area(two, scenario, "pcn")
    assert rows["staff_group"].unique(maintain_order=True).to_list() == [
        "gp_qualified", "nurse", "dpc", "admin", "gp_trainee",
    ]  # fmt: skip
    assert rows.height == 2 * 3 * 5 * 2  # networks, quarters, staff groups, scenarios
    gp = rows.filter(staff_group="gp_qualified", period="2025-12")

    def fte(code: str, scenario: str) -> float:
        return gp.filter(area_code=code, scenario=scenario)["fte"].item()

    assert fte("U00001", "scenario") == pytest.approx(fte("U00001", "baseline") + 2 * 0.65)
    assert fte("U00002", "scenario") == fte("U00002", "baseline") == pytest.approx(10)
    row = gp.filter(area_code="U00002", scenario="baseline").row(0, named=True)
    assert (row["rate"], row["target"], row["gap_fte"]) == (pytest.approx(20), None, None)
    assert gp.filter(area_code="U00001")["target"].to_list() == pytest.approx([44, 44])
    assert rows.filter(staff_group="nurse")["gap_fte"].null_count() == 12


def test_boroughs_and_the_icb(two: Stocks):
    scenario = asks(target=44, by="2025-12")
    boroughs = by_area(two, scenario, "borough").filter(
        period="2025-09", staff_group="gp_qualified", scenario="baseline"
    )
    assert dict(boroughs.select("area_code", "fte").iter_rows()) == {"Westham": 20, "Eastham": 10}
    icb = by_area(two, scenario, "icb").filter(period="2025-09", scenario="baseline")
    assert dict(icb.select("staff_group", "fte").iter_rows()) == {
        "gp_qualified": 30, "nurse": 16, "dpc": 20, "admin": 80, "gp_trainee": 6,
    }  # fmt: skip
    assert icb["area_name"].unique().to_list() == ["Somewhere"]
    with pytest.raises(UnfitScenario, match="practice is not a level"):
        by_area(two, scenario, "practice")


def test_a_network_in_two_boroughs_is_one_network_and_part_of_both():
    split = stocks_of(area(borough="Westham"), area(borough="Eastham", fte=(5, 8, 10, 40)))
    scenario = asks(by="2025-12")
    first = {"period": "2025-09", "staff_group": "gp_qualified", "scenario": "baseline"}
    assert by_area(split, scenario, "pcn").filter(**first)["fte"].to_list() == [25]
    assert by_area(split, scenario, "borough").filter(**first)["fte"].sort().to_list() == [5, 20]


def test_who_did_not_report_is_left_out_and_not_shown_as_nobody():
    nan = float("nan")
    silent = stocks_of(
        area("U00001"), area("U00002", fte=(nan, 8, 10, 40), patients=[nan, 9e3, 9e3, 9e3])
    )
    rows = by_area(silent, asks(by="2025-12"), "pcn")
    assert rows.filter(staff_group="gp_qualified")["area_code"].unique().to_list() == ["U00001"]
    assert set(rows.filter(staff_group="nurse")["area_code"]) == {"U00001", "U00002"}


def test_a_practice_without_a_borough_is_in_none():
    lone = stocks_of(area("U00001"), area("A00001", borough=None))
    scenario = asks(by="2025-12")
    assert set(by_area(lone, scenario, "borough")["area_code"]) == {"Westham"}
    assert by_area(lone, scenario, "pcn")["area_code"].n_unique() == 2


@pytest.mark.parametrize("name", ["", "baseline", "scenario", "Plan A"])
def test_no_name_mixes_a_scenario_with_its_baseline(two: Stocks, name: str):
    """A scenario that is called “baseline” was once added to it."""
    scenario = asks(name=name, levers={"gp": {"turnover": 8}}, by="2025-12")
    rows = by_area(two, scenario, "icb").filter(staff_group="gp_qualified", period="2025-09")
    assert rows["fte"].to_list() == [30, 30]
    shown = "scenario" if name in ("", "baseline") else name
    assert rows["scenario"].to_list() == ["baseline", shown]


def test_nothing_changed_is_the_baseline_alone(two: Stocks):
    rows = by_area(two, asks(by="2025-12"), "icb")
    assert rows["scenario"].unique().to_list() == ["baseline"]
    assert rows.height == 2 * 5
    assert rows.select(pl.col("fte", "patients", "rate").null_count().sum()).row(0) == (0, 0, 0)
