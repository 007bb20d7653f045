"""An answer: a question, a verdict in words, a picture, a table, where it comes from, what to ask next."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from wfcore.answers.question import Question
from wfcore.charts import Chart
from wfcore.declared import declared
from wfcore.wording import number

NO_FIGURE = "–"


@dataclass(frozen=True)
class AnswerTable:
    """Rows under plain headings.

    `headings`: column → heading, or heading and decimals for numbers; other columns are not shown.
    `name`: of a file or sheet that holds it. `caption`: what it shows, in a line.
    """

    name: str
    caption: str
    rows: pl.DataFrame
    headings: Mapping[str, str | tuple[str, int]]

    @property
    def head(self) -> list[str]:
        """The headings."""
        return [h if isinstance(h, str) else h[0] for h in self.headings.values()]

    @property
    def numeric(self) -> list[bool]:
        """Which columns hold numbers."""
        return [isinstance(h, tuple) for h in self.headings.values()]

    def shown(self) -> list[list[str]]:
        """The rows as they are read: numbers rounded, `–` where there is none."""
        kinds = list(self.headings.values())
        return [
            [_shown(value, kind) for value, kind in zip(row, kinds, strict=True)]
            for row in self.rows.select(list(self.headings)).iter_rows()
        ]


def _shown(value: object, kind: str | tuple[str, int]) -> str:
    if value is None:
        return NO_FIGURE
    return number(value, kind[1]) if isinstance(kind, tuple) else str(value)


@dataclass(frozen=True)
class FollowUp:
    """A question that the figures raise, and who can answer it. `rule`: its id in `questions.yaml`."""

    rule: str
    question: str
    who: str


@dataclass(frozen=True)
class SourceFile:
    """A file that figures were made from."""

    use: str
    title: str
    file_name: str
    dated: str
    sha256: str
    licence: str


@dataclass(frozen=True)
class Answer:
    """The answer to one question, as page, notebook, paper and command line draw it.

    `verdict` answers it in a sentence; `detail` are the sentences that follow; `picture` is
    Vega-Lite with a `description`; `cautions` what to know before quoting; `receipt` how the number
    is made, line by line; `files` what it was made from; `follow_ups` what the figures should make
    somebody ask; `ways_on` other questions about the same place; `printed_source` where it was
    printed, if it was. `invented`: whether the figures are; `wide`: whether the picture needs more
    room than a phone has.
    """

    question: Question
    place: str
    verdict: str
    detail: tuple[str, ...] = ()
    picture: Chart | None = None
    table: AnswerTable | None = None
    cautions: tuple[str, ...] = ()
    receipt: tuple[str, ...] = ()
    files: tuple[SourceFile, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    ways_on: tuple[Question, ...] = ()
    invented: bool = False
    wide: bool = False
    printed_source: str = ""

    @property
    def alt(self) -> str:
        """What the picture shows, in words; empty without one."""
        return str(self.picture["description"]) if self.picture else ""

    @property
    def source(self) -> str:
        """Where the figures come from, in one line."""
        if self.printed_source:
            return f"Source, as printed: {self.printed_source}."
        titles = dict.fromkeys(
            f"{file.title}{f', {file.dated}' if file.dated else ''}" for file in self.files
        )
        return f"Source: {'; '.join(titles)}." if titles else ""


def capitalised(text: str) -> str:
    """Text that begins a line."""
    return text[0].upper() + text[1:]


def make_follow_up(rule: str, **facts: object) -> FollowUp:
    """A question of `questions.yaml` with its gaps filled."""
    found = declared().questions.questions[rule]
    return FollowUp(rule, found.question.format(**facts), found.who)
