"""Enough or not, against whom, said by whom → a sentence or two, as a councillor would say them."""

from collections.abc import Sequence

from wfcore.comparing import Change, Verdict
from wfcore.declared import Flag, Metric, declared
from wfcore.geography import Level
from wfcore.measuring import Measure
from wfcore.targeting import Gap
from wfcore.wording.figures import listed, month, number, posts_ahead
from wfcore.wording.metrics import in_words, value_with_unit, who_is_counted
from wfcore.wording.targets import target_named

Beside = tuple[Measure, Verdict]  # of another place, and how this one stands to it
_SAID = {"up": "more {what} than {names}", "down": "fewer {what} than {names}",
         "no clear change": "about as many {what} as {names}"}  # fmt: skip
_AFTER = {"up": "more than {names}", "down": "fewer than {names}",
          "no clear change": "about as many as {names}"}  # fmt: skip
_PART = 0.05  # of a post; less is printed as 0.0
_NO_AIM = "Nobody has set an aim here that says what is enough."


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
    metric, place = here.metric, here.area_name
    known: list[Beside] = [(other, verdict) for other, verdict in beside if other.value is not None]
    if metric.kind not in ("rate", "patients_per") or not (known or _is_known(earlier)):
        return f"{place} has {value_with_unit(metric, here.value)}{among}."
    if known:
        said = _beside(here, known)
        against = listed([number(other.value, metric.decimals) for other, _ in known])
    else:
        assert earlier is not None
        said = _SAID[earlier.verdict].format(what=_counted(metric), names=ago)
        against = number(earlier.value_from, metric.decimals)
    per = f" for every 100,000{among}" if metric.kind == "rate" else among
    figure = number(here.value, metric.decimals)
    return f"{place} has {said}: {figure}{per}, against {against}."


def _is_known(earlier: Change | None) -> bool:
    return earlier is not None and earlier.change is not None


def _beside(here: Measure, known: Sequence[Beside]) -> str:
    groups: dict[Verdict, list[Measure]] = {}
    for other, verdict in known:
        groups.setdefault(verdict, []).append(other)
    (first, some), *others = groups.items()
    said = _SAID[first].format(what=_counted(here.metric), names=_names(here, first, some))
    for verdict, more in others:
        but = "but" if {first, verdict} == {"up", "down"} else "and"
        said += f", {but} {_AFTER[verdict].format(names=_names(here, verdict, more))}"
    return said


def _names(here: Measure, verdict: Verdict, others: Sequence[Measure]) -> str:
    """The places; and why figures that look apart are about the same: in a small place they are a part of a post."""
    names, rule = [other.area_name for other in others], declared().rules.no_clear_change
    if verdict == "down":
        return " or ".join(names)
    apart = [
        abs((here.value or 0) - (o.value or 0)) >= rule.relative * (o.value or 0) for o in others
    ]
    if verdict == "up" or not any(apart):
        return listed(names)
    part = "half" if rule.fte == 0.5 else f"{rule.fte:g} of"
    return f"{listed(names)} (less than {part} a full-time post apart)"


def _counted(metric: Metric) -> str:
    if metric.kind == "patients_per":
        return in_words(metric)
    patients = declared().patients[metric.patients].said
    return f"{who_is_counted(metric, short=True)} for its {patients}"


def aim_standing(gap: Gap) -> str:
    """How far a place is from an aim, and who set it; nothing where that is not known."""
    if gap.value is None or gap.gap_fte is None:
        return ""
    named = target_named(gap.target, gap.aim)
    if gap.status == "met":
        return f"It reaches {named}."
    short = posts_ahead(gap.gap_fte) if gap.gap_fte >= _PART else "a small part of a post"
    return f"It is {short} short of {named}."


def nobody_sent(measure: Measure) -> str:
    """A count of nobody, which is no verdict: it may be true of a small place, or a slip."""
    who = who_is_counted(measure.metric, short=True)
    return f"The return of {measure.area_name} for {month(measure.period)} counts no {who} at all."


def no_aim() -> str:
    """That nobody has said what would be enough."""
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
