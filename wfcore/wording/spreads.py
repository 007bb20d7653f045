"""One place or all of us → a sentence: who is below the rate of all, and who pulls it down."""

from collections.abc import Sequence

from wfcore.comparing import Verdict
from wfcore.measuring import Measure
from wfcore.targeting import Gap
from wfcore.wording.figures import counted, listed
from wfcore.wording.measures import spread
from wfcore.wording.targets import aim_figure

_NAMED = 2
_WORSE: dict[str, Verdict] = {"lower": "up"}  # by which way is better; elsewhere fewer is worse


def one_or_all(
    places: Sequence[tuple[Measure, Verdict]],
    around: Measure,
    called: str,
    gaps: Sequence[Gap] = (),
) -> str:
    """Whether a rate is made by one place, by some or by all.

    Args:
        places: the places with how each stands to the whole.
        around: the whole.
        called: what the places are, in the plural.
        gaps: those of the places to the aim that they all have, if they have one.
    """
    known = [(place, verdict) for place, verdict in places if place.value is not None]
    metric = around.metric
    if around.value is None or len(known) < 2 or metric.kind not in ("rate", "patients_per"):
        return spread([place for place, _ in places], around, called)
    if gaps and len(gaps) == len(known) and all(gap.status in ("near", "far") for gap in gaps):
        aim = aim_figure(gaps[0].aim)
        return f"It is all of us: none of the {counted(len(known))} {called} reaches the local aim of {aim}."
    wrong = _WORSE.get(metric.better, "down")
    worse = [place for place, verdict in known if verdict == wrong]
    whose = (
        f"{around.area_name}'s rate" if metric.kind == "rate" else f"{around.area_name}'s figure"
    )
    way, side = ("down", "below") if wrong == "down" else ("up", "above")
    if not worse:
        return f"It is no single place: none of the {counted(len(known))} {called} is clearly {side} {whose}."
    names = listed([place.area_name for place in _by_weight(worse, around)[:_NAMED]])
    if len(worse) == 1:
        return (
            f"It is one place: of {counted(len(known))} {called}, only {names} is {side} {whose}."
        )
    return (
        f"It is some of us: {counted(len(worse))} of {counted(len(known))} {called} are {side} {whose}. "
        f"{names} pull it {way} most."
    )


def _by_weight(places: Sequence[Measure], around: Measure) -> list[Measure]:
    """Those that move the whole most first: far from it, with many patients."""

    def moves(place: Measure) -> float:
        return abs((place.value or 0) - (around.value or 0)) * (place.patients or 0)

    return sorted(places, key=lambda place: -moves(place))
