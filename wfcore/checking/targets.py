"""Rules about what places aim at, which an analyst brings."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import polars as pl

from wfcore.checking.about import about
from wfcore.checking.usual import far_from_england
from wfcore.declared import Rules, declared
from wfcore.findings import Finding, of_examples, of_rows
from wfcore.months import Month
from wfcore.normalising import Draft

_KIND = "targets"


@about(_KIND)
def aims_are_whole(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """Each says what is counted and where, at a length that can be printed; and who set it."""
    yield from of_examples(
        "blocks",
        "aim_incomplete",
        "Aims without a metric or a place. Fill them in or take them out.",
        [
            f"row {row}, {heading}: blank"
            for column, heading in (("metric_printed", "metric"), ("place_code", "place"))
            for row in table.filter(pl.col(column).is_null())["row"]
        ],
    )
    most = rules.recommendations.most_characters
    yield from of_examples(
        "blocks",
        "aim_too_long",
        f"More than {most} characters in one cell. Shorten it.",
        [
            f"row {row}, {column}"
            for column in ("metric_printed", "set_by", "written_in", "why", "note")
            for row in table.filter(pl.col(column).str.len_chars() > most)["row"]
        ],
    )
    nobody = pl.col("set_by").is_null() | pl.col("written_in").is_null()
    yield from of_rows(
        "warns",
        "aim_of_nobody",
        "Aims that do not say who set them, or where that is written. A committee will ask.",
        table.filter(nobody),
        _named,
    )


@about(_KIND)
def aims_make_sense(table: pl.DataFrame, rules: Rules) -> Iterator[Finding]:
    """Figures in the range of their metric, one aim for a place, metric and date, metrics that are made."""
    yield from of_rows(
        "blocks",
        "aim_out_of_range",
        "Aims outside the range that their metric can have. Is the unit right, or the decimal point?",
        table.filter(_outside(table)),
        lambda r: (
            f"{_named(r)}: {r['as_printed'] or r['value']}, expected {_range_of(r['metric'])}"
        ),
    )
    yield from of_examples(
        "warns",
        "aim_unusual",
        f"Aims more than {rules.usual.factor:g} times what England has, or as many times less. Is the point right?",
        [
            f"{_named(row)}: {row['as_printed'] or row['value']}, {said}"
            for row in table.filter(~_outside(table)).iter_rows(named=True)
            if (said := far_from_england(row["metric"], row["value"], rules))
        ],
    )
    whole = table.filter(
        pl.col("metric_printed").is_not_null() & pl.col("place_code").is_not_null()
    )
    # Of a metric that is made, its other names do not tell two aims apart.
    counted = pl.coalesce("metric", pl.col("metric_printed").str.to_lowercase())
    same = pl.struct("place_level", "place_code", counted.alias("counted"), "due")
    yield from of_rows(
        "blocks",
        "aim_set_twice",
        "More than one aim for the same place, metric and date. Keep the one that holds.",
        whole.filter(same.is_duplicated()),
        lambda r: f"{_named(r)}: {r['value']}",
    )
    yield from of_rows(
        "warns",
        "aim_not_counted",
        "Aims for something that the notebook does not count. They are listed as they are written, and no "
        "figure is held against them. Choose a metric from the list of the template where there is one.",
        table.filter(pl.col("metric").is_null() & pl.col("metric_printed").is_not_null()),
        _named,
    )


def aims_lie_ahead(draft: Draft, today: datetime) -> Iterator[Finding]:
    """Dates that have passed: an aim of the past is kept where somebody says why."""
    table = draft.tables.get(_KIND)
    if table is None:
        return
    now = Month.of(today)
    past = pl.when(pl.col("due").str.len_chars() == len("2027")).then(
        pl.col("due") < now[:4]
    ).otherwise(pl.col("due") < now)  # fmt: skip
    yield from of_rows(
        "warns",
        "aim_in_the_past",
        "Aims for a date that has passed. They are shown with that date. Is there a later one?",
        table.filter(past.fill_null(value=False)),
        lambda r: f"{_named(r)}: by {r['due']}",
    )


def _outside(table: pl.DataFrame) -> pl.Series:
    """Whether a figure lies outside the range of its metric's kind; of what is not counted, below 0."""
    return pl.Series(
        [
            value is not None and not least <= value <= most
            for value, (least, most) in zip(
                table["value"], map(_range, table["metric"]), strict=True
            )
        ],
        dtype=pl.Boolean,
    )


def _range(metric: str | None) -> tuple[float, float]:
    return declared().aims.ranges[declared().metric(metric).kind] if metric else (0.0, float("inf"))


def _range_of(metric: str | None) -> str:
    least, most = _range(metric)
    unit = f" {declared().metric(metric).unit}" if metric else ""
    return f"{least:,g} to {most:,g}{unit}" if metric else "0 or more"


def _named(row: dict[str, Any]) -> str:
    """Row, metric and place of an aim."""
    return f"row {row['row']}: {row['metric_printed']}, {row['place_name'] or row['place_code']}"
