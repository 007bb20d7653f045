"""Sentences about one place counted in several ways."""

from collections.abc import Sequence

from wfcore import rounding
from wfcore.comparing import Change
from wfcore.measuring import Measure
from wfcore.wording.figures import listed, month, number
from wfcore.wording.metrics import per_patients


def counts_of_gps(place: str, period: str, counts: Sequence[Measure]) -> str:
    """From the narrowest count to the widest; each has a value."""
    if not counts:
        return f"{place}: no count of GPs is available for {month(period)}."
    ordered = sorted(counts, key=lambda measure: measure.value or 0)
    low, high = ordered[0], ordered[-1]
    least, most = number(low.value), number(high.value)
    per = per_patients(low.metric)
    if len(ordered) == 1:
        return (
            f"For {month(period)} the data have one count of GPs in {place}: "
            f"{least} {per} ({_inside(low)})."
        )
    if least == most:
        many = "both ways" if len(ordered) == 2 else f"all {len(ordered)} ways"
        return (
            f"In {month(period)}, {place} has {least} GPs {per} (full-time equivalents) by "
            f"{many} of counting that are known."
        )
    return (
        f"In {month(period)}, {place} has between {least} and {most} GPs {per} (full-time "
        f"equivalents). The lowest count is {least}: {_inside(low)}. The highest is {most}: {_inside(high)}."
    )


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


def _inside(measure: Measure) -> str:
    name = count_name(measure)
    return name.partition("(")[2].rstrip(")") or name


def counts_moved(changes: Sequence[Change]) -> tuple[str, ...]:
    """How each count moved; all since one month."""
    known = [change for change in changes if change.change is not None]
    if not known:
        return ()
    since = known[0].since
    said = {
        word: [count_name(change) for change in known if change.verdict == verdict]
        for verdict, word in (
            ("up", "up"), ("down", "down"), ("no clear change", "no clear change in"),
        )
    }  # fmt: skip
    parts = [f"{word}: {listed(names)}" for word, names in said.items() if names]
    if len(parts) == 1 and len(known) > 1:
        word = next(word for word, names in said.items() if names)
        every = "Both counts" if len(known) == 2 else f"All {len(known)} counts"
        what = (
            every if len(known) == len(changes) else f"The {len(known)} counts that can be compared"
        )
        told = {"up": "went up", "down": "went down"}.get(word, "show no clear change")
        return (f"{what} {told} since {month(since)}.",)
    return (f"Since {month(since)}, {'; '.join(parts)}.",)


def spreads_of_groups(groups: Sequence[tuple[str, Sequence[float]]], plural: str, per: str) -> str:
    """The lowest and highest of each staff group; `groups` are names with the known values, `per` whom for."""
    said = [
        f"{name} {number(min(values))} to {number(max(values))}"
        for name, values in groups
        if len(values) > 1
    ]
    if not said:
        return f"No staff group has figures for more than one of these {plural}."
    return f"From lowest to highest of the {plural}, {per}: {'; '.join(said)}."


def groups_together(measures: Sequence[Measure]) -> tuple[str, ...]:
    """What an area has of each staff group; nothing where no group has a figure."""
    known = [f"{m.metric.short} {number(m.value)}" for m in measures if m.value is not None]
    return (f"Together, {measures[0].area_name} has: {', '.join(known)}.",) if known else ()
