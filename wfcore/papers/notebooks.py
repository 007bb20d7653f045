"""A notebook as it is kept: cells that ask of whatever is looked at, but for what a reader changed in them."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from wfcore.answers import Choice, Question, kinds_of, standard_questions
from wfcore.declared import declared
from wfcore.errors import UnfitPaper
from wfcore.papers.saved import (
    MOST_PARTS,
    MOST_TITLE,
    Paper,
    PaperPart,
    clean_commentary,
    validate_content,
)
from wfcore.papers.texts import coded, decoded
from wfcore.wording import month

MOST_NOTE = 600  # characters under one cell
MOST_CELLS_LINK = 4_000
_NONE = "none"  # the word of a notebook in which everything is hidden
CHANGES = ("metric", "since", "inside", "level", "place")


class Cell(BaseModel):
    """One question of a notebook, the note under it, and what it asks otherwise than the page."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: str
    note: str = Field(default="", max_length=MOST_NOTE)
    metric: str | None = Field(default=None, max_length=60)
    since: str | None = Field(default=None, max_length=7)
    inside: str | None = Field(default=None, max_length=20)
    level: str | None = Field(default=None, max_length=20)
    place: str | None = Field(default=None, max_length=60)

    @field_validator("kind")
    @classmethod
    def _is_asked(cls, kind: str) -> str:
        if kind not in kinds_of("notebook"):
            raise ValueError(f"the notebook has no question {kind[:40]!r}")
        return kind

    @field_validator("note", mode="before")
    @classmethod
    def _clean(cls, text: object) -> object:
        return clean_commentary(text) if isinstance(text, str) else text

    @property
    def changes(self) -> dict[str, str]:
        """What it asks otherwise than the page: name → value."""
        found = {name: getattr(self, name) for name in CHANGES}
        return {name: value for name, value in found.items() if value}

    def question(self, choice: Choice) -> Question | None:
        """What it asks of a place; None where that cannot be asked of it.

        Raises:
            UnfitPaper: what it asks otherwise is no staff, month or place.
        """
        asked = standard_questions(choice, (self.kind,))
        if not asked:
            return None
        return validate_content(Question, {**asked[0].model_dump(), **self.changes})


class Notebook(BaseModel):
    """Cells in their order, each question at most once."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    cells: tuple[Cell, ...] = Field(default=(), max_length=MOST_PARTS)

    @model_validator(mode="after")
    def _asks_once(self) -> Self:
        if len(self.kinds) != len(set(self.kinds)):
            raise ValueError("a question stands in it twice")
        return self

    @property
    def kinds(self) -> tuple[str, ...]:
        """Its questions, in their order."""
        return tuple(cell.kind for cell in self.cells)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The questions that it could ask and does not."""
        return tuple(kind for kind in kinds_of("notebook") if kind not in self.kinds)

    def without(self, kind: str) -> "Notebook":
        """The notebook with a question hidden."""
        return Notebook(cells=tuple(cell for cell in self.cells if cell.kind != kind))

    def shown(self, kind: str) -> "Notebook":
        """The notebook with a question at its end that was hidden."""
        return Notebook(cells=(*self.without(kind).cells, Cell(kind=kind)))

    def move_cell(self, kind: str, by: int) -> "Notebook":
        """The notebook with a cell further up (`by` < 0) or down; at the ends it stays."""
        cells, at = list(self.cells), self.kinds.index(kind)
        cells.insert(min(max(at + by, 0), len(cells) - 1), cells.pop(at))
        return Notebook(cells=tuple(cells))

    def changed(self, kind: str, **what: str | None) -> "Notebook":
        """The notebook with a cell that has another note or asks otherwise.

        Args:
            kind: of the cell.
            what: fields of `Cell` and their new values.

        Raises:
            UnfitPaper: something does not fit.
        """
        cells = [
            validate_content(Cell, {**cell.model_dump(), **what}) if cell.kind == kind else cell
            for cell in self.cells
        ]
        return Notebook(cells=tuple(cells))


def standard_notebook() -> Notebook:
    """The notebook before anybody changed it."""
    return Notebook(cells=tuple(Cell(kind=kind) for kind in kinds_of("notebook")))


def notebook_to_word(notebook: Notebook) -> tuple[str, int]:
    """A notebook as one word of an address, and how many notes did not fit into it."""
    cells = [(cell.kind, cell.changes, cell.note) for cell in notebook.cells]
    left_out = 0
    while True:
        word = ".".join(
            coded(kind, {**changes, **({"note": note} if note else {})})
            for kind, changes, note in cells
        )
        longest = max(range(len(cells)), key=lambda at: len(cells[at][2]), default=0)
        if len(word) <= MOST_CELLS_LINK or not (cells and cells[longest][2]):
            return word or _NONE, left_out
        cells[longest] = (*cells[longest][:2], "")
        left_out += 1


def notebook_from_word(word: str) -> Notebook:
    """The notebook of a word of an address.

    Raises:
        UnfitPaper: something in it cannot be read.
    """
    if len(word) > 3 * MOST_CELLS_LINK:
        raise UnfitPaper("The notebook in this link is too long.", "Open it from its file instead.")
    cells = [decoded(code) for code in word.split(".") if code != _NONE]
    parts = tuple(validate_content(Cell, {"kind": kind, **more}) for kind, more in cells)
    return validate_content(Notebook, {"cells": parts})


def notebook_to_paper(notebook: Notebook, choice: Choice) -> Paper:
    """A notebook as a paper, to be kept as a file or printed; what cannot be asked is left out."""
    asked = [(cell.question(choice), cell.note) for cell in notebook.cells]
    title = f"The notebook: {choice.name}, {month(choice.period)}"
    parts = [PaperPart(asked=each, commentary=note) for each, note in asked if each is not None]
    return Paper(title=title[:MOST_TITLE], parts=tuple(parts))


def notebook_of_paper(paper: Paper) -> tuple[Question, Notebook]:
    """What most parts of a paper ask of, and its parts as cells of a notebook about that.

    Parts that a notebook does not have are left out, as are scenarios and what was chosen for roles.

    Raises:
        UnfitPaper: it has no part that a notebook could have.
    """
    kinds = kinds_of("notebook")
    parts = {part.asked.kind: part for part in reversed(paper.parts) if part.asked.kind in kinds}
    if not parts:
        raise UnfitPaper("This file has no question of the notebook.", "Open it as a paper.")
    ordered = [part for part in paper.parts if parts.get(part.asked.kind) is part]
    base = _most_asked([part.asked for part in ordered])
    cells = [
        {
            "kind": part.asked.kind,
            "note": part.commentary[:MOST_NOTE],
            **_otherwise(part.asked, base),
        }
        for part in ordered
    ]
    content = tuple(validate_content(Cell, cell) for cell in cells)
    return base, validate_content(Notebook, {"cells": content})


def _most_asked(asked: list[Question]) -> Question:
    """The question whose place and staff are those of most; those about chosen staff count first."""
    chosen = [each for each in asked if _is_chosen(each)] or asked

    def common(of: Callable[[Question], object]) -> object:
        return Counter(map(of, chosen)).most_common(1)[0][0]

    place, metric = common(lambda q: (q.level, q.place)), common(lambda q: q.metric)
    here = [each for each in chosen if (each.level, each.place) == place]
    return next((each for each in here if each.metric == metric), here[0])


def _is_chosen(asked: Question) -> bool:
    return declared().answers[asked.kind].collection == "chosen"


def _otherwise(asked: Question, base: Question) -> Mapping[str, Any]:
    """What a question asks otherwise than the rest; of staff it is told only where those are chosen."""
    found: dict[str, Any] = {"since": asked.since, "inside": asked.inside}
    if (asked.level, asked.place) != (base.level, base.place):
        found |= {"level": asked.level, "place": asked.place}
    if _is_chosen(asked) and asked.metric != base.metric:
        found["metric"] = asked.metric
    return found
