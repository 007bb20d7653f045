"""One place or all of us → a sentence: who is below the rate of all, and who pulls it down."""

from collections.abc import Sequence

from wfcore.comparing import Verdict
from wfcore.declared import Metric, declared
from wfcore.measuring import Measure
from wfcore.targeting import Gap
from wfcore.wording.breath import in_one_breath
from wfcore.wording.figures import counted, listed
from wfcore.wording.measures import spread
from wfcore.wording.metrics import in_words, who_is_counted
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
    has, way = ("more", "up") if wrong == "up" else ("fewer", "down")
    what = f"{_what(metric, 'their')} than {around.area_name}"
    if not worse:
        none = (
            f"none of the {counted(len(known))} {called} has clearly {has} {_what(metric, 'its')}"
        )
        return f"It is no single place. {none[0].upper()}{none[1:]} than {around.area_name}."
    names = [place.area_name for place in _by_weight(worse, around)[:_NAMED]]
    if len(worse) == 1:
        only = f"only {names[0]} has {has} {_what(metric, 'its')} than {around.area_name}"
        return f"It is one place. Of {counted(len(known))} {called}, {only}."
    some = f"{counted(len(worse)).capitalize()} of {counted(len(known))} {called} have {has} {what}"
    pulls = (f"{listed(names)} pull it {way} most.", f"{names[0]} pulls it {way} most.")
    return in_one_breath(f"It is some of us. {some}.", pulls)


def _what(metric: Metric, whose: str) -> str:
    if metric.kind == "patients_per":
        return in_words(metric)
    return f"{who_is_counted(metric, short=True)} for {whose} {declared().patients[metric.patients].said}"


def _by_weight(places: Sequence[Measure], around: Measure) -> list[Measure]:
    """Those that move the whole most first: far from it, with many patients."""

    def moves(place: Measure) -> float:
        return abs((place.value or 0) - (around.value or 0)) * (place.patients or 0)

    return sorted(places, key=lambda place: -moves(place))
