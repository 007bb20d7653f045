"""Targets, and figures to match → plain sentences. Whoever set an aim is named with it."""

from collections.abc import Sequence

from wfcore import rounding
from wfcore.declared import Flag, declared
from wfcore.measuring import Measure
from wfcore.targeting import Aim, AimHere, Gap, Target
from wfcore.wording.figures import counted, month, number, percent
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


def target_in_short(target: Target, value: float) -> str:
    """The same in fewer words; without whoever set it where that name is more than a name."""
    if "," in target.set_by:
        return f"the local aim of {aim_figure(value)}"
    whose = f"{target.set_by}'{'' if target.set_by.endswith('s') else 's'}"
    return f"{whose} aim of {aim_figure(value)}"


def aim_named(aim: Aim, *, short: bool = False) -> str:
    """What a course is held against, with its figure and whose it is; `short` where that is said beside it."""
    figure = aim_figure(aim.value)
    return {
        "target": f"the local aim of {figure}{'' if short else f' set by {aim.who}'}",
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


def aim_with_unit(target: Target) -> str:
    """An aim with what it counts, as it stands inside a sentence."""
    if target.metric is None:
        return f"{number_as_set(target.value)} {target.unit}"
    metric, figure = declared().metric(target.metric), aim_figure(target.value)
    if metric.kind == "rate":
        return f"{figure} {metric.short} per 100,000 patients"
    return value_with_unit(metric, target.value)


def number_as_set(value: float) -> str:
    """A figure without zeros that nobody set."""
    return f"{value:,.10g}"


def due_by(target: Target) -> str:
    """The date of an aim in words; empty without one."""
    return month(target.by) if target.by and "-" in target.by else target.by or ""


def _by(target: Target) -> str:
    due = due_by(target)
    return f" by {due}" if due else ""


def aims_of_place(place: str, held: Sequence[Target]) -> str:
    """The aims that hold for a place, those that it is measured against first."""
    if not held:
        return f"No aim is published for {place}."
    counted = [target for target in held if target.metric]
    named = counted or list(held)
    first = _listed([f"{aim_with_unit(t)}{_by(t)}" if t.metric else
                     f"{t.measure}: {aim_with_unit(t)}{_by(t)}" for t in named])  # fmt: skip
    whose = list(dict.fromkeys(target.set_by for target in named))
    many = "One aim holds" if len(held) == 1 else f"{len(held)} aims hold"
    beside = len(held) - len(named)
    more = (
        f" {beside} more {'is' if beside == 1 else 'are'} for what is not counted here."
        if beside
        else ""
    )
    return f"{many} for {place}: {first}. Set by {_listed(whose)}.{more}"


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{'; '.join(most)}; and {last}" if most else last


def what_aims_are() -> str:
    """What kind of thing an aim is."""
    return (
        f"An aim is {declared().aims.words}. It holds for the place it was set for and the places in it, unless "
        "one of these has an aim of its own for the same count."
    )


def how_aims_are_set() -> str:
    """What to do where a place has none."""
    return "An analyst sets one on the page Set aims, or brings a table of aims (template on New quarter)."


def stands_to(aim: AimHere, gap: Gap | None) -> str:
    """Where a place stands to an aim, in few words; why nothing is held against it, where nothing is."""
    if aim.yields_to is not None:
        return f"the own aim of {aim.yields_to.name} holds instead"
    if aim.target.metric is None:
        return "not counted here"
    if gap is None or gap.value is None:
        return "cannot be assessed from the files"
    here = f"{number(gap.value, gap.metric.decimals)} in {month(gap.period)}"
    if gap.status == "met":
        return f"{here}: reached"
    posts = "" if gap.gap_fte is None else f", about {number(gap.gap_fte)} full-time posts"
    return f"{here}: {_missing(gap)}{posts}"


def against_target(gap: Gap, nearest: Measure | None = None) -> str:
    """Where a place stands against a target; `nearest`: the measure by another count, where it has none."""
    metric, place, target = gap.metric, gap.area_name, gap.target
    wish = f"local aim of {aim_with_unit(target)}{_by(target)}, set by {target.set_by}"
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
    far = "below" if target.better == "higher" else "above"
    word = "close to" if gap.status == "near" else far
    done = "" if gap.progress is None else f" ({percent(gap.progress)} of it)"
    lacking = f"so {_missing(gap)}" if far == "below" else f"which is {_missing(gap)}"
    return f"{place} is {word} the {wish}. It has {here}{done}, {lacking}{about}."


def _missing(gap: Gap) -> str:
    """What lies between a place and its target."""
    decimals = gap.metric.decimals
    apart = number(abs(rounding.apart(gap.aim, gap.value or 0.0, decimals)), decimals)
    return f"{apart} are missing" if gap.target.better == "higher" else f"{apart} too many"


def reached_by(target: Target, value: float, met: int, known: int, plural: str) -> str:
    """How many places reach a target."""
    named = target_named(target, value)
    if known == 1:
        return (
            f"The one place that it was set for {'reaches' if met else 'does not reach'} {named}."
        )
    if met == 0:
        return f"None of the {counted(known)} {plural} with a figure reaches {named}."
    many = counted(met)
    reach = "reaches" if met == 1 else "reach"
    return f"{many[0].upper()}{many[1:]} of the {counted(known)} {plural} with a figure {reach} {named}."


def aspiration(target: Target) -> str:
    """Where a target comes from, and that nobody is bound by it."""
    return f"This aim is {declared().aims.words}. Source: {target.source}."
