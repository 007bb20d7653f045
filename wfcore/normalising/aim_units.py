"""A figure in a printed unit → the same in a metric's own unit; None where they do not measure one thing."""

import re
from dataclasses import dataclass

from wfcore.declared import Metric, declared

_PER = re.compile(
    r"^(?P<posts>posts)?\s*(?:per|/)\s*(?P<many>[\d,]+)\s*(?P<k>k\b)?\s*(?:patients?)?$"
)
_EACH = re.compile(r"^patients?\s*(?:per|/|for each|for every)\s*posts$")
_PER_HEAD = re.compile(r"^posts\s*(?:per|/)\s*(?:head|person)$")
_THOUSAND = 1000


@dataclass(frozen=True)
class PrintedAim:
    """A figure with the unit it was printed in."""

    value: float
    unit: str

    def in_unit_of(self, metric: Metric) -> float | None:
        """The same in the metric's unit; None where the unit is another or none that is declared."""
        if _plain(self.unit) == _plain(metric.unit):
            return self.value
        found = _ratio(self.unit)
        if metric.kind in ("rate", "patients_per") and found and self.value > 0:
            posts = self.value / found if found != _FOR_EACH else 1 / self.value  # for one patient
            return posts * metric.scale if metric.kind == "rate" else 1 / posts
        return self.value if _is_same_count(_plain(self.unit), metric) else None


_FOR_EACH = -1  # patients for each post: the ratio turned round


def undeclared_patients(unit: str) -> int | None:
    """The patients that a unit is for, where no definition names them."""
    found = _PER.match(_plain(unit))
    many = _patients(found) if found else None
    return None if many in declared().aims.per_patients else many


def _ratio(unit: str) -> int | None:
    """The patients that a rate is for; `_FOR_EACH` where it is patients for each post."""
    plain = _plain(unit)
    if _EACH.match(plain):
        return _FOR_EACH
    found = _PER.match(plain)
    many = _patients(found) if found else None
    return many if many in declared().aims.per_patients else None


def _patients(found: re.Match[str]) -> int:
    return int(found["many"].replace(",", "")) * (_THOUSAND if found["k"] else 1)


def _is_same_count(unit: str, metric: Metric) -> bool:
    """Whether it is the word for what a metric counts that is no rate."""
    percent = any(unit == _plain(word) for word in declared().aims.percent)
    return {
        "fte": unit == "posts",
        "share": percent if metric.scale > 1 else bool(_PER_HEAD.match(unit)),
        "patients": unit in ("patients", "patient"),
    }.get(metric.kind, False)


def _plain(unit: str) -> str:
    """A unit in small letters, every word for full-time posts the same, without words that say nothing."""
    rules, text = declared().aims, " ".join(unit.casefold().split())
    for word in sorted(rules.posts, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(word)}\b", "posts", text)
    words = [word for word in re.sub(r"([/%])", r" \1 ", text).split() if word not in rules.silent]
    return " ".join(words)
