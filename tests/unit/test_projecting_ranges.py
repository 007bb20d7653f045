"""How sure a projection is."""

import numpy as np
import pytest

from tests.unit.staffing import area, asks, course_of, done, stocks_of
from wfcore.declared import declared
from wfcore.projecting import prepare_scenario, range_case, uncertainty_band
from wfcore.projecting.uncertainty import random_steps

STAFF = stocks_of(area(trainees=(6.0, 6.0)), area("U00002", growth=0.02))


def test_a_case_moves_every_lever_to_the_end_of_its_range():
    fewer, more = (range_case(STAFF, asks(), which) for which in ("fewer", "more"))
    assert fewer.levers["gp"] == {
        "turnover": 12, "retirement": 80, "conversion": 65, "entrant_fte": pytest.approx(0.55), "participation": -1,
    }  # fmt: skip
    assert more.levers["gp"] == {
        "turnover": 8, "retirement": 30, "conversion": 90, "entrant_fte": pytest.approx(0.75), "participation": 1,
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
    for name in ("low", "middle", "high"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert (one.low != third.low).any()
    assert (one.number, one.seed) == (500, declared().assumptions.draws.seed)
    assert uncertainty_band(asked).number == declared().assumptions.draws.number == 1000


def test_a_range_holds_the_course_and_lies_within_the_cases():
    asked = prepare_scenario(STAFF, asks(levers={"gp": {"turnover": 8}}))
    found = uncertainty_band(asked, number=2000)
    course = asked.trajectory(asked.rates()).rate[:, 0]
    assert (found.low[1:] < course[1:]).all()
    assert (course[1:] < found.high[1:]).all()
    assert found.low[0] == found.high[0] == course[0]  # today is known
    least, most = (
        course_of(STAFF, range_case(STAFF, asked.scenario, which)).rate[:, 0]
        for which in ("fewer", "more")
    )
    assert (least <= found.low + 1e-9).all()
    assert (found.high <= most + 1e-9).all()


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
    # Half of the draws are on either side, nearly: every lever is as likely either way or nearly.
    assert found.middle[-1] == pytest.approx(course[-1], rel=0.02)


def test_steps_are_triangles_between_the_ends():
    drawn = random_steps("gp", 20_000, 3)
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
