"""The controls that say whom to count."""

from collections.abc import Mapping
from typing import Any

from pages.parts.kept import remembered
from wfcore.answers import GP_COUNTS
from wfcore.declared import Metric, declared

_SHOWN_AS = {
    "rate": "per 100,000 patients",
    "fte": "full-time posts (FTE)",
    "patients_per": "patients for each post",
}


def _choose_rate(bar: Any, rates: Mapping[str, Metric], first: str) -> str:
    """Whom to count: a stem of these rates; GPs are one choice, and how they are counted a second."""
    gps = [stem for stem in GP_COUNTS if stem in rates]
    groups = ["gp", *(stem for stem in rates if stem not in gps)]
    group = remembered(
        "staff", groups, "gp", bar.selectbox, "Staff", format_func=_staff, known=_known_staff
    )
    if group != "gp":
        return group
    return remembered(
        "count", gps, first if first in gps else "gp", bar.selectbox, "Which GPs are counted",
        format_func=_counted,
        known=lambda stem: _counted(stem) if stem in GP_COUNTS else None,
    )  # fmt: skip


def _rates() -> dict[str, Metric]:
    return {m.stem: m for m in declared().metrics.values() if m.kind == "rate"}


def _staff(stem: str) -> str:
    short = "GPs" if stem == "gp" else declared().metric(f"{stem}_rate").short
    return short[0].upper() + short[1:]


def _known_staff(stem: str) -> str | None:
    return _staff(stem) if stem in _rates() and stem not in GP_COUNTS else None


def _counted(stem: str) -> str:
    return declared().metric(f"{stem}_rate").name.split(" (")[1].split(")")[0]


def choose_metric(bar: Any, first: str, *, practice_staff_only: bool) -> Metric:
    """Whom to count, and as what.

    Args:
        bar: where the controls stand.
        first: the way of counting GPs that is offered first.
        practice_staff_only: leave out staff whom only networks report.
    """
    rates = {
        stem: m
        for stem, m in _rates().items()
        if m.collection == "practice" or not practice_staff_only
    }
    stem = _choose_rate(bar, rates, first)
    shown = remembered(
        "as", list(_SHOWN_AS), "rate", bar.selectbox, "Shown as", format_func=_SHOWN_AS.__getitem__
    )
    ids = {"rate": f"{stem}_rate", "fte": f"{stem}_fte", "patients_per": f"patients_per_{stem}"}
    return declared().metric(ids[shown])


def choose_projected(bar: Any, first: str) -> Metric:
    """The rate of one of the counts that a projection knows; see `choose_metric`."""
    counts = declared().assumptions.counts
    rates = {stem: declared().metric(f"{stem}_rate") for stem in counts}
    return rates[_choose_rate(bar, rates, first)]
