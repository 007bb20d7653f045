"""Scenarios as text."""

import pytest

from tests.unit.staffing import asks, done
from wfcore.errors import UnfitScenario
from wfcore.projecting import (
    Scenario,
    scenario_from_link,
    scenario_from_yaml,
    scenario_to_link,
    scenario_to_yaml,
)
from wfcore.projecting.texts import SCENARIO_LINK_KEYS

FULL = asks(
    name="Nürse; more, or: less",
    period="2025-09",
    version=3,
    count="gp",
    target=44,
    targets={"U00001": 40.5, "Barking & Dagenham, East": 50},
    levers={"gp": {"turnover": 8, "conversion": 82.5}, "nurse": {"recruits": 2}},
    list_growth=-0.25,
    today={"share_55": {"gp": 0.3}, "hours": {"gp_trainee": 0.9}},
    costs={"gp": 110_000},
    limits={"rooms_for": 12.0},
    recruits_from="other_pcns",
    interventions=[
        done(name="A, b; c: 50%", size=6.5, cost_gbp=1e9, mou=True, role="gp"),
        done(name="New", lever="recruits", size=2, recruits_from="community_pharmacy"),
    ],
)


def back(scenario: Scenario, **edits: str) -> Scenario:
    """A scenario through its link, some parts of it edited by hand."""
    link = {**scenario_to_link(scenario), **edits}
    return scenario_from_link(
        link,
        place=scenario.place,
        count=scenario.count,
        period=scenario.period,
        version=scenario.version,
        by="2026-09",
    )


def test_a_file_is_short_and_says_only_what_was_said():
    text = scenario_to_yaml(asks(target=44, levers={"gp": {"turnover": 8}}))
    assert text == "place: QXX\nby: 2030-09\ntarget: 44.0\nlevers:\n  gp:\n    turnover: 8.0\n"


def test_both_ways():
    assert scenario_from_yaml(scenario_to_yaml(FULL)) == FULL
    assert "Nürse" in scenario_to_yaml(FULL)
    assert back(FULL) == FULL
    assert set(scenario_to_link(FULL)) <= set(SCENARIO_LINK_KEYS)


@pytest.mark.parametrize(
    "name", ["a\x85b", "a\u2028b", "\u2029", "a\r\nb", " a ", "yes", "1e3", "#", "- a"]
)
def test_names_that_yaml_would_take_for_something_else(name: str):
    scenario = asks(name=name, place="012")
    assert scenario_from_yaml(scenario_to_yaml(scenario)) == scenario
    assert back(scenario) == scenario


def test_a_link_is_short():
    assert scenario_to_link(asks()) == {"by": "2030-09", "target": "none"}
    scenario = asks(target=44, levers={"gp": {"turnover": 8}}, interventions=[done(size=2.5)])
    assert scenario_to_link(scenario) == {
        "by": "2030-09", "target": "44", "set": "gp.turnover:8",
        "do": "U00001,gp,turnover,2.5,2025-10,2030-09,,,,,Scheme",
    }  # fmt: skip


@pytest.mark.parametrize(
    "figure", [1e-18, 1e-5 / 3, 0.1 + 0.2, 0.012345678901234567, 0.07, 29.999999999999996, 5e-324]
)
def test_a_figure_reads_back_to_the_last_bit(figure: float):
    """A goal that is sought has all its digits."""
    scenario = asks(levers={"gp": {"turnover": figure}})
    assert "e" not in scenario_to_link(scenario)["set"].partition(":")[2]
    assert back(scenario) == scenario


def test_what_a_link_leaves_out_is_as_it_is_now():
    found = scenario_from_link({}, place="QXX", count="gp", period=None, version=None, by="2026-09")
    assert found == asks(by="2026-09", count="gp")


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({"target": "fourty"}, "target=fourty"),
        ({"target": "1e2"}, "target=1e2"),
        ({"target": "nan"}, "target=nan"),
        ({"target": "+44"}, "target=+44"),
        ({"target": "44."}, "target=44."),
        ({"target": "４４"}, "target=４４"),
        ({"target": "9" * 12}, "target=9999"),
        ({"target": "1001"}, "target: 1001.0 is above 1000"),
        ({"set": "gp.turnover"}, "set=gp.turnover"),
        ({"set": "turnover:8"}, "set=turnover"),
        ({"set": "gp.turnover:8,gp.turnover:9"}, "set=gp.turnover:9"),
        ({"set": "gp.turnover:80"}, "levers: gp: turnover: 80 is outside 0 to 30"),
        ({"set": "gp.wages:8"}, "'wages' is not a lever of gp"),
        ({"set": "list_growth:99"}, "list_growth: 99 is outside -5 to 10"),
        ({"today": "gp:0.3"}, "today: 'gp' is not one of"),
        ({"cost": "wizard:1"}, "costs: 'wizard' is not one of"),
        ({"limits": "beds:1"}, "limits: beds: no such name in a scenario"),
        ({"from": "abroad"}, "recruits_from: "),
        ({"by": "soon"}, "by: "),
        ({"do": "U00001,gp,turnover"}, "do=U00001,gp,turnover"),
        ({"do": "U00001,gp,turnover,x,2025-10,2030-09,,,,,Scheme"}, "do=x"),
        ({"do": "U00001,gp,turnover,5,2025-10,2030-09,,yes,,,Scheme"}, "do=yes"),
        ({"do": "U00001,gp,turnover,99,2025-10,2030-09,,,,,Scheme"}, "99 is outside 0 to 30"),
        ({"do": "U00001,gp,turnover,5,2025-10,2026-09,,,,,A;"
                "U00001,gp,turnover,6,2026-09,2027-09,,,,,B"}, "“A” and “B” both set"),
        ({"name": "x" * 81}, "name: "),
        ({"name": "x" * 6001}, "too long"),
    ],
)  # fmt: skip
def test_a_link_edited_by_hand_is_explained(edits: dict[str, str], said: str):
    with pytest.raises(UnfitScenario) as error:
        back(asks(), **edits)
    assert said in error.value.message
    assert "Nothing was changed" in error.value.advice or "file" in error.value.advice


def test_a_file_as_a_person_would_write_it():
    found = scenario_from_yaml(
        b"\xef\xbb\xbf# for the board\nplace: Havering\nby: 2030-09\ntarget: 44\nlevers: {gp: {turnover: 8}}\n"
    )
    assert found == asks(place="Havering", target=44.0, levers={"gp": {"turnover": 8.0}})
