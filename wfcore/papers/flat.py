"""The figures of a paper as CSV, and CSV that opens safely in a spreadsheet."""

import polars as pl

from wfcore.papers.documents import Document
from wfcore.papers.refusing import refusing

# A spreadsheet runs what begins with one of these, some also after spaces or in full width.
_FORMULA = r"^\s*[=+\-@\t\r\x00＝＋－＠]|^[\t\r]"
# A change with its month, as tables print it, is no formula to any spreadsheet.
_FIGURE = r"^[+\-][0-9][0-9,]*(\.[0-9]+)? \([A-Z][a-z]{2} 20[0-9]{2}\)$"
_SCHEMA = {
    "part": pl.Int64, "question": pl.String, "table": pl.String, "row": pl.Int64,
    "column": pl.String, "value": pl.Float64, "text": pl.String, "source": pl.String,
}  # fmt: skip


@refusing("CSV")
def as_csv(document: Document) -> str:
    """Every cell of every table of a paper, one to a line.

    `part` and `row` count from 1. A number stands in `value` as it is worked out and in `text` as it
    is printed; words stand in `text`. What is not available has no value, and `–` as its text.
    """
    rows: list[tuple[object, ...]] = []
    for part, section, table in document.tables:
        columns = table.rows.select(list(table.headings))
        for at, (raw, shown) in enumerate(zip(columns.iter_rows(), table.shown(), strict=True), 1):
            for heading, value, text in zip(table.head, raw, shown, strict=True):
                known = float(value) if isinstance(value, int | float) else None
                rows.append(
                    (
                        part,
                        section.title,
                        table.caption,
                        at,
                        heading,
                        known,
                        text,
                        section.answer.source,
                    )
                )
    return safe_csv(pl.DataFrame(rows, schema=_SCHEMA, orient="row"))


@refusing("CSV")
def safe_csv(rows: pl.DataFrame) -> str:
    """CSV in which no text can start a formula."""
    return guard_text(rows).write_csv()


def guard_text(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with `'` before each text that a spreadsheet would take for a formula; figures stay plain."""
    texts = [
        c for c, t in rows.schema.items() if isinstance(t, pl.String | pl.Categorical | pl.Enum)
    ]
    return rows.with_columns(pl.col(texts).cast(pl.String)).with_columns(
        pl.when(pl.col(c).str.contains(_FORMULA) & ~pl.col(c).str.contains(_FIGURE))
        .then(pl.concat_str(pl.lit("'"), c))
        .otherwise(c)
        .alias(c)
        for c in texts
    )
