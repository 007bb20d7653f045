"""What a page shows for a place that it cannot show → plain sentences."""

from wfcore.declared import Metric
from wfcore.geography import Level, PlacedBy
from wfcore.measuring import Receipt
from wfcore.months import is_month
from wfcore.wording.figures import listed, month

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


def map_label(chosen: str) -> str:
    """What places are those of, as a control says it; `chosen`: `today`, `then` or a month."""
    named = {"today": "On today's map", "then": "As they were in each month"}
    return named.get(chosen) or (f"On the map of {month(chosen)}" if is_month(chosen) else chosen)


def only_as_it_was(name: str, heir: str | None) -> str:
    """Why places are shown as they were: one that was asked for is not on today's map."""
    said = f"{name} is not on today's map, so places are shown as they were in each month."
    return f"{said} Most of its patients are in {heir} now." if heir else said


def on_which_map(receipt: Receipt) -> str:
    """The map that a number was added up on, and how many were placed on it by something else than their own row."""
    if receipt.map is None:
        return f"Places as they were in {month(receipt.measure.period)}"
    said = f"Places as on the map of {month(receipt.map)}"
    units = sum(count for count, _ in receipt.placed.values())
    if not units:
        return said
    patients = sum(size for _, size in receipt.placed.values())
    how = listed([f"{_PLACED[by]} ({count:,})" for by, (count, _) in receipt.placed.items()])
    one = units == 1
    return (
        f"{said}. {units:,} that {'is' if one else 'are'} not on it, with {patients:,.0f} patients, "
        f"{'is' if one else 'are'} counted by {how}"
    )


_PLACED = {
    PlacedBy.SUCCESSION: "who took over",
    PlacedBy.NETWORK: "what became of their network",
    PlacedBy.AREA: "what became of their area",
    PlacedBy.KEPT: "where they were, as the map knows nobody of there",
}
