"""Figures → plain sentences. Numbers are rounded for reading, directions are words."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from wfcore.comparing import Change, RecentChanges
from wfcore.declared import Flag, Metric, declared, in_order
from wfcore.geography import Level, display_name
from wfcore.measuring import Measure, Receipt
from wfcore.months import Month

NOT_AVAILABLE = "not available"
_MINUS = "−"


@lru_cache(maxsize=1024)
def month(period: str) -> str:
    """`2025-09` as September 2025."""
    return f"{Month(period).first_day:%B %Y}" if "-" in period else period


def short_month(period: str) -> str:
    """`2025-09` as Sep 2025, where a table has many columns."""
    name, _, year = month(period).partition(" ")
    return f"{name[:3]} {year}" if year else name


def number(value: object, decimals: int = 1) -> str:
    """A number for reading: thousands marked, a real minus, `not available` for null."""
    if not isinstance(value, int | float):
        return NOT_AVAILABLE
    rounded = round(float(value), decimals)
    text = f"{abs(rounded):,.{decimals}f}"
    return f"{_MINUS}{text}" if rounded < 0 else text


def signed(value: object, decimals: int = 1) -> str:
    """A change for a table: with its sign."""
    if not isinstance(value, int | float):
        return NOT_AVAILABLE
    text = number(value, decimals)
    return f"+{text}" if round(float(value), decimals) > 0 else text


def percent(share: object) -> str:
    """A share from 0 to 1 as a whole per cent; never 100% when something is missing."""
    if not isinstance(share, int | float):
        return NOT_AVAILABLE
    whole = round(share * 100)
    if whole == 100 and share < 1:
        return "over 99%"
    return f"{whole}%"


def value_with_unit(metric: Metric, value: object) -> str:
    """A value with its unit, as it stands inside a sentence."""
    if not isinstance(value, int | float):
        return NOT_AVAILABLE
    figure = number(value, metric.decimals)
    name = name_inside(metric)
    if metric.kind == "share" and metric.scale == 100:
        return f"{figure}% {metric.short}"
    return {
        "rate": f"{figure} {name} per 100,000 patients",
        "fte": f"{figure} {name} (full-time equivalent)",
        "patients_per": f"{figure} patients for each full-time {_one(metric)}",
        "patients": f"{figure} registered patients",
        "share": f"{figure} full-time posts for each {_one(metric)}",
    }[metric.kind]


def headline(
    now: Measure,
    earlier: Change | None,
    above: Measure | None,
    *,
    ago: str,
    among: str = "",
) -> str:
    """The first sentence of a page: here, against then, against the area above.

    Args:
        now: the measure.
        earlier: the change of the same place, or None.
        above: the measure of the area above, or None.
        ago: how long ago the earlier one was, such as `a year ago`.
        among: over whom, where many did not report; see `among`.
    """
    metric, place = now.metric, now.area_name
    if now.value is None:
        return f"{place}: {metric.name} is not available for {month(now.period)}. {why_not(now)}".strip()
    said = f"{place} has {value_with_unit(metric, now.value)}"
    if metric.kind == "share" and metric.scale == 100:
        said = f"In {place}, {number(now.value, 1)}% of {metric.short.split(' aged ')[0]} are aged 55 and over"
    said += among
    if earlier is not None and earlier.change is not None:
        said += f", {than_before(earlier, ago)}"
    if above is not None and above.value is not None:
        said += f"; {above.area_name} has {number(above.value, metric.decimals)}"
    return said + "."


def than_before(change: Change, ago: str) -> str:
    """`1.0 more than a year ago`, or that there is no clear change."""
    metric = change.metric
    if change.change is None:
        return f"with no figure to compare from {ago.removeprefix('in ')}"
    if change.verdict == "no clear change":
        return f"no clear change from {ago.removeprefix('in ')}"
    size = number(abs(change.change), metric.decimals)
    points = " percentage points" if metric.scale == 100 else ""
    word = (
        "more"
        if change.change > 0
        else "fewer"
        if metric.kind in ("rate", "fte", "patients_per", "patients")
        else "less"
    )
    return f"{size}{points} {word} than {ago}"


def change_since(change: Change | None) -> str:
    """A change as it stands in a table cell, with the month it is since."""
    if change is None:
        return "nothing to compare with"
    if change.change is None:
        return f"not available ({short_month(change.since)})"
    if change.verdict == "no clear change":
        return f"no clear change ({short_month(change.since)})"
    return f"{signed(change.change, change.metric.decimals)} ({short_month(change.since)})"


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
    return f"In {place}, {what}: {first} and {last}."


def why_not(measure: Measure) -> str:
    """Why a figure is not available, from its flags."""
    reasons = [declared().flags[flag] for flag in in_order(measure.flags & _EXPLAIN)]
    return f"Reason: {'; '.join(reasons)}." if reasons else ""


_EXPLAIN = frozenset(
    {
        Flag.NOT_IN_FILE,
        Flag.NOT_REPORTED,
        Flag.NOT_COVERED,
        Flag.NO_LIST,
        Flag.TINY_LIST,
        Flag.SMALL_NUMBER,
    }
)


def counted_among(receipt: Receipt) -> str:
    """Over whom a figure is, where it covers so few that it must be said in the same breath."""
    share, reported = receipt.measure.coverage_patients, receipt.units_reported
    if share is None or share >= declared().rules.low_coverage or not reported:
        return ""
    return (
        f" over the {reported:,} of {receipt.units:,} {receipt.metric.reporting_unit} that reported"
    )


def coverage(receipt: Receipt) -> str:
    """How much of the area the figure covers."""
    share, units, noun = (
        receipt.measure.coverage_patients, receipt.units, receipt.metric.reporting_unit
    )  # fmt: skip
    units_reported = receipt.units_reported
    patients = "" if share is None else f", with {percent(share)} of registered patients"
    if units_reported == units:
        all_of = {1: f"The {_singular(noun)}", 2: f"Both {noun}"}.get(
            units, f"All {units:,} {noun}"
        )
        return f"{all_of} reported."
    few = (
        " Read it with care." if share is not None and share < declared().rules.low_coverage else ""
    )
    return (
        f"{units_reported:,} of {units:,} {noun} reported{patients}. "
        f"Those that did not are left out, staff and patients.{few}"
    )


def _singular(noun: str) -> str:
    return noun.removesuffix("s")


def age_of_data(period: str, today: str) -> str:
    """How old the figures are. Both as `YYYY-MM`."""
    months = Month(period).months_to(today)
    if months <= 0:
        return f"These are the figures for the end of {month(period)}."
    return f"These are the figures for the end of {month(period)}, {months} month{'s' if months > 1 else ''} ago."


def spread(rows: Sequence[Measure], above: Measure | None, plural: str) -> str:
    """The spread first, the average second."""
    if not rows:
        return f"There are no {plural} to show."
    ranked = sorted((m.value, at) for at, m in enumerate(rows) if m.value is not None)
    known, metric = [rows[at] for _, at in ranked], rows[0].metric
    if not known:
        return f"{metric.name}: no figure is available for these {plural}."
    what = in_words(metric)
    if len(known) == 1:
        only = number(known[0].value, metric.decimals)
        return f"Only {known[0].area_name} has a figure for {what}: {only}."
    low, high = known[0], known[-1]
    said = (
        f"{what[0].upper()}{what[1:]} range from {number(low.value, metric.decimals)} in "
        f"{low.area_name} to {number(high.value, metric.decimals)} in {high.area_name}"
    )
    if above is not None and above.value is not None and metric.kind != "fte":
        said += f"; {above.area_name} together has {number(above.value, metric.decimals)}"
    missing = len(rows) - len(known)
    without = f" {missing} of {len(rows)} {plural} have no figure." if missing else ""
    return f"{said}.{without}"


def in_words(metric: Metric) -> str:
    """What a metric counts, as the subject of a sentence."""
    return {
        "rate": f"{metric.short} per 100,000 patients",
        "fte": f"full-time posts of {metric.short}",
        "patients_per": f"patients for each full-time {_one(metric)}",
        "patients": "registered patients",
        "share": metric.short,
    }[metric.kind]


def heading(metric: Metric) -> str:
    """A column heading short enough for a phone."""
    return {
        "rate": "FTE per 100,000",
        "fte": "FTE",
        "patients_per": "Patients per FTE",
        "patients": "Patients",
        "share": "Per cent" if metric.scale == 100 else "FTE per head",
    }[metric.kind]


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


def change_explained(change: Change) -> str:
    """What changed, and through what."""
    metric, place, size = change.metric, change.area_name, change.change
    what, noun, before = in_words(metric), metric.reporting_unit, f" since {month(change.since)}"
    if size is None:
        return (
            f"The change of {what} in {place}{before} is not available, "
            "because one of the two figures is missing."
        )
    moved = {
        "up": f"rose by {number(size, metric.decimals)}",
        "down": f"fell by {number(-size, metric.decimals)}",
    }.get(change.verdict, f"show no clear change ({signed(size, metric.decimals)})")
    parts = change.parts
    shown = [
        f"{cause(p, noun)} {signed(v, metric.decimals)}"
        for p, v in sorted(parts.items(), key=lambda item: -abs(item[1]))
        if round(v, metric.decimals) != 0
    ]
    of_which = f" What made it: {listed(shown)}." if shown else ""
    said = f"In {place}, {what} {moved}{before}.{of_which}"
    others = [
        p for p in ("part_reporting", "part_membership") if abs(parts.get(p, 0)) > abs(size) / 2
    ]
    if others and change.verdict != "no clear change":
        causes = listed([cause(p, noun) for p in others])
        said += f" More than half of it comes from {causes}, not from people hired or lost."
    return said


def verdicts(counts: Mapping[str, int]) -> str:
    """How many places went which way."""

    def some(count: int, one: str, many: str) -> str:
        return f"{count} {one if count == 1 else many}"

    said = [
        some(counts.get("up", 0), "went up", "went up"),
        some(counts.get("down", 0), "went down", "went down"),
        some(counts.get("no clear change", 0), "shows no clear change", "show no clear change"),
    ]
    if counts.get("not available"):
        said.append(some(counts["not available"], "cannot be compared", "cannot be compared"))
    return f"{listed(said)}."


def listed(parts: Sequence[str]) -> str:
    """Parts with commas and an “and”."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def without_figure(count: int) -> str:
    """How many have no figure; nothing when all have one."""
    if count == 0:
        return ""
    return "One has no figure." if count == 1 else f"{count} have no figure."


def direction(metric: Metric) -> str:
    """Which way is better, in words."""
    return {
        "higher": "Higher means more staff for the same patients.",
        "lower": "Lower means fewer patients for each member of staff.",
        "none": "Neither higher nor lower is better by itself.",
    }[metric.better]


def flag_notes(flags: Iterable[Flag], *, leave_out: Iterable[Flag] = ()) -> list[str]:
    """Flags of a measure as notes for a reader."""
    words = (declared().flags[flag] for flag in in_order(frozenset(flags) - frozenset(leave_out)))
    return [f"{text[0].upper()}{text[1:]}." for text in words]


def place_label(level: Level, code: str, name: str) -> str:
    """A place in a list, told apart from its namesakes."""
    shown = display_name(name) or code
    return f"{shown} ({code})" if level in (Level.PRACTICE, Level.PCN) else shown


def name_inside(metric: Metric) -> str:
    """The metric's name without its unit, to stand inside a sentence."""
    text = metric.name.replace(" per 100,000 patients", "").replace(", FTE", "")
    first = text.split(" ")[0]
    return (
        text
        if first.isupper() or first in ("GPs", "PCN", "PCN-employed")
        else text[0].lower() + text[1:]
    )


def _one(metric: Metric) -> str:
    singular = {
        "GPs": "GP",
        "nurses": "nurse",
        "staff": "member of staff",
        "directors": "director",
        "assistants": "assistant",
    }
    words = metric.short.split(" ")
    if metric.id.startswith("participation_"):
        return metric.id.removeprefix("participation_").replace("gp", "GP")
    if metric.short == "GPs without locums":
        return "GP other than locums"
    words[-1] = singular.get(words[-1], words[-1])
    return " ".join(words)
