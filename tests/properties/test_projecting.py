"""What must hold for every what-if, on random staff and random scenarios."""

import itertools
import math

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.properties.recalculation import Recalculation
from tests.properties.scenarios import (
    ASSUMED,
    asked,
    close,
    few,
    figures,
    some,
    within,
)
from tests.unit.staffing import course_of
from wfcore.errors import UnfitScenario
from wfcore.projecting import (
    ALLOCATION_RULES,
    Scenario,
    Stocks,
    allocate_posts,
    by_area,
    contributions,
    goal_seek,
    prepare_scenario,
    scenario_of,
    spending,
)

# The engine against a slow recalculation


@some
@given(asked())
def test_an_independent_recalculation_agrees(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    again = Recalculation(stocks, scenario).run()
    course = course_of(stocks, scenario, people=True)
    rows = np.flatnonzero(stocks.rows(scenario.place)).tolist()
    counted = ASSUMED.counts[scenario.count]
    for k in range(len(course.periods)):
        patients = [again.patients[r, counted[0]][k] for r in rows]
        fte = sum(again.fte[r, g][k] for r in rows for g in counted)
        heads = sum(again.people[r, g][k] for r in rows for g in counted)
        assert close(course.fte[k, 0], fte)
        assert close(course.people[k, 0], heads)
        assert close(course.patients[k, 0], sum(patients))
        aims = [scenario.targets.get(c, scenario.target) for c in stocks.areas["area_code"]]
        if any(aims[r] is None for r in rows):
            assert math.isnan(course.gap_fte[k, 0])
        else:
            needed = sum(
                aims[r] * p / 100_000 for r, p in zip(rows, patients, strict=True) if p > 0
            )
            assert close(course.gap_fte[k, 0], needed - fte)


@some
@given(asked())
def test_every_area_agrees_with_the_recalculation(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    again = Recalculation(stocks, scenario).run()
    found = by_area(stocks, scenario, "pcn")
    label = found["scenario"].unique(maintain_order=True).to_list()[-1]
    names = stocks.areas["area_code"].to_list()
    seen = 0
    for row in found.filter(pl.col("scenario") == label).iter_rows(named=True):
        k = course_step(row["period"])
        group = row["staff_group"]
        lists = "gp_qualified" if group == "gp_trainee" else group
        mine = [i for i, c in enumerate(names) if c == row["area_code"]]
        mine = [i for i in mine if again.patients[i, lists][0] > 0]
        assert close(row["fte"], sum(again.fte[i, group][k] for i in mine))
        assert close(row["patients"], sum(again.patients[i, lists][k] for i in mine))
        assert close(row["rate"], row["fte"] / row["patients"] * 100_000)
        seen += 1
    assert seen


def course_step(period: str) -> int:
    return (12 * (int(period[:4]) - 2025) + int(period[5:]) - 9) // 3


# Nothing moved


@some
@given(asked())
def test_levers_left_where_they_are_change_nothing(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    still = {
        key: {one.id: one.at("now", key) for one in ASSUMED.levers_of(key)} for key in ASSUMED.staff
    }
    plain = scenario.baseline()
    same = scenario_of({**plain.model_dump(), "levers": still})
    one, other = course_of(stocks, plain, people=True), course_of(stocks, same, people=True)
    for name in ("fte", "people", "patients"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    # Lists that grow as the place's own do.
    own = 100 * stocks.own_growth(stocks.rows(plain.place))
    grown = course_of(stocks, scenario_of({**plain.model_dump(), "list_growth": own}))
    np.testing.assert_allclose(grown.rate, one.rate, rtol=1e-12, atol=1e-12)
    assert contributions(prepare_scenario(stocks, same)).is_empty()
    assert by_area(stocks, plain, "pcn")["scenario"].unique().to_list() == ["baseline"]


@few
@given(asked())
def test_the_same_question_has_the_same_answer(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    one, other = course_of(stocks, scenario), course_of(stocks, scenario)
    np.testing.assert_array_equal(one.fte, other.fte)
    assert by_area(stocks, scenario, "icb").equals(by_area(stocks, scenario, "icb"))


# Areas add


@some
@given(asked())
def test_an_icb_is_the_sum_of_its_networks_and_boroughs(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    keys = ["period", "staff_group", "scenario"]
    sums = [
        by_area(stocks, scenario, level)
        .group_by(keys)
        .agg(pl.col("fte", "patients", "gap_fte").sum(), open=pl.col("gap_fte").is_null().any())
        .sort(keys)
        for level in ("pcn", "borough", "icb")
    ]
    for other in sums[:-1]:
        assert other.select(keys).equals(sums[-1].select(keys))
        for name in ("fte", "patients"):
            np.testing.assert_allclose(other[name], sums[-1][name], rtol=1e-11, atol=1e-9)
        there = ~sums[-1]["open"].to_numpy()
        gaps = other["gap_fte"].to_numpy()[there], sums[-1]["gap_fte"].to_numpy()[there]
        np.testing.assert_allclose(*gaps, rtol=1e-9, atol=1e-9)


@some
@given(asked())
def test_a_place_is_the_sum_of_its_areas(both: tuple[Stocks, Scenario]):
    """The course of a place runs on areas taken together; `by_area` runs on each by itself."""
    stocks, scenario = both
    course = course_of(stocks, scenario)
    rows = by_area(stocks, scenario, "pcn")
    label = rows["scenario"].unique(maintain_order=True).to_list()[-1]
    counted = ASSUMED.counts[scenario.count]
    inside = stocks.areas.filter(pl.Series(stocks.rows(scenario.place)))["area_code"]
    codes = stocks.areas["area_code"].to_list()
    # A network in two boroughs is only partly inside one of them.
    assume(all(codes.count(c) == inside.to_list().count(c) for c in inside))
    mine = rows.filter(
        pl.col("scenario") == label,
        pl.col("staff_group").is_in(counted),
        pl.col("area_code").is_in(inside.to_list()),
    )
    total = mine.group_by("period", maintain_order=True).agg(pl.col("fte").sum())
    np.testing.assert_allclose(course.fte[:, 0], total["fte"], rtol=1e-11, atol=1e-9)


# Goals


@some
@given(asked(), st.data())
def test_a_goal_fed_back_reaches_its_target(both: tuple[Stocks, Scenario], data: st.DataObject):
    stocks, scenario = both
    lever = data.draw(
        st.sampled_from([*(one.id for one in ASSUMED.levers_of(scenario.staff)), "list_growth"])
    )
    rate = float(course_of(stocks, scenario).rate[-1, 0])
    factor = data.draw(st.sampled_from([0.0, 0.9, 0.99, 1.0, 1.01, 1.1, 3.0]))
    target = min(rate * factor, 1000.0)
    found = goal_seek(stocks, scenario, lever, target)
    assert close(found.target, target)
    if found.value is None:
        # Its best value does not reach it.
        best = course_of(stocks, scenario.with_lever(scenario.staff, lever, found.limit))
        assert float(best.rate[-1, 0]) < target
        assert close(float(best.rate[-1, 0]), found.reached)
        return
    back = scenario.with_lever(scenario.staff, lever, found.value)
    reached = float(course_of(stocks, back).rate[-1, 0])
    assert close(reached, found.reached)
    if found.easy:
        assert reached >= target - 1e-6
    else:
        assert reached == pytest.approx(target, abs=1e-6)


@some
@given(asked(), st.data())
def test_more_of_a_helpful_lever_never_makes_the_gap_larger(
    both: tuple[Stocks, Scenario], data: st.DataObject
):
    stocks, scenario = both
    one = data.draw(st.sampled_from([*ASSUMED.levers_of(scenario.staff), ASSUMED.list_growth]))
    name = getattr(one, "id", "list_growth")
    values = sorted(data.draw(within(one.least, one.most)) for _ in range(3))
    if one.better == "lower":
        values.reverse()
    aimed = scenario_of({**scenario.model_dump(), "target": 60.0})
    gaps = [
        course_of(stocks, aimed.with_lever(scenario.staff, name, v)).gap_fte[:, 0] for v in values
    ]
    rates = [
        course_of(stocks, aimed.with_lever(scenario.staff, name, v)).rate[:, 0] for v in values
    ]
    for worse, better in itertools.pairwise(range(3)):
        assert (gaps[better] <= gaps[worse] + 1e-9).all()
        assert (rates[better] >= rates[worse] - 1e-9).all()


@some
@given(asked())
def test_staff_are_never_fewer_than_none(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    course = course_of(stocks, scenario, people=True)
    assert (course.fte >= 0).all()
    assert (course.people >= 0).all()
    assert (by_area(stocks, scenario, "pcn")["fte"] >= 0).all()


@few
@given(asked())
def test_what_is_spent_is_on_the_posts_that_are_more(both: tuple[Stocks, Scenario]):
    stocks, scenario = both
    rows = spending(stocks, scenario).filter(
        pl.col("fte_years").is_not_null(), staff_group=scenario.staff
    )
    more = (course_of(stocks, scenario).fte - course_of(stocks, scenario.baseline()).fte)[:, 0]
    years = sum((a + b) / 2 / 4 for a, b in itertools.pairwise(more))
    assert close(rows["fte_years"].sum(), years, 1e-7)


# Sharing posts out


@some
@given(
    st.lists(
        st.tuples(figures(50), st.integers(1_000, 90_000), figures(100), st.none() | figures(60)),
        min_size=1,
        max_size=6,
    ),
    st.floats(0.1, 60),
    st.sampled_from(ALLOCATION_RULES),
)
def test_posts_given_out_are_never_negative_nor_more_than_there_are(
    rows: list[tuple[float, int, float, float | None]], posts: float, how: str
):
    places = pl.DataFrame(
        {
            "area_code": [f"U{i:05d}" for i in range(len(rows))],
            "area_name": [f"N{i}" for i in range(len(rows))],
            "fte": [r[0] for r in rows],
            "patients": [float(r[1]) for r in rows],
            "target": [r[2] for r in rows],
        }
    )
    scores = {f"U{i:05d}": r[3] for i, r in enumerate(rows)}
    if how == "by_need" and all(v is None for v in scores.values()):
        with pytest.raises(UnfitScenario, match="No deprivation scores"):
            allocate_posts(places, posts, how, scores)
        return
    found = allocate_posts(places, posts, how, scores)
    assert (found["posts"] >= -1e-12).all()
    assert found["posts"].sum() <= posts + 1e-9
    np.testing.assert_allclose(found["gap_after"], found["gap_before"] - found["posts"], atol=1e-9)
