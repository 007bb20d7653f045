"""Asking backwards."""

import pytest

from tests.unit.staffing import area, asks, course_of, stocks_of
from wfcore.errors import UnfitScenario, UnknownName
from wfcore.projecting import Stocks, goal_seek, staff_needed, target_reach


@pytest.fixture
def one() -> Stocks:
    """20 GPs for 50,000 patients, nobody over 55, nobody in training."""
    return stocks_of(area(aged=(0, 0, 0, 0)))


def test_a_straight_line_by_hand(one: Stocks):
    # One quarter on, 20 GPs still; 42 per 100,000 is 21; one more is 1/0.65 people a quarter.
    found = goal_seek(one, asks(by="2025-12"), "recruits", 42)
    assert found.value == pytest.approx(4 / 0.65)
    assert found.reached == pytest.approx(42, abs=1e-9)
    assert (found.lever, found.limit, found.easy, found.when) == ("recruits", 200, False, "2025-12")


def test_a_curve_by_hand(one: Stocks):
    # Who leaves is replaced as today: 20 × (0.925^¼ → x^¼) so that 20.2 are there.
    found = goal_seek(one, asks(by="2025-12"), "turnover", 40.4)
    assert found.value == pytest.approx(100 * (1 - (0.925**0.25 + 0.01) ** 4))


def test_lists_may_be_sought_too(one: Stocks):
    found = goal_seek(one, asks(by="2026-09"), "list_growth", 40 / 0.98 * float(
        course_of(one, asks(by="2026-09")).fte[-1, 0] / 20
    ))  # fmt: skip
    assert found.value == pytest.approx(-2)


def test_what_a_lever_alone_cannot_reach(one: Stocks):
    found = goal_seek(one, asks(by="2025-12"), "turnover", 44)
    assert found.value is None
    assert found.limit == 0  # the fewest leavers there can be
    assert found.reached == pytest.approx(40 + 40 * (1 - 0.925**0.25))


def test_what_needs_nothing(one: Stocks):
    found = goal_seek(one, asks(by="2025-12"), "recruits", 39)
    assert (found.easy, found.value) == (True, 0)


@pytest.mark.parametrize("off", [0.0, 1e-13, -1e-13, 5e-10, 1e-9])
def test_a_lever_that_does_nothing_where_the_target_is_met_already(one: Stocks, off: float):
    """Nobody is in training, so the share that stays moves nothing; this divided by 0 once."""
    rate = float(course_of(one, asks()).rate[-1, 0])
    assert goal_seek(one, asks(), "conversion", rate + off).easy


def test_the_targets_of_networks_are_sought_together():
    two = stocks_of(area("U00001", aged=(0,) * 4), area("U00002", aged=(0,) * 4))
    found = goal_seek(two, asks(by="2025-12", target=42, targets={"U00002": 40}), "recruits")
    assert found.target == pytest.approx(41)
    assert found.value == pytest.approx(4 / 0.65)  # 1 more than 40 in 100,000


def test_what_cannot_be_asked(one: Stocks):
    with pytest.raises(UnfitScenario, match="No target is set"):
        goal_seek(one, asks(), "recruits")
    with pytest.raises(UnknownName, match="'conversion' is not a lever for these staff") as error:
        goal_seek(one, asks(count="nurse", target=20), "conversion")
    assert "turnover" in error.value.advice
    assert "list_growth" in error.value.advice


def test_a_target_takes_net_joiners(one: Stocks):
    found = staff_needed(course_of(one, asks(by="2026-09", target=44)))
    assert (found.fte_today, found.fte_needed, found.quarters, found.when) == (20, 22, 4, "2026-09")
    assert found.net_a_quarter == 0.5
    with pytest.raises(UnfitScenario, match="No target is set"):
        staff_needed(course_of(one, asks()))


def test_a_date_between_two_quarters_is_answered_for_the_one_before(one: Stocks):
    assert goal_seek(one, asks(by="2026-11", target=42), "recruits").when == "2026-09"
    assert staff_needed(course_of(one, asks(by="2026-11", target=42))).when == "2026-09"


def test_when_a_target_is_met(one: Stocks):
    # 8 recruits a year are 1.3 FTE a quarter: 20 → 21.3 → 22.6, a little less for those who leave.
    scenario = asks(target=44, by="2025-12", levers={"gp": {"recruits": 8}})
    found = target_reach(one, scenario)
    assert found.rate == pytest.approx(42.6)
    assert found.met == "2026-03"
    assert found.best > 44
    low = target_reach(one, asks(target=44))
    assert low.met is None
    assert low.best == pytest.approx(40)
    assert low.best_when == "2025-09"
    assert target_reach(one, asks(target=40)).met == "2025-09"
    assert target_reach(one, asks()).met is None


@pytest.mark.parametrize(
    ("by", "said"), [("2036-09", "more than 10 years"), ("2025-06", "not at least")]
)
def test_what_is_reached_at_a_date_that_does_not_fit(one: Stocks, by: str, said: str):
    """The first was an index out of range, the second the rate of another quarter."""
    with pytest.raises(UnfitScenario, match=said):
        target_reach(one, asks(by=by, target=44))
