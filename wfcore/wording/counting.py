"""Sentences about one place counted in several ways."""

from collections.abc import Sequence

from wfcore.declared import declared
from wfcore.wording.sentences import MeasureRow, listed, month, number


def counts_of_gps(place: str, period: str, rows: Sequence[MeasureRow]) -> str:
    """From the narrowest count to the widest; rows with a value, `metric` and `value` in each."""
    if not rows:
        return f"{place}: no count of GPs is available for {month(period)}."
    ordered = sorted(rows, key=lambda row: float(str(row["value"])))
    low, high = ordered[0], ordered[-1]
    if len(ordered) == 1:
        return (
            f"For {month(period)} the data have one count of GPs in {place}: "
            f"{number(low['value'])} per 100,000 patients ({_inside(low)})."
        )
    return (
        f"In {month(period)}, {place} has between {number(low['value'])} and {number(high['value'])} "
        f"full-time GPs per 100,000 patients. The lowest count is {number(low['value'])}: {_inside(low)}. "
        f"The highest is {number(high['value'])}: {_inside(high)}."
    )


def _inside(row: MeasureRow) -> str:
    name = declared().metric(str(row["metric"])).name.removesuffix(" per 100,000 patients")
    return name.partition("(")[2].rstrip(")") or name


def counts_moved(rows: Sequence[MeasureRow], since: str | None) -> tuple[str, ...]:
    """How each count moved; rows have `area_name, change, verdict`."""
    known = [row for row in rows if isinstance(row["change"], int | float)]
    if since is None or not known:
        return ()
    said = {
        word: [str(row["area_name"]) for row in known if row["verdict"] == verdict]
        for verdict, word in (
            ("up", "up"), ("down", "down"), ("no clear change", "no clear change in"),
        )
    }  # fmt: skip
    parts = [f"{word}: {listed(names)}" for word, names in said.items() if names]
    if len(parts) == 1 and len(known) > 1:
        word = next(word for word, names in said.items() if names)
        what = "Both counts" if len(known) == 2 else f"All {len(known)} counts"
        told = {"up": "went up", "down": "went down"}.get(word, "show no clear change")
        return (f"{what} {told} since {month(since)}.",)
    return (f"Since {month(since)}, {'; '.join(parts)}.",)


def spreads_of_groups(groups: Sequence[tuple[str, Sequence[float]]], plural: str) -> str:
    """The lowest and highest of each staff group; `groups` are names with the known values."""
    said = [
        f"{name} {number(min(values))} to {number(max(values))}"
        for name, values in groups
        if len(values) > 1
    ]
    if not said:
        return f"No staff group has figures for more than one of these {plural}."
    return f"From lowest to highest of the {plural}, per 100,000 patients: {'; '.join(said)}."
