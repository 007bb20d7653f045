"""What is always asked of a scenario: levers set to answer it, and what was set, in words."""

from dataclasses import replace
from math import ceil

from wfcore import wording
from wfcore.answers.outlooks import Outlook, aim_of, england_today
from wfcore.declared import Survey, declared
from wfcore.projecting import Scenario, change_scenario, goal_seek

_HAIR = 1e-6  # what seeking leaves open


def asked_often(outlook: Outlook) -> list[str]:
    """Which of the questions of `wording.asked_often_said` can be asked of a scenario here."""
    aimed = outlook.course.aim is not None
    there = {
        "stay_on": True,
        "match_england": england_today(outlook.choice) is not None,
        "meet_aim": aimed,
    }
    return [*(name for name, can in there.items() if can), *declared().assumptions.surveys]


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
    if (survey := declared().assumptions.surveys.get(name)) is not None:
        levers = {**scenario.levers, scenario.staff: dict(survey.levers)}
        named = change_scenario(scenario, levers=levers, name=survey.name)
        return named, " ".join(wording.lever_set(*one) for one in survey.levers.items())
    if name == "match_england" and (england := england_today(outlook.choice)) is not None:
        scenario = change_scenario(scenario, target=england.value, targets={})
    found = goal_seek(outlook.stocks, scenario, "recruits")
    people = (
        0.0 if found.easy else found.limit if found.value is None else ceil(found.value - _HAIR)
    )
    aim = aim_of(outlook.choice, scenario)
    said = "" if aim is None else wording.goal_set(found, people, replace(aim, value=found.target))
    return scenario.with_lever(scenario.staff, "recruits", float(people)), said


def survey_of(scenario: Scenario) -> Survey | None:
    """The survey whose levers a scenario has under its name; None where there is none."""
    asked = declared().assumptions.surveys.values()
    survey = next((one for one in asked if one.name == scenario.name), None)
    return survey if survey is not None and _has(scenario, survey) else None


def without_foreign_name(scenario: Scenario) -> Scenario:
    """A scenario that no longer has the levers of a survey, without the survey's name."""
    named = scenario.name in {one.name for one in declared().assumptions.surveys.values()}
    return change_scenario(scenario, name="") if named and survey_of(scenario) is None else scenario


def _has(scenario: Scenario, survey: Survey) -> bool:
    return all(scenario.lever(scenario.staff, k) == value for k, value in survey.levers.items())
