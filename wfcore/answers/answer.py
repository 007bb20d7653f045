"""An answer: a question, a verdict in words, a picture, a table, where it comes from, what to ask next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from wfcore import rounding
from wfcore.answers.question import Question
from wfcore.charts import Chart
from wfcore.declared import declared
from wfcore.wording import cut_verdict, number

NO_FIGURE = "–"
TREE = "tree"


@dataclass(frozen=True)
class AnswerTable:
    """Rows under plain headings.

    `headings`: column → heading, or heading and decimals for numbers; other columns are not shown.
    `name`: of a file or sheet that holds it. `caption`: what it shows, in a line. `differences`:
    column → the two whose difference it is. `splits`: column → those that add up to it. `summed`:
    columns in which rows add up to others, as their column `tree` says: `a/b` is a part of `a`, and
    everything is of the row that has none. `rows` are as worked out, `as_read` as printed.
    """

    name: str
    caption: str
    rows: pl.DataFrame
    headings: Mapping[str, str | tuple[str, int]]
    differences: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    splits: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    summed: Sequence[str] = ()

    @property
    def head(self) -> list[str]:
        """The headings."""
        return [h if isinstance(h, str) else h[0] for h in self.headings.values()]

    @property
    def numeric(self) -> list[bool]:
        """Which columns hold numbers."""
        return [isinstance(h, tuple) for h in self.headings.values()]

    @property
    def decimals(self) -> dict[str, int]:
        """The columns of numbers and how many decimals are printed of each."""
        return {name: h[1] for name, h in self.headings.items() if isinstance(h, tuple)}

    def as_read(self) -> pl.DataFrame:
        """The rows with figures as they are printed, so that differences and parts agree with the rest."""
        rows = {column.name: column for column in self.rows}
        plain = {n: d for n, d in self.decimals.items() if n not in self.differences}
        printed = {
            name: rounding.column_shown(rows[name], decimals) for name, decimals in plain.items()
        }
        apart = {
            name: _difference(rows[one], rows[other], self.decimals[name]).alias(name)
            for name, (one, other) in self.differences.items()
            if name in self.decimals
        }
        # One table of finished columns: an expression for each costs more than the rounding.
        read = pl.DataFrame(list((rows | printed | apart).values()))
        for whole, names in self.splits.items():
            parts = [name for name in names if name in self.decimals]
            read = _split(self.rows, read, whole, parts, self.decimals.get(whole, 0))
        summed = [n for n in self.summed if n in self.decimals]
        paths = self.rows[TREE].to_list() if summed else []
        sums = [_summed(self.rows[name], paths, self.decimals[name]) for name in summed]
        return read.with_columns(sums) if sums else read

    def shown(self) -> list[list[str]]:
        """The rows as they are read: numbers rounded, `–` where there is none."""
        kinds = list(self.headings.values())
        return [
            [_shown(value, kind) for value, kind in zip(row, kinds, strict=True)]
            for row in self.as_read().select(list(self.headings)).iter_rows()
        ]


def _difference(one: pl.Series, other: pl.Series, decimals: int) -> pl.Series:
    """How much more one column is than another, both as they are printed."""
    shown = (rounding.column_shown(column, decimals) for column in (one, other))
    return (next(shown) - next(shown)).round(decimals)


def _split(
    rows: pl.DataFrame, read: pl.DataFrame, whole: str, parts: Sequence[str], decimals: int
) -> pl.DataFrame:
    """Columns of parts as they are printed beside a whole that they make."""
    if not parts:
        return read
    wholes = read[whole].to_list()
    split = [
        rounding.column_parts(exact, total, as_printed, decimals)
        for exact, total, as_printed in zip(
            rows.select(parts).rows(), rows[whole], wholes, strict=True
        )
    ]
    columns = zip(*split, strict=True) if split else iter([()] * len(parts))
    named = zip(parts, columns, strict=True)
    return read.with_columns(pl.Series(n, list(v), dtype=pl.Float64) for n, v in named)


def _summed(column: pl.Series, paths: Sequence[str], decimals: int) -> pl.Series:
    """A column as it is printed, where parts add up to their wholes; see `AnswerTable`."""
    exact = dict(zip(paths, column.to_list(), strict=True))
    sets: dict[str, list[str]] = {}
    for path in exact:
        if path:
            sets.setdefault(path.rpartition("/")[0], []).append(path)
    printed: dict[str, float | None] = {}
    if "" in exact:
        printed[""] = None if exact[""] is None else rounding.shown(exact[""], decimals)
    for above in sorted(sets, key=lambda path: path.count("/") + bool(path)):
        whole = above
        while whole and whole not in exact:
            whole = whole.rpartition("/")[0]
        parts = [exact[path] for path in sets[above]]
        known = rounding.column_parts(parts, exact.get(whole), printed.get(whole), decimals)
        printed |= zip(sets[above], known, strict=True)
    return pl.Series(column.name, [printed[path] for path in paths], dtype=pl.Float64)


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
class Card:
    """A staff group at a glance.

    `metric` is its id and `staff` what it counts, `value` in `unit` and None where it is not counted;
    `course` the figures known up to its month, each with its month (`YYYY-MM`), the oldest first;
    `change` and `reported` are words; `estimate` says about how much it is where the file does not
    count it, empty elsewhere.
    """

    metric: str
    staff: str
    month: str
    value: float | None
    unit: str
    decimals: int
    course: tuple[tuple[str, float], ...]
    change: str
    reported: str
    estimate: str = ""

    @property
    def figure(self) -> str:
        """The figure as it is read."""
        return self.estimate or (
            NO_FIGURE if self.value is None else number(self.value, self.decimals)
        )


@dataclass(frozen=True)
class Answer:
    """The answer to one question, as page, notebook, paper and command line draw it.

    `verdict` answers it in a sentence or two, and what is more than can be read in one breath
    (`verdict_words` in `rules.yaml`) is put first into `detail`, the sentences that follow; `picture` is
    Vega-Lite with a `description`; `cards` show each staff group at a glance, and stand in the table
    where there is no room for them; `cautions` what to know before quoting; `receipt` how the number
    is made, line by line; `files` what it was made from; `follow_ups` what the figures should make
    somebody ask; `ways_on` other questions about the same place; `printed_source` where it was
    printed, if it was. `invented`: whether the figures are; `wide`: whether the picture needs more
    room than a phone has. `estimate`: why today's figure is one, empty where it is counted; then
    every sentence with a figure says so.
    """

    question: Question
    place: str
    verdict: str
    detail: tuple[str, ...] = ()
    picture: Chart | None = None
    table: AnswerTable | None = None
    cards: tuple[Card, ...] = ()
    cautions: tuple[str, ...] = ()
    receipt: tuple[str, ...] = ()
    files: tuple[SourceFile, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    ways_on: tuple[Question, ...] = ()
    invented: bool = False
    wide: bool = False
    estimate: str = ""
    printed_source: str = ""

    def __post_init__(self) -> None:
        """Put what is more than one breath of the verdict first into the detail."""
        verdict, rest = cut_verdict(self.verdict)
        if rest:
            object.__setattr__(self, "verdict", verdict)
            object.__setattr__(self, "detail", (rest, *self.detail))

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
