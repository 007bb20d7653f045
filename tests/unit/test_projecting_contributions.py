"""What each change contributes."""

import numpy as np
import pytest

from tests.unit.staffing import area, asks, course_of, done, stocks_of
from wfcore.projecting import contributions, prepare_scenario
from wfcore.projecting.contributions import shapley


def test_the_glove_game():
    """A has a left glove, B and C a right one each; a pair is worth 1. Known: 2/3, 1/6, 1/6."""
    a, b, c = ("", "A"), ("", "B"), ("", "C")
    runs = [frozenset(s) for s in ((), (a,), (b,), (c,), (a, b), (a, c), (b, c), (a, b, c))]
    worth = np.array([0, 0, 0, 0, 1, 1, 0, 1.0])
    assert shapley([a, b, c], runs, worth) == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_one_change_has_all_of_the_difference():
    staff = stocks_of(area())
    scenario = asks(target=50, levers={"gp": {"recruits": 8}}, by="2025-12")
    found = contributions(prepare_scenario(staff, scenario)).row(0, named=True)
    assert found == {
        "staff": "gp", "lever": "recruits", "part_fte": pytest.approx(1.3),
        "part_rate": pytest.approx(2.6), "part_gap": pytest.approx(-1.3),
    }  # fmt: skip


def test_two_that_work_on_each_other_share_it_evenly():
    """8 recruits at 0.65 and longer hours: 0.65 → 1 FTE each. Alone: 1.3, and the hours of those replaced."""
    staff = stocks_of(area(aged=(0, 0, 0, 0)))
    moved = {"recruits": 8.0, "entrant_fte": 1.0}
    ends = {
        tuple(sorted(some)): course_of(
            staff, asks(by="2025-12", levers={"gp": {k: moved[k] for k in some}})
        ).fte[-1, 0]
        for some in ((), ("recruits",), ("entrant_fte",), ("recruits", "entrant_fte"))
    }
    replaced = 20 * (1 - 0.925**0.25)
    assert ends[("recruits",)] - ends[()] == pytest.approx(1.3)
    assert ends[("entrant_fte",)] - ends[()] == pytest.approx(replaced * (1 / 0.65 - 1))
    together = ends[("entrant_fte", "recruits")] - ends[()]
    assert together == pytest.approx(replaced * (1 / 0.65 - 1) + 2)
    found = contributions(prepare_scenario(staff, asks(by="2025-12", levers={"gp": moved})))
    parts = dict(found.select("lever", "part_fte").iter_rows())
    assert parts["recruits"] == pytest.approx((1.3 + 2) / 2)
    assert sum(parts.values()) == pytest.approx(together)


def test_lists_and_the_local_programme_have_no_staff_group():
    staff = stocks_of(area(), area("U00002"))
    scenario = asks(
        levers={"gp": {"turnover": 6}, "nurse": {"turnover": 0}},
        list_growth=1,
        interventions=[done(), done(name="For nurses", staff="nurse")],
    )
    found = contributions(prepare_scenario(staff, scenario))
    assert found.select("staff", "lever").rows() == [
        ("gp", "turnover"), ("", "list_growth"), ("", "programme"),
    ]  # fmt: skip
    parts = dict(found.select("lever", "part_fte").iter_rows())
    assert parts["list_growth"] == 0
    assert parts["turnover"] > 0 < parts["programme"]
    assert found["part_gap"].is_nan().all()  # no target is set


def test_nothing_changed_has_no_parts():
    empty = contributions(prepare_scenario(stocks_of(area()), asks(target=44)))
    assert empty.is_empty()
    assert empty.columns == ["staff", "lever", "part_rate", "part_fte", "part_gap"]
