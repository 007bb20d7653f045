"""A place beside the places most like it, in words."""

from collections.abc import Sequence

from wfcore.comparing import Alike, Verdict
from wfcore.declared import Metric
from wfcore.geography import display_name
from wfcore.wording.figures import counted, listed, number

_SHARED = {
    "patients": "how many patients they have",
    "score": "how deprived those are",
    "weight": "how much care they need",
}
_NAMED = 3


def alike_verdict(
    place: str, metric: Metric, found: Alike, stands: Sequence[Verdict], together: float
) -> str:
    """With how many of the places like it this one keeps up, and what they have together."""
    more, fewer = (sum(way == verdict for way in stands) for verdict in ("down", "up"))
    many = len(stands)
    here = found.here["value"][0]
    start = f"{place} has {number(here, metric.decimals)} {metric.short} per 100,000 patients; "
    places = f"{counted(many)} place{'' if many == 1 else 's'} like it"
    start += f"the {places} {'has' if many == 1 else 'have'} {number(together, metric.decimals)}."
    if not more and not fewer:
        return f"{start} None of them is clearly higher or lower."
    clear = [
        f"{counted(n)} {'has' if n == 1 else 'have'} {way}"
        for n, way in ((more, "more"), (fewer, "fewer"))
        if n
    ]
    return f"{start} Of these, {listed(clear)}."


def alike_detail(found: Alike) -> tuple[str, ...]:
    """Which they are, and why these."""
    names = [display_name(name) for name in found.places["area_name"]]
    rest = len(names) - _NAMED
    named = listed([*names[:_NAMED], *([f"{counted(rest)} more"] if rest > 0 else [])])
    if found.way == "listed":
        why = "The Office for National Statistics lists them as most like it in people, homes, work and health."
    else:
        why = f"Of all in England they are nearest in {listed([_SHARED[name] for name in found.known])}."
    has = "has" if found.missing == 1 else "have"
    gone = f" {counted(found.missing).capitalize()} of its list {has} no figure here."
    return (f"Most like it: {named}.", why + (gone if found.missing else ""))


def why_nothing_is_alike(found: Alike | None) -> tuple[str, ...]:
    """What would have to be there."""
    if found is not None and found.way == "listed" and found.missing:
        return (
            "None of those that the Office for National Statistics lists as like it is in these data.",
        )
    return ("It needs a figure, patients, and other places of its kind.",)


def nothing_alike(place: str) -> str:
    """Why no places like it can be named."""
    return f"No places can be named that are like {place}."
