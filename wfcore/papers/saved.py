"""A paper as it is kept: what each of its parts asks, in which order, and what is written under it."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from wfcore.answers import Choice, Question, kinds_of, parse_rate_table, standard_questions
from wfcore.errors import UnfitPaper
from wfcore.measuring import VersionMeasures
from wfcore.wording import month

MOST_COMMENTARY = 2_000  # characters under one part
MOST_TITLE = 120
MOST_PARTS = 24
_MOST_SAID = 3_000


PaperContent = TypeVar("PaperContent", bound=BaseModel)


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PaperPart(_Kept):
    """One part of a paper: a question, the commentary under it, and what it said when it was kept."""

    asked: Question
    commentary: str = Field(default="", max_length=MOST_COMMENTARY)
    said: str = Field(default="", max_length=_MOST_SAID)

    @field_validator("commentary", mode="before")
    @classmethod
    def _clean(cls, text: object) -> object:
        return clean_commentary(text) if isinstance(text, str) else text


class Paper(_Kept):
    """A title and its parts in order. `data`: the fingerprint of each version it was made from."""

    title: str = Field(default="", max_length=MOST_TITLE)
    parts: tuple[PaperPart, ...] = Field(default=(), max_length=MOST_PARTS)
    data: tuple[tuple[int, str], ...] = ()

    @field_validator("title", mode="before")
    @classmethod
    def _one_line(cls, text: object) -> object:
        return " ".join(clean_commentary(text).split()) if isinstance(text, str) else text

    def with_part(self, part: PaperPart) -> Self:
        """The paper with one part more at its end."""
        return self._but(parts=(*self.parts, part))

    def without(self, at: int) -> Self:
        """The paper without one part."""
        return self._but(parts=(*self.parts[:at], *self.parts[at + 1 :]))

    def move_part(self, at: int, by: int) -> Self:
        """The paper with one part further up (`by` < 0) or down; at the ends it stays."""
        to = min(max(at + by, 0), len(self.parts) - 1)
        parts = list(self.parts)
        parts.insert(to, parts.pop(at))
        return self._but(parts=tuple(parts))

    def commented(self, at: int, text: str) -> Self:
        """The paper with other commentary under one part.

        Raises:
            UnfitPaper: it is too long.
        """
        part = self.parts[at]
        part = validate_content(PaperPart, {**_dumped(part), "commentary": _short_enough(text)})
        return self._but(parts=(*self.parts[:at], part, *self.parts[at + 1 :]))

    def titled(self, title: str) -> Self:
        """The paper under another title.

        Raises:
            UnfitPaper: it is too long.
        """
        return self._but(title=title)

    def holds(self, asked: Question) -> bool:
        """Whether a part asks exactly this."""
        return any(part.asked == asked for part in self.parts)

    def _but(self, **more: Any) -> Self:
        return validate_content(
            type(self), {"title": self.title, "parts": self.parts, "data": self.data, **more}
        )


def _dumped(part: PaperPart) -> dict[str, Any]:
    return {"asked": part.asked, "commentary": part.commentary, "said": part.said}


def _short_enough(text: str) -> str:
    said = clean_commentary(text)
    if len(said) > MOST_COMMENTARY:
        raise UnfitPaper(
            f"The commentary has {len(said):,} characters, and at most {MOST_COMMENTARY:,} fit under one part.",
            "Nothing was lost or changed: shorten it, or pin the part again and go on there.",
        )
    return said


def clean_commentary(text: str) -> str:
    """Text as somebody wrote it, without what cannot be printed: line ends kept, control characters not."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in _UNPRINTABLE)
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


_UNPRINTABLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def default_paper(choice: Choice) -> Paper:
    """The paper that a place has before anybody chose: two sides, the questions of a committee."""
    asked = standard_questions(choice, kinds_of("paper"))
    return Paper(
        title=f"General practice staff in {choice.name}, {month(choice.period)}"[:MOST_TITLE],
        parts=tuple(PaperPart(asked=one) for one in asked),
    )


def printed_paper(table: str, source: str, place: str) -> Paper:
    """The paper of a printed table: its figures under headings that hold, and what to ask.

    Args:
        table: as CSV; see `answers.read_printed`.
        source: where it was printed.
        place: what it is about, as it is called.

    Raises:
        UnreadableFile: it is not such a table.
        UnfitPaper: it is too long.
    """
    found = parse_rate_table(table)
    asked = validate_content(
        Question,
        {
            "kind": "printed", "level": "borough", "place": place, "period": found.end, "since": found.start,
            "printed": table, "source": source,
        },
    )  # fmt: skip
    title = f"General practice staff in {place}, as printed, {month(found.end)}"
    return validate_content(
        Paper, {"title": title[:MOST_TITLE], "parts": (PaperPart(asked=asked),)}
    )


def with_fingerprints(paper: Paper, versions: Sequence[VersionMeasures]) -> Paper:
    """The paper with the fingerprint of the versions it rests on."""
    return paper.model_copy(
        update={"data": tuple((f.version.number, fingerprint(f)) for f in versions)}
    )


def fingerprint(figures: VersionMeasures) -> str:
    """What tells the files of a version from those of another store that counts its versions too."""

    def worked_out() -> str:
        files = sorted(figures.version.table("files")["sha256"].unique().to_list())
        return hashlib.sha256("\n".join(files).encode()).hexdigest()[:12]

    return figures.cached(("fingerprint",), worked_out)


def validate_content(kind: type[PaperContent], content: dict[str, Any]) -> PaperContent:
    """A part or a paper from plain names and values.

    Raises:
        UnfitPaper: what does not fit, all at once.
    """
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        faults = [
            f"{': '.join(str(p) for p in fault['loc'])}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors()
        ]
        raise UnfitPaper(
            f"This paper cannot be used: {'; '.join(faults[:5])}.", "Nothing was changed."
        ) from error
