"""Rules about the recommendations of a committee, which an analyst brings."""

from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from wfcore.checking.about import about
from wfcore.checking.usual import far_from_england
from wfcore.declared import Rules, declared
from wfcore.findings import Finding, of_examples, of_rows
from wfcore.geography import plain_name
from wfcore.normalising import Draft

KIND = "recommendations"
_PLACES = {
    KIND: "place",
    "targets": "place_code",
    "area_figures": "place",
    "practice_groups": "group_name",
}  # the column that names the place


@about(KIND)
def recommendations_are_whole(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """Each says what was asked of which place, at a length that can be printed."""
    blank = _cells(table, ("words", "place"), lambda column: pl.col(column).is_null())
    yield from of_examples(
        "blocks",
        "recommendation_incomplete",
        "Rows without a recommendation or a place. Fill them in or take them out.",
        [f"{where}: blank" for where in blank],
    )
    most = rules.recommendations.most_characters
    long = _cells(
        table, ("words", "answer"), lambda column: pl.col(column).str.len_chars() > most
    )  # fmt: skip
    yield from of_examples(
        "blocks",
        "recommendation_too_long",
        f"More than {most} characters in one cell. Shorten it; the minutes have the rest.",
        long,
    )


@about(KIND)
def recommendations_make_sense(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """Figures and statuses that the notebook knows, dates in order, nothing twice."""
    known = rules.recommendations.statuses
    lost = pl.col("metric").is_null() & pl.col("metric_printed").is_not_null()
    yield from of_rows(
        "warns",
        "unknown_metric",
        "Figures that the notebook does not make. They stay as words, without a number for today. "
        "Choose one from the list of the template.",
        table.filter(lost),
        _row_and("metric_printed"),
    )
    yield from of_rows(
        "warns",
        "unknown_recommendation_status",
        f"Statuses that nobody knows. Use one of: {', '.join(known)}.",
        table.filter(~pl.col("status").is_in(known)),
        _row_and("status"),
    )
    yield from of_examples(
        "warns",
        "number_then_unusual",
        f"Figures of then that are more than {rules.usual.factor:g} times what England has, or as many times less.",
        [
            f"row {row['row']}, number_then: {row['number_then']:g}, {said}"
            for row in table.iter_rows(named=True)
            if (said := far_from_england(row["metric"], row["number_then"], rules))
        ],
    )
    early = pl.col("due").str.head(7) < pl.col("asked").str.head(7)
    yield from of_rows(
        "warns",
        "due_before_asked",
        "Due before it was asked. Are the two dates swapped?",
        table.filter(early),
        _row_and("due"),
    )
    again = pl.struct("place", "asked", "words").is_duplicated()
    yield from of_rows(
        "warns",
        "asked_twice",
        "The same thing asked of the same place on the same day, more than once. It would count twice. "
        "Take one of them out.",
        table.filter(again),
        _row_and("words"),
    )


def lists_are_your_own(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Rows of the filled example that were left among one's own recommendations or aims."""
    there = [(kind, column) for kind, column in _PLACES.items() if kind in draft.tables]
    if not there or declared().sources[draft.source].invented:
        return
    ((kind, column),) = there
    pcns = rules.local_tables.invented_pcns
    invented = {
        plain_name(text) for text in (*pcns, *pcns.values(), rules.local_tables.invented_group)
    }
    rows = [row for row, place in draft.tables[kind].select("row", column).iter_rows()
            if plain_name(place) in invented]  # fmt: skip
    yield from of_examples(
        "warns",
        "invented_rows",
        "Rows of invented PCNs, as in the filled example. Take them out before you publish your own.",
        [f"row {row}" for row in rows],
    )


def _cells(
    table: pl.DataFrame, columns: tuple[str, ...], wrong: Callable[[str], pl.Expr]
) -> list[str]:
    """Row and heading of the cells for which a condition on their column holds."""
    headings = {"words": "recommendation"}
    return [
        f"row {row}, {headings.get(column, column)}"
        for column in columns
        for row in table.filter(wrong(column))["row"]
    ]


def _row_and(column: str) -> Callable[[dict[str, Any]], str]:
    """A row → its number and its text in a column."""
    return lambda row: f"row {row['row']}: {row[column]}"
