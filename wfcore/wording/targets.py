"""Targets → plain sentences."""

from wfcore.declared import Flag, Target, declared
from wfcore.measuring import Measure
from wfcore.targeting import Gap
from wfcore.wording.figures import month, number, percent
from wfcore.wording.measures import why_not
from wfcore.wording.metrics import name_inside, value_with_unit


def against_target(gap: Gap, nearest: Measure | None = None) -> str:
    """Where a place stands against a target; `nearest`: the measure by another count, where it has none."""
    metric, place, aim, target = gap.metric, gap.area_name, gap.aim, gap.target
    decimals = 0 if aim.is_integer() else 1
    by = f" by {month(target.by) if '-' in target.by else target.by}" if target.by else ""
    wish = f"{number(aim, decimals)} {name_inside(metric)} per 100,000 patients{by}"
    if gap.value is None:
        said = f"The target of {wish} cannot be assessed from this file: it does not count {metric.short} separately."
        if Flag.NOT_IN_FILE not in gap.flags:
            said = f"The target of {wish} cannot be assessed for {place}. {why_not(gap)}".strip()
        if nearest is not None:
            near = value_with_unit(nearest.metric, nearest.value)
            said += f" The nearest figure it has is {near}, which is not the same count."
        return said
    here = number(gap.value, metric.decimals)
    if gap.status == "met":
        return f"{place} has reached the target of {wish}: it has {here}."
    about = "" if gap.gap_fte is None else f", about {number(gap.gap_fte, 1)} full-time posts"
    word = "close to" if gap.status == "near" else "below"
    done = "" if gap.progress is None else f" ({percent(gap.progress)} of it)"
    short = number(gap.gap_rate, 1)
    return f"{place} is {word} the target of {wish}: it has {here}{done}, so {short} are missing{about}."


def aspiration(target: Target) -> str:
    """Where a target comes from, and that nobody is bound by it."""
    return f"The target is {declared().target_words}. Source: {target.source}."
