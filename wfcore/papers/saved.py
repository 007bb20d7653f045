"""A paper as it is kept: what each of its parts asks, in which order, and what is written under it."""

import contextlib
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from wfcore.answers import Choice, Question, kinds_of, parse_rate_table, standard_questions
from wfcore.errors import UnfitPaper, UnknownName
from wfcore.measuring import VersionMeasures
from wfcore.store import VersionName
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
    """A title and its parts in order. `data`: the identity of each version it was made from.

    Papers of earlier releases have a fingerprint of the version's files there.
    """

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
        content = {**dict(self.parts[at]), "commentary": _short_enough(text)}
        part = validate_content(PaperPart, content)
        return self._but(parts=(*self.parts[:at], part, *self.parts[at + 1 :]))

    def titled(self, title: str) -> Self:
        """The paper under another title.

        Raises:
            UnfitPaper: it is too long.
        """
        return self._but(title=title)

    def named(self, name_of: Callable[[int], VersionName]) -> Self:
        """The paper with the identity of each version that has none yet and is there."""
        names: list[VersionName] = []
        for version in {part.asked.version for part in self.parts} - {n for n, _ in self.data}:
            if version is not None:
                with contextlib.suppress(UnknownName):
                    names.append(name_of(version))
        return self.with_names(names)

    def with_names(self, names: Iterable[VersionName]) -> Self:
        """The paper with the identities of versions beside those it has; in their place where it has one."""
        known = dict(self.data) | {name.number: name.identity or "" for name in names}
        return self._but(data=tuple(sorted(known.items())))

    def holds(self, asked: Question) -> bool:
        """Whether a part asks exactly this."""
        return any(part.asked == asked for part in self.parts)

    def _but(self, **more: Any) -> Self:
        return validate_content(type(self), {**dict(self), **more})


def _short_enough(text: str) -> str:
    said = clean_commentary(text)
    if len(said) > MOST_COMMENTARY:
        raise UnfitPaper(
            f"The commentary has {len(said):,} characters, and at most {MOST_COMMENTARY:,} fit under one part.",
            "Nothing was lost or changed: shorten it, or pin the part again and go on there.",
        )
    return said


def clean_commentary(text: str) -> str:
    """Text as somebody wrote it, without what cannot be printed: line ends kept, control characters not.

    What joins letters and signs into one stays: Persian is misspelt without it, and a family is three people.
    """
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    kept = "".join(
        c
        for c in lines
        if c == "\n" or c in _JOINERS or unicodedata.category(c) not in _UNPRINTABLE
    )
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_JOINERS = "\u200c\u200d"
_UNPRINTABLE = ("Cc", "Cf", "Cs", "Co", "Cn")


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


def is_of(kept: str, figures: VersionMeasures) -> bool:
    """Whether a paper was kept with these figures: by identity, or by files in earlier releases."""

    def files() -> str:
        found = sorted(figures.version.table("files")["sha256"].unique().to_list())
        return hashlib.sha256("\n".join(found).encode()).hexdigest()[:12]

    return kept == figures.version.identity or kept == figures.cached(("fingerprint",), files)


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
