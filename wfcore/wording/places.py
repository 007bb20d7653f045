"""What a page shows for a place that it cannot show → plain sentences."""

from wfcore.declared import Metric
from wfcore.geography import Level
from wfcore.wording.figures import month

_SHORT = {Level.PCN: ("network", "networks")}  # as one says it of a place just named


def stands_for(about: str, chosen: Level, name: str, shown: Level, smallest: Level) -> str:
    """What stands for a place that is chosen and cannot be shown.

    Args:
        about: what is not made for it, as a subject in the plural.
        chosen: level of the place that is chosen.
        name: its name.
        shown: level of what is shown: what holds it, or one of those in it.
        smallest: the smallest level that can be shown.
    """
    label, _ = _said(shown)
    if shown not in chosen.above:
        not_made = f"{about} are not made for {_said(chosen)[1]}"
        return f"{not_made}: this is one {label} of {name}, which stays chosen."
    if smallest in chosen.above:
        return f"{about} start at {_said(smallest)[1]}: this is the {label} of {name}, which stays chosen."
    not_made = f"{about} are not made for {_said(chosen)[1]}"
    return f"{not_made}: this is the {label} around {name}, which stays chosen."


def no_figures_of(metric: Metric, name: str, shown: str) -> str:
    """What is shown for a place that has other figures, and none of these staff."""
    return f"There are no figures of {metric.short} for {name}, which stays chosen. This shows {shown}."


def closed_since(period: str) -> str:
    """Why a place is not in the figures of the last months, though it was in earlier ones."""
    return (
        f"Its last figures are those of {month(period)}: it has closed or changed its code since."
    )


def _said(level: Level) -> tuple[str, str]:
    return _SHORT.get(level, (level.label, level.plural))
