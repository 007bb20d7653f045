"""Where levers start: counted in the place, in an area around it, or declared; and what an old address gives."""

import pytest

from tests.unit.making import figures, with_local
from tests.unit.test_people_files import COUNTED
from tests.unit.test_pipeline_files import STAYED, draft_of
from tests.unit.test_projecting_stocks import LISTS, PLACES, THREE, staff_file
from wfcore.answers import choice_of, outlook_of, scenario_of_link
from wfcore.errors import UnfitScenario
from wfcore.measuring import VersionMeasures
from wfcore.projecting import (
    lever_nows,
    lever_starts,
    scenario_from_yaml,
    scenario_to_link,
    scenario_to_yaml,
)
from wfcore.store.targets import with_aims_placed
from wfcore.wording import lever_origins

METRIC = "gp_excl_trainees_rate"


def brought(*rows: str, head: str = STAYED, kind: str = "stayed") -> VersionMeasures:
    """Three practices of two networks, and what became of those who qualified."""
    plain = figures(staff_file(THREE), PLACES, LISTS)
    draft = draft_of(head + "".join(f"{row}\n" for row in rows))
    (placed,) = with_aims_placed([draft], plain.version)
    return with_local(plain, **{kind: placed.tables[kind]})


def test_conversion_starts_from_those_who_stayed_here():
    """18 of 20 stayed in the ICB: 90%, not the national 72.5%."""
    choice = choice_of(brought("QXX,2023/24,20,12,18,0"), "QXX", METRIC)
    scenario = scenario_of_link(choice, {})
    start = scenario.starts["gp"]["conversion"]
    assert (start.value, start.origin) == (90.0, "measured")
    assert scenario_to_link(scenario)["now"] == "measured"
    assert scenario.moved_levers() == []
    outlook = outlook_of(choice, scenario)
    now = lever_nows(outlook.stocks, scenario)["conversion"]
    said = next(line for line in lever_origins({"conversion": now}))
    assert said.startswith("Trainees who stay as GPs: starts at 90%, measured here. Source: ")
    assert "2023/24: of 20 people" in said
    assert scenario_from_yaml(scenario_to_yaml(scenario)) == scenario
    # The whole model starts from it: the declared 72.5% is a change that lowers the course.
    lower = scenario.with_lever("gp", "conversion", 72.5)
    assert lower.moved_levers() == [("gp", "conversion")]
    assert outlook_of(choice, lower).course.fte[-1, 0] < outlook.course.fte[-1, 0]


def test_an_area_around_stands_in_and_is_named():
    choice = choice_of(brought("QXX,2023/24,20,12,18,0"), "U00002", METRIC)
    start = scenario_of_link(choice, {}).starts["gp"]["conversion"]
    assert (start.value, start.origin) == (90.0, "stood in")
    now = lever_nows(
        outlook_of(choice, scenario_of_link(choice, {})).stocks, scenario_of_link(choice, {})
    )
    assert f"stood in for by {start.place}" in " ".join(lever_origins(now))


def test_an_old_address_gives_what_it_gave():
    link = {"by": "2027-09", "target": "44", "set": "gp.turnover:8"}
    with_rows = choice_of(brought("QXX,2023/24,20,12,18,0"), "QXX", METRIC)
    without = choice_of(figures(staff_file(THREE), PLACES, LISTS), "QXX", METRIC)
    assert scenario_of_link(with_rows, link).starts == {}
    courses = [
        outlook_of(choice, scenario_of_link(choice, link)).course.fte
        for choice in (with_rows, without)
    ]
    assert (courses[0] == courses[1]).all()
    again = scenario_of_link(with_rows, link | {"now": "measured"})
    assert again.lever("gp", "conversion") == 90
    assert scenario_of_link(without, link | {"now": "measured"}).starts == {}
    with pytest.raises(UnfitScenario, match="now=guessed"):
        scenario_of_link(with_rows, link | {"now": "guessed"})


def test_too_few_people_are_no_start():
    """Of four people nobody is told the share: the lever starts as declared, here and around."""
    held = brought("QXX,2023/24,4,3,3,0")
    choice = choice_of(held, "QXX", METRIC)
    assert lever_starts(held, choice.level, choice.code, choice.period) == {}
    assert "now" not in scenario_to_link(scenario_of_link(choice, {}))


def test_turnover_of_all_ages_starts_the_lever_of_those_under_55():
    """104 of 1,000 left. Of the 27.2% aged 55 and over 12.5% a year retire; (10.4 - 3.4) / 72.8% of the others."""
    held = brought("QXX,2024-10,2025-09,GPs,90,104,1000,1000", head=COUNTED, kind="joiners_leavers")
    choice = choice_of(held, "QXX", METRIC)
    scenario = scenario_of_link(choice, {})
    start = scenario.starts["gp"]["turnover"]
    assert (start.value, start.origin) == (9.6, "measured")
    assert "2024-10 to 2025-09: 10.4% of all ages left" in start.said
    assert scenario.lever("gp", "turnover") == 9.6
    assert "nurse" not in scenario.starts
    # If nothing changes, as many join as leave: the course begins level, as a declared start does.
    course = outlook_of(choice, scenario).course
    declared = outlook_of(choice, scenario_of_link(choice, {"by": "2027-09"})).course
    assert course.fte[:2, 0] == pytest.approx(declared.fte[:2, 0], rel=2e-3)
    fewer = outlook_of(choice, scenario.with_lever("gp", "turnover", 7.5)).course
    assert fewer.fte[-1, 0] > course.fte[-1, 0]
