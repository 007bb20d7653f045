"""Levers → what stands below them, and what a question that is often asked has set."""

from wfcore import rounding
from wfcore.declared import Lever
from wfcore.projecting import GoalSeekResult
from wfcore.targeting import Aim
from wfcore.wording.figures import month, number
from wfcore.wording.scenarios import lever_name, lever_unit, lever_value
from wfcore.wording.targets import way_to

ASKED_OFTEN = {
    "stay_on": "Nobody over 55 leaves",
    "match_england": "Match England",
    "meet_aim": "Meet the aim",
}


def now_and_range(lever: Lever, staff: str) -> str:
    """Where a lever stands now, and between what it may be."""
    now, *ends = (lever.at(case, staff) for case in ("now", "fewer", "more"))
    low, high = (lever_value(end, "") for end in sorted(ends))
    said = f"Now {lever_value(now, '%' if lever.unit.startswith('%') else '').strip()}"
    return said if low == high else f"{said} · may be {low.strip()} to {high.strip()}"


def best_seen(people: float) -> str:
    """How many recruits a year the best growth of staff here was like."""
    whole = round(people)
    if not whole:
        return "Now 0 · staff have not grown here before"
    return f"Now 0 · best seen here: growth like {number(whole, 0)} a year"


def lists_nearby(own: float, low: float, high: float) -> str:
    """How fast the lists of a place grow, beside those of the authorities around it."""
    decimals = rounding.DECIMALS["rate"]
    return f"Now {number(own, decimals)}% · nearby: {number(low, decimals)} to {number(high, decimals)}"


def lever_set(lever: str, value: float) -> str:
    """What a lever was set to."""
    return f"“{lever_name(lever)}” is set to {lever_value(value, lever_unit(lever))}."


def goal_set(found: GoalSeekResult, people: float, aim: Aim) -> str:
    """What extra recruits were set to, so that an aim is met; or that it is met, or out of reach."""
    what, when = f"“{lever_name(found.lever)}”", month(found.when)
    if found.easy:
        return f"No extra recruits are needed to {way_to(aim)} by {when}."
    if found.value is None:
        return f"{what} is set to its limit of {number(people, 0)}: even that is too few to {way_to(aim)} by {when}."
    return f"{what} is set to {number(people, 0)}, the fewest that {way_to(aim)} by {when}."
