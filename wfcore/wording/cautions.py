"""What a plan forgets: people who are only moved, rooms, supervisors, months, networks that are gone."""

from collections.abc import Mapping, Sequence

from wfcore.declared import declared
from wfcore.projecting import Scenario, Trajectory
from wfcore.projecting.scenarios import RecruitSource
from wfcore.wording.figures import month, number
from wfcore.wording.scenarios import staff_name


def unknown_networks_caution(scenario: Scenario, codes: Sequence[str], period: str) -> str:
    """Which networks the figures do not know, and what hangs on them."""
    schemes = [f"“{i.name}”" for i in scenario.interventions if i.place in codes]
    aims = [f"the own aim of {code}" for code in codes if code in scenario.targets]
    what = "network" if len(codes) == 1 else "networks"
    return (
        f"The figures for {month(period)} have no {what} {', '.join(codes)} in this area: it may have closed, "
        f"changed its code, or lie in another area. It is needed for {', '.join([*schemes, *aims])}. Nothing was "
        "changed. Choose the place and month they were made for, or go on without them."
    )


def moved_recruits_caution(recruited: Mapping[RecruitSource, float], place: str) -> list[str]:
    """A warning where recruits are only moved.

    Args:
        recruited: people by where they come from.
        place: name of the place that gains them.
    """
    said: list[str] = []
    if others := recruited.get("other_pcns"):
        said.append(
            f"Recruits from other networks are moved, not new: what {place} gains ({_people(others)}) "
            "its neighbours lose, and the area as a whole gains nothing from them."
        )
    if chemists := recruited.get("community_pharmacy"):
        said.append(
            f"Recruits from community pharmacy are moved, not new ({_people(chemists)}): "
            "patients gain here what they lose at the chemist's."
        )
    return said


def _people(count: float) -> str:
    figure = number(count, 0 if round(count, 1).is_integer() else 1)
    return f"{figure} {'person' if figure == '1' else 'people'}"


def ends_early_caution(scenario: Scenario, course: Trajectory) -> list[str]:
    """That the course ends before the month asked for, because it goes in whole quarters."""
    first, last = month(course.periods[0]), course.periods[-1]
    if last == scenario.by:
        return []
    said = f"it is worked out for {month(last)}, the last quarter before {month(scenario.by)}"
    return [f"The course goes in quarters from {first}, so {said}."]


def inactive_interventions(scenario: Scenario, course: Trajectory) -> list[str]:
    """Interventions that lie wholly before or after the course."""
    first, last = course.periods[0], course.periods[-1]
    said: list[str] = []
    for done in scenario.interventions:
        if done.staff == scenario.staff and done.end <= first:
            said.append(
                f"“{done.name}” ends in {month(done.end)}, before the course begins: it counts for nothing."
            )
        elif done.staff == scenario.staff and done.start > last:
            said.append(
                f"“{done.name}” starts in {month(done.start)}, after the course ends: it counts for nothing."
            )
    return said


def far_ahead_caution(course: Trajectory) -> list[str]:
    """That a course runs further than it can be trusted."""
    trusted = declared().assumptions.trusted_years
    if len(course.periods) - 1 <= 4 * trusted:
        return []
    return [f"This looks more than {trusted} years ahead. Read it as a direction, not a figure."]


def other_staff_caution(scenario: Scenario) -> list[str]:
    """That the scenario changes other staff too, which is not seen in this count."""
    also = {s for s, _ in scenario.moved_levers() if s} | {i.staff for i in scenario.interventions}
    names = [staff_name(s) for s in declared().assumptions.staff if s in also - {scenario.staff}]
    if not names:
        return []
    return [
        f"This scenario also changes {' and '.join(names)}. Choose them under “Staff” to see what that does."
    ]


def capacity_cautions(
    scenario: Scenario,
    course: Trajectory,
    extra_trainees: float,
    between: tuple[float, float] | None = None,
) -> list[str]:
    """Where rooms or supervision do not reach; `between`: what estimated people may be times, if they are."""
    said: list[str] = []
    rooms, supervised = scenario.limits.rooms_for, scenario.limits.supervised
    more = float((course.people - course.people[0])[:, 0].max())
    if rooms is not None and more > rooms:
        needs = number(more, 0)
        if between is not None:
            low, high = (number(more * side, 0) for side in between)
            why = declared().assumptions.stand_ins["hours"].reason
            needs = f"about {needs} ({low} to {high}, as {why})"
        said.append(
            f"There are rooms for {_more(rooms, 'person', 'people')}; this scenario needs {needs}."
        )
    if supervised is not None and extra_trainees > supervised:
        said.append(
            f"Supervisors can take {_more(supervised, 'trainee', 'trainees')}; "
            f"this scenario has {number(extra_trainees, 0)} in training at once."
        )
    return said


def _more(count: float, one: str, many: str) -> str:
    figure = number(count, 0)
    return f"{figure} more {one if figure == '1' else many}"
