"""The levers of a place by what they do to it, each with where it stands and what is known beside that."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from wfcore import wording
from wfcore.answers.outlooks import Outlook
from wfcore.declared import Lever, declared
from wfcore.projecting import LIST_GROWTH, Scenario, growth_history, history_of, lever_nows

_QUARTERS = 4  # in a year
_BUSY = (
    0.05  # of today's posts, joining in a year: how far recruits reach where staff have never grown
)


@dataclass(frozen=True)
class LeverMark:
    """A lever at a place: what is said below it, and how far it moves the rate at the end.

    `effect`: FTE per 100,000 patients, from the baseline to the end of its range that brings more staff;
    of recruits, to the best that staff have grown here, and a twentieth of the posts at least.
    `best`: the best value that was seen here or nearby, None where there is none to show.
    """

    lever: str
    said: str
    effect: float
    best: float | None = None


def lever_marks(outlook: Outlook) -> tuple[LeverMark, ...]:
    """The levers of the staff looked at, those first that matter most to this place; kept with the version."""
    scenario = outlook.scenario.baseline()
    key = (
        "lever_marks",
        scenario.model_dump_json(exclude={"target", "targets", "costs", "limits"}),
    )
    return outlook.choice.figures.cached(key, lambda: _marks(outlook, scenario))


def _marks(outlook: Outlook, scenario: Scenario) -> tuple[LeverMark, ...]:
    staff, known = scenario.staff, declared().assumptions
    level = float(outlook.baseline.rate[-1, 0])

    def effect(lever: str, value: float) -> float:
        moved = outlook.prepared.rates(scenario=scenario.with_lever(staff, lever, value))
        return abs(float(outlook.prepared.trajectory(moved).rate[-1, 0]) - level)

    seen = _best_seen(outlook)
    nows = lever_nows(outlook.stocks, scenario)
    found = [_of_lists(outlook, effect)]
    for lever in known.levers_of(staff):
        if lever.id == "recruits":
            starter = scenario.lever(staff, "entrant_fte")
            reach = max(seen, _BUSY * float(outlook.course.fte[0, 0]) / starter)
            measured = scenario.printed is None  # beside a printed rate nothing measured is said
            own = wording.now_and_range(nows[lever.id], lever, staff)
            said = wording.best_seen(seen) if measured else own
        else:
            reach, said = (
                lever.end_from(nows[lever.id].value, "more", staff),
                wording.now_and_range(nows[lever.id], lever, staff),
            )
        reach = float(np.clip(reach, lever.least, lever.most))
        best = seen or None if lever.id == "recruits" else None
        found.append(LeverMark(lever.id, said, effect(lever.id, reach), best))
    return tuple(sorted(found, key=lambda mark: -mark.effect))


def _best_seen(outlook: Outlook) -> float:
    """People a year that the best growth of staff here was like; 0 where staff have not grown, or nobody knows."""
    choice, scenario = outlook.choice, outlook.scenario
    icb = str(outlook.stocks.areas["icb_code"][0])
    count = history_of(outlook.stocks, scenario)
    paces = growth_history(choice.figures, count, choice.level, icb, choice.period)
    best = max((p.a_quarter for p in paces if p.area_code == choice.code), default=0.0)
    starter: Lever = declared().assumptions.levers["entrant_fte"]
    return max(best, 0.0) * _QUARTERS / starter.at("now", scenario.staff)


def _of_lists(outlook: Outlook, effect: Callable[[str, float], float]) -> LeverMark:
    span, own = declared().assumptions.list_growth, 100 * outlook.own_growth
    today = outlook.stocks
    around = today.areas["borough_code"].drop_nulls().unique().sort()
    near = [100 * today.own_growth(today.rows(code)) for code in around] or [own]
    slower = float(np.clip(own + span.more, span.least, span.most))
    said = wording.lists_nearby(own, min(near), max(near))
    best = min(near) if min(near) < own else None
    return LeverMark(LIST_GROWTH, said, effect(LIST_GROWTH, slower), best)
