"""Age bands as printed, and whether they overlap."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wfcore.table_checks.diagnosis import CheckContext, Spot, at, compares
from wfcore.table_checks.shares import share_lists
from wfcore.table_checks.tables import PrintedTable

_OLDEST = 200
_BAND = re.compile(
    r"(?P<first>\d{2})\s?(?:-|–|to)\s?(?P<last>\d{2})(?!\d)"
    r"|(?P<below><|under|below|less than|up to)\s?(?P<under>\d{2})(?!\d)"
    r"|(?P<above>>|over|above|more than)\s?(?P<over>\d{2})(?!\d)"
    r"|(?<!\d)(?P<from>\d{2})\s?(?:\+|plus\b|and over|and above|or over|or older|or more)",
    re.IGNORECASE | re.ASCII,
)
_SHARE = re.compile(
    r"%|\bper ?cent|\bshare\b|\bproportion\b|\bof (which|whom)\b", re.IGNORECASE
)  # a row of its own
_AGES = re.compile(r"\b(age|ages|aged|yrs|years old)\b", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class PrintedBand:
    """Ages from the first to the last, both included, read to the letter."""

    first: int
    last: int
    printed: str = ""


def band_of(text: str) -> PrintedBand | None:
    """The ages that a label names, to the letter: `>55` begins at 56, `<34` ends at 33."""
    text = text.replace("_", " ").strip()
    known = _BAND.search(text)
    if known is None:
        return None
    if known["first"]:
        return PrintedBand(int(known["first"]), int(known["last"]), text)
    if known["under"]:
        return PrintedBand(0, int(known["under"]) - (known["below"].lower() != "up to"), text)
    if known["over"]:
        return PrintedBand(int(known["over"]) + 1, _OLDEST, text)
    return PrintedBand(int(known["from"]), _OLDEST, text)


def is_open(band: PrintedBand) -> bool:
    """Whether a band has no end: `55 and over`."""
    return band.last >= _OLDEST


@compares(
    "lists of age bands",
    "warns",
    "Age bands overlap as they are written. Write them as 25–34, 35–44 and so on.",
)
def ages_are_apart(table: PrintedTable, look: CheckContext) -> Iterator[Spot | None]:
    """No age falls into two bands of one list."""
    for spot, bands in _lists(table, look):
        twice = [(a, b) for a, b in _neighbours(bands) if b.first <= a.last]
        said = "; ".join(f"{a.printed} and {b.printed}" for a, b in twice[:3])
        yield spot.saying(f"{said} overlap. {_meant(bands)}".strip()) if twice else None


@compares(
    "lists of age bands for gaps",
    "notes",
    "Some ages fall into no band as they are written. Does “over 55” mean 55 and over?",
)
def ages_leave_no_gap(table: PrintedTable, look: CheckContext) -> Iterator[Spot | None]:
    """Every age between the first and the last band falls into one."""
    for spot, bands in _lists(table, look):
        pairs = list(_neighbours(bands))
        gaps = [(a, b) for a, b in pairs if b.first > a.last + 1]
        overlap = any(b.first <= a.last for a, b in pairs)  # then nobody can say what is meant
        said = "; ".join(f"between {a.printed} and {b.printed}" for a, b in gaps[:3])
        yield spot.saying(said) if gaps and not overlap else None


def _lists(table: PrintedTable, look: CheckContext) -> Iterator[tuple[Spot, list[PrintedBand]]]:
    """Lists of three or more bands: in a cell, in the headings, in the names of rows."""
    for shares in share_lists(table, look):
        if not shares.inside:
            continue
        bands = _bands([item.label for item in shares.items])
        if len(bands) >= 3:
            yield shares.spot, bands
    for texts, spot in (
        (table.headings[table.labels :], at(table, -1, None)),
        ([row.name for row in table.rows if not _SHARE.search(row.name)], at(table, None, 0)),
    ):
        bands = _bands(texts)
        closed = sum(band.last < _OLDEST and band.first > 0 for band in bands)
        if len(bands) < 3 or not closed:
            continue
        if any(_AGES.search(t.replace("_", " ")) for t in table.texts()):
            yield spot, bands


def _bands(texts: Sequence[str]) -> list[PrintedBand]:
    """The bands of some labels in order, each once: men and women may both have it."""
    known = {(b.first, b.last): b for t in texts if (b := band_of(t))}
    return sorted(known.values())


def _neighbours(bands: Sequence[PrintedBand]) -> Iterator[tuple[PrintedBand, PrintedBand]]:
    """Each band with the one before it that reaches furthest."""
    for n, band in enumerate(bands[1:], start=1):
        yield max(bands[:n], key=lambda b: b.last), band


def _meant(bands: Sequence[PrintedBand]) -> str:
    """The bands that were probably meant, from their bounds: <24, <34, >45, >55."""
    below = [b.last + 1 for b in bands if b.first == 0]
    above = [b.first - 1 for b in bands if b.last == _OLDEST]
    if len(below) + len(above) < len(bands) or len(above) < 2 or not below:
        return ""
    below.sort()
    above.sort()
    parts = [f"under {below[0] + 1}"]
    parts += [f"{a + 1}–{b}" for a, b in pairwise(below)]
    parts += [f"{a}–{b - 1}" for a, b in pairwise(above)]
    parts.append(f"{above[-1]} and over")
    return f"Meant may be {', '.join(parts)}."
