"""A paper with its answers: what every format prints, in one order and in the same words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from wfcore.answers import (
    Answer,
    AnswerTable,
    FollowUp,
    Question,
    SourceFile,
    answer_question,
    gather_follow_ups,
)
from wfcore.answers.receipts import unique_files
from wfcore.errors import UnknownName, WorkforceError
from wfcore.geography import display_name
from wfcore.measuring import VersionMeasures
from wfcore.papers.characters import storable
from wfcore.papers.saved import Paper, PaperPart, is_of
from wfcore.wording import listed, month

AUTHOR = "Primary Care Workforce Notebook"
NOT_THERE = "– is not available, which is not 0."
LICENCE_NOTICE = (
    "Contains public sector information licensed under the Open Government Licence v3.0."
)
FiguresOf = Callable[[int], VersionMeasures]


@dataclass(frozen=True)
class Section:
    """One part as it is printed. `lost`: there is no answer any more, and its verdict says why."""

    title: str
    answer: Answer
    commentary: tuple[str, ...] = ()
    lost: bool = False

    @property
    def small_print(self) -> str:
        """Cautions and source, in one paragraph."""
        return " ".join([*self.answer.cautions, self.answer.source]).strip()


@dataclass(frozen=True)
class Document:
    """A paper ready to be printed.

    `about`: place, period, version and date, for the foot of every page. `saved`: the paper with
    what its parts said, to be kept.
    """

    title: str
    about: str
    link: str
    warning: str
    sections: tuple[Section, ...]
    files: tuple[SourceFile, ...]
    saved: Paper = field(repr=False)

    @property
    def sources(self) -> tuple[str, ...]:
        """Each file, in a line."""
        return tuple(
            f"{file.title}{f', {file.dated}' if file.dated else ''}. {file.file_name}, SHA-256 "
            f"{file.sha256[:12]}. {file.licence}."
            for file in self.files
        )

    @property
    def tables(self) -> list[tuple[int, Section, AnswerTable]]:
        """The tables with the number and the section they stand in."""
        return [
            (n, s, s.answer.table)
            for n, s in enumerate(self.sections, 1)
            if s.answer.table is not None
        ]


def document(
    paper: Paper, figures_of: FiguresOf, *, made: str, today: str | None = None, link: str = ""
) -> Document:
    """Ask every question of a paper again, of the version it was asked of.

    A part whose version, place or month is not there any more, or that was kept with other data,
    says so and keeps its commentary.

    Args:
        paper: what is asked.
        figures_of: the figures of a version; raises UnknownName for one that is not there.
        made: the day it is made on, as it is to be printed.
        today: the month it is now, `YYYY-MM`.
        link: where the same can be seen.
    """
    answered = [(part, *_answer(paper, part, figures_of, today)) for part in paper.parts]
    cells = [found for _, found, _ in answered if found is not None]
    gathered = any(part.asked.kind == "ask" for part in paper.parts)
    sections = tuple(
        _section(part, found, lost, gathered=gathered, first=paper.parts[0].asked)
        for part, found, lost in answered
    )
    kept = tuple(
        part if found is None else part.model_copy(update={"said": _said(found)})
        for part, found, _ in answered
    )
    used = [figures_of(n) for n in {c.question.version for c in cells if c.question.version}]
    made_of = Document(
        title=paper.title or "A paper without a title",
        about=_about(cells, paper, made),
        link=link,
        warning="A place in this paper is invented. None of its figures are about anybody."
        if any(c.invented for c in cells)
        else "",
        sections=sections,
        files=unique_files(file for c in cells for file in c.files),
        saved=paper.model_copy(update={"parts": kept}).with_names(f.version.name for f in used),
    )
    return storable(made_of)


def _answer(
    paper: Paper, part: PaperPart, figures_of: FiguresOf, today: str | None
) -> tuple[Answer | None, str]:
    """The answer of a part, or why there is none."""
    asked = part.asked
    try:
        if asked.version is None:
            return answer_question(None, asked), ""
        figures = figures_of(asked.version)
        kept = dict(paper.data).get(asked.version)
        if kept is not None and not is_of(kept, figures):
            raise UnknownName(
                f"This paper was kept with other data: its version {asked.version} is not version "
                f"{asked.version} here.",
                "Open it where it was made, or pin the same again from these data.",
            )
        return answer_question(figures, asked, today=today), ""
    except WorkforceError as error:
        return None, str(error)


def _said(found: Answer) -> str:
    return " ".join([found.verdict, *found.detail])[:3_000]


def _section(
    part: PaperPart, found: Answer | None, lost: str, *, gathered: bool, first: Question
) -> Section:
    words = tuple(p for p in part.commentary.split("\n") if p.strip())
    title = _title(part.asked, first, found.place if found else display_name(part.asked.place))
    if found is None:
        said = f"When it was kept, it said: {part.said}" if part.said else ""
        there_was = Answer(part.asked, "", lost, detail=(said,) if said else ())
        return Section(title, there_was, words, lost=True)
    if gathered and part.asked.kind != "ask" and part.asked.printed is None:
        found = replace(found, follow_ups=())
    # The first answer has its cards as a table and no picture: a paper has two sides.
    shown = replace(found, picture=None) if found.question.kind == "enough" else found
    return Section(title, shown, words)


def _title(asked: Question, first: Question, place: str) -> str:
    """The question, with what is different from the paper's first part."""
    other = [place] if asked.place != first.place else []
    if asked.period != first.period and asked.period:
        other.append(month(asked.period))
    if asked.version != first.version and asked.version:
        other.append(f"data version {asked.version}")
    if asked.minuted:
        other.append("as minuted")
    title = asked.title
    return f"{title} ({', '.join(other)})" if other else title


def _about(cells: Iterable[Answer], paper: Paper, made: str) -> str:
    there = list(cells)
    places = dict.fromkeys(c.place for c in there) or dict.fromkeys(
        display_name(p.asked.place) for p in paper.parts
    )
    months = sorted({p.asked.period for p in paper.parts if p.asked.period}, reverse=True)
    measured = [part.asked for part in paper.parts if part.asked.printed is None]
    versions = sorted({asked.version for asked in measured if asked.version})
    said = [listed(list(places)), listed([month(m) for m in months])]
    if versions:
        many = "versions" if len(versions) > 1 else "version"
        said.append(f"Data {many} {listed([str(v) for v in versions])}")
    else:
        said.append("From print, not from data held here")
    said.append(f"Made {made} with the {AUTHOR}")
    return ". ".join(s for s in said if s) + "."


def follow_ups_of(document_: Document) -> tuple[FollowUp, ...]:
    """Every question that the paper prints, each once."""
    return gather_follow_ups(section.answer for section in document_.sections)
