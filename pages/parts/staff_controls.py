"""The choices that say whom to count."""

from collections.abc import Mapping
from dataclasses import replace

from pages.parts import kept, words
from pages.parts.display import plain
from pages.parts.kept import Box
from wfcore.answers import GP_COUNTS
from wfcore.declared import Metric, declared
from wfcore.measuring import VersionMeasures
from wfcore.wording import projected_otherwise

_SHOWN_AS = {
    "rate": "per 100,000 patients",
    "fte": "full-time posts (FTE)",
    "patients_per": "patients for each post",
    "rate_weighted": "per 100,000 weighted patients",
    "patients_per_weighted": "weighted patients for each post",
}
_OTHERS = "_weighted"  # what ends a choice that is not for registered patients


def _choose_rate(rates: Mapping[str, Metric], first: str) -> list[Box]:
    """Whom to count: a stem of these rates, the last box's; GPs are one choice, how they are counted a second."""
    gps = [stem for stem in GP_COUNTS if stem in rates]
    groups = ["gp", *(stem for stem in rates if stem not in gps)]
    staff = kept.offer("staff", "Staff", groups, "gp", _staff, known=_known_staff)
    if staff.value != "gp":
        return [staff]
    count = kept.offer(
        "count", "Which GPs are counted", gps, first if first in gps else "gp", _counted,
        known=lambda stem: _counted(stem) if stem in GP_COUNTS else None,
    )  # fmt: skip
    return [staff, count]


def _rates() -> dict[str, Metric]:
    return {m.stem: m for m in declared().metrics.values() if m.kind == "rate"}


def _staff(stem: str) -> str:
    short = "GPs" if stem == "gp" else declared().metric(f"{stem}_rate").short
    return short[0].upper() + short[1:]


def _known_staff(stem: str) -> str | None:
    return _staff(stem) if stem in _rates() and stem not in GP_COUNTS else None


def _counted(stem: str) -> str:
    return declared().metric(f"{stem}_rate").name.split(" (")[1].split(")")[0]


def choose_metric(
    data: VersionMeasures, first: str, *, practice_staff_only: bool
) -> tuple[Metric, list[Box]]:
    """Whom to count, and as what, for weighted patients where the data hold them; and the choices made.

    Args:
        data: the figures.
        first: the way of counting GPs that is offered first.
        practice_staff_only: leave out staff whom only networks report.
    """
    rates = {
        stem: m
        for stem, m in _rates().items()
        if m.collection == "practice" or not practice_staff_only
    }
    boxes = _choose_rate(rates, first)
    stem, there = boxes[-1].value, data.weights().height > 0
    ways = [way for way in _SHOWN_AS if there or not way.endswith(_OTHERS)]
    shown = kept.offer(
        "as", "Shown as", ways, "rate", _SHOWN_AS.__getitem__, known=_SHOWN_AS.get
    )  # fmt: skip
    if not there:
        shown = replace(shown, help=plain(declared().patients["weighted"].missing))
    way = shown.value.removesuffix(_OTHERS)
    ids = {"rate": f"{stem}_rate", "fte": f"{stem}_fte", "patients_per": f"patients_per_{stem}"}
    patients = "registered" if way == shown.value else "weighted"
    return declared().for_patients(ids[way], patients), [*boxes, shown]


def words_of(metric: str) -> dict[str, str]:
    """What an address says to choose a metric."""
    found = declared().metric(metric)
    stem, weighted = found.stem, found.patients != "registered"
    staff = {"staff": "gp", "count": stem} if stem in GP_COUNTS else {"staff": stem}
    return staff | {"as": f"{found.kind}{_OTHERS if weighted else ''}"}


def choose_projected(first: str) -> tuple[Metric, list[Box]]:
    """The rate of one of the counts that a projection knows, and the choices made; see `choose_metric`."""
    counts = declared().assumptions.counts
    if (kept.chosen("as") or "").endswith(_OTHERS):
        words.remark(projected_otherwise("weighted"))
    rates = {stem: declared().metric(f"{stem}_rate") for stem in counts}
    boxes = _choose_rate(rates, first)
    return rates[boxes[-1].value], boxes
