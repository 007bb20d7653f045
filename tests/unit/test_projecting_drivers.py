"""What a scenario asks, as rates."""

import pytest

from tests.unit.staffing import area, asks, course_of, done, stocks_of
from wfcore.errors import UnfitScenario, UnknownName
from wfcore.projecting import PROGRAMME, Stocks, by_area
from wfcore.projecting.drivers import (
    active_share,
    model_constants,
    players,
    quarters_to,
    rates,
    starting_staff,
)

GP = ("gp_qualified",)
TWO = ("gp_qualified", "nurse")


@pytest.fixture
def three() -> Stocks:
    """Two networks in one borough, one alone in another, of 10,000, 30,000 and 60,000 patients."""
    return stocks_of(
        area("U00001", patients=10_000.0),
        area("U00002", patients=30_000.0),
        area("U00003", patients=60_000.0, borough="Eastham"),
    )


def test_quarters_are_whole_and_not_too_many():
    assert [quarters_to("2025-09", by) for by in ("2025-12", "2026-02", "2026-03", "2035-09")] == [
        1, 1, 2, 40,
    ]  # fmt: skip
    for by in ("2025-11", "2025-09", "2020-01"):
        with pytest.raises(UnfitScenario, match=f"{by} is not at least a quarter after"):
            quarters_to("2025-09", by)
    with pytest.raises(UnfitScenario, match="more than 10 years after"):
        quarters_to("2025-09", "2035-12")


def test_fixed_numbers():
    assert model_constants().ageing == pytest.approx(0.01)
    assert model_constants().training == 12
    assert model_constants().trainee_fte == 0.996


def test_the_baseline_has_the_rates_of_now(three: Stocks):
    now = rates(None, three, TWO, 4)
    assert now.turnover.ravel().tolist() == [0.075, 0.09]
    assert now.retiring.ravel().tolist() == [0.125, 0.125]
    assert now.entrant.ravel().tolist() == [0.65, 0.73]
    assert now.conversion.item() == 0.725
    assert not now.recruits.any()
    assert not now.lists.any()


def test_a_lever_moves_its_own_staff_and_place_only(three: Stocks):
    asked = rates(asks(place="Westham", levers={"gp": {"turnover": 8}}), three, TWO, 4)
    assert asked.turnover[0, 0].tolist() == [[0.08, 0.09], [0.08, 0.09], [0.075, 0.09]]


def test_people_who_join_a_place_go_where_its_patients_are(three: Stocks):
    asked = rates(asks(place="Westham", levers={"gp": {"recruits": 8}}), three, TWO, 4)
    assert asked.recruits[0, 0].tolist() == [[2, 0], [6, 0], [0, 0]]
    asked = rates(asks(levers={"gp": {"training_places": 10}}), three, TWO, 4)
    assert asked.places[0, 0].tolist() == pytest.approx([1, 3, 6])


def test_lists_grow_as_asked_in_the_place_as_a_whole():
    both = stocks_of(
        area("U00001", patients=30_000.0, growth=0.04), area("U00002", patients=10_000.0)
    )
    assert both.own_growth(both.rows("QXX")) == pytest.approx(0.03)
    course = course_of(both, asks(by="2026-09", list_growth=1))
    assert course.patients[-1, 0] == pytest.approx(40_000 * 1.01)
    # Each keeps its lead over the other.
    rows = by_area(both, asks(by="2026-09", list_growth=1), "pcn").filter(
        scenario="scenario", period="2026-09", staff_group="gp_qualified"
    )
    assert rows["patients"].to_list() == pytest.approx(
        [30_000 * 1.04 * 1.01 / 1.03, 10_000 * 1.01 / 1.03]
    )


def test_a_scheme_lasts_from_its_first_month_to_its_last():
    # October, November, December are the first quarter after September.
    assert active_share("2025-09", "2025-10", "2025-12", 3).tolist() == [1, 0, 0]
    assert active_share("2025-09", "2025-12", "2026-01", 3).tolist() == pytest.approx(
        [1 / 3, 1 / 3, 0]
    )
    assert active_share("2025-09", "2020-01", "2025-10", 3).tolist() == pytest.approx([1 / 3, 0, 0])
    assert active_share("2025-09", "2020-01", "2025-09", 3).tolist() == [0, 0, 0]
    assert active_share("2025-09", "2026-05", "2040-01", 3).tolist() == pytest.approx([0, 0, 2 / 3])


def test_a_scheme_sets_its_lever_while_it_lasts(three: Stocks):
    scheme = done(place="U00002", size=4, start="2025-11", end="2026-03")
    asked = rates(asks(interventions=[scheme]), three, TWO, 3)
    # Two of three months at 4%, one at 7.5%; then a whole quarter; then nothing.
    assert asked.turnover[:, 0, 1, 0] == pytest.approx([0.155 / 3, 0.04, 0.075])
    assert asked.turnover[:, 0, 0, 0] == pytest.approx([0.075] * 3)
    assert asked.turnover[:, 0, 1, 1] == pytest.approx([0.09] * 3)


@pytest.mark.parametrize("turned", [False, True])
def test_schemes_that_follow_each_other_share_a_quarter_by_its_months(three: Stocks, turned: bool):
    """The first ends in October, the second begins in November, as the page advises."""
    schemes = [
        done(name="First", size=0, start="2025-10", end="2025-10"),
        done(name="Second", size=30, start="2025-11", end="2025-12"),
    ]
    asked = rates(asks(interventions=schemes[::-1] if turned else schemes), three, GP, 1)
    assert asked.turnover[0, 0, 0, 0] == pytest.approx((0 + 30 + 30) / 3 / 100)


def test_schemes_that_add_people_add_up(three: Stocks):
    schemes = [
        done(name="First", lever="recruits", size=3),
        done(name="Second", lever="recruits", size=6, start="2025-12"),
    ]
    asked = rates(asks(levers={"gp": {"recruits": 10}}, interventions=schemes), three, GP, 2)
    assert asked.recruits[:, 0, 0, 0] == pytest.approx([1 + 3 + 2, 1 + 3 + 6])


def test_a_scheme_is_for_one_network(three: Stocks):
    with pytest.raises(UnknownName, match="“Scheme” is for Westham, which is not one network"):
        course_of(three, asks(interventions=[done(place="Westham")]))
    with pytest.raises(
        UnknownName, match="“Scheme” is for U99999, which is not in the figures for 2025-09"
    ):
        course_of(three, asks(interventions=[done(place="U99999")]))
    with pytest.raises(UnknownName, match="It may have closed or changed its code"):
        course_of(three, asks(place="U99999"))


def test_a_scheme_may_name_the_borough_that_is_one_network(three: Stocks):
    by_borough, by_network = (
        course_of(three, asks(interventions=[done(place=place)])) for place in ("Eastham", "U00003")
    )
    assert by_borough.fte.tolist() == by_network.fte.tolist()
    plain = course_of(three, asks())
    # 20 GPs, 15 of them under 55, of whom 5% leave instead of 7.5%.
    assert by_borough.fte[1, 0] - plain.fte[1, 0] == pytest.approx(15 * (0.95**0.25 - 0.925**0.25))


def test_who_plays():
    scenario = asks(
        levers={"nurse": {"turnover": 5}, "gp": {"turnover": 8, "retirement": 50}},
        list_growth=1,
        interventions=[done(staff="nurse")],
    )
    assert players(scenario) == [("gp", "turnover"), ("", "list_growth")]
    scenario = asks(interventions=[done()])
    assert players(scenario) == [("", PROGRAMME)]


def test_who_did_not_report_is_nobody():
    nan = float("nan")
    gone = stocks_of(area(fte=(nan, 8, 10, 40), people=(nan, 11, 14, 55), patients=[nan, 9, 9, 9]))
    begin = starting_staff(gone, TWO, 2)
    assert begin.young[0, 0].tolist() == [0, 6]
    assert begin.patients[0, 0].tolist() == [0, 9]
    with pytest.raises(UnfitScenario, match="The file for 2025-09 counts no "):
        course_of(gone, asks())
    assert course_of(gone, asks(count="nurse")).fte[0, 0] == 8
