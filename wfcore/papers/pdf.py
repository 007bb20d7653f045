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
_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")
_NARROW = 5  # columns of a table that stands beside its picture
_SENTENCE, _SHORT = 40, 16  # letters: longer is a sentence and wraps; shorter stands in one line

# Nothing from data stands in here: all of it arrives as strings, which typst prints as they are.
_PAPER = files("wfcore.papers").joinpath("paper.typ").read_bytes()


@dataclass(frozen=True)
class PdfFile:
    """A PDF, how many pages it has, and the size of its type in points.

    `replaced`: letters that no font has; a sign stands for them, and the small print says so.
    """

    data: bytes
    pages: int
    size: float
    replaced: frozenset[str] = frozenset()

    @property
    def fits(self) -> bool:
        """Whether it is on two sides."""
        return self.pages <= SIDES


@refusing("PDF")
def as_pdf(document: Document) -> PdfFile:
    """A paper as PDF/UA-1, with the largest type that fits two sides of A4."""
    pictures = [picture(s.answer.picture) if s.answer.picture else None for s in document.sections]
    best: PdfFile | None = None
    small, large = 0, len(_SIZES) - 1  # larger type never takes less room, so halves are left out
    while small <= large:
        middle = (small + large) // 2
        made = typeset_at(document, pictures, _SIZES[middle])
        if made.fits:
            best, small = made, middle + 1
        else:
            large = middle - 1
    return best or typeset_at(document, pictures, _LONG)


@refusing("a preview")
def as_pages(document: Document, made: PdfFile) -> tuple[bytes, ...]:
    """The pages of a PDF as pictures (PNG), to be looked at beside the parts."""
    pictures = [picture(s.answer.picture) if s.answer.picture else None for s in document.sections]
    given = _given(document, pictures)
    return typeset_pages(_PAPER, given, made.replaced, _DOTS, size=str(made.size))


def typeset_at(document: Document, pictures: Sequence[Picture | None], size: float) -> PdfFile:
    """The same in one size of type, its pictures drawn already."""
    made, replaced = typeset(_PAPER, _given(document, pictures), size=str(size))
    return PdfFile(made, pages_of(made), size, replaced)


def pages_of(made: bytes) -> int:
    """How many pages a PDF of typst has: the count at the root of its page tree."""
    return max(int(n) for n in _PAGES.findall(made))


def _given(document: Document, pictures: Sequence[Picture | None]) -> dict[str, Any]:
    return {
        "title": document.title,
        "author": AUTHOR,
        "warning": document.warning,
        "about": document.about,
        "link": document.link,
        "sections": [
            _section(section, drawn)
            for section, drawn in zip(document.sections, pictures, strict=True)
        ],
        "sources": list(document.sources),
        "notes": [NOT_THERE, LICENCE_NOTICE],
    }


def _section(section: Section, drawn: Picture | None) -> dict[str, Any]:
    table = section.answer.table
    rows = table.shown() if table else []
    return {
        "title": section.title,
        "sentence": section.answer.verdict,
        "more": " ".join(section.answer.detail),
        "asks": [{"question": one.question, "who": one.who} for one in section.answer.follow_ups],
        "picture": {"svg": drawn.settable, "alt": drawn.alt} if drawn else None,
        "table": {
            "caption": table.caption,
            "head": table.head,
            "numeric": table.numeric,
            "widths": column_widths(rows, table.numeric),
            "rows": rows,
        }
        if table
        else None,
        "beside": drawn is not None and (table is None or len(table.head) <= _NARROW),
        "small": section.small_print,
        "commentary": list(section.commentary),
    }


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
