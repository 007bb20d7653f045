"""The cards of a place: one for each staff group, with its course and who reported; the same as a table."""

from collections.abc import Sequence

import polars as pl

from wfcore import wording
from wfcore.answers.answer import AnswerTable, Card, capitalised
from wfcore.answers.choices import Choice
from wfcore.comparing import RecentChanges
from wfcore.projecting import EstimatedFigure

OTHERS = ("nurse_rate", "dpc_rate", "admin_rate", "pcn_staff_rate")


def carded_rates(choice: Choice) -> list[str]:
    """The rates of every staff group, GPs in the chosen way of counting."""
    metric = choice.metric
    own = f"{metric.stem}_rate" if metric.stem.startswith("gp") else "gp_rate"
    return [choice.likewise(name).id for name in (own, *OTHERS)]


def cards_of(
    choice: Choice, seen: Sequence[RecentChanges], guess: EstimatedFigure | None
) -> tuple[Card, ...]:
    """A card for each rate.

    Args:
        choice: what is looked at.
        seen: its measures and how they changed.
        guess: what stands in for the first of them, where the file does not count it.
    """
    rates = [recent for recent in seen if recent.now.metric.kind == "rate"]
    courses = _courses(choice, [recent.now.metric.id for recent in rates])
    return tuple(
        _card(
            choice,
            recent,
            courses.get(recent.now.metric.id, []),
            guess if recent.now.metric.id == choice.metric.id else None,
        )
        for recent in rates
    )


def _card(
    choice: Choice,
    recent: RecentChanges,
    course: Sequence[tuple[str, float]],
    guess: EstimatedFigure | None,
) -> Card:
    now = recent.now
    metric = now.metric
    receipt = choice.receipt(metric.id, now.period)
    return Card(
        metric=metric.id,
        staff=capitalised(metric.short),
        month=wording.month(now.period),
        value=now.value,
        unit=f"full-time posts {wording.per_patients(metric)}",
        decimals=metric.decimals,
        course=tuple((month, value) for month, value in course if month <= now.period),
        change=wording.moved_since(recent.year or recent.last),
        reported=wording.who_reported(receipt),
        estimate=wording.estimated_rate(guess) if guess else "",
    )


def _courses(choice: Choice, metrics: Sequence[str]) -> dict[str, list[tuple[str, float]]]:
    """The figures of each rate that are known, the oldest first."""
    rows = choice.figures.trend(list(metrics), choice.level, choice.code)
    found: dict[str, list[tuple[str, float]]] = {}
    for metric, month, value in rows.select("metric", "period", "value").iter_rows():
        if value is not None:
            found.setdefault(metric, []).append((month, value))
    return found


def table_of_all_staff(choice: Choice, seen: Sequence[RecentChanges]) -> AnswerTable:
    """Every staff group: now, since a year ago, since the figures before."""
    rows = [
        {
            "metric": recent.now.metric.id,
            "staff": capitalised(recent.now.metric.short),
            "now": recent.now.value,
            "year": wording.change_since(recent.year),
            "last": wording.change_since(recent.last),
            "month": wording.month(recent.now.period),
            "covered": wording.patients_covered(recent.now),
        }
        for recent in seen
        if recent.now.metric.kind == "rate"
    ]
    texts = dict.fromkeys(("metric", "staff", "year", "last", "month", "covered"), pl.String)
    per = wording.per_patients(choice.likewise("gp_rate"))
    return AnswerTable(
        f"staff-{choice.code}-{choice.period}",
        f"All staff in {choice.name}, full-time posts {per}",
        pl.DataFrame(rows, schema=texts | {"now": pl.Float64}),
        {
            "staff": f"Staff {per}",
            "now": ("Now", 1),
            "year": "Since a year ago",
            "last": "Since the figures before",
            "month": "Month",
            "covered": "Patients covered",
        },
    )
