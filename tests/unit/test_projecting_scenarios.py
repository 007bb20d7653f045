"""A scenario is checked whole, and says what does not fit."""

import math
from typing import Any

import pytest

from tests.unit.staffing import asks, done
from wfcore.errors import UnfitScenario
from wfcore.projecting import change_scenario, scenario_of


def refused(**more: Any) -> str:
    with pytest.raises(UnfitScenario) as error:
        asks(**more)
    assert "Nothing was changed." in error.value.advice
    return error.value.message


def test_an_empty_scenario_is_the_baseline():
    plain = asks()
    assert plain.moved_levers() == []
    assert plain.baseline() == plain
    assert (plain.staff, plain.lever("gp", "turnover"), plain.lever("nurse", "entrant_fte")) == (
        "gp", 7.5, 0.73,
    )  # fmt: skip


def test_a_lever_at_its_value_of_now_is_not_moved():
    assert asks(levers={"gp": {"turnover": 7.5, "conversion": 72.5}}).moved_levers() == []
    assert asks(levers={"gp": {"turnover": 9.5}}, list_growth=0).moved_levers() == [
        ("gp", "turnover"),
        ("", "list_growth"),
    ]


def test_it_is_frozen():
    with pytest.raises(ValueError, match="frozen"):
        setattr(asks(), "target", 44.0)  # noqa: B010


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(
    "make",
    [
        lambda v: {"target": v},
        lambda v: {"targets": {"U00001": v}},
        lambda v: {"levers": {"gp": {"turnover": v}}},
        lambda v: {"list_growth": v},
        lambda v: {"costs": {"gp": v}},
        lambda v: {"today": {"share_55": {"gp": v}}},
        lambda v: {"limits": {"rooms_for": v}},
        lambda v: {"interventions": [done(size=v)]},
        lambda v: {"interventions": [done(cost_gbp=v)]},
    ],
)
def test_no_figure_is_nan_or_infinite(make, value: float):
    assert f"{value} is not a number" in refused(**make(value))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"target": True}, "target: True is not a number"),
        ({"target": "44"}, "target: '44' is not a number"),
        ({"version": 1.5}, "version: 1.5 is not a whole number"),
        ({"version": 0}, "version: 0 is below 1"),
        ({"target": -0.1}, "target: -0.1 is below 0"),
        ({"target": 1000.1}, "target: 1000.1 is above 1000"),
        ({"by": "2030-13"}, "by: "),
        ({"by": "2030-09-30"}, "by: "),
        ({"by": "1999-09"}, "by: "),
        ({"period": "September"}, "period: "),
        ({"count": "pcn_staff"}, "count 'pcn_staff' is not one of gp_excl_trainees, gp, nurse, dpc, admin"),
        ({"colour": "red"}, "colour: no such name in a scenario"),
        ({"place": ""}, "place: "),
        ({"name": "x" * 81}, "name: has more than 80 characters"),
        ({"recruits_from": "abroad"}, "recruits_from: 'abroad' is not one of 'new', 'other_pcns'"),
        ({"levers": {"doctor": {"turnover": 8}}}, "staff group 'doctor' is not one of gp, nurse, dpc, admin"),
        ({"levers": {"nurse": {"conversion": 80}}}, "'conversion' is not a lever of nurse, there are turnover,"),
        ({"levers": {"gp": {"turnover": 30.5}}}, "levers: gp: turnover: 30.5 is outside 0 to 30"),
        ({"levers": {"gp": {"entrant_fte": 0}}}, "levers: gp: entrant_fte: 0 is outside 0.1 to 1"),
        ({"list_growth": 10.25}, "list_growth: 10.25 is outside -5 to 10"),
        ({"targets": {"U00001": 1001}}, "target of U00001: 1001 is outside 0 to 1000"),
        ({"today": {"shoe_size": {"gp": 1}}}, "today: 'shoe_size' is not one of share_55, trainee_share, hours"),
        ({"today": {"trainee_share": {"nurse": 0.1}}}, "today: trainee_share: 'nurse' is not a staff group of it"),
        ({"today": {"hours": {"gp": 1.1}}}, "today: hours: gp: 1.1 is outside 0.1 to 1"),
        ({"costs": {"wizard": 1}}, "costs: 'wizard' is not one of gp, nurse,"),
        ({"costs": {"gp": 1e7}}, "costs: gp: 1e+07 is outside 0 to 1e+06"),
        ({"limits": {"rooms_for": -1}}, "limits: rooms_for: "),
        ({"interventions": [done(end="2025-09")]}, "intervention “Scheme” ends before it starts"),
        ({"interventions": [done(role="wizard")]}, "intervention “Scheme”: there is no cost for role 'wizard'"),
        ({"interventions": [done(size=31)]}, "intervention “Scheme”: gp: turnover: 31 is outside 0 to 30"),
        ({"interventions": [done(lever="list_growth")]}, "'list_growth' is not a lever of gp"),
        ({"interventions": [done(mou="yes")]}, "interventions: 0: mou: 'yes' is not true or false"),
        ({"interventions": [done(name="")]}, "interventions: 0: name: "),
        ({"interventions": [done(cost_gbp=-1)]}, "interventions: 0: cost_gbp: "),
        ({"interventions": [done(name=str(i), start="2026-01", end="2026-01") for i in range(101)]}, "interventions: "),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(more: dict[str, Any], said: str):
    assert said in refused(**more)


def test_everything_that_does_not_fit_is_said_at_once():
    message = refused(
        levers={"gp": {"turnover": 99, "retirement": 101}, "nurse": {"places": 1}},
        list_growth=11,
        targets={"U00001": -1},
        costs={"gp": -5},
        today={"hours": {"gp": 2}, "nothing": {}},
        count="gps",
    )
    for said in ("turnover", "retirement", "places", "list_growth", "U00001", "costs", "hours",
                 "nothing", "gps"):  # fmt: skip
        assert said in message
    message = refused(interventions=[done(size=99, end="2025-01", role="wizard"), done(staff="x")])
    for said in ("99 is outside", "ends before it starts", "wizard", "staff group 'x'"):
        assert said in message


def test_two_schemes_that_set_one_lever_at_one_time_are_refused():
    one = done(name="First", start="2025-10", end="2026-03")
    message = refused(interventions=[one, done(name="Second", start="2026-03", end="2026-09")])
    assert (
        "interventions “First” and “Second” both set “Leavers under 55” in U00001 between 2026-03 "
        "and 2026-03: end one before the other starts" in message
    )
    # Three that clash are all told.
    message = refused(interventions=[one, {**one, "name": "Second"}, {**one, "name": "Third"}])
    assert message.count("both set") == 3


@pytest.mark.parametrize(
    "other",
    [
        {"start": "2026-04"},  # the month after
        {"place": "U00002"},
        {"staff": "nurse"},
        {"lever": "retirement"},
    ],
)
def test_schemes_that_do_not_clash_are_taken(other: dict[str, Any]):
    one = done(name="First", start="2025-10", end="2026-03")
    kept = asks(interventions=[one, {**done(name="Second"), **other}])
    assert [i.name for i in kept.interventions] == ["First", "Second"]


def test_two_schemes_may_both_add_people():
    one = done(lever="recruits", size=2)
    assert len(asks(interventions=[one, {**one, "name": "More"}]).interventions) == 2


def test_a_change_is_checked_again():
    plain = asks(levers={"gp": {"turnover": 8}})
    assert plain.with_lever("gp", "turnover", 9).levers == {"gp": {"turnover": 9}}
    assert plain.with_lever("gp", "recruits", 3).levers == {"gp": {"turnover": 8, "recruits": 3}}
    assert plain.with_lever("", "list_growth", 2).list_growth == 2
    assert plain.levers == {"gp": {"turnover": 8}}  # the first stays as it was
    with pytest.raises(UnfitScenario, match="turnover: 31"):
        plain.with_lever("gp", "turnover", 31)
    with pytest.raises(UnfitScenario, match="by: "):
        change_scenario(plain, by="soon")


@pytest.mark.parametrize("content", [None, [], "x", 3, {1: 2}, {"place": "QXX"}])
def test_what_is_no_scenario_at_all_is_refused(content: object):
    with pytest.raises(UnfitScenario, match="cannot be used"):
        scenario_of(content)
