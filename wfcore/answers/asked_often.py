"""What is always asked of a scenario: levers set to answer it, and what was set, in words."""

from dataclasses import replace
from math import ceil

from wfcore import wording
from wfcore.answers.outlooks import Outlook, aim_of, england_today
from wfcore.projecting import Scenario, change_scenario, goal_seek

_HAIR = 1e-6  # what seeking leaves open


def asked_often(outlook: Outlook) -> list[str]:
    """Which of the questions of `wording.ASKED_OFTEN` can be asked of a scenario here."""
    aimed = outlook.course.aim is not None
    there = {
        "stay_on": True,
        "match_england": england_today(outlook.choice) is not None,
        "meet_aim": aimed,
    }
    return [name for name, can in there.items() if can]


def ask_often(outlook: Outlook, name: str) -> tuple[Scenario, str]:
    """A scenario with its levers set to answer one of these questions; what was set, in words.

    Args:
        outlook: the scenario as it is.
        name: one of `asked_often`.
    """
    scenario = outlook.scenario
    if name == "stay_on":
        lever, none = "retirement", 0.0
        return scenario.with_lever(scenario.staff, lever, none), wording.lever_set(lever, none)
    if name == "match_england" and (england := england_today(outlook.choice)) is not None:
        scenario = change_scenario(scenario, target=england.value, targets={})
    found = goal_seek(outlook.stocks, scenario, "recruits")
    people = (
        0.0 if found.easy else found.limit if found.value is None else ceil(found.value - _HAIR)
    )
    aim = aim_of(outlook.choice, scenario)
    said = "" if aim is None else wording.goal_set(found, people, replace(aim, value=found.target))
    return scenario.with_lever(scenario.staff, "recruits", float(people)), said
