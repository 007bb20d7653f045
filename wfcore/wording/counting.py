"""Sentences about one place counted in several ways."""

from collections.abc import Sequence
from statistics import fmean

from wfcore import rounding
from wfcore.comparing import Change
from wfcore.declared import declared
from wfcore.measuring import Measure
from wfcore.wording.figures import counted, listed, month, number
from wfcore.wording.metrics import per_patients


def counts_of_gps(place: str, period: str, counts: Sequence[Measure]) -> str:
    """From the narrowest count to the widest; each has a value."""
    if not counts:
        return f"{place}: no count of GPs is available for {month(period)}."
    ordered = sorted(counts, key=lambda measure: measure.value or 0)
    low, high = ordered[0], ordered[-1]
    least, most = number(low.value), number(high.value)
    per = f"for every 100,000 {declared().patients[low.metric.patients].said}"
    if len(ordered) == 1:
        return f"For {month(period)} the data have one count of GPs in {place}: {least} {per}, {_inside(low)}."
    if least == most:
        many = "both ways" if len(ordered) == 2 else f"all {counted(len(ordered))} ways"
        return f"By {many} of counting, {place} has {least} full-time GP posts {per}."
    return f"{_counting(high)}, {place} has {most} full-time GP posts {per}. {_counting(low)} it has {least}."


def count_name(measure: Measure) -> str:
    """A way of counting, without the unit of its rate."""
    return measure.metric.name.removesuffix(f" {per_patients(measure.metric)}")


_RUNGS = {
    "gp": ("All GPs", ""),
    "gp_excl_trainees": ("Fully qualified", "less trainees"),
    "gp_qualified_permanent": ("Without locums too", "less locums"),
}


def rungs(measures: Sequence[Measure]) -> list[tuple[str, float, str]]:
    """Ways of counting GPs from the widest to the narrowest: name, figure as printed, what is left out."""
    known = {m.metric.stem: m for m in measures if m.value is not None}
    rungs: list[tuple[str, float, str]] = []
    for (stem, (name, less)), before in zip(_RUNGS.items(), ("", *_RUNGS), strict=False):
        if measure := known.get(stem):
            skipped = rungs and before not in known
            value = rounding.shown(measure.value or 0.0, measure.metric.decimals)
            rungs.append((name, value, "less trainees and locums" if skipped else less))
    return rungs


_INSIDE = {
    "gp": "with trainees and locums",
    "gp_excl_trainees": "without trainees",
    "gp_excl_locums": "without locums",
    "gp_qualified_permanent": "without trainees and locums",
}


def _inside(measure: Measure) -> str:
    return _INSIDE[measure.metric.stem]


def _counting(measure: Measure) -> str:
    """How a count counts, as the beginning of a sentence."""
    how = _inside(measure)
    return f"{how[0].upper()}{how[1:]}"


def _short(measure: Measure) -> str:
    return f"all {measure.metric.short}" if measure.metric.stem == "gp" else measure.metric.short


def counts_moved(changes: Sequence[Change]) -> tuple[str, ...]:
    """How each count moved; all since one month."""
    known = [change for change in changes if change.change is not None]
    if not known:
        return ()
    since = known[0].since
    ways = {"up": "went up", "down": "went down", "no clear change": "show no clear change"}
    moved = {
        way: [_short(change) for change in known if change.verdict == verdict]
        for verdict, way in ways.items()
    }
    (way, names), *others = [(way, names) for way, names in moved.items() if names]
    if others or len(names) == 1:
        said = [f"{listed(names)} {way}" for way, names in [(way, names), *others]]
        return (
            f"Since {month(since)}, {', '.join(said[:-1])}{' and ' if others else ''}{said[-1]}.",
        )
    every = "Both counts" if len(known) == 2 else f"All {counted(len(known))} counts"
    if len(known) < len(changes):
        every = f"The {counted(len(known))} counts that can be compared"
    return (f"{every} {way} since {month(since)}.",)


def spreads_of_groups(groups: Sequence[tuple[str, Sequence[float]]], plural: str, per: str) -> str:
    """Which staff group is spread least evenly, then the lowest and highest of the others.

    Args:
        groups: names with the known values.
        plural: what the places are.
        per: whom a rate is for.
    """
    known = [
        (name, min(values), max(values), fmean(values))
        for name, values in groups
        if len(values) > 1
    ]
    if not known:
        return f"No staff group has figures for more than one of these {plural}."
    uneven = max(known, key=lambda group: (group[2] - group[1]) / group[3] if group[3] else 0.0)
    name, low, high, _ = uneven
    who, reach = f"{name[0].upper()}{name[1:]}", f"from {number(low)} to {number(high)} {per}"
    if len(known) == 1:
        return f"{who} go {reach} in these {plural}."
    return f"{who} are spread least evenly. In these {plural} they go {reach}."


def spreads_beside(groups: Sequence[tuple[str, Sequence[float]]]) -> str:
    """The lowest and highest of each staff group; empty where there is one alone."""
    known = [
        f"{name} {number(min(values))} to {number(max(values))}"
        for name, values in groups
        if len(values) > 1
    ]
    return f"From lowest to highest: {'; '.join(known)}." if len(known) > 1 else ""


def groups_together(measures: Sequence[Measure]) -> tuple[str, ...]:
    """What an area has of each staff group; nothing where no group has a figure."""
    known = [f"{m.metric.short} {number(m.value)}" for m in measures if m.value is not None]
    return (f"Together, {measures[0].area_name} has: {', '.join(known)}.",) if known else ()
