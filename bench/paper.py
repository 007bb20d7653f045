# pyright: basic
"""Seconds of a paper: asked, drawn and set, against drawing its charts and setting its type alone."""

from collections.abc import Callable
from pathlib import Path

from wfcore import papers
from wfcore.answers import choice_of
from wfcore.measuring import VersionMeasures
from wfcore.papers.pdf import typeset_at
from wfcore.seeding import seed_store

Line = Callable[[str, float, float, float | None], None]
InTurns = Callable[[Callable[[], object], Callable[[], object], int], tuple[float, float]]


def measure(there: Path, line: Line, in_turns: InTurns) -> None:
    """Print the line about papers."""
    figures = VersionMeasures(seed_store(there / "papers").read())
    paper = papers.default_paper(choice_of(figures, "Havering", "gp_rate"))

    def asked() -> papers.Document:
        return papers.document(paper, lambda _: figures, made="today", today="2026-11")

    document = asked()
    charts = [s.answer.picture for s in document.sections if s.answer.picture]
    assert len(charts) == 4, len(charts)
    print_ = papers.as_pdf(document)
    assert print_.fits, print_.pages
    pictures = [
        papers.picture(s.answer.picture) if s.answer.picture else None for s in document.sections
    ]

    def least() -> None:
        for chart in charts:
            papers.picture(chart)
        typeset_at(document, pictures, print_.size)

    line(
        "paper of two sides, four charts, to PDF",
        *in_turns(lambda: papers.as_pdf(asked()), least, 9),
        2,
    )
