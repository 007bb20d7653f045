"""What did we ask last time? What a committee asked of a place, the number then and now, who answers."""

from dataclasses import dataclass, replace

import polars as pl

from wfcore import comparing, wording
from wfcore.answers import receipts
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
from wfcore.declared import Metric, declared
from wfcore.geography import plain_name
from wfcore.measuring import Receipt, VersionMeasures
from wfcore.months import Month
from wfcore.normalising.tables import STANDING, conform
from wfcore.wording import recommendations as said

_KIND = "recommendations"


@dataclass(frozen=True)
class _Counted:
    """The figure of a recommendation: as it was, as it is, and in words how it moved."""

    then: str
    now: str
    made: Receipt | None = None


def answer_recommendations(choice: Choice, question: Question) -> Answer:
    """Everything asked of the place, the newest first."""
    today = choice.today
    rows = _rows(choice).to_dicts()
    over = [row for row in rows if _overdue(row, today)]
    counted = [_counted(choice, row) for row in rows]
    closed = sum(_closed(row) for row in rows)
    made = {c.made.metric.id: c.made for c in counted if c.made is not None}
    return Answer(
        question,
        choice.name,
        said.asked_before(choice.name, len(rows), closed, None if today is None else len(over)),
        detail=() if rows else (said.how_to_keep_some(),),
        table=_table(choice, rows, counted, today) if rows else None,
        cautions=(
            (
                "“As minuted” is the number that the committee was given. Every other number is worked out "
                "from the data, by the same sum then and now."
            ),
        )
        if made
        else (),
        receipt=tuple(line for one in made.values() for line in receipts.receipt_lines(one)),
        files=receipts.unique_files(
            (*_files(choice.figures, rows), *receipts.files(*made.values()))
        ),
        follow_ups=tuple(_ask(row) for row in over),
        invented=_is_invented(choice)
        or any(declared().sources[str(row["source"])].invented for row in rows),
    )


def _is_invented(choice: Choice) -> bool:
    return choice.measure().is_invented


def _rows(choice: Choice) -> pl.DataFrame:
    """What was asked of the place, by its code or its name."""
    table = choice.figures.cached(
        (_KIND,), lambda: conform(choice.figures.version.table(_KIND), _KIND)
    )
    mine = {plain_name(choice.code), plain_name(choice.name)}
    here = pl.Series([plain_name(place) in mine for place in table["place"]], dtype=pl.Boolean)
    return table.filter(here).sort("asked", "row", descending=[True, False])


def _closed(row: dict[str, object]) -> bool:
    return row["status"] in declared().rules.recommendations.closed


def _overdue(row: dict[str, object], today: str | None) -> bool:
    return (
        today is not None
        and row["due"] is not None
        and Month.of(str(row["due"])) < today
        and not _closed(row)
    )


def _counted(choice: Choice, row: dict[str, object]) -> _Counted:
    if row["metric"] is None:
        return _Counted(_minuted(None, row) or str(row["metric_printed"] or NO_FIGURE), NO_FIGURE)
    metric = declared().metric(str(row["metric"]))
    figures, place = choice.figures, (choice.level, choice.code)
    periods = [p for p in figures.periods_of(metric.collection, *place) if p <= choice.period]
    before = [p for p in periods if p <= Month.of(str(row["asked"]))]
    minuted = _minuted(metric, row)
    if not periods:
        return _Counted(minuted or _named(metric, wording.number(None, metric.decimals)), NO_FIGURE)
    value = figures.measure([metric.id], choice.level, period=periods[-1], area_code=choice.code)
    now = value["value"][0] if value.height else None
    shown = f"{wording.number(now, metric.decimals)} in {wording.month(periods[-1])}"
    if minuted:
        then = minuted
        if now is not None:
            shown += f", {wording.signed(now - float(str(row['number_then'])), metric.decimals)}"
    elif before:
        moved = comparing.change_of(figures, metric.id, *place, before[-1], periods[-1])
        was = moved.value_from if moved else None
        then = _named(
            metric, f"{wording.number(was, metric.decimals)} in {wording.month(before[-1])}"
        )
        if moved and before[-1] < periods[-1]:
            shown += f", {wording.change_since(moved)}"
    else:
        then = _named(metric, wording.number(None, metric.decimals))
    return _Counted(then, shown, figures.receipt(metric.id, *place, periods[-1]))


def _minuted(metric: Metric | None, row: dict[str, object]) -> str:
    """The number that stands in the minutes; empty without one."""
    then = row["number_then"]
    if then is None:
        return ""
    shown = wording.number(then, metric.decimals if metric else 1)
    return _named(metric, f"{shown}, as minuted")


def _named(metric: Metric | None, text: str) -> str:
    return f"{metric.name}: {text}" if metric else text


def _table(
    choice: Choice, rows: list[dict[str, object]], counted: list[_Counted], today: str | None
) -> AnswerTable:
    shown = [
        (
            f"{row['reference']}, {said.date_in_words(str(row['asked']))}"
            if row["reference"]
            else said.date_in_words(str(row["asked"])),
            row["words"],
            figure.then,
            figure.now,
            row["owner"] or "nobody named",
            said.due_phrase(
                None if row["due"] is None else str(row["due"]), closed=_closed(row), today=today
            ),
            f"{row['status']}: {row['answer']}" if row["answer"] else row["status"],
        )
        for row, figure in zip(rows, counted, strict=True)
    ]
    columns = ["asked", "words", "then", "now", "owner", "due", "answer"]
    return AnswerTable(
        f"recommendations-{choice.code}",
        f"What was asked of {choice.name}, and what came of it",
        pl.DataFrame(shown, schema=dict.fromkeys(columns, pl.String), orient="row"),
        {
            "asked": "Asked",
            "words": "What was asked",
            "then": "Number then",
            "now": "Number now",
            "owner": "Who answers",
            "due": "Due",
            "answer": "Answer",
        },
    )


def _ask(row: dict[str, object]) -> FollowUp:
    """Where the answer is that was due."""
    when = said.date_in_words(str(row["due"]))
    found = make_follow_up("recommendation_overdue", words=row["words"], due=when)
    return replace(found, who=str(row["owner"])) if row["owner"] else found


def _files(figures: VersionMeasures, rows: list[dict[str, object]]) -> list[SourceFile]:
    sources = [str(row["source"]) for row in rows]
    listed = figures.version.table("files").filter(
        pl.col("source").is_in(sources) & (pl.col("period") == STANDING)
    )
    return [
        SourceFile(
            "what was asked",
            declared().sources[str(row["source"])].title,
            str(row["file_name"]),
            str(row["snapshot_date"] or ""),
            str(row["sha256"]),
            str(row["licence"]),
        )
        for row in listed.iter_rows(named=True)
    ]
