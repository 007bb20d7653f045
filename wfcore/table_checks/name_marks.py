"""Marks of footnotes, taken off the names and the headings on which they are printed."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

_SET_APART = re.compile(
    r"\s?([*†‡#^¹²³⁴⁵⁶⁷⁸⁹]+|\(\d\)|\[\w{1,2}\]|\(?note \d{1,2}\)?)$", re.IGNORECASE
)
_FUSED = re.compile(r"(?P<stem>.*[A-Za-z)])(?P<mark>\d)")
_YEAR = re.compile(r"(?P<stem>(.*\D)?(19|20)\d\d)(?P<mark>\d)", re.ASCII)
_KEY = re.compile(r"^\W{0,2}(\d{1,2})\W{0,2}\s*(?=\D)")


def plain_names(names: Mapping[int, str], notes: Sequence[str]) -> dict[int, str]:
    """Names of rows or headings without the marks of footnotes, by position.

    A digit fused to a word is a mark where a note has it, or where it stands on several names that
    are otherwise unlike; `Practice1, Practice2` are names.
    """
    keys = {found[1] for note in notes if (found := _KEY.match(note))}
    years = sum(bool(re.fullmatch(r"(19|20)\d\d", name)) for name in names.values())
    fused = {p: found for p, name in names.items() if (found := _FUSED.fullmatch(name))}
    stems = Counter(found["stem"].casefold() for found in fused.values())
    marks = Counter(found["mark"] for found in fused.values())
    plain: dict[int, str] = {}
    for p, name in names.items():
        year = _YEAR.fullmatch(name)
        if year and (years or year["mark"] in keys or not name.isdigit()):
            plain[p] = year["stem"]
        elif p in fused and stems[fused[p]["stem"].casefold()] == 1 and (
            fused[p]["mark"] in keys or marks[fused[p]["mark"]] > 1
        ):  # fmt: skip
            plain[p] = fused[p]["stem"]
        else:
            plain[p] = _SET_APART.sub("", name) or name
    return plain
