"""Contributions add up, and are averages over every order."""

import itertools
import math

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.properties.scenarios import (
    asked,
    close,
    few,
)
from tests.unit.staffing import course_of
from wfcore.projecting import (
    Scenario,
    Stocks,
    contributions,
    prepare_scenario,
    scenario_of,
)


@few
@given(asked())
def test_contributions_add_up_to_the_difference(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    parts = contributions(prepare_scenario(stocks, scenario))
    end, begin = course_of(stocks, scenario), course_of(stocks, scenario.baseline())
    for column, name in (("part_rate", "rate"), ("part_fte", "fte"), ("part_gap", "gap_fte")):
        whole = float(getattr(end, name)[-1, 0] - getattr(begin, name)[-1, 0])
        if math.isnan(whole):
            assert parts[column].is_nan().all()
        else:
            assert close(parts[column].sum(), whole, 1e-8)


@few
@given(asked())
def test_contributions_are_averages_over_every_order(both: tuple[Stocks, Scenario]):
    """Worked out by making the changes one after the other, in every order there is."""
    stocks, scenario = both
    content = scenario.model_dump()
    moved = [p for p in scenario.moved_levers() if p[0] in ("", scenario.staff)]
    steps = [*moved]
    if any(i.staff == scenario.staff for i in scenario.interventions):
        steps.append(("", "programme"))
    assume(1 <= len(steps) <= 3)

    def rate(made: tuple[tuple[str, str], ...]) -> float:
        mine = {
            lever: value
            for lever, value in scenario.levers.get(scenario.staff, {}).items()
            if (scenario.staff, lever) in made
        }
        some_made = {
            **content,
            "levers": {scenario.staff: mine},
            "list_growth": scenario.list_growth if ("", "list_growth") in made else None,
            "interventions": scenario.interventions if ("", "programme") in made else (),
        }
        return float(course_of(stocks, scenario_of(some_made)).rate[-1, 0])

    orders = list(itertools.permutations(steps))
    expected = dict.fromkeys(steps, 0.0)
    for order in orders:
        for i, step in enumerate(order):
            expected[step] += (rate(order[: i + 1]) - rate(order[:i])) / len(orders)
    found = contributions(prepare_scenario(stocks, scenario))
    for row in found.iter_rows(named=True):
        assert close(row["part_rate"], expected[row["staff"], row["lever"]], 1e-8)
    assert found.height == len(steps)


@few
@given(asked(), st.randoms(use_true_random=False))
def test_contributions_do_not_depend_on_the_order_in_which_levers_are_named(
    both: tuple[Stocks, Scenario], chance
):
    stocks, scenario = both
    turned = {}
    for key in sorted(scenario.levers, reverse=True):
        mine = list(scenario.levers[key].items())
        chance.shuffle(mine)
        turned[key] = dict(mine)
    other = scenario_of(
        {
            **scenario.model_dump(),
            "levers": turned,
            "interventions": tuple(reversed(scenario.interventions)),
        }
    )
    keys = ["staff", "lever"]
    one, two = (contributions(prepare_scenario(stocks, s)).sort(keys) for s in (scenario, other))
    assert one.select(keys).equals(two.select(keys))
    for name in ("part_rate", "part_fte"):
        np.testing.assert_allclose(one[name], two[name], rtol=1e-7, atol=1e-8)
