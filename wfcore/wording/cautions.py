"""What a plan forgets: people who are only moved, rooms, supervisors, months, networks that are gone."""

from collections.abc import Sequence

from wfcore.projecting import Course, Scenario
from wfcore.wording.projections import posts
from wfcore.wording.sentences import month, number


def gone(scenario: Scenario, codes: Sequence[str], period: str) -> str:
    """Which networks the figures do not know, and what hangs on them."""
    schemes = [f"“{i.name}”" for i in scenario.interventions if i.place in codes]
    aims = [f"the own target of {code}" for code in codes if code in scenario.targets]
    what = "network" if len(codes) == 1 else "networks"
    return (
        f"The figures for {month(period)} have no {what} {', '.join(codes)} in this area: it may have closed, "
        f"changed its code, or lie in another area. It is needed for {', '.join([*schemes, *aims])}. Nothing was "
        "changed. Choose the place and month they were made for, or go on without them."
    )


def not_new(scenario: Scenario, place: str, fte: float) -> list[str]:
    """A warning where recruits are only moved."""
    sources = {i.recruits_from for i in scenario.interventions if i.lever == "recruits"}
    if scenario.lever(scenario.staff, "recruits"):
        sources.add(scenario.recruits_from)
    said: list[str] = []
    if "other_pcns" in sources:
        said.append(
            f"Recruits from other networks are moved, not new: what {place} gains ({posts(fte)}) "
            "its neighbours lose, and the area as a whole gains nothing from them."
        )
    if "community_pharmacy" in sources:
        said.append(
            "Recruits from community pharmacy are moved, not new: patients gain here what they lose at the chemist's."
        )
    return said


def limits(scenario: Scenario, course: Course, extra_trainees: float) -> list[str]:
    """Where rooms or supervision do not reach."""
    said: list[str] = []
    rooms, supervised = scenario.limits.rooms_for, scenario.limits.supervised
    more = float((course.people - course.people[0])[:, 0].max())
    if rooms is not None and more > rooms:
        said.append(
            f"There are rooms for {_more(rooms, 'person', 'people')}; this scenario needs {number(more, 0)}."
        )
    if supervised is not None and extra_trainees > supervised:
        said.append(
            f"Supervisors can take {_more(supervised, 'trainee', 'trainees')}; "
            f"this scenario has {number(extra_trainees, 0)}."
        )
    return said


def _more(count: float, one: str, many: str) -> str:
    figure = number(count, 0)
    return f"{figure} more {one if figure == '1' else many}"
