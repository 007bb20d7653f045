"""What did we ask last time? What a committee asked of a place, the number then and now, who answers."""

from dataclasses import dataclass, replace

import polars as pl

from wfcore import rounding, wording
from wfcore.answers.answer import (
    NO_FIGURE,
    Answer,
    AnswerTable,
    FollowUp,
    SourceFile,
    make_follow_up,
)
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.receipts import sources_of, unique_files
from wfcore.comparing import change_of
from wfcore.declared import Metric, declared
from wfcore.geography import plain_name
from wfcore.measuring import Receipt, VersionMeasures, cached_per_version
from wfcore.months import Month
from wfcore.tables import STANDING, conform
from wfcore.wording import recommendations as said

_KIND = "recommendations"
_AS_MINUTED = (
    "“As minuted” is the number that the committee was given. Every other number is worked out "
    "from the data, by the same sum then and now."
)


@dataclass(frozen=True)
class Recommendation:
    """One thing that a committee asked, with the columns of the table of recommendations.

    `asked` and `due` are dates; `metric` is None where nothing is counted, and `metric_printed` what
    the list called it; `number_then` is the number that the committee was given.
    """

    source: str
    reference: str | None
    asked: str
    place: str
    words: str
    metric: str | None
    metric_printed: str | None
    number_then: float | None
    owner: str | None
    due: str | None
    status: str
    answer: str | None
    row: int

    @property
    def is_closed(self) -> bool:
        """Whether it has been answered or given up."""
        return self.status in declared().rules.recommendations.closed

    def is_overdue(self, today: str | None) -> bool:
        """Whether it is open and was due before this month; never where the month is not known."""
        late = today is not None and self.due is not None and Month.of(self.due) < today
        return late and not self.is_closed


@dataclass(frozen=True)
class _Counted:
    """The figure of a recommendation: as it was, as it is, and in words how it moved."""

    then: str
    now: str
    receipt: Receipt | None = None


def answer_recommendations(choice: Choice, question: Question) -> Answer:
    """Everything asked of the place, the newest first."""
    today, asked = choice.today, _asked_of(choice)
    overdue = [each for each in asked if each.is_overdue(today)]
    counted = [_counted(choice, each) for each in asked]
    closed = sum(each.is_closed for each in asked)
    behind = {c.receipt.metric.id: c.receipt for c in counted if c.receipt is not None}
    found = sources_of(*behind.values())
    invented = any(declared().sources[each.source].invented for each in asked)
    return Answer(
        question,
        choice.name,
        said.asked_before(choice.name, len(asked), closed, None if today is None else len(overdue)),
        detail=() if asked else (said.how_to_keep_some(),),
        table=_table(choice, asked, counted) if asked else None,
        cautions=(_AS_MINUTED,) if behind else (),
        receipt=found["receipt"],
        files=unique_files((*_files(choice.figures, asked), *found["files"])),
        follow_ups=tuple(_follow_up(each) for each in overdue),
        invented=choice.measure().is_invented or invented,
    )


def _asked_of(choice: Choice) -> list[Recommendation]:
    """What was asked of the place, by its code or its name."""
    table = _kept(choice.figures)
    mine = {plain_name(choice.code), plain_name(choice.name)}
    here = pl.Series([plain_name(place) in mine for place in table["place"]], dtype=pl.Boolean)
    rows = table.filter(here).sort("asked", "row", descending=[True, False])
    return [Recommendation(**row) for row in rows.iter_rows(named=True)]


@cached_per_version
def _kept(figures: VersionMeasures) -> pl.DataFrame:
    return conform(figures.version.table(_KIND), _KIND)


def _counted(choice: Choice, asked: Recommendation) -> _Counted:
    if asked.metric is None:
        return _Counted(_minuted(None, asked) or asked.metric_printed or NO_FIGURE, NO_FIGURE)
    metric = declared().metric(asked.metric)
    figures, place = choice.figures, (choice.level, choice.code)
    periods = [p for p in figures.periods_of(metric.collection, *place) if p <= choice.period]
    before = [p for p in periods if p <= Month.of(asked.asked)]
    minuted, missing = _minuted(metric, asked), _named(metric, wording.NOT_AVAILABLE)
    if not periods:
        return _Counted(minuted or missing, NO_FIGURE)
    now = figures.measure_of(metric.id, *place, periods[-1]).value
    shown = f"{wording.number(now, metric.decimals)} in {wording.month(periods[-1])}"
    then = minuted or missing
    if asked.number_then is not None:
        if now is not None:
            moved = rounding.apart(now, asked.number_then, metric.decimals)
            shown += f", {wording.signed(moved, metric.decimals)}"
    elif before:
        change = change_of(figures, metric.id, *place, before[-1], periods[-1])
        was = wording.number(change.value_from if change else None, metric.decimals)
        then = _named(metric, f"{was} in {wording.month(before[-1])}")
        if change and before[-1] < periods[-1]:
            shown += f", {wording.change_since(change)}"
    return _Counted(then, shown, figures.receipt(metric.id, *place, periods[-1]))


def _minuted(metric: Metric | None, asked: Recommendation) -> str:
    """The number that stands in the minutes; empty without one."""
    if asked.number_then is None:
        return ""
    shown = wording.number(asked.number_then, metric.decimals if metric else 1)
    return _named(metric, f"{shown}, as minuted")


def _named(metric: Metric | None, text: str) -> str:
    return f"{metric.name}: {text}" if metric else text


def _table(choice: Choice, asked: list[Recommendation], counted: list[_Counted]) -> AnswerTable:
    rows = [
        (
            ", ".join(part for part in (each.reference, said.date_in_words(each.asked)) if part),
            each.words,
            figure.then,
            figure.now,
            each.owner or "nobody named",
            said.due_phrase(each.due, closed=each.is_closed, today=choice.today),
            f"{each.status}: {each.answer}" if each.answer else each.status,
        )
        for each, figure in zip(asked, counted, strict=True)
    ]
    headings = {
        "asked": "Asked",
        "words": "What was asked",
        "then": "Number then",
        "now": "Number now",
        "owner": "Who answers",
        "due": "Due",
        "answer": "Answer",
    }
    return AnswerTable(
        f"recommendations-{choice.code}",
        f"What was asked of {choice.name}, and what came of it",
        pl.DataFrame(rows, schema=dict.fromkeys(headings, pl.String), orient="row"),
        headings,
    )


def _follow_up(asked: Recommendation) -> FollowUp:
    """Where the answer is that was due."""
    when = said.date_in_words(asked.due or "")
    found = make_follow_up("recommendation_overdue", words=asked.words, due=when)
    return replace(found, who=asked.owner) if asked.owner else found


def _files(figures: VersionMeasures, asked: list[Recommendation]) -> list[SourceFile]:
    listed = figures.version.table("files").filter(
        pl.col("source").is_in([each.source for each in asked]) & (pl.col("period") == STANDING)
    )
    columns = ("source", "file_name", "snapshot_date", "sha256", "licence")
    return [
        SourceFile(
            "what was asked", declared().sources[source].title, name, dated or "", digest, licence
        )
        for source, name, dated, digest, licence in listed.select(columns).iter_rows()
    ]
