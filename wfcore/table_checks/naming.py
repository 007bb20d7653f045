"""What the heading of a column says of the figures it is made of."""

import re
from collections.abc import Sequence

from wfcore.declared import declared
from wfcore.normalising.printed_dates import dates_in
from wfcore.table_checks.series import Series, words_of
from wfcore.table_checks.units import pattern

_PER = re.compile(r"\bper\b|(?<=[a-z])\s?/\s?(?=[a-z])|\bfor (?:each|every)\b", re.IGNORECASE)
_RATIO = re.compile(
    r"\b(average|mean|participation|index|density|utili[sz]ation|ratio|coverage)\b", re.IGNORECASE
)
_BEFORE = re.compile(
    r"\b(on|from|since|over|vs|versus) (the )?(previous|last|prior|year|quarter|month)|"
    r"\b(annual|yearly|quarterly|monthly|year[- ]on[- ]year|in[- ]year|yoy)\b",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\d[\d, ]*\d(?:\s?(?:k|000))?|\bthousand\b|\b\d+k\b", re.IGNORECASE)
_PATIENTS = frozenset(["patient", "population", "list", "registered", "people", "resident"])
_OTHER_TIME = re.compile(
    r"\b(since|annual(?:ly|ised)?|year|yearly|month|monthly|quarter|quarterly|average|mean|per|rolling|real|adjusted|"
    r"over \d+|\d+[ -]?years?|cagr|compound)\b",
    re.IGNORECASE,
)


def is_change(series: Series) -> bool:
    """Whether a heading says change, difference or variance."""
    return series.kind == "change"


def says_before(name: str) -> bool:
    """Whether a heading says that a change is from the row before: on the year, from the last quarter."""
    return bool(_BEFORE.search(name))


def is_rest(series: Series) -> bool:
    """Whether a heading says what is left: vacancies, a gap, a shortfall."""
    return not series.percent and says_rest(series)


def is_ratio(series: Series) -> bool:
    """Whether a heading or its figures say one figure for another: a share, a rate, an average."""
    name = series.name.replace("_", " ")
    return (
        series.percent
        or series.kind in ("share", "rate")
        or bool(_PER.search(name) or _RATIO.search(name))
    )


def says_other_time(name: str) -> bool:
    """Whether a heading of a change may mean another time than that of the columns beside it."""
    return bool(_OTHER_TIME.search(name)) or bool(dates_in(name))


def says_rest(series: Series) -> bool:
    """Whether a heading, of a share too, says what is left: a vacancy rate."""
    return bool(pattern(declared().rules.doctor.words.rest).search(series.name.replace("_", " ")))


def named_change(target: Series, near: Sequence[Series]) -> set[tuple[int, int]]:
    """Pairs of series, the earlier or planned one first, whose change a heading names."""
    dates = dates_in(target.name)
    if len(dates) == 2:
        ends = [[s for s in near if s.date and s.date.when == d.when] for d in dates]
        return {(a.at, b.at) for a in ends[0] for b in ends[1] if a.kind == b.kind}
    if says_other_time(target.name):
        return set()
    left = [s for s in near if s.at < target.at]
    left = [s for s in left if s.kind == left[-1].kind or not s.kind] if left else []
    if len(left) < 2:
        return set()
    if (
        not left[-1].date and not left[-2].date
    ):  # joiners less leavers, plan against actual: either way round
        return {(left[-2].at, left[-1].at), (left[-1].at, left[-2].at)}
    pairs = {(left[-2].at, left[-1].at), (left[0].at, left[-1].at)}
    return pairs if len(left) == 2 or all(s.date for s in left) else {(left[-2].at, left[-1].at)}


def named_ratio(target: Series, near: Sequence[Series]) -> set[tuple[int, int]]:
    """Pairs of series, what is counted first, whose ratio a heading names: `GPs per 1,000 patients`."""
    parts = _PER.split(target.name, maxsplit=1)
    if len(parts) < 2:
        return set()
    above, below = words_of(parts[0]), words_of(_SIZE.sub(" ", parts[1]))
    wanted = below or _PATIENTS
    counted = _best(above, near)
    among = _best(wanted, near) or _best(_PATIENTS & (wanted | _PATIENTS), near)
    return {(a.at, b.at) for a in counted for b in among if a.at != b.at}


def _best(words: frozenset[str], near: Sequence[Series]) -> list[Series]:
    """The series whose names have most of some words."""
    shared = {s.at: len(words & s.words) for s in near}
    most = max(shared.values(), default=0)
    return [s for s in near if most and shared[s.at] == most]


def size_named(name: str) -> float | None:
    """The number that a heading says after `per`: 100,000 in `per 100 000 patients`; 1 for `per GP`."""
    parts = _PER.split(name, maxsplit=1)
    if len(parts) < 2:
        return None
    found = _SIZE.search(parts[1])
    if not found:
        return None
    text = re.sub(r"[ ,]", "", found[0].lower())
    if text == "thousand":
        return 1000.0
    number = float(text.rstrip("k"))
    return number * 1000 if text.endswith("k") else number
