"""Where the course of a place was broken → a few words for each month."""

from collections.abc import Sequence
from itertools import pairwise

from wfcore.declared import Metric, declared
from wfcore.geography import display_name
from wfcore.measuring import PlaceEvent
from wfcore.wording.figures import listed, month, percent

_NAMED = 2  # practices
_AREAS = 5
_DID = {
    "came": "came in from another area",
    "went": "went to another area",
    "merged": "merged with others",
    "closed": "closed",
    "opened": "opened",
}


def trend_marks(
    metric: Metric, events: Sequence[PlaceEvent], periods: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Months of a trend from which it is not quite what it was before, and why.

    Args:
        metric: what the trend shows.
        events: what happened to the place.
        periods: its months, oldest first.

    Returns:
        Month and words, oldest first, each month once.
    """
    said: dict[str, list[str]] = {}
    for rule in declared().rules.trend_marks.definitions:
        of_this = metric.collection == rule.collection
        if of_this and (not rule.counts or metric.stem in rule.counts):
            for before, after in pairwise(periods):
                if before < rule.since <= after:
                    said.setdefault(after, []).append(rule.words)
    for event in events:
        said.setdefault(event.period, []).append(_event(event))
    return tuple((period, "; ".join(said[period])) for period in sorted(said))


def marks_told(marks: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Marks as sentences, one for each month."""
    return tuple(f"{month(period)}: {words}." for period, words in marks)


def without_the_merged(events: Sequence[PlaceEvent]) -> tuple[str, ...]:
    """What a comparison of one practice with itself rests on, where it has taken others over since."""
    return tuple(
        f"{month(event.period)}: {_event(event)}. Its earlier figures do not count that practice."
        for event in events
        if event.into
    )


def _event(event: PlaceEvent) -> str:
    """`Maylands merged into Rosewood`; `3 practices closed (4% of patients)`."""
    names = [display_name(name) for name in event.names]
    if event.what == "redrawn":
        parts = [f"{n} ({percent(s)})" for n, s in zip(names, event.shares, strict=True)]
        more = f" and {len(parts) - _AREAS:,} more" if len(parts) > _AREAS else ""
        return f"redrawn; patients were counted in {listed(parts[:_AREAS])}{more} before"
    if event.into:
        return f"{names[0]} merged into {display_name(event.into)}"
    some = listed(names) if len(names) <= _NAMED else f"{len(names):,} practices"
    return f"{some} {_DID[event.what]} ({percent(event.share)} of patients)"
