"""Headings that are almost those of a column we know: said, because a lost column moves every figure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding, of_examples
from wfcore.normalising.cells import canonical_header, is_retired, known_headers, practice_cells
from wfcore.reading import TextTable
from wfcore.reading.recognising import STAFF_COLUMN

_WORDS = {  # of a heading that may stand over what TOTAL_…_ counts
    "PATIENTS": {"PATIENT", "PATIENTS", "LIST", "REGISTERED", "POPULATION"},
    "GP": {"GP", "GPS", "DOCTORS"},
    "NURSES": {"NURSE", "NURSES", "NURSING"},
    "DPC": {"DPC", "DIRECT", "CARE"},
    "ADMIN": {"ADMIN", "ADMINISTRATIVE", "CLINICAL"},
}
_MOSTLY = 0.5  # share of numbers from which a column holds figures
_SHORTEST = 6  # letters; shorter headings are near each other by chance
# Letters of other alphabets that look like ours (Unicode, confusables).
LOOK_ALIKES = str.maketrans("АВЕЅЗІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABES3IJKMHOPCTYXABEZHIKMNOPTYX")


def misspelt_headings(table: TextTable) -> Iterator[Finding]:
    """Headings that nothing reads, each with the absent column that it may be meant for."""
    meant = _meant(table)
    yield from of_examples(
        "warns",
        "misspelt_headings",
        "Headings that are almost those of columns we know. As they stand they are not used.",
        [f"{heading}: did you mean {known}?" for heading, known in meant.items()],
        advice="Write them as the publisher does, without stray spaces, and upload the file again.",
    )


def _meant(table: TextTable) -> dict[str, str]:
    """Heading that nothing reads → the absent column that it is almost."""
    wide = table.source.staff_columns
    absent = {*table.source.headers, *(known_headers() if wide else ())}.difference(
        table.frame.columns, map(canonical_header, table.frame.columns)
    )
    by_bones = {_bones(heading): heading for heading in sorted(absent)}
    taken = set(table.recognised.columns)
    return {
        heading: known
        for heading in _unread(table)
        if (known := _nearest(_bones(heading), by_bones))
        and table.source.headers.get(known) not in taken
    }


def counts_that_nothing_reads(table: TextTable) -> Iterator[Finding]:
    """A wide file without the count of a staff group, or without patients, beside figures that nothing reads."""
    if not table.source.staff_columns or table.source.id != "gpw_detailed":
        return
    there, meant = {*map(canonical_header, table.frame.columns)}, _meant(table)
    unread = [h for h in _unread(table) if h not in meant and _holds_numbers(table.frame[h])]
    maybe = {
        f"{what} ({lost})": figures
        for lost, what in _counts().items()
        if lost not in there and lost not in meant.values()
        if (figures := [heading for heading in unread if _may_count(heading, lost)])
    }
    if maybe:
        yield finding(
            "warns",
            "counts_that_nothing_reads",
            f"No column is read for {', '.join(maybe)}, and the file has columns of figures that nothing reads.",
            examples=dict.fromkeys(heading for figures in maybe.values() for heading in figures),
            count=len(maybe),
            advice="If one is meant, give it the publisher's heading. Else accept: these figures will be missing.",
        )


def _counts() -> dict[str, str]:
    """Heading → what a wide file counts under it: patients, and each staff group as a whole."""
    groups = declared().staff.groups
    wholes = [c for c in practice_cells() if c.breakdown == "total" and c.definition == "all"]
    named = {cell.fte: groups[cell.staff_group].name for cell in wholes}
    return {"TOTAL_PATIENTS": "registered patients", **named}


def _may_count(heading: str, lost: str) -> bool:
    """Whether a heading has the words of a lost one; a role of a group is not the group."""
    words = set(re.findall(r"[A-Z]+", heading))
    if STAFF_COLUMN.match(heading):
        return words == set(re.findall(r"[A-Z]+", lost))
    return bool(words & _WORDS[lost.split("_")[1]])


def _holds_numbers(column: pl.Series) -> bool:
    read = int(column.cast(pl.Float64, strict=False).is_not_null().sum())
    return read > _MOSTLY * len(column)


def _unread(table: TextTable) -> list[str]:
    """Headings that nothing reads."""
    wide = table.source.staff_columns
    return [
        *table.recognised.unknown,
        *(h for h in table.frame.columns if wide and STAFF_COLUMN.match(h) and not _is_read(h)),
    ]


def _is_read(heading: str) -> bool:
    return canonical_header(heading) in known_headers() or is_retired(heading)


@lru_cache(4096)
def _bones(heading: str) -> str:
    """Letters and figures alone, look-alikes replaced."""
    plain = unicodedata.normalize("NFKC", heading).upper().translate(LOOK_ALIKES)
    return "".join(c for c in plain if c.isalnum())


def _nearest(bones: str, known: dict[str, str]) -> str | None:
    if bones in known:
        return known[bones]
    if len(bones) < _SHORTEST:
        return None
    return next((heading for other, heading in known.items() if _one_slip(bones, other)), None)


def _one_slip(one: str, other: str) -> bool:
    """Whether a letter is missing, too many, wrong, or changes places with the next; figures never are."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    a, b = one[start:], other[start:]
    slips = a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return slips and not (a[:1] + b[:1]).isdigit() and (a[:1] or b[:1]).isalpha()
