"""What a column or row counts, by the words of its heading."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Literal

from wfcore.declared import declared
from wfcore.table_checks.printed import PrintedCell

UnitKind = Literal["", "share", "rate", "money", "headcount", "count", "fte", "change", "label"]
NEVER_ADDED: tuple[UnitKind, ...] = ("share", "rate", "change", "label")
# In the order in which a heading is asked: `% of FTE` is a share.
_BY_HEADING: tuple[UnitKind, ...] = (
    "change", "share", "money", "rate", "headcount", "fte", "count", "label",
)  # fmt: skip


_IN_POSTS = re.compile(r"\d\s?(fte|wte)\b", re.IGNORECASE)
# `Headcount working 37.5 hours per week` counts people.
_PER_TIME = re.compile(
    r"\b(hours|sessions|days)\b[\w ]{0,12}\bper (week|day|month)\b", re.IGNORECASE
)


@cache
def _patterns() -> dict[UnitKind, re.Pattern[str]]:
    words = declared().rules.doctor.words
    return {kind: pattern(getattr(words, kind)) for kind in _BY_HEADING}


def pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Any of some words, whole; marks such as % stand for themselves anywhere."""
    listed = [
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word[0].isalnum() else re.escape(word)
        for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile("|".join(listed), re.IGNORECASE)


@lru_cache(maxsize=4096)
def kind_of(heading: str) -> UnitKind:
    """What a heading says it counts; empty where it says nothing."""
    text = _PER_TIME.sub(" ", heading.replace("_", " "))
    for kind, words in _patterns().items():
        if words.search(text):
            return kind
    return ""


def kind_of_cells(cells: Sequence[PrintedCell]) -> UnitKind:
    """What the cells of a column say they count: most have a % or a £."""
    figures = [cell for cell in cells if cell.value is not None]
    if figures and sum(cell.percent for cell in figures) * 2 > len(figures):
        return "share"
    if figures and sum(cell.money for cell in figures) * 2 > len(figures):
        return "money"
    if figures and sum(bool(_IN_POSTS.search(cell.text)) for cell in figures) * 2 > len(figures):
        return "fte"
    return ""
