"""Levers → what stands below them, and what a question that is often asked has set."""

from collections.abc import Mapping

from wfcore import rounding
from wfcore.declared import Lever, Survey, declared
from wfcore.projecting import LIST_GROWTH, Base, GoalSeekResult, LeverNow, PrintedStart, Retirements
from wfcore.targeting import Aim
from wfcore.wording.figures import month, number, posts_phrase
from wfcore.wording.scenarios import lever_name, lever_unit, lever_value
from wfcore.wording.targets import way_to

ASKED_OFTEN = {
    "stay_on": "Nobody over 55 leaves",
    "match_england": "Match England",
    "meet_aim": "Meet the aim",
}


def asked_often_said(name: str) -> str:
    """What a question that is often asked is called; a survey by its name."""
    survey = declared().assumptions.surveys.get(name)
    return ASKED_OFTEN[name] if survey is None else survey.name


def survey_caution(survey: Survey) -> str:
    """What a survey said, and why its scenario is no forecast."""
    return f"{survey.says}. {survey.caution}. Source: {survey.source}."


def now_and_range(now: LeverNow, lever: Lever, staff: str) -> str:
    """Where a lever stands now, who says so, and between what it may be."""
    ends = (lever.end_from(now.value, case, staff) for case in ("fewer", "more"))
    low, high = (lever_value(round(end, 2), "") for end in sorted(ends))
    said = [
        f"Now {lever_value(now.value, '%' if lever.unit.startswith('%') else '').strip()}, {_origin(now)}"
    ]
    if now.base is not None:
        said.append(_base(now.lever, now.base))
    if low != high:
        said.append(f"may be {low.strip()} to {high.strip()}")
    return " · ".join(said)


def _origin(now: LeverNow) -> str:
    """Whether the value of a lever was counted here, elsewhere, or is assumed."""
    if now.origin == "stood in":
        return f"stood in for by {now.where}"
    return {"measured": "measured here", "assumed": "assumed"}[now.origin]


def _base(lever: str, base: Base) -> str:
    """Whom a lever works on, and whether they were counted here."""
    counted = (
        "measured here" if base.origin == "measured" else "stood in for, as the file does not say"
    )
    posts = posts_phrase(base.fte)
    if lever == "training_places":
        return f"{posts} in training, {counted}"
    whom = posts if base.people is None else f"{number(base.people, 0)} people ({posts})"
    return f"{whom} aged 55 or older, {counted}"


def best_seen(people: float) -> str:
    """How many recruits a year the best growth of staff here was like."""
    whole = round(people)
    if not whole:
        return "Now 0, assumed · staff have not grown here before"
    return f"Now 0, assumed · best seen here: growth like {number(whole, 0)} a year"


def lever_origins(nows: Mapping[str, LeverNow]) -> list[str]:
    """Where each lever starts and whether that is measured here, stood in for or assumed; a line each."""
    said: list[str] = []
    for lever, now in nows.items():
        value = lever_value(round(now.value, 2), lever_unit(lever))
        source = now.said or (
            "its own lists" if lever == LIST_GROWTH else declared().assumptions.levers[lever].source
        )
        base = f" It works on {_base(lever, now.base)}." if now.base else ""
        said.append(
            f"{lever_name(lever)}: starts at {value}, {_origin(now)}. Source: {source}.{base}"
        )
    return said


def retirements_said(found: Retirements, *, by_age: bool) -> str:
    """How many of those of 55 and over go, people and posts, and in which year."""
    years = number(found.years, 0)
    steps = ", ".join(number(people) for people in found.a_year)
    order = "those of 65 and over first" if by_age else "at an even pace"
    return (
        f"Of {number(found.people, 0)} people aged 55 or older today ({posts_phrase(found.fte)}), "
        f"{number(found.share, 0)}% leave within {years} years: {number(found.people_gone)} people, "
        f"{posts_phrase(found.fte_gone)}. Year by year, {order}: {steps} people."
    )


def starts_from_print(printed: PrintedStart, period: str) -> str:
    """That a course starts from a printed rate, and what of it was measured."""
    where = f" ({printed.source})" if printed.source else ""
    whose = (
        f"Posts are for the {number(printed.patients, 0)} patients of the table"
        if printed.patients
        else f"The table names no patients: posts are for those registered here in {month(period)}"
    )
    return (
        f"This starts from a printed table{where}: {number(printed.rate, 2)} full-time posts per 100,000 patients in "
        f"{month(printed.month)}, not from what was measured here. {whose}. Ages and hours are those of the file of "
        f"{month(period)}, and no measured history stands beside it."
    )


AGES_UNKNOWN = "The file does not tell how old those of 55 and over are here, so retirements keep an even pace."


def lists_nearby(own: float, low: float, high: float) -> str:
    """How fast the lists of a place grow, beside those of the authorities around it."""
    decimals = rounding.DECIMALS["rate"]
    return f"Now {number(own, decimals)}%, measured here · nearby: {number(low, decimals)} to {number(high, decimals)}"


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
