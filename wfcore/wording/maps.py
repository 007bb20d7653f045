"""The map that places are those of → plain words."""

import polars as pl

from wfcore.geography import Level, PlacedBy, display_name
from wfcore.measuring import Receipt
from wfcore.months import is_month
from wfcore.wording.figures import listed, month


def map_label(chosen: str) -> str:
    """What places are those of, as a control says it; `chosen`: `today`, `then` or a month."""
    named = {"today": "On today's map", "then": "As they were in each month"}
    return named.get(chosen) or (f"On the map of {month(chosen)}" if is_month(chosen) else chosen)


def lies_nowhere(level: Level, collection: str, units: pl.DataFrame) -> str:
    """Units of a month that no area of a level holds, with their patients; empty where there are none.

    Args:
        level: of the areas.
        collection: whose units they are.
        units: rows of `Units.frame`.
    """
    if units.is_empty():
        return ""
    one, patients = units.height == 1, units["registered"].sum()
    noun = "practice" if collection == "practice" else "network or practice in none"
    noun = noun if one else noun.replace("practice", "practices").replace("network", "networks")
    named = units.select(pl.coalesce("unit_name", "unit")).to_series().drop_nulls().sort()
    names = f" ({listed([display_name(n) for n in named.head(_NAMED)])})" if named.len() else ""
    more = f", {named.len() - _NAMED:,} more besides" if named.len() > _NAMED else ""
    return (
        f"In no {level.label}: {units.height:,} {noun}, with {patients:,.0f} patients{names}{more}. "
        f"{'It counts' if one else 'They count'} in larger areas that hold {'it' if one else 'them'}."
    )


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


_NAMED = 5
_PLACED = {
    PlacedBy.SUCCESSION: "who took over",
    PlacedBy.NETWORK: "what became of their network",
    PlacedBy.AREA: "what became of their area",
    PlacedBy.KEPT: "where they were, as the map knows nobody of there",
}
