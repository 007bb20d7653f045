"""A paper as tagged PDF (PDF/UA-1), on two sides of A4 if it fits them."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import typst

from wfcore.papers.documents import AUTHOR, LICENCE, NOT_THERE, Document, Section
from wfcore.papers.pictures import Picture, picture

SIDES = 2
_SIZES = (7.5, 8.0, 8.5, 9.0, 10.0)  # points; the largest that fits two sides is taken
_LONG = 9.5  # of a paper that does not fit
_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")
_NARROW = 5  # columns of a table that stands beside its picture
_SENTENCE, _SHORT = 40, 16  # letters: longer is a sentence and wraps; shorter stands in one line

# Nothing from data stands in here: all of it arrives as strings, which typst prints as they are.
_PAPER = """
#let data = json(bytes(sys.inputs.data))
#let size = float(sys.inputs.size) * 1pt
#let navy = rgb("#12436D")
#let quiet = rgb("#425563")
#let web(address) = address.starts-with("https://") or address.starts-with("http://")
#set document(title: data.title, author: data.author, date: none)
#set page(
  paper: "a4", margin: (x: 16mm, top: 12mm, bottom: 18mm), footer-descent: 2mm,
  footer: context {
    set text(size: 7.5pt, fill: quiet)
    set par(leading: 0.4em, spacing: 0.45em)
    line(length: 100%, stroke: 0.5pt + navy)
    v(-0.2em)
    grid(columns: (1fr, auto), column-gutter: 1em, data.about, counter(page).display("1 of 1", both: true))
    if data.link != "" { v(-0.15em); text(size: 6.5pt, data.link) }
  },
)
#set text(lang: "en", region: "GB", font: "Libertinus Serif", size: size, hyphenate: false)
#set par(leading: 0.5em, spacing: 0.6em)
#show heading: set text(fill: navy)
#show heading: set block(above: 1em, below: 0.5em, sticky: true)
#show heading.where(level: 1): set text(size: 1.35em)
#show heading.where(level: 2): set text(size: 1.08em)
#show table: set text(size: 0.92em)
#show table: set par(leading: 0.35em)
#let figures(given) = table(
  columns: given.widths.map(share => if share > 0 { share * 1fr } else { auto }),
  align: (column, row) => if given.numeric.at(column) { right } else { left },
  inset: (x: 0.35em, y: 0.22em),
  stroke: (column, row) => (bottom: if row == 0 { 0.8pt + navy } else { 0.3pt + rgb("#768692") }),
  table.header(..given.head.map(cell => strong(cell))),
  ..given.rows.flatten().map(cell => text(cell)),
)
#let tabled(given) = block(breakable: given.rows.len() > 14, {
  par(text(size: 0.9em, weight: "bold", given.caption))
  v(-0.25em)
  figures(given)
})
#let drawn(given, width) = image(bytes(given.svg), format: "svg", width: width, alt: given.alt)
#let small(said) = par(text(size: 0.86em, fill: quiet, said))
#heading(level: 1, data.title)
#if data.warning != "" { par(strong(data.warning)) }
#small(data.about)
#for section in data.sections {
  heading(level: 2, section.title)
  block(sticky: section.picture != none or section.table != none, {
    par(strong(section.sentence))
    if section.more != "" { par(section.more) }
  })
  if section.asks.len() > 0 {
    enum(spacing: 0.55em, ..section.asks.map(one => {
      text(one.question)
      text(fill: quiet, " Who can answer: " + one.who + ".")
    }))
  }
  let rest = {
    if section.table != none { tabled(section.table) }
    if section.small != "" { small(section.small) }
  }
  if section.beside {
    let long = section.table != none and section.table.rows.len() > 25
    block(
      breakable: long,
      grid(columns: (0.9fr, 1fr), column-gutter: 1.4em, drawn(section.picture, 100%), rest),
    )
  } else {
    if section.picture != none { drawn(section.picture, 52%) }
    rest
  }
  if section.commentary.len() > 0 {
    block(stroke: (left: 2pt + navy), inset: (left: 0.7em, y: 0.2em), for said in section.commentary { par(said) })
  }
}
#if data.sources.len() > 0 {
  heading(level: 2, "Sources")
  set text(size: 0.82em)
  list(spacing: 0.4em, ..data.sources.map(one => text(one)))
}
#small(data.licence)
#if web(data.link) { small({ text("The same, and how each number is made: "); link(data.link) }) }
"""


@dataclass(frozen=True)
class Printed:
    """A PDF, how many pages it has, and the size of its type in points."""

    data: bytes
    pages: int
    size: float

    @property
    def fits(self) -> bool:
        """Whether it is on two sides."""
        return self.pages <= SIDES


def as_pdf(document: Document) -> Printed:
    """A paper as PDF/UA-1, with the largest type that fits two sides of A4."""
    pictures = [picture(s.chart) if s.chart else None for s in document.sections]
    best: Printed | None = None
    small, large = 0, len(_SIZES) - 1  # larger type never takes less room, so halves are left out
    while small <= large:
        middle = (small + large) // 2
        made = set_at(document, pictures, _SIZES[middle])
        if made.fits:
            best, small = made, middle + 1
        else:
            large = middle - 1
    return best or set_at(document, pictures, _LONG)


def set_at(document: Document, pictures: Sequence[Picture | None], size: float) -> Printed:
    """The same in one size of type, its pictures drawn already."""
    made = typst.compile(
        _PAPER.encode(),
        sys_inputs={"data": json.dumps(_given(document, pictures)), "size": str(size)},
        pdf_standards=["ua-1"],
        font_paths=_fonts(),
    )
    assert isinstance(made, bytes)
    return Printed(made, pages_of(made), size)


@cache
def _fonts() -> typst.Fonts:
    """The fonts that typst brings along: every machine sets the same pages."""
    return typst.Fonts(include_system_fonts=False)


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
        "licence": f"{NOT_THERE} {LICENCE}",
    }


def _section(section: Section, drawn: Picture | None) -> dict[str, Any]:
    table = section.table
    rows = table.shown() if table else []
    return {
        "title": section.title,
        "sentence": section.sentence,
        "more": " ".join(section.more),
        "asks": [{"question": one.question, "who": one.who} for one in section.asks],
        "picture": {"svg": drawn.svg, "alt": drawn.alt} if drawn else None,
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
        "small": " ".join([*section.caveats, section.source]),
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
