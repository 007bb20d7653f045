"""A paper as it is kept: what each of its parts asks, in which order, and what is written under it."""

import contextlib
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from wfcore.answers import Choice, PrintedCase, Question, kinds_of, standard_questions
from wfcore.errors import UnfitPaper, UnknownName
from wfcore.measuring import VersionMeasures
from wfcore.months import is_month
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


def printed_paper(case: PrintedCase, source: str, place: str, version: int | None = None) -> Paper:
    """The paper of a printed table: how it stands, what changed, what it takes, and what to ask.

    Args:
        case: the table as it is read; see `answers.printed_case`.
        source: where it was printed.
        place: what it is about, as it is called.
        version: of the data whose places and aims it was read with.

    Raises:
        UnfitPaper: it is too long.
    """
    asked = printed_question(case, source, place, version)
    has_aims = any(s.aim for s in case.standings)
    kinds = ["printed", *(["printed_change"] if case.oldest and has_aims else [])]
    kinds += ["printed_takes"] if any(s.posts_short for s in case.standings) else []
    newest = f", {month(case.newest)}" if case.newest else ""
    title = f"General practice staff in {place}, as printed{newest}"
    parts = tuple(PaperPart(asked=asked.but(kind=kind)) for kind in kinds)
    return validate_content(Paper, {"title": title[:MOST_TITLE], "parts": parts})


def printed_question(
    case: PrintedCase, source: str, place: str, version: int | None = None
) -> Question:
    """What is asked of a printed table: it travels with the question; see `printed_paper`.

    Raises:
        UnfitPaper: it is too long.
    """

    def month_of(when: str | None) -> str:
        return when if when and is_month(when) else ""

    return validate_content(
        Question,
        {
            "kind": "printed", "level": "borough", "place": place, "version": version,
            "period": month_of(case.newest), "since": month_of(case.oldest) or None,
            "printed": case.reading.table_text, "source": source,
            "read_as": dict(case.reading.told) or None,
        },
    )  # fmt: skip


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
