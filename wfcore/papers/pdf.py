"""A paper as tagged PDF (PDF/UA-1), on two sides of A4 if it fits them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from wfcore.papers.documents import AUTHOR, LICENCE_NOTICE, NOT_THERE, Document, Section
from wfcore.papers.pictures import Picture, picture
from wfcore.papers.refusing import refusing
from wfcore.papers.typesetting import typeset, typeset_pages

SIDES = 2
_SIZES = (7.5, 8.0, 8.5, 9.0, 10.0)  # points; the largest that fits two sides is taken
_DOTS = 110.0  # of a preview, to the inch
_LONG = 9.5  # of a paper that does not fit
# At most so many rows of a table, and how wide a picture beside it is: what gives way, in this order, where
# there is no room on two sides. All rows stand in the workbook.
_WAYS: tuple[tuple[int | None, float], ...] = ((None, 0.9), (None, 0.65), (12, 0.75), (8, 0.62))
_LAST = 3  # of these
_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")
_NARROW = 5  # columns of a table that stands beside its picture
_SENTENCE, _SHORT = 40, 16  # letters: longer is a sentence and wraps; shorter stands in one line

# Nothing from data stands in here: all of it arrives as strings, which typst prints as they are.
_PAPER = files("wfcore.papers").joinpath("paper.typ").read_bytes()


@dataclass(frozen=True)
class PdfFile:
    """A PDF, how many pages it has, and the size of its type in points.

    `replaced`: letters that no font has; a sign stands for them, and the small print says so. `way`: how
    much gave way for that; 0 for nothing.
    """

    data: bytes
    pages: int
    size: float
    replaced: frozenset[str] = frozenset()
    way: int = 0

    @property
    def fits(self) -> bool:
        """Whether it is on two sides."""
        return self.pages <= SIDES


@refusing("PDF")
def as_pdf(document: Document) -> PdfFile:
    """A paper as PDF/UA-1, with the largest type that fits two sides of A4; long tables give way first."""
    pictures = [picture(s.answer.picture) if s.answer.picture else None for s in document.sections]
    fitting = (_largest(document, pictures, way) for way in range(len(_WAYS)))
    return next(filter(None, fitting), None) or typeset_at(document, pictures, _LONG)


def _largest(document: Document, pictures: Sequence[Picture | None], way: int) -> PdfFile | None:
    """With the largest type that fits two sides; None where none does."""
    best: PdfFile | None = None
    small, large = 0, len(_SIZES) - 1  # larger type never takes less room, so halves are left out
    while small <= large:
        middle = (small + large) // 2
        made = typeset_at(document, pictures, _SIZES[middle], way)
        if made.fits:
            best, small = made, middle + 1
        else:
            large = middle - 1
    return best


@refusing("a preview")
def as_pages(document: Document, made: PdfFile) -> tuple[bytes, ...]:
    """The pages of a PDF as pictures (PNG), to be looked at beside the parts."""
    pictures = [picture(s.answer.picture) if s.answer.picture else None for s in document.sections]
    given = _given(document, pictures, made.way)
    return typeset_pages(_PAPER, given, made.replaced, _DOTS, size=str(made.size))


def typeset_at(
    document: Document, pictures: Sequence[Picture | None], size: float, way: int = 0
) -> PdfFile:
    """The same in one size of type, its pictures drawn already; `way` as `PdfFile` has it."""
    made, replaced = typeset(_PAPER, _given(document, pictures, way), size=str(size))
    return PdfFile(made, pages_of(made), size, replaced, way)


def pages_of(made: bytes) -> int:
    """How many pages a PDF of typst has: the count at the root of its page tree."""
    return max(int(n) for n in _PAGES.findall(made))


def _given(document: Document, pictures: Sequence[Picture | None], way: int) -> dict[str, Any]:
    rows, share = _WAYS[way]
    return {
        "title": document.title,
        "author": AUTHOR,
        "warning": document.warning,
        "about": document.about,
        "link": document.link,
        "sections": [
            _section(section, drawn, rows)
            for section, drawn in zip(document.sections, pictures, strict=True)
        ],
        "sources": list(document.sources),
        "notes": [NOT_THERE, LICENCE_NOTICE],
        "share": share,
    }


def _section(section: Section, drawn: Picture | None, most: int | None) -> dict[str, Any]:
    table = section.answer.table
    rows = table.shown() if table else []
    few, left_out = fewer_rows(rows, most)
    return {
        "title": section.title,
        "sentence": section.answer.verdict,
        "more": " ".join(section.answer.detail),
        "asks": [{"question": one.question, "who": one.who} for one in section.answer.follow_ups],
        "picture": {"svg": drawn.settable, "alt": drawn.alt} if drawn else None,
        "table": {
            "caption": f"{table.caption}{left_out}",
            "head": table.head,
            "numeric": table.numeric,
            "widths": column_widths(rows, table.numeric),
            "rows": few,
        }
        if table
        else None,
        "beside": drawn is not None and (table is None or len(table.head) <= _NARROW),
        "small": section.small_print,
        "commentary": list(section.commentary),
    }


def fewer_rows(rows: list[list[str]], most: int | None) -> tuple[list[list[str]], str]:
    """The first and the last rows of a long table, and what its caption says of the others."""
    if most is None or len(rows) <= most + 1:
        return rows, ""
    more = len(rows) - most
    gap = [f"… {more} more", *("" for _ in rows[0][1:])]
    said = f"; {more} of its {len(rows)} rows stand in the Excel file of this paper alone"
    return [*rows[: most - _LAST], gap, *rows[-_LAST:]], said


def column_widths(rows: list[list[str]], numeric: Sequence[bool]) -> list[float]:
    """The share of each column in the width of a table; 0 for one as wide as what stands in it.

    Names take what is left. Where a column holds sentences, every column of words that is not short
    takes part, by the root of its longest text, so that a long one is neither a ribbon nor all of it.
    """
    longest = [max((len(row[at]) for row in rows), default=0) for at in range(len(numeric))]
    if max(longest[1:], default=0) <= _SENTENCE:
        return [float(at == 0) for at in range(len(numeric))]
    return [
        0.0 if number or (at and most <= _SHORT) else most**0.5
        for at, (most, number) in enumerate(zip(longest, numeric, strict=True))
    ]
