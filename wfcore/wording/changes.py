"""Changes → plain sentences: by how much, since when, through what."""

from collections.abc import Mapping, Sequence

from wfcore import rounding
from wfcore.comparing import Change, RecentChanges
from wfcore.declared import Metric
from wfcore.measuring import Measure
from wfcore.wording.figures import counted, listed, month, number, short_month, signed
from wfcore.wording.metrics import in_words


def moved_by(change: Change) -> float:
    """A change that is known, as it is read: what is shown now less what is shown of then."""
    return rounding.apart(change.value or 0, change.value_from or 0, change.metric.decimals)


def cause_parts(change: Change) -> dict[str, float]:
    """What each cause made of a change, as it is read: the parts add up to `moved_by`."""
    sizes = rounding.parts_shown(
        list(change.parts.values()), moved_by(change), change.metric.decimals
    )
    return dict(zip(change.parts, sizes, strict=True))


def _size(change: Change) -> str:
    """How far a change that is clear went."""
    decimals = change.metric.decimals
    size = number(abs(moved_by(change)), decimals)
    return size if moved_by(change) else f"less than {number(10**-decimals, decimals)}"


def than_before(change: Change, ago: str) -> str:
    """`1.0 more than a year ago`, or that there is no clear change."""
    metric = change.metric
    if change.change is None:
        return f"with no figure to compare from {ago.removeprefix('in ')}"
    if change.verdict == "no clear change":
        return f"no clear change from {ago.removeprefix('in ')}"
    points = " percentage points" if metric.scale == 100 else ""
    return f"{_size(change)}{points} {_word(change)} than {ago}"


def _word(change: Change) -> str:
    if change.verdict == "up":
        return "more"
    counted = change.metric.kind in ("rate", "fte", "patients_per", "patients")
    return "fewer" if counted else "less"


def that_is(change: Change | None, ago: str) -> str:
    """The change as a sentence of its own, after the first; nothing where it is not known."""
    if change is None or change.change is None:
        return ""
    if change.verdict == "no clear change":
        return f"That is about the same as {ago}."
    return f"That is {than_before(change, ago)}."


def change_since(change: Change | None) -> str:
    """A change as it stands in a table cell, with the month it is since."""
    if change is None:
        return "nothing to compare with"
    if change.change is None:
        return f"not available ({short_month(change.since)})"
    if change.verdict == "no clear change":
        return f"no clear change ({short_month(change.since)})"
    return f"{signed(moved_by(change), change.metric.decimals)} ({short_month(change.since)})"


def moved_since(change: Change | None) -> str:
    """A change on a card: by how much, and since when."""
    if change is None:
        return "nothing to compare with"
    if change.change is None:
        return f"no figure in {short_month(change.since)}"
    if change.verdict == "no clear change":
        return f"about as in {short_month(change.since)}"
    return f"{_size(change)} {_word(change)} than in {short_month(change.since)}"


def since_last(recent: RecentChanges) -> str:
    """The change since the figures before, where the one since a year ago is another."""
    last, year = recent.last, recent.year
    if last is None or last.change is None or year is None or last.since == year.since:
        return ""
    if last.verdict == "no clear change":
        return f"There is no clear change from the figures before, {month(last.since)}."
    return f"Against the figures before, it is {than_before(last, f'in {month(last.since)}')}."


def then_and_now(measures: Sequence[Measure]) -> str:
    """The first and the last figure of a place, from its measures in the order of their months."""
    place, what = measures[0].area_name, in_words(measures[0].metric)
    known = [measure for measure in measures if measure.value is not None]
    if len(known) < 2:
        return f"There are not two months with a figure for {what} in {place}."
    first, last = (
        f"{number(m.value, m.metric.decimals)} in {month(m.period)}" for m in (known[0], known[-1])
    )
    return f"In {place}, {what} went from {first} to {last}."


def months_lacking(months: Sequence[str], metric: Metric) -> str:
    """Which months have no figure because their files do not count in this way."""
    have = "has" if len(months) == 1 else "have"
    return f"{listed([month(each) for each in months])} {have} no count of {metric.short}."


_CAUSES = {
    "part_staff": "staff numbers",
    "part_list": "list size",
    "part_membership": "practices joining or leaving",
    "part_reporting": "practices that started or stopped reporting",
}


def short_cause(part: str) -> str:
    """A part of a change, short enough for a chart on a phone."""
    return {
        "part_staff": "Staff numbers",
        "part_list": "List size",
        "part_membership": "Joined or left",
        "part_reporting": "Reporting",
    }[part]


def cause(part: str, noun: str = "practices") -> str:
    """The name of a part of a change."""
    return _CAUSES[part].replace("practices", noun)


_SAID_CAUSES = {
    # part: what happened where it is more staff for the patients, and where it is fewer
    "part_staff": ("more staff", "fewer staff"),
    "part_list": ("shorter lists", "longer lists"),
    "part_membership": ("{noun} joining or leaving", "{noun} joining or leaving"),
    "part_reporting": ("a change in who reported", "a change in who reported"),
}


def _made_of(parts: Mapping[str, float], metric: Metric) -> str:
    """What added to a figure and what took away from it, the largest first."""
    added: list[str] = []
    taken: list[str] = []
    for part, size in sorted(parts.items(), key=lambda item: -abs(item[1])):
        if size:
            more = (size > 0) != (metric.kind == "patients_per")
            named = _SAID_CAUSES[part][0 if more else 1].format(noun=metric.reporting_unit)
            figure = number(abs(size), metric.decimals)
            (added if size > 0 else taken).append(f"{named}{{}} {figure}")
    said = [
        listed([one.format(f" {verb}" if at == 0 else "") for at, one in enumerate(group)])
        for verb, group in (("added", added), ("took away", taken))
        if group
    ]
    if not said:
        return ""
    whole = "; ".join(said)
    return f" {whole[0].upper()}{whole[1:]}."


def change_explained(change: Change) -> str:
    """What changed, and through what."""
    metric, place, size = change.metric, change.area_name, change.change
    what, noun, before = in_words(metric), metric.reporting_unit, f" since {month(change.since)}"
    if size is None:
        return f"One of the two figures is missing. So the change of {what} in {place}{before} is not available."
    moved = {
        "up": f"rose by {_size(change)}",
        "down": f"fell by {_size(change)}",
    }.get(change.verdict, f"show no clear change ({signed(moved_by(change), metric.decimals)})")
    parts = cause_parts(change)
    said = f"In {place}, {what} {moved}{before}.{_made_of(parts, metric)}"
    others = [
        p
        for p in ("part_reporting", "part_membership")
        if abs(parts.get(p, 0)) > abs(moved_by(change)) / 2
    ]
    if others and change.verdict != "no clear change":
        causes = listed([cause(p, noun) for p in others])
        said += f" More than half of it comes from {causes}, not from people hired or lost."
    return said


def verdicts(counts: Mapping[str, int]) -> str:
    """How many places went which way."""

    def some(count: int, one: str, many: str) -> str:
        return f"{counted(count)} {one if count == 1 else many}"

    said = [
        some(counts[verdict], one, many)
        for verdict, one, many in (
            ("up", "went up", "went up"),
            ("down", "went down", "went down"),
            ("no clear change", "shows no clear change", "show no clear change"),
            ("not available", "cannot be compared", "cannot be compared"),
        )
        if counts.get(verdict)
    ]
    return f"{listed(said)}."


def places_moved(
    metric: Metric, place: str, called: str, counts: Mapping[str, int], start: str
) -> str:
    """How many places of an area have more, and how many fewer, than in an earlier month."""
    what, many = in_words(metric), sum(counts.values())
    since, known = f"than in {month(start)}", many - counts.get("not available", 0)
    others = "" if known == many else f" {counted(many - known).capitalize()} cannot be compared."
    if not known:
        return (
            f"None of the {counted(many)} {called} of {place} can be compared with {month(start)}."
        )
    if counts.get("no clear change") == known:
        all_of = "The one" if known == 1 else "Both" if known == 2 else f"All {counted(known)}"
        return f"None of the {called} of {place} moved. {all_of} had about as many {what} in {month(start)}.{others}"
    ways = (("up", "more"), ("down", "fewer"), ("no clear change", "about as many"))
    (first, word), *rest = [(counts[way], word) for way, word in ways if counts.get(way)]
    begin = counted(first).capitalize()
    have = "has" if first == 1 else "have"
    said = f"{begin} of the {counted(known)} {called} of {place} {have} {word} {what} {since}."
    more = listed(
        [f"{counted(count)} {'has' if count == 1 else 'have'} {word}" for count, word in rest]
    )
    return f"{said} {more[0].upper()}{more[1:]}.{others}" if more else f"{said}{others}"
