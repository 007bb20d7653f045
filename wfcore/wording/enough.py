"""Enough or not, against whom, said by whom → a sentence or two, as a councillor would say them."""

from collections.abc import Sequence

from wfcore.comparing import Change, Verdict
from wfcore.declared import Flag, declared
from wfcore.geography import Level
from wfcore.measuring import Measure
from wfcore.targeting import Gap
from wfcore.wording.figures import listed, month, number, posts_ahead, posts_phrase
from wfcore.wording.metrics import value_with_unit, who_is_counted
from wfcore.wording.targets import aim_figure, target_in_short, target_named

Beside = tuple[Measure, Verdict]  # of another place, and how this one stands to it
_STANDS = {"up": "more than {names}", "down": "fewer than {names}",
           "no clear change": "about as many as {names}"}  # fmt: skip
_PART = 0.05  # of a post; less is printed as 0.0
_NO_AIM = ("Nobody has set an aim here that says what is enough.", "Nobody has set an aim here.")


def enough_or_not(
    here: Measure,
    beside: Sequence[Beside],
    earlier: Change | None,
    *,
    ago: str = "",
    among: str = "",
) -> str:
    """How a place stands beside others; beside itself at an earlier time where there are none.

    Args:
        here: the measure, with a figure.
        beside: those of the areas around it and how it stands to each, the largest first.
        earlier: the change of the place.
        ago: when that was, such as `a year ago`.
        among: over whom, where many did not report; see `measures.counted_among`.
    """
    metric, known = here.metric, _known(beside)
    said = value_with_unit(metric, here.value, short=True)
    if metric.kind in ("rate", "patients_per") and known:
        return f"{here.area_name} has {said}{among}, {_beside(known)}."
    if metric.kind in ("rate", "patients_per") and earlier and earlier.change is not None:
        stands = _STANDS[earlier.verdict].format(names=ago)
        return f"{here.area_name} has {said}{among}, {stands}."
    return f"{here.area_name} has {said}{among}."


def figures_beside(
    here: Measure, beside: Sequence[Beside], earlier: Change | None, *, ago: str = ""
) -> str:
    """The figures that a place was held against, as a sentence after; arguments as `enough_or_not` has them.

    In a small place figures that look apart may be a part of a post apart: then it says so.
    """
    metric, known = here.metric, _known(beside)
    if here.value is None or metric.kind not in ("rate", "patients_per"):
        return ""
    if known:
        first, *others = (other for other, _ in known)
        figures = [
            f"{first.area_name} has {value_with_unit(metric, first.value)}",
            *(f"{other.area_name} {number(other.value, metric.decimals)}" for other in others),
        ]
        return f"{listed(figures)}.{_hardly_apart(here, known)}"
    if not earlier or earlier.change is None or not ago:
        return ""
    was = value_with_unit(metric, earlier.value_from)
    return f"{ago[0].upper()}{ago[1:]} {here.area_name} had {was}."


def _known(beside: Sequence[Beside]) -> list[Beside]:
    return [(other, verdict) for other, verdict in beside if other.value is not None]


def _beside(known: Sequence[Beside]) -> str:
    groups: dict[Verdict, list[str]] = {}
    for other, verdict in known:
        groups.setdefault(verdict, []).append(other.area_name)
    said = ""
    for verdict, names in groups.items():
        but = " but " if {*groups} == {"up", "down"} else " and "
        named = " or ".join(names) if verdict == "down" else listed(names)
        said += f"{but if said else ''}{_STANDS[verdict].format(names=named)}"
    return said


def _hardly_apart(here: Measure, known: Sequence[Beside]) -> str:
    """Why figures that look apart are about the same."""
    rule = declared().rules.no_clear_change
    names = [
        other.area_name
        for other, verdict in known
        if verdict == "no clear change"
        and abs((here.value or 0) - (other.value or 0)) >= rule.relative * (other.value or 0)
    ]
    part = "half" if rule.fte == 0.5 else f"{rule.fte:g} of"
    apart = f"{here.area_name} is less than {part} a full-time post from {' and from '.join(names)}"
    return f" {apart}, which counts as about as many." if names else ""


def aim_standing(gap: Gap) -> tuple[str, ...]:
    """How far a place is from an aim and who set it, then the same without them; nothing where that is not known."""
    if gap.value is None or gap.gap_fte is None:
        return ()
    named = (target_in_short(gap.target, gap.aim), f"the local aim of {aim_figure(gap.aim)}")
    if gap.status == "met":
        return tuple(f"It reaches {one}." for one in dict.fromkeys(named))
    short = posts_ahead(gap.gap_fte) if gap.gap_fte >= _PART else "a small part of a post"
    return tuple(f"It is {short} short of {one}." for one in dict.fromkeys(named))


def aim_in_full(gap: Gap) -> str:
    """Who set an aim that was spoken of, and to the tenth of a post how far it is; empty where that is not known."""
    if gap.value is None or gap.gap_fte is None:
        return ""
    named = target_named(gap.target, gap.aim)
    if gap.status == "met":
        return f"{named[0].upper()}{named[1:]} is reached."
    return f"To reach {named}, it would need {posts_phrase(gap.gap_fte)} more."


def nobody_sent(measure: Measure) -> str:
    """A count of nobody, which is no verdict: it may be true of a small place, or a slip."""
    who = who_is_counted(measure.metric, short=True)
    return f"The return of {measure.area_name} for {month(measure.period)} counts no {who} at all."


def no_aim() -> tuple[str, ...]:
    """That nobody has said what would be enough, at length and in short."""
    return _NO_AIM


def cannot_be_said(measure: Measure, units: int) -> str:
    """Why nobody can say whether a place has enough, in place of a figure.

    Args:
        measure: the one without a figure.
        units: how many practices or networks the place has.
    """
    place, when = measure.area_name, month(measure.period)
    who, flags = who_is_counted(measure.metric, short=True), measure.flags
    noun = measure.metric.reporting_unit.removesuffix("s")
    silent = (
        f"{place} sent no figure for {who} for {when}. So nobody can say whether it has enough."
        if units == 1 and measure.level in (Level.PRACTICE, Level.PCN)
        else f"No {noun} of {place} sent a figure for {who} for {when}. So nobody can say whether it has enough."
    )
    people = declared().rules.disclosure.personal_base
    why = {
        Flag.SMALL_NUMBER: f"The figure for {who} in {place} is hidden: it could tell of fewer than {people} people.",
        Flag.TINY_LIST: f"{place} has too few patients for a rate. So nobody can say whether it has enough {who}.",
        Flag.NOT_COVERED: f"The files for {when} hold too little of {place} to say whether it has enough {who}.",
        Flag.NOT_IN_FILE: f"The file for {when} does not count {who} in {place}. So nobody can say whether it has "
        "enough.",
        Flag.NOT_REPORTED: silent,
        Flag.NO_LIST: f"How many patients {place} has is not known near {when}, so there is no rate of {who}.",
        Flag.NO_WEIGHTED: f"Too few of the {noun}s of {place} have weighted patients near {when} for a rate of {who}.",
    }
    found = (said for flag, said in why.items() if flag in flags)
    return next(found, f"There is no figure for {who} in {place} for {when}.")
