"""Where each lever stands if nothing is changed, who counted that, and how many would retire."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from wfcore.declared import declared
from wfcore.projecting.flows import FTE, PEOPLE, run_flows
from wfcore.projecting.scenarios import LIST_GROWTH, Scenario
from wfcore.projecting.stocks import STRUCTURED, Stocks
from wfcore.projecting.trajectories import PreparedScenario

Origin = Literal["measured", "stood in", "assumed"]
_QUARTERS = 4  # in a year


@dataclass(frozen=True)
class Base:
    """Whom a lever works on: `people` (None where they are too few to be told) and `fte` of the place."""

    people: float | None
    fte: float
    origin: Origin


@dataclass(frozen=True)
class LeverNow:
    """Where a lever stands if nothing is changed, in its unit.

    `origin`: counted in the place, in a larger area that stands in for it, or nowhere and so declared.
    `where` is that area's name and `said` what it was counted in, both empty where nobody counted it. `base`:
    whom it works on, where the file counts them.
    """

    lever: str
    value: float
    origin: Origin
    where: str = ""
    said: str = ""
    base: Base | None = None


def lever_nows(today: Stocks, scenario: Scenario) -> dict[str, LeverNow]:
    """Lever of the scenario's staff → where it stands now."""
    known, staff = declared().assumptions, scenario.staff
    bases = {
        "retirement": _aged_55(today, scenario),
        "training_places": _in_training(today, scenario),
    }
    found: dict[str, LeverNow] = {}
    for lever in (*known.levers_of(staff), *known.switches_of(staff)):
        start, value = (
            scenario.starts.get(staff, {}).get(lever.id),
            scenario.start_of(staff, lever.id),
        )
        origin: Origin = start.origin if start else "assumed"
        where, said = (start.place, start.said) if start else ("", "")
        found[lever.id] = LeverNow(lever.id, value, origin, where, said, bases.get(lever.id))
    own = 100 * today.own_growth(today.rows(scenario.place))
    found[LIST_GROWTH] = LeverNow(LIST_GROWTH, own, "measured")
    return found


def are_ages_known(today: Stocks, scenario: Scenario) -> bool:
    """Whether the file tells those of 55 to 59 from those of 65 and over in a place, so that one goes first."""
    rows, chosen = today.rows(scenario.place), _groups(scenario)
    return bool(
        np.broadcast_to(today.older, (2, len(rows), len(STRUCTURED)))[:, rows][..., chosen].any()
    )


def _groups(scenario: Scenario) -> list[int]:
    known = declared().assumptions
    return [STRUCTURED.index(g) for g in known.counts[scenario.count] if g in STRUCTURED]


def _aged_55(today: Stocks, scenario: Scenario) -> Base:
    rows, chosen = today.rows(scenario.place), _groups(scenario)
    aged = today.aged[rows][:, chosen]
    people, fte = (
        float(np.nansum(count[rows][:, chosen] * aged)) for count in (today.people, today.fte)
    )
    guessed = {what for what in ("share_55", "hours") if _stands_in(today, scenario, what)}
    few = any(today.pooled[g][rows].any() for g in _names(scenario) if g in today.pooled)
    least = declared().rules.disclosure.personal_base
    return Base(
        None if few or people < least else people, fte, "stood in" if guessed else "measured"
    )


def _in_training(today: Stocks, scenario: Scenario) -> Base | None:
    if scenario.staff != "gp":
        return None
    guessed = _stands_in(today, scenario, "trainee_share")
    fte = float(today.trainees[FTE][today.rows(scenario.place)].sum())
    return Base(None, fte, "stood in" if guessed else "measured")


def _names(scenario: Scenario) -> list[str]:
    return [STRUCTURED[g] for g in _groups(scenario)]


def _stands_in(today: Stocks, scenario: Scenario, what: str) -> bool:
    mine = {*declared().assumptions.counts[scenario.count], scenario.staff}
    return bool(mine & set(today.stood_in.get(what, ())))


@dataclass(frozen=True)
class Retirements:
    """Those aged 55 and over today, and who of them has gone when the years are over.

    `share` in per cent; `people` and `fte` are all of them, `people_gone` and `fte_gone` those who go, and
    `a_year` the people who go in each year.
    """

    share: float
    years: float
    people: float
    fte: float
    people_gone: float
    fte_gone: float
    a_year: tuple[float, ...]


def retirements(asked: PreparedScenario) -> Retirements:
    """How many of those aged 55 and over today retire, as the levers of a scenario stand; nobody joins them."""
    scenario = asked.scenario
    share, years = (
        scenario.lever(scenario.staff, name) for name in ("retirement", "retirement_years")
    )
    nobody, start = np.zeros_like(asked.start.young), asked.start
    alone = replace(
        start, young=nobody, joiners=nobody, trainees=np.zeros_like(start.trainees), trains=None,
        patients=np.ones((round(years * _QUARTERS) + 1, *start.patients.shape[1:])),
    )  # fmt: skip
    given = asked.rates()
    still = replace(given, recruits=np.zeros_like(given.recruits), hours=np.zeros_like(given.hours))
    left = run_flows(alone, still, asked.constants).staff.sum(axis=(2, 3, 4))
    gone = left[0] - left
    yearly = np.diff(gone[[*range(0, len(gone), _QUARTERS)], PEOPLE])
    return Retirements(
        share, years, float(left[0, PEOPLE]), float(left[0, FTE]),
        float(gone[-1, PEOPLE]), float(gone[-1, FTE]), tuple(map(float, yearly)),
    )  # fmt: skip
