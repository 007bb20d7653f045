"""What a committee asked, as an analyst brings it → `recommendations`."""

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, of_examples
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.sheets import SHEET_ROW, cells_of
from wfcore.normalising.values import date_of, line, name, numbers, value_series
from wfcore.reading import TextTable

_LONG = 10_000  # characters kept of a cell; the rules refuse far fewer


def recommendation_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`recommendations`: one row for each thing that was asked.

    Columns: `reference`; `asked`, `due`, `YYYY-MM-DD` or `YYYY-MM`; `place`, code or name as written;
    `words`; `metric`, an id, null where nothing is counted; `metric_printed`; `number_then`, as
    minuted; `owner`; `status`, in small letters, `open` where blank; `answer`; `row` of the sheet.
    """
    column = table.recognised.columns
    dates, undated = _dates(table, frame)
    then, wrong = _numbers(table, frame)
    printed = _texts(frame, column.get("metric"))
    status = _texts(frame, column.get("status")).str.to_lowercase()
    rows = frame.select(
        reference=_texts(frame, column.get("reference")),
        place=name(column["place"]),
        words=_texts(frame, column["words"]),
        metric=pl.Series([_metric(text) for text in printed], dtype=pl.String),
        metric_printed=printed,
        owner=_texts(frame, column.get("owner")),
        status=status.fill_null("open"),
        answer=_texts(frame, column.get("answer")),
        row=pl.col(SHEET_ROW),
    ).with_columns(*dates, then)
    return {"recommendations": rows}, [*undated, *wrong]


def _texts(frame: pl.DataFrame, column: str | None) -> pl.Series:
    """Words on one line, fit to keep; null where blank or where the file has no such column."""
    if column is None:
        return pl.Series([None] * frame.height, dtype=pl.String)
    return pl.Series([line(text or "", _LONG) or None for text in frame[column]], dtype=pl.String)


def _metric(printed: str | None) -> str | None:
    """The id of a metric from its id or name."""
    wanted = (printed or "").casefold()
    known = declared().metrics.values()
    return next((m.id for m in known if wanted in (m.id, m.name.casefold())), None)


def _dates(table: TextTable, frame: pl.DataFrame) -> tuple[list[pl.Series], list[Finding]]:
    made: list[pl.Series] = []
    bad: list[str] = []
    for our_name in ("asked", "due"):
        column = table.recognised.columns.get(our_name)
        texts = frame[column].fill_null("") if column else pl.Series([""] * frame.height)
        read = [date_of(text) if text.strip() else None for text in texts]
        made.append(pl.Series(our_name, read, dtype=pl.String))
        if column:
            odd = pl.Series(
                [
                    found is None and (bool(text.strip()) or our_name == "asked")
                    for found, text in zip(read, texts, strict=True)
                ]
            )
            bad += cells_of(table, frame.filter(odd), column)
    return made, list(
        of_examples(
            "blocks",
            "date_not_read",
            "Dates that cannot be read. Write them as 2025-09-30.",
            bad,
        )
    )


def _numbers(table: TextTable, frame: pl.DataFrame) -> tuple[pl.Series, list[Finding]]:
    column = table.recognised.columns.get("number_then")
    if column is None:
        return pl.Series("number_then", [None] * frame.height, dtype=pl.Float64), []
    values, _, wrong = numbers(frame[column])
    return value_series("number_then", values), list(
        of_examples(
            "blocks",
            "not_a_number",
            "Cells that are neither a number nor blank. Put words into the recommendation.",
            cells_of(table, frame[wrong], column),
        )
    )
