"""Figures that rest on a stand-in → sentences that say so: about, between what, and why."""

import re

from wfcore.declared import Metric, declared
from wfcore.projecting import Estimate, EstimatedFigure, Trajectory
from wfcore.targeting import Gap
from wfcore.wording.figures import month, number, posts_phrase
from wfcore.wording.metrics import who_is_counted
from wfcore.wording.targets import target_named

_MEASURED = "For its size, "  # what a neighbour has done by the count that its files have
_ENDS = re.compile(r"(?<=[.?!]) (?=[A-Z“])")
_GOES_ON = re.compile(r"\. That (is|rate) ")
_FIGURE = re.compile(r"\d\.\d|£|[0-9]+ (?:of|fewer|more|to) ")


def why_estimated(estimate: Estimate) -> str:
    """Why a figure is not counted, after “as”."""
    by_whom = ", and their share was set here" if estimate.own else ""
    return f"{estimate.reason}{by_whom}"


def _about(estimate: Estimate, rate: float) -> str:
    """The caution in brackets: about, why, and between what today's rate may lie."""
    low, high = (number(side) for side in estimate.spread(rate))
    return f"(about, as {why_estimated(estimate)}: today {low} to {high})"


def with_caution(said: str, course: Trajectory) -> str:
    """Every sentence with a figure that rests on an estimate, with why and between what; others as they are."""
    if course.estimate is None:
        return said
    caution = _about(course.estimate, float(course.rate[0, 0]))
    # What only goes on about the same figure needs the caution once.
    sentences = _ENDS.split(_GOES_ON.sub(r"; that \1 ", said))
    return " ".join(
        one
        if one.startswith(_MEASURED) or not _FIGURE.search(one) or course.estimate.reason in one
        else f"{one.removesuffix('.')} {caution}."
        for one in sentences
    )


def people_estimated(course: Trajectory, between: tuple[float, float] | None) -> str:
    """How many people a course is, where the file counts only their hours; nothing where it counts them.

    Args:
        course: with its headcounts.
        between: what each of them may be times, at the least and at the most.
    """
    if between is None:
        return ""
    begin, end = (float(course.people[k, 0]) for k in (0, -1))
    low, high = (number(begin * side, 0) for side in between)
    return (
        f"That is about {number(begin, 0)} people in {month(course.periods[0])} and about {number(end, 0)} in "
        f"{month(course.periods[-1])}, as {declared().assumptions.stand_ins['hours'].reason}: today there may be "
        f"{low} to {high}."
    )


def estimated_here(place: str, metric: Metric, found: EstimatedFigure) -> str:
    """The first sentence where the file does not count these staff and they can be estimated."""
    return (
        f"{place} may have {estimated_rate(found)} {who_is_counted(metric, short=True)} for every 100,000 patients, "
        f"as {why_estimated(found.estimate)}. This is an estimate."
    )


def estimated_rate(found: EstimatedFigure) -> str:
    """An estimate on a card: about how much, and between what."""
    low, high = (number(side) for side in found.estimate.spread(found.rate))
    return f"about {number(found.rate)} ({low} to {high})"


def estimated_gap(gap: Gap, found: EstimatedFigure) -> str:
    """Where a place would stand against a target by an estimate."""
    short = gap.aim * found.patients / 100_000 - found.fte
    low, high = (number(side) for side in found.estimate.spread(found.rate))
    side = "short of" if short > 0 else "over"
    return (
        f"By an estimate of about {number(found.rate)} ({low} to {high}, as {why_estimated(found.estimate)}) "
        f"it would be about {posts_phrase(short)} {side} {target_named(gap.target, gap.aim)}."
    )
