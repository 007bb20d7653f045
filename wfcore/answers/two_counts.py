"""Where two sources count the same staff: both, beside each other, and how far apart; never one of the two alone."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from wfcore import wording
from wfcore.answers.answer import Answer, AnswerTable, capitalised
from wfcore.answers.as_printed import printed_rows
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.receipts import sources_of
from wfcore.declared import Metric, declared
from wfcore.months import Month, is_month
from wfcore.wording import printed as words

_NEAR = 3  # months between two counts of the same staff
_NAMED = 6  # pairs that are told; more stand in the table


@dataclass(frozen=True)
class OneCount:
    """Full-time posts as one source counts them. `month`: `YYYY-MM`, or the year as it was printed."""

    source: str
    month: str
    fte: float


@dataclass(frozen=True)
class TwoCounts:
    """Two sources that count the same staff of a place in the same month or nearly."""

    staff: str
    stem: str
    first: OneCount
    second: OneCount

    @property
    def apart(self) -> float:
        """How many full-time posts the second counts beyond the first."""
        return self.second.fte - self.first.fte


def answer_two_counts(choice: Choice, question: Question) -> Answer:
    """Every pair of sources that count the same staff of the place, those of the staff looked at first."""
    pairs = sorted(
        two_counts(choice), key=lambda p: (p.stem != choice.metric.stem, -abs(p.apart), p.staff)
    )
    if not pairs:
        return Answer(
            question, choice.name, words.no_two_counts(choice.name), detail=(words.how_to_keep_figures(),),
            **sources_of(choice.receipt()),
        )  # fmt: skip
    return Answer(
        question,
        choice.name,
        words.two_counts_apart(choice.name, pairs[0].staff, *_said(pairs[0]), pairs[0].apart),
        detail=tuple(_told(pair) for pair in pairs[:_NAMED]),
        table=_table(choice, pairs),
        cautions=(words.never_merged(),),
        **sources_of(choice.receipt()),
    )


def two_counts(choice: Choice) -> Iterator[TwoCounts]:
    """What is printed of the place's own full-time posts, beside what was measured, and beside each other."""
    rows = printed_rows(choice).filter(
        (pl.col("order") == 0) & (pl.col("measure") == "fte") & pl.col("value").is_not_null()
    )
    by_staff: dict[str, list[OneCount]] = {}
    for row in rows.filter(pl.col("month").is_not_null()).iter_rows(named=True):
        where = ", ".join(filter(None, (row["written_in"], row["page"]))) or "a printed table"
        stem = row["staff_count"] or row["staff"]
        by_staff.setdefault(stem, []).append(
            OneCount(f"{where} ({row['staff']})", row["month"], row["value"])
        )
    for stem, printed in by_staff.items():
        metric = declared().metrics.get(f"{stem}_fte")
        staff = metric.short if metric else stem
        measured = [
            found for one in printed if metric and (found := _measured(choice, metric, one.month))
        ]
        every = [*dict.fromkeys(measured), *dict.fromkeys(printed)]
        for at, first in enumerate(every):
            for second in every[at + 1 :]:
                if first.source != second.source and _is_near(first.month, second.month):
                    yield TwoCounts(staff, stem, first, second)


def _is_near(one: str, other: str) -> bool:
    if is_month(one) and is_month(other):
        return Month(one).distance(other) <= _NEAR
    return one == other


def _measured(choice: Choice, metric: Metric, month: str) -> OneCount | None:
    """What the files count in the nearest month that they have; None where none is near."""
    if not is_month(month):
        return None
    figures = choice.figures
    near = [p for p in figures.periods(metric.collection) if Month(month).distance(p) <= _NEAR]
    if not near:
        return None
    period = min(near, key=lambda p: (Month(month).distance(p), p))
    rows = figures.measure([metric.id], choice.level, period=period, area_code=choice.code)
    values = rows["value"].drop_nulls()
    title = f"measured in the files of {metric.reporting_unit}"
    return None if values.is_empty() else OneCount(title, period, float(values[0]))


def _said(pair: TwoCounts) -> tuple[str, str]:
    return wording.number(pair.first.fte), wording.number(pair.second.fte)


def _told(pair: TwoCounts) -> str:
    first, second = (
        f"{wording.number(one.fte)} in {wording.month(one.month)}, {one.source}"
        for one in (pair.first, pair.second)
    )
    return f"{capitalised(pair.staff)}: {first}; {second}. {words.apart_by(pair.apart)}"


def _table(choice: Choice, pairs: list[TwoCounts]) -> AnswerTable:
    rows = [
        {
            "staff": capitalised(pair.staff),
            "first": pair.first.source, "month": wording.month(pair.first.month), "fte": pair.first.fte,
            "second": pair.second.source, "month_2": wording.month(pair.second.month), "fte_2": pair.second.fte,
            "apart": pair.apart,
        }
        for pair in pairs
    ]  # fmt: skip
    return AnswerTable(
        f"two-counts-{choice.code}",
        f"Two counts of the same staff in {choice.name}, full-time posts",
        pl.DataFrame(rows),
        {
            "staff": "Staff", "first": "One source", "month": "Month", "fte": ("Posts", 1),
            "second": "The other", "month_2": "Its month", "fte_2": ("Its posts", 1), "apart": ("Apart", 1),
        },
    )  # fmt: skip
