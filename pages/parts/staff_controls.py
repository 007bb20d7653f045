"""The controls that say whom to count."""

from collections.abc import Callable, Mapping
from typing import Any

from wfcore.answers import GP_COUNTS
from wfcore.declared import Metric, declared

Pick = Callable[..., str]
_SHOWN_AS = {
    "rate": "per 100,000 patients",
    "fte": "full-time posts (FTE)",
    "patients_per": "patients for each post",
}


def _choose_rate(pick: Pick, bar: Any, rates: Mapping[str, Metric], first: str) -> str:
    """Whom to count: a stem of these rates; GPs are one choice, and how they are counted a second."""
    gps = [stem for stem in GP_COUNTS if stem in rates]
    groups = {"gp": "GPs"} | {
        stem: m.short[0].upper() + m.short[1:] for stem, m in rates.items() if stem not in gps
    }
    group = pick(
        "staff", list(groups), "gp", bar.selectbox, "Staff", format_func=groups.__getitem__
    )
    if group != "gp":
        return group

    def counted(stem: str) -> str:
        return rates[stem].name.split(" (")[1].split(")")[0]

    return pick(
        "count",
        gps,
        first if first in gps else "gp",
        bar.selectbox,
        "Which GPs are counted",
        format_func=counted,
    )


def choose_metric(pick: Pick, bar: Any, first: str, *, practice_staff_only: bool) -> Metric:
    """Whom to count, and as what.

    Args:
        pick: keeps a choice in the link; `selection.remembered`.
        bar: where the controls stand.
        first: the way of counting GPs that is offered first.
        practice_staff_only: leave out staff whom only networks report.
    """
    rates = {
        m.stem: m
        for m in declared().metrics.values()
        if m.kind == "rate" and (m.collection == "practice" or not practice_staff_only)
    }
    stem = _choose_rate(pick, bar, rates, first)
    shown = pick(
        "as", list(_SHOWN_AS), "rate", bar.selectbox, "Shown as", format_func=_SHOWN_AS.__getitem__
    )
    ids = {"rate": f"{stem}_rate", "fte": f"{stem}_fte", "patients_per": f"patients_per_{stem}"}
    return declared().metric(ids[shown])


def choose_projected(pick: Pick, bar: Any, first: str) -> Metric:
    """The rate of one of the counts that a projection knows; see `choose_metric`."""
    counts = declared().assumptions.counts
    rates = {stem: declared().metric(f"{stem}_rate") for stem in counts}
    return rates[_choose_rate(pick, bar, rates, first)]
