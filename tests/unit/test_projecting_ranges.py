"""How sure a projection is."""

import numpy as np
import pytest

from tests.unit.staffing import area, asks, course_of, done, stocks_of
from wfcore import wording
from wfcore.declared import declared
from wfcore.projecting import Spread, prepare_scenario, range_case, uncertainty_band
from wfcore.projecting.uncertainty import drawn_rates, matched_joiners, random_steps

STAFF = stocks_of(area(trainees=(6.0, 6.0)), area("U00002", growth=0.02))


def test_a_case_moves_every_lever_to_the_end_of_its_range():
    fewer, more = (range_case(STAFF, asks(), which) for which in ("fewer", "more"))
    assert fewer.levers["gp"] == {
        "turnover": 9.5, "retirement": 80, "conversion": 65, "entrant_fte": pytest.approx(0.55), "participation": -1,
    }  # fmt: skip
    assert more.levers["gp"] == {
        "turnover": 5.5, "retirement": 30, "conversion": 90, "entrant_fte": pytest.approx(0.75), "participation": 1,
    }  # fmt: skip
    assert (fewer.list_growth, more.list_growth) == pytest.approx((2, 0))  # around its own 1%
    assert range_case(STAFF, asks(), "now") == asks()
    with pytest.raises(ValueError, match="maybe"):
        range_case(STAFF, asks(), "maybe")


def test_a_case_is_as_far_from_what_a_scenario_says_and_within_limits():
    scenario = asks(levers={"gp": {"turnover": 29, "conversion": 95}}, list_growth=9.5)
    fewer, more = (range_case(STAFF, scenario, which) for which in ("fewer", "more"))
    assert (fewer.levers["gp"]["turnover"], more.levers["gp"]["turnover"]) == (30, 27)
    assert (fewer.levers["gp"]["conversion"], more.levers["gp"]["conversion"]) == (87.5, 100)
    assert (fewer.list_growth, more.list_growth) == (10, 8.5)


def test_cases_lie_on_either_side():
    cases = [range_case(STAFF, asks(), which) for which in ("fewer", "now", "more")]
    ends = [course_of(STAFF, case).rate[-1, 0] for case in cases]
    assert ends == sorted(ends)


def test_the_same_question_has_the_same_range():
    asked = prepare_scenario(STAFF, asks())
    one, other, third = (
        uncertainty_band(asked, number=500),
        uncertainty_band(asked, number=500),
        uncertainty_band(asked, number=500, seed=1),
    )
    for name in ("low", "high"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert (one.low != third.low).any()
    assert (one.number, one.seed) == (500, declared().assumptions.draws.seed)
    assert uncertainty_band(asked).number == declared().assumptions.draws.number == 1000


def test_a_range_holds_the_course_and_is_as_wide_as_places_move():
    asked = prepare_scenario(STAFF, asks(levers={"gp": {"turnover": 8}}))
    found = uncertainty_band(asked, number=2000)
    course = asked.trajectory(asked.rates()).rate[:, 0]
    assert (found.low[1:] < course[1:]).all()
    assert (course[1:] < found.high[1:]).all()
    assert found.low[0] == found.high[0] == course[0]  # today is known
    # Of 40 posts, 8 in 10 places move less than √(0.5² ÷ 40 + 0.025²) in a year, twice that in four.
    a_year = (0.25 / 40 + 0.025**2) ** 0.5
    assert f"{a_year:.4f}" == "0.0829"
    for k, years in ((4, 1), (16, 4)):
        moved = a_year * years**0.5
        assert found.low[k] <= course[k] * np.exp(-moved)
        assert found.high[k] >= course[k] * np.exp(moved)
    assert found.low[4] == pytest.approx(
        course[4] * np.exp(-a_year), rel=0.01
    )  # assumptions add little at first
    assert (found.cases, found.likely) == (0, False)


def test_three_spreads_join_as_squares():
    asked = prepare_scenario(STAFF, asks())
    course = asked.course().rate[:, 0]
    still = np.zeros_like(course)
    alone = uncertainty_band(asked, Spread(still, still, (), 0))
    moves, standing = still + 0.1, still + 0.2
    joined = uncertainty_band(asked, Spread(moves, standing, (), 5))
    for k in (0, 20):
        below = (
            (course[k] - alone.low[k]) ** 2
            + (course[k] * (1 - np.exp(-0.1))) ** 2
            + (course[k] * 0.2) ** 2
        )
        assert joined.low[k] == pytest.approx(course[k] - below**0.5)
    assert joined.cases == 5


def test_who_leaves_in_a_trial_is_replaced():
    """Nothing but the turnover is drawn: the number of staff hardly moves, whatever was drawn."""
    asked = prepare_scenario(STAFF, asks())
    steps = {"turnover": np.array([0.0, -2.0, 2.0])}
    course = asked.trajectory(drawn_rates(asked, steps), joiners=matched_joiners(asked, steps))
    assert course.fte[1] == pytest.approx([course.fte[0, 0]] * 3, rel=1e-12)
    # Joiners that stay matched to the turnover of now lose 4 × 30 × 0.5% of 40 posts, nearly, in the year.
    unmatched = asked.trajectory(drawn_rates(asked, steps)).fte
    assert unmatched[4, 1] - unmatched[4, 2] == pytest.approx(1.1, abs=0.15)
    assert abs(course.fte[4, 1] - course.fte[4, 2]) < 0.05


def test_a_stand_in_widens_the_range_today():
    """A quarter of GP hours may be in training, or a tenth to two fifths: then 30 may be 24 to 36."""
    stood = stocks_of(area(trainees=(6.8, 6.8)), stood_in={"trainee_share": ("gp",)})
    found = uncertainty_band(prepare_scenario(stood, asks()))
    assert found.low[0] == pytest.approx(40 * (1 - 0.14 / 0.747))
    assert found.high[0] == pytest.approx(40 * (1 + 0.14 / 0.747))
    two = stocks_of(area(), area("U00002"), stood_in={"trainee_share": ("gp",)})
    wider = uncertainty_band(prepare_scenario(two, asks()))
    assert wider.high[0] == pytest.approx(40 * (1 + 0.075 / 0.747))  # larger areas differ less
    set_ = uncertainty_band(prepare_scenario(two, asks(today={"trainee_share": {"gp": 0.25}})))
    assert set_.high[0] == set_.low[0] == pytest.approx(40)  # somebody knows it


@pytest.mark.filterwarnings("error")
def test_of_nobody_there_is_no_range_and_a_plain_sentence():
    """A network without nurses, whose ages stand in: no division by nothing, no range, no dash for one."""
    nobody = area(fte=(20.0, 0.0, 10.0, 40.0), people=(28.0, 0.0, 14.0, 55.0))
    asked = prepare_scenario(
        stocks_of(nobody, stood_in={"share_55": ("nurse",)}), asks(count="nurse")
    )
    band = uncertainty_band(asked)
    assert band.low.tolist() == band.high.tolist() == [0.0] * len(band.periods)
    course = asked.course()
    said, *_ = wording.scenario_answer(asked.scenario, "Westham", course, asked.baseline(), band)
    assert (
        said
        == "If nothing changes, Westham would have 0.0 nurses per 100,000 patients by September 2030."
    )
    assert "nothing to draw a range around" in wording.course_cautions(band)
    today = wording.starting_point(asked.scenario, "Westham", course)
    assert today == "At the end of September 2025, Westham has no nurses. No target is set."


@pytest.mark.filterwarnings("error")
def test_where_the_first_ones_finish_training_the_range_is_around_them():
    """Nobody qualified today, twelve in training: in two years some have finished, and they have a range."""
    first = area(fte=(0.0, 8.0, 10.0, 40.0), people=(0.0, 11.0, 14.0, 55.0), trainees=(10.0, 12.0))
    band = uncertainty_band(
        prepare_scenario(stocks_of(first, stood_in={"share_55": ("gp",)}), asks())
    )
    assert band.high[0] == 0
    assert 0 < band.low[-1] < band.high[-1]


def test_a_range_around_a_scheme_that_is_quicker_than_the_scenario():
    """Two years instead of four: the pace was once cut back to that of four."""
    schemes = [
        done(name=code, place=code, lever="retirement_years", size=2)
        for code in ("U00001", "U00002")
    ]
    asked = prepare_scenario(STAFF, asks(levers={"gp": {"retirement": 80}}, interventions=schemes))
    course = asked.trajectory(asked.rates()).rate[:, 0]
    found = uncertainty_band(asked, number=2000)
    assert (found.low[1:] < course[1:]).all()
    assert (course[1:] < found.high[1:]).all()


def test_steps_are_triangles_between_the_ends():
    drawn = random_steps("gp", 20_000, 3)
    assert {steps[0] for steps in drawn.values()} == {0}  # the first trial is the course itself
    assert set(drawn) == {
        "turnover",
        "retirement",
        "conversion",
        "entrant_fte",
        "participation",
        "list_growth",
    }
    for name, low, high in (("turnover", -2, 2), ("retirement", -20, 30), ("conversion", -7.5, 17.5),
                            ("list_growth", -1, 1)):  # fmt: skip
        assert low <= drawn[name].min() < low * 0.9
        assert high * 0.9 < drawn[name].max() <= high
        # The mean of a triangle is a third of the sum of its corners; one of them is 0.
        assert drawn[name].mean() == pytest.approx((low + high) / 3, abs=0.15)
