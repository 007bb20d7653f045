"""Measures → plain sentences: what a place has, who reported, how it is spread."""

from collections.abc import Iterable, Sequence

from wfcore.comparing import Change
from wfcore.declared import Flag, Metric, declared, in_order
from wfcore.geography import Level, display_name
from wfcore.measuring import Measure, Receipt
from wfcore.months import Month
from wfcore.wording.changes import than_before
from wfcore.wording.figures import counted, listed, month, number, percent
from wfcore.wording.metrics import in_words, value_with_unit


def headline(
    now: Measure,
    earlier: Change | None,
    above: Sequence[Measure],
    *,
    ago: str,
    among: str = "",
    held: str = "",
) -> str:
    """The first sentence of a page: here, against then or an aim, against the areas above.

    Args:
        now: the measure.
        earlier: the change of the same place, or None.
        above: the measures of areas around it, the largest first.
        ago: how long ago the earlier one was, such as `a year ago`.
        among: over whom, where many did not report; see `among`.
        held: how it stands against an aim, in place of the change; see `targets.standing`.
    """
    metric, place = now.metric, now.area_name
    if now.value is None:
        return f"{place}: {metric.name} is not available for {month(now.period)}. {why_not(now)}".strip()
    said = f"{place} has {value_with_unit(metric, now.value)}"
    if metric.kind == "share" and metric.scale == 100:
        said = f"In {place}, {number(now.value)}% of {metric.short.split(' aged ')[0]} are aged 55 and over"
    said += among
    if held:
        said += f", {held}"
    elif earlier is not None and earlier.change is not None:
        said += f", {than_before(earlier, ago)}"
    around = [
        f"{m.area_name}{'' if at else ' has'} {number(m.value, metric.decimals)}"
        for at, m in enumerate(m for m in above if m.value is not None)
    ]
    return f"{said}; {listed(around)}." if around else f"{said}."


def why_not(measure: Measure) -> str:
    """Why a figure is not available, from its flags."""
    reasons = [declared().flags[flag] for flag in in_order(measure.flags & _EXPLAIN)]
    return f"Reason: {'; '.join(reasons)}." if reasons else ""


_NAMED = 5
_EXPLAIN = frozenset(
    {
        Flag.NO_WEIGHTED,
        Flag.NOT_IN_FILE,
        Flag.NOT_REPORTED,
        Flag.NOT_COVERED,
        Flag.PACKAGED_LIST,
        Flag.NO_LIST,
        Flag.TINY_LIST,
        Flag.SMALL_NUMBER,
    }
)


def likely_slip(measure: Measure, near: Measure) -> str:
    """A count of nobody beside the nearest count of the same return, which has somebody."""
    return (
        f"The return has {number(near.numerator)} full-time posts of {near.metric.short} and none of "
        f"{measure.metric.short}, which is more likely a slip than true. Ask before quoting."
    )


def counted_among(receipt: Receipt) -> str:
    """Over whom a figure is, where it covers so few that it must be said in the same breath."""
    share, reported = receipt.measure.coverage_patients, receipt.units_reported
    if share is None or share >= declared().rules.low_coverage or not reported:
        return ""
    return f" ({reported:,} of {receipt.units:,} {receipt.metric.reporting_unit} reported)"


def coverage(receipt: Receipt) -> str:
    """How much of the area the figure covers."""
    share, units, noun = (
        receipt.measure.coverage_patients, receipt.units, receipt.metric.reporting_unit
    )  # fmt: skip
    units_reported = receipt.units_reported
    if receipt.without_patients:
        return _weighed(receipt)
    patients = "" if share is None else f", with {percent(share)} of patients"
    if not units_reported:
        short = receipt.metric.short
        if units == 1:
            return f"It sent no figure for {short}."
        none = f"Neither of the two {noun}" if units == 2 else f"None of the {units:,} {noun}"
        return f"{none} sent a figure for {short}."
    if units_reported == units == 1:
        return ""
    if units_reported == units:
        return f"{f'Both {noun}' if units == 2 else f'All {units:,} {noun}'} reported."
    few = (
        " Read it with care." if share is not None and share < declared().rules.low_coverage else ""
    )
    others = (
        "The other is left out with its patients."
        if units - units_reported == 1
        else "The others are left out with their patients."
    )
    return f"{units_reported:,} of {units:,} {noun} reported{patients}. {others}{few}"


def reported_of(receipt: Receipt) -> str:
    """How many of how many reported, in a table."""
    noun = receipt.metric.reporting_unit
    named = _singular(noun) if receipt.units == 1 else noun
    return f"{receipt.units_reported:,} of {receipt.units:,} {named}"


_ON_CARD = {
    Flag.NOT_IN_FILE: "not counted in the file",
    Flag.NOT_COVERED: "not counted in the file",
    Flag.SMALL_NUMBER: "hidden: too few people",
    Flag.NOT_REPORTED: "no figure was sent",
    Flag.TINY_LIST: "the list is too small",
    Flag.NO_LIST: "no list size is known",
    Flag.NO_WEIGHTED: "no weighted patients are known",
}


def who_reported(receipt: Receipt) -> str:
    """How many of how many reported, on a card; in place of a figure, why there is none."""
    measure, noun = receipt.measure, receipt.metric.reporting_unit
    if measure.value is None:
        return next((why for flag, why in _ON_CARD.items() if flag in measure.flags), "no figure")
    if receipt.units == 1:
        return f"the {_singular(noun)} reported"
    if receipt.units_reported == receipt.units:
        return f"all {receipt.units:,} {noun} reported"
    return f"{reported_of(receipt)} reported"


def patients_covered(measure: Measure) -> str:
    """The share of patients covered, in a table; nobody is silent in what a file does not count."""
    if Flag.NOT_IN_FILE in measure.flags and not measure.coverage_patients:
        return "not counted"
    return percent(measure.coverage_patients)


def _weighed(receipt: Receipt) -> str:
    """How much a figure for weighted patients covers, and who is left out for want of weights."""
    noun, silent = receipt.metric.reporting_unit, len(receipt.not_reported)
    some = [display_name(name) for name in receipt.without_patients[:_NAMED]]
    more = len(receipt.without_patients) - len(some)
    sent = f"; {silent:,} sent nothing" if silent else ""
    return (
        f"{receipt.units_reported:,} of {receipt.units:,} {noun} count, with "
        f"{percent(receipt.measure.coverage_patients)} of registered patients{sent}. Without weights, and so left "
        f"out with their staff: {listed([*some, *([f'{more:,} more'] if more else [])])}."
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
        return f"No figure for {metric.short} is known in these {plural}."
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
    have = "has" if missing == 1 else "have"
    without = f" {missing} of {len(rows)} {plural} {have} no figure." if missing else ""
    return f"{said}.{without}"


def fewer_patients(metric: Metric) -> str:
    """Why the patients beside a rate are fewer than a place has."""
    return (
        f"Patients beside a rate are those of the {metric.reporting_unit} that reported, so they are fewer than "
        "a place has where some did not."
    )


def without_figure(count: int, plural: str) -> str:
    """How many have no figure; nothing when all have one."""
    if count == 0:
        return ""
    one = f"One {plural.removesuffix('s')} sent no figure."
    return one if count == 1 else f"{counted(count).capitalize()} {plural} sent no figure."


def flag_notes(flags: Iterable[Flag], *, leave_out: Iterable[Flag] = ()) -> list[str]:
    """Flags of a measure as notes for a reader."""
    words = (declared().flags[flag] for flag in in_order(frozenset(flags) - frozenset(leave_out)))
    return [f"{text[0].upper()}{text[1:]}." for text in words]


def place_label(level: Level, code: str, name: str, last: str | None = None) -> str:
    """A place in a list, told apart from its namesakes; and its last month if that is past."""
    shown = display_name(name) or code
    shown = f"{shown} ({code})" if level in (Level.PRACTICE, Level.PCN) else shown
    return f"{shown}, until {month(last)}" if last else shown
