"""Where a course ends, in two sentences: the answer that a lever changes."""

from collections.abc import Sequence
from dataclasses import replace
from math import isnan

from wfcore import rounding
from wfcore.projecting import Scenario, Trajectory, UncertaintyBand
from wfcore.targeting import Aim
from wfcore.wording.breath import fits
from wfcore.wording.estimates import why_estimated
from wfcore.wording.figures import month, number, posts_ahead, posts_phrase
from wfcore.wording.metrics import who_is_counted
from wfcore.wording.ranges import range_phrase
from wfcore.wording.scenarios import metric_of
from wfcore.wording.targets import aim_named

_ALMOST = 0.005


def scenario_answer(
    scenario: Scenario,
    place: str,
    course: Trajectory,
    baseline: Trajectory,
    fan: UncertaintyBand | None = None,
    aim: Aim | None = None,
    reasons: Sequence[str] = (),
) -> tuple[str, ...]:
    """What a slider changes: the rate by the date and what is missing to the aim; then what there was no room for.

    `reasons`: why the course rests on stand-ins; the sentence then says “about”. Where today's figure is an
    estimate, its sentence says why and between what, and the aim comes after it.
    """
    if course.estimate is not None:
        reasons = (why_estimated(course.estimate),)
    said, beside, other = _by_then(scenario, place, course, baseline, about=bool(reasons))
    between = range_phrase(fan, reasons) if fan else ""
    range_, gap = f" ({between})" if between else "", gap_sentence(course, aim)
    if course.estimate is not None:
        unnamed = said.replace(place, "it")
        ways = (
            (f"{said}{beside}{range_}.", gap),
            (f"{said}{range_}.", other, gap),
            (f"{unnamed}{range_}.", other, gap),
        )
    else:
        may_be = f"{_BEGUN[between.split(' ')[0]]} {between}." if between else ""
        ways = (
            (f"{said}{beside}{range_}. {gap}".strip(),),
            (f"{said}{beside}. {gap}".strip(), may_be),
            (f"{said}. {gap}".strip(), may_be, other),
        )
    found = next((way for way in ways if fits(way[0])), ways[-1])
    return tuple(filter(None, found))


_BEGUN = {"likely": "It is", "could": "It"}  # by how a range begins


def _by_then(
    scenario: Scenario, place: str, course: Trajectory, baseline: Trajectory, *, about: bool
) -> tuple[str, str, str]:
    """The rate by the date, how it lies to the course if nothing changes, and that as its own sentence."""
    rate, level = float(course.rate[-1, 0]), float(baseline.rate[-1, 0])
    who, when = who_is_counted(metric_of(scenario), short=True), month(course.periods[-1])
    figure = f"{'about ' if about else ''}{number(rate)} {who} per 100,000 patients"
    if abs(rate - level) < _ALMOST:
        return f"If nothing changes, {place} would have {figure} by {when}", "", ""
    apart = rounding.apart(rate, level, rounding.DECIMALS["rate"])
    gives = f"give {place}" if apart > 0 else f"leave {place} with"
    said = f"By {when}, these changes would {gives} {figure}"
    if apart:
        return (
            said,
            f" instead of {number(level)}",
            f"If nothing changes it would be {number(level)}.",
        )
    hardly = f"{rates_apart(rate, level)} from the course if nothing changes"
    return said, f", {hardly}", f"That is {hardly}."


def rates_apart(one: float, other: float) -> str:
    """How far two rates are apart as they are printed, so that a reader who subtracts agrees."""
    apart = abs(rounding.apart(one, other, rounding.DECIMALS["rate"]))
    return number(apart) if apart else "less than 0.1"


def gap_sentence(course: Trajectory, aim: Aim | None = None) -> str:
    """How far from the aim at the end; one that nobody names is the reader's. Empty without an aim."""
    short, value, rate = float(course.gap_fte[-1, 0]), course.aim, float(course.rate[-1, 0])
    if value is None:
        return ""
    named = aim_named(held_against(value, aim), short=True)
    if not rounding.apart(value, rate, rounding.DECIMALS["rate"]):
        return f"That is {named}."
    return f"That is {posts_ahead(short)} {'short of' if short > 0 else 'over'} {named}."


def held_against(value: float, aim: Aim | None) -> Aim:
    """The aim with the figure that a course is held against; one that nobody names is the reader's."""
    return replace(aim or Aim("own", value), value=value)


def starting_point(
    scenario: Scenario, place: str, course: Trajectory, aim: Aim | None = None
) -> str:
    """Where the place stands before anything happens."""
    metric = metric_of(scenario)
    has = "has" if course.estimate is None else "is put at about"
    said = (
        f"At the end of {month(course.periods[0])}, {place} {has} {number(float(course.rate[0, 0]))} "
        f"{who_is_counted(metric)} per 100,000 patients: {posts_phrase(float(course.fte[0, 0]))}"
    )
    if course.estimate is None and not rounding.shown(float(course.fte[0, 0]), 1):
        said = f"At the end of {month(course.periods[0])}, {place} has no {who_is_counted(metric)}"
    short = float(course.gap_fte[0, 0])
    if isnan(short):
        return f"{said}. No target is set."
    value = float(course.needed[0, 0] / course.patients[0, 0] * 100_000)
    named = aim_named(held_against(value, aim))
    if aim is not None and aim.kind == "stay":
        return f"{said}."
    if not rounding.apart(value, float(course.rate[0, 0]), rounding.DECIMALS["rate"]):
        return f"{said}, which is {named}."
    state = "short of" if short > 0 else "over"
    return f"{said}. That is {posts_phrase(short)} {state} {named}."
