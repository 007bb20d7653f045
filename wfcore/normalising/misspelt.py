"""Headings that are almost those of a column we know: said, because a lost column moves every figure."""

import unicodedata
from collections.abc import Iterator

from wfcore.findings import Finding, of_examples
from wfcore.normalising.cells import canonical_header, is_retired, known_headers
from wfcore.reading import TextTable
from wfcore.reading.recognising import STAFF_COLUMN

_SHORTEST = 6  # letters; shorter headings are near each other by chance
# Letters of other alphabets that look like ours (Unicode, confusables).
LOOK_ALIKES = str.maketrans("АВЕЅЗІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABES3IJKMHOPCTYXABEZHIKMNOPTYX")


def misspelt_headings(table: TextTable) -> Iterator[Finding]:
    """Headings that nothing reads, each with the absent column that it may be meant for."""
    wide = table.source.staff_columns
    unread = [
        *table.recognised.unknown,
        *(h for h in table.frame.columns if wide and STAFF_COLUMN.match(h) and not _is_read(h)),
    ]
    absent = {*table.source.headers, *(known_headers() if wide else ())}.difference(
        table.frame.columns, map(canonical_header, table.frame.columns)
    )
    by_bones = {_bones(heading): heading for heading in sorted(absent)}
    taken = set(table.recognised.columns)
    meant = {
        heading: known
        for heading in unread
        if (known := _nearest(_bones(heading), by_bones))
        and table.source.headers.get(known) not in taken
    }
    yield from of_examples(
        "warns",
        "misspelt_headings",
        "Headings that are almost those of columns we know. As they stand they are not used.",
        [f"{heading}: did you mean {known}?" for heading, known in meant.items()],
        advice="Write them as the publisher does, without stray spaces, and upload the file again.",
    )


def _is_read(heading: str) -> bool:
    return canonical_header(heading) in known_headers() or is_retired(heading)


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
