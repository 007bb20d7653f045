"""What a map of places shows, in words."""

from collections.abc import Iterable, Sequence

from wfcore.declared import Metric
from wfcore.geography import Level, display_name
from wfcore.measuring import Measure
from wfcore.wording.figures import listed, number
from wfcore.wording.metrics import in_words

_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
]
_LONGEST = 30  # words of a verdict
_NAMED = 5
_PART = " (part)"  # as measures name what lies partly elsewhere


def map_verdict(rows: Sequence[Measure], here: str | None, plural: str) -> tuple[str, str]:
    """Where figures are lowest and highest, and where the marked place lies among them.

    Args:
        rows: the places of the map.
        here: code of the one that is marked.
        plural: what the places are called.

    Returns:
        The verdict, and what is too long to stand in it.
    """
    known = sorted((m for m in rows if m.value is not None), key=lambda m: (m.value, m.area_name))
    if not rows:
        return f"There are no {plural} to show.", ""
    metric = rows[0].metric
    what = in_words(metric) if metric.kind in ("rate", "fte", "patients_per") else metric.name
    if not known:
        return f"No figure for {what} in any of these {plural}.", ""
    low, high = _named(known[0]), _named(known[-1])
    if len(known) == 1:
        return f"{_capital(what)}: only {low} has a figure.", ""
    said, ours = f"{_capital(what)} are lowest in {low} and highest in {high}.", _ours(known, here)
    if len(f"{said} {ours}".split()) <= _LONGEST:
        return f"{said} {ours}".strip(), ""
    return said, ours


def _named(measure: Measure) -> str:
    return f"{display_name(measure.area_name)} ({number(measure.value, measure.metric.decimals)})"


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _ours(known: Sequence[Measure], here: str | None) -> str:
    """Where the marked place lies among the others, unless it is an end of them."""
    at = next((i for i, measure in enumerate(known) if measure.area_code == here), None)
    if at is None or at in (0, len(known) - 1):
        return ""
    from_low, from_high = at, len(known) - 1 - at
    rank, end = (from_low, "lowest") if from_low <= from_high else (from_high, "highest")
    nth = _ORDINALS[rank] if rank < len(_ORDINALS) else f"{rank + 1}th"
    figure = number(known[at].value, known[at].metric.decimals)
    return f"{display_name(known[at].area_name)}, with {figure}, is {nth} {end} of {len(known)}."


def touching(here: Measure, beside: Sequence[Measure], plural: str) -> str:
    """How the places that touch the marked one stand to it; empty where nothing can be said."""
    if here.value is None:
        return ""
    decimals = here.metric.decimals
    known = [m for m in beside if m.value is not None]
    fewer = [m for m in known if m.value is not None and m.value < here.value]
    if not known:
        return ""
    all_of = f"Both {plural}" if len(known) == 2 else f"All {len(known)} {plural}"
    if len(known) == 1:
        way = "lower" if fewer else "higher"
        return f"{_named(known[0])}, beside it, is {way}."
    if len(fewer) in (0, len(known)):
        way = "lower" if fewer else "higher"
        ends = sorted(
            number(m.value, decimals) for m in (min(known, key=_value), max(known, key=_value))
        )
        return (
            f"{all_of} that touch {display_name(here.area_name)} are {way}: {ends[0]} to {ends[1]}."
        )
    names = listed([display_name(m.area_name) for m in sorted(fewer, key=_value)])
    return (
        f"Of the {len(known)} {plural} that touch {display_name(here.area_name)}, "
        f"{'one is' if len(fewer) == 1 else f'{len(fewer)} are'} lower: {names}."
    )


def _value(measure: Measure) -> float:
    return measure.value or 0.0


def as_tiles(plural: str) -> str:
    """Why places stand as squares."""
    return f"There are no outlines of these {plural}, so each is a square; where it stands says nothing."


def drawn_whole(split: Iterable[str], plural: str) -> str:
    """Authorities that lie in more than one area of a map and are drawn with one; empty without any."""
    names = [display_name(name) for name in split]
    if not names:
        return ""
    some = [*names[:_NAMED], *([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [])]
    return (
        f"The outlines are made of whole local authorities. {listed(some)} "
        f"{'lies' if len(names) == 1 else 'lie'} in more than one of these {plural}, and "
        f"{'is' if len(names) == 1 else 'are'} drawn with the one that has most of the patients there."
    )


def not_on_the_map(units: Sequence[tuple[str, float]], noun: str, why: str) -> str:
    """Who is not on a map, with their patients; empty where everybody is.

    Args:
        units: name and patients of each.
        noun: what they are, more than one.
        why: the reason, as the end of a sentence.
    """
    if not units:
        return ""
    names = [display_name(name) for name, _ in units]
    some = [*names[:_NAMED], *([f"{len(names) - _NAMED:,} more"] if len(names) > _NAMED else [])]
    patients = sum(size for _, size in units)
    one = len(units) == 1
    return (
        f"Not on the map: {len(units):,} {noun.removesuffix('s') if one else noun} with "
        f"{patients:,.0f} patients ({listed(some)}), {why}."
    )


def parts_drawn_whole(names: Iterable[str], outer: str) -> str:
    """Places of which only a part lies in an area, and which are drawn whole; empty without any."""
    parts = [display_name(name.removesuffix(_PART)) for name in names if name.endswith(_PART)]
    if not parts:
        return ""
    one = len(parts) == 1
    return (
        f"{listed(parts)} {'reaches' if one else 'reach'} beyond {outer}: all of {'it' if one else 'each'} is drawn, "
        f"and the figure is that of the part inside."
    )


def on_the_map(patients: float, off: float) -> str:
    """How many of the patients of an area are on its map."""
    return f"On the map: {patients - off:,.0f} of {patients:,.0f} registered patients"


def figure_shown(metric: Metric, value: float | None) -> str:
    """A figure beside the name of a place."""
    return "no figure" if value is None else number(value, metric.decimals)


def dots_explained(level: Level) -> str:
    """What a dot is, where colours are figures of a level."""
    whose = "the figure of its network" if level is Level.PCN else "its figure"
    return (
        f"Each dot is a practice: the larger, the longer its list; the darker, the higher {whose}. The number in it "
        "is that of its network, around which a dashed line goes. Dots that would hide each other are moved apart "
        "a little."
    )
