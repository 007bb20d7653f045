"""Is it signal? The change on a year ago against what chance alone does."""

import polars as pl

from wfcore import charts, wording
from wfcore.answers.answer import Answer, AnswerTable
from wfcore.answers.changes import course_marks
from wfcore.answers.choices import Choice
from wfcore.answers.question import Question
from wfcore.answers.receipts import sources_of
from wfcore.comparing import Stretch, assured, year_stretches
from wfcore.declared import Metric
from wfcore.measuring import measures_of
from wfcore.targeting import gaps_of, targeted_metrics

_SCHEMA = {
    "period": pl.String, "month": pl.String, "change": pl.Float64, "low": pl.Float64,
    "high": pl.Float64, "words": pl.String,
}  # fmt: skip


def answer_signal(choice: Choice, question: Question) -> Answer:
    """Whether the newest change is more than chance; with too few months, what can be said instead."""
    metric = choice.metric
    course = choice.figures.trend([metric.id], choice.level, choice.code)
    own = course.filter(pl.col("period") <= choice.period)
    known: list[tuple[str, float]] = own.drop_nulls("value").select("period", "value").rows()
    marks = course_marks(choice, own)
    stretches = year_stretches(known, [period for period, _ in marks])
    is_told = bool(stretches) and stretches[-1].limits is not None
    changes = _changes(stretches)
    return Answer(
        question,
        choice.name,
        wording.signals.signal_verdict(metric, choice.name, stretches),
        detail=(
            *wording.signals.signal_detail(metric, stretches),
            *(() if is_told else (wording.then_and_now(measures_of(own)),)),
            *_aims(choice, known, [period for period, _ in marks]),
            *wording.signals.limits_begin_anew(marks),
        ),
        picture=charts.control_chart(stretches, metric, choice.name, marks) if is_told else None,
        table=_table(choice, metric, changes) if changes.height else None,
        cautions=wording.signals.SIGNAL_CAUTIONS if is_told else (),
        **sources_of(choice.receipt()),
    )


def _aims(choice: Choice, known: list[tuple[str, float]], breaks: list[str]) -> tuple[str, ...]:
    """How each aim stands since the last break, where more is better."""
    metric = choice.metric
    if metric.better == "lower" or metric.id not in targeted_metrics(choice.figures):
        return ()
    gaps = gaps_of(choice.figures, metric.id, choice.level, choice.code, choice.period)
    return tuple(
        wording.signals.aim_assured(gap.aim, metric, assured(known, breaks, gap.aim))
        for gap in gaps
    )


def _changes(stretches: tuple[Stretch, ...]) -> pl.DataFrame:
    """Each change with its limits, and the rule by which it is a signal."""
    rows = [
        (
            period,
            wording.month(period),
            change,
            stretch.limits.low if stretch.limits else None,
            stretch.limits.high if stretch.limits else None,
            rules.get(at, ""),
        )
        for stretch in stretches
        for rules in [{s.at: wording.signals.rule_said(s) for s in stretch.signals}]
        for at, (period, change) in enumerate(stretch.changes)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _table(choice: Choice, metric: Metric, changes: pl.DataFrame) -> AnswerTable:
    return AnswerTable(
        f"signal-{metric.id}-{choice.code}-{choice.period}",
        f"{metric.name}, change on a year ago in {choice.name}",
        changes,
        {
            "month": "Month",
            "change": ("Change on a year ago", metric.decimals),
            "low": ("Lowest by chance", metric.decimals),
            "high": ("Highest by chance", metric.decimals),
            "words": "Signal: the figure",
        },
    )
