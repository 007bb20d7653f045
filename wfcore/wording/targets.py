"""Targets, and figures to match → plain sentences. Whoever set an aim is named with it."""

from wfcore import rounding
from wfcore.declared import Flag, Target, declared
from wfcore.measuring import Measure
from wfcore.targeting import Aim, Gap
from wfcore.wording.figures import month, number, percent
from wfcore.wording.measures import why_not
from wfcore.wording.metrics import value_with_unit

_HAIR = 1e-6  # what posts and patients make of a round figure on the way there and back
_WAYS = {
    "target": "reach the local aim", "match": "match {who}", "stay": "stay where it is",
    "own": "reach the aim set here", "several": "reach the networks' own aims",
}  # fmt: skip
_HEADINGS = {
    "target": "Local aim", "match": "{who} today", "stay": "Today's rate", "own": "Aim set here",
    "several": "Own aims",
}  # fmt: skip


def aim_figure(value: float) -> str:
    """An aim as it was set: 44, not 44.0."""
    whole = abs(value - round(value)) < _HAIR
    return number(value, 0 if whole else rounding.DECIMALS["rate"])


def target_named(target: Target, value: float) -> str:
    """A target and who set it."""
    return f"the local aim of {aim_figure(value)} set by {target.set_by}"


def aim_named(aim: Aim) -> str:
    """What a course is held against, with its figure and whose it is."""
    figure = aim_figure(aim.value)
    return {
        "target": f"the local aim of {figure} set by {aim.who}",
        "match": f"what {aim.who} has today, {figure}",
        "stay": f"what it has today, {figure}",
        "own": f"the aim of {figure} set here",
        "several": f"the networks' own aims, {figure} together",
    }[aim.kind]


def way_to(aim: Aim) -> str:
    """What is to be done, after “to”."""
    return _WAYS[aim.kind].format(who=aim.who)


def aim_heading(aim: Aim) -> str:
    """The aim above a column, or at its line in a picture."""
    return _HEADINGS[aim.kind].format(who=aim.who)


def against_target(gap: Gap, nearest: Measure | None = None) -> str:
    """Where a place stands against a target; `nearest`: the measure by another count, where it has none."""
    metric, place, target = gap.metric, gap.area_name, gap.target
    by = f" by {month(target.by) if '-' in target.by else target.by}" if target.by else ""
    figure = aim_figure(gap.aim)
    wish = f"local aim of {figure} {metric.short} per 100,000 patients{by}, set by {target.set_by}"
    if gap.value is None:
        said = f"The {wish}, cannot be assessed from this file. It does not count {metric.short} separately."
        if Flag.NOT_IN_FILE not in gap.flags:
            said = f"The {wish}, cannot be assessed for {place}. {why_not(gap)}".strip()
        if nearest is not None:
            near = value_with_unit(nearest.metric, nearest.value)
            said += f" The nearest figure it has is {near}, which is not the same count."
        return said
    here = number(gap.value, metric.decimals)
    if gap.status == "met":
        return f"{place} has reached the {wish}. It has {here}."
    about = "" if gap.gap_fte is None else f", about {number(gap.gap_fte)} full-time posts"
    word = "close to" if gap.status == "near" else "below"
    done = "" if gap.progress is None else f" ({percent(gap.progress)} of it)"
    short = number(abs(rounding.apart(gap.aim, gap.value, metric.decimals)), metric.decimals)
    return f"{place} is {word} the {wish}. It has {here}{done}, so {short} are missing{about}."


def standing(gap: Gap) -> str:
    """How far a place is from a target, inside its first sentence; nothing where that is not known."""
    named = target_named(gap.target, gap.aim)
    if gap.value is None or gap.gap_fte is None:
        return ""
    if gap.status == "met":
        return f"which reaches {named}"
    return f"{number(gap.gap_fte)} full-time posts short of {named}"


def reached_by(target: Target, value: float, met: int, known: int, plural: str) -> str:
    """How many places reach a target."""
    return f"{met} of {known} {plural} with a figure reach {target_named(target, value)}."


def aspiration(target: Target) -> str:
    """Where a target comes from, and that nobody is bound by it."""
    return f"This aim is {declared().target_words}. Source: {target.source}."
