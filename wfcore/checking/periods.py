"""Rules about the month a file is for."""

import re
from collections.abc import Iterator
from datetime import datetime

import polars as pl

from wfcore.declared import Rules, declared
from wfcore.findings import Finding, finding, of_examples
from wfcore.months import Month
from wfcore.normalising import Draft
from wfcore.tables import STANDING


def the_month_is_known(draft: Draft, rules: Rules, today: datetime) -> Iterator[Finding]:
    """There is a month, somebody vouches for it, and it is neither future nor another series."""
    if draft.period == STANDING:
        return
    if not draft.period:
        if draft.dated_by != "content":
            yield finding(
                "blocks",
                "period_unknown",
                "The file has no date and its name has none either. Say which month it is for.",
                examples=[draft.file_name],
            )
        return
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", draft.period, re.ASCII):
        yield finding(
            "blocks",
            "not_a_month",
            "The period is not a month. Write it as 2025-09.",
            examples=[draft.period],
        )
        return
    if draft.dated_by == "name":
        yield finding(
            "warns",
            "period_not_confirmed",
            f"The month {draft.period} was read from the file name. Confirm it.",
            examples=[draft.file_name],
        )
    yield from _not_ahead(draft, rules, today)
    if draft.period < rules.first_period:
        yield finding(
            "blocks",
            "before_series",
            f"The month {draft.period} is before {rules.first_period}, when the present collection began. "
            "Earlier figures are not comparable.",
        )
    elif draft.period <= Month.of(today):
        yield from _not_a_quarter_end(draft)


def dates_are_near(draft: Draft, rules: Rules, today: datetime) -> Iterator[Finding]:
    """Dates that an analyst wrote lie no further ahead than such dates do."""
    for kind, columns in rules.local_tables.dates_ahead.items():
        table = draft.tables.get(kind, pl.DataFrame())
        for column, years in columns.items() if table.height else ():
            latest = f"{today.year + years}-{today:%m}"
            far = pl.col(column).str.head(7) > latest  # a year alone, as of an aim, compares too
            yield from of_examples(
                "warns",
                "date_far_off",
                f"Dates after {latest}. Is the year right?",
                [f"{where}, {column}: {date}" for where, date in _dated(table.filter(far), column)],
            )


def _dated(rows: pl.DataFrame, column: str) -> Iterator[tuple[str, str]]:
    """Where each row stands, and its date; a succession has no row of its own left, and says its practice."""
    for row in rows.iter_rows(named=True):
        yield f"row {row['row']}" if "row" in row else row["practice_code"], row[column]


def _not_a_quarter_end(draft: Draft) -> Iterator[Finding]:
    table = draft.tables.get("staff_total")
    if table is None or str(table["level"][0]) != "practice":
        return
    if Month(draft.period).number % 3:
        yield finding(
            "notes",
            "not_a_quarter_end",
            f"{draft.period} is not the end of a quarter. It is kept as the month it is.",
        )


def _not_ahead(draft: Draft, rules: Rules, today: datetime) -> Iterator[Finding]:
    """The month has begun, or lies no further ahead than a plan may."""
    source = declared().sources.get(draft.source)
    if source is not None and source.ahead:
        years = rules.local_tables.years_ahead
        if draft.period > f"{today.year + years}-{today:%m}":
            yield finding(
                "blocks",
                "too_far_ahead",
                f"The month {draft.period} is more than {years} years away. Check the date.",
                examples=[draft.period],
            )
    elif draft.period > Month.of(today):
        yield finding(
            "blocks",
            "future_period",
            f"The month {draft.period} has not ended yet. Check the date.",
            examples=[draft.period],
        )
