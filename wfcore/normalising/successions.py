"""Who took over from practices that are gone, as an analyst brings it → `successions`."""

from collections.abc import Iterator, Mapping

import polars as pl

from wfcore.findings import Finding, of_examples
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.sheets import SHEET_ROW
from wfcore.normalising.values import code, date_of
from wfcore.reading import TextTable

_HOW = {"merged": "merged", "recoded": "recoded", "closed": "closed", "reopened": "reopened"}
_PRACTICE = r"^[A-Z][0-9]{5}$"
_Row = tuple[int, str | None, str | None, str, str | None]  # row, gone, successor, how, since


def succession_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`successions`: one row for each practice that is gone; a date stands for its month.

    Without `HOW` a practice with a successor merged, and one without closed.
    """
    column = table.recognised.columns
    how = (
        pl.col(column["how"]).str.to_lowercase().str.strip_chars()
        if "how" in column
        else pl.lit("")
    )
    days = [date_of(text.strip()) if text else None for text in frame[column["since"]]]
    rows = frame.select(
        pl.col(SHEET_ROW).alias("row"),
        practice_code=code(column["practice_code"]),
        successor_code=code(column["successor_code"]),
        how=how,
    ).with_columns(
        how=pl.when(pl.col("how").fill_null("") != "")
        .then("how")
        .otherwise(
            pl.when(pl.col("successor_code").is_null())
            .then(pl.lit("closed"))
            .otherwise(pl.lit("merged"))
        ),
        since=pl.Series([day[:7] if day else None for day in days], dtype=pl.String),
    )
    found = list(_faults(rows))
    return {"successions": rows.drop("row")}, found


def _faults(rows: pl.DataFrame) -> Iterator[Finding]:
    """What is wrong, all together, each with its row."""
    listed: list[_Row] = rows.select(
        "row", "practice_code", "successor_code", "how", "since"
    ).rows()
    shape = pl.col("practice_code").str.contains(_PRACTICE).fill_null(value=False)
    other = pl.col("successor_code").str.contains(_PRACTICE).fill_null(value=True)
    odd = rows.filter(~(shape & other))
    yield from of_examples(
        "blocks",
        "succession_without_practice",
        "Codes that are no practices'. They are a letter and five figures.",
        [
            f"row {row}: {gone or 'blank'} → {heir or 'nobody'}"
            for row, gone, heir, *_ in odd.rows()
        ],
    )
    yield from of_examples(
        "blocks",
        "date_not_read",
        "Dates that cannot be read. Write them as 2025-09-30.",
        [f"row {row}, since" for row, *_, since in listed if since is None],
    )
    yield from of_examples(
        "blocks",
        "succession_unclear",
        "Rows that do not fit together: write merged or recoded with a successor, closed or reopened without one.",
        [
            f"row {row}: {gone} {how}, successor {heir or 'blank'}"
            for row, gone, heir, how, _ in listed
            if how not in _HOW or (how in ("merged", "recoded")) is (heir is None)
        ],
    )
    twice = rows.filter(pl.struct("practice_code", "since").is_duplicated())
    yield from of_examples(
        "blocks",
        "succession_twice",
        "A practice that is gone twice in one month. Keep the row of the one that took over.",
        [f"row {row}: {gone}, since {since}" for row, gone, _, _, since in twice.rows()],
    )
    yield from of_examples(
        "blocks",
        "succession_in_a_circle",
        "Practices that in the end follow themselves. Take out the row that is wrong, or say when one opened again.",
        _circles(listed),
    )


def _circles(listed: list[_Row]) -> list[str]:
    """The rows of each circle; one that a later `reopened` breaks is none."""
    heirs = {
        gone: heir
        for _, gone, heir, how, _ in listed
        if gone and heir and how in ("merged", "recoded")
    }
    again = {gone for _, gone, _, how, _ in listed if how == "reopened"}
    rows = {gone: row for row, gone, heir, *_ in listed if gone and heir}
    found: list[str] = []
    seen: set[str] = set()
    for start in heirs:
        path = _path(start, heirs)
        circle = path[path.index(path[-1]) : -1] if path[-1] in path[:-1] else []
        if circle and not seen & set(circle) and not again & set(circle):
            where = " and ".join(f"row {rows[one]}" for one in circle)
            found.append(f"{where}: {' → '.join([*circle, circle[0]])}")
        seen |= set(path)
    return found


def _path(start: str, heirs: Mapping[str, str]) -> list[str]:
    """A practice and who followed, to the last one or to the first that stands twice."""
    path = [start]
    while path[-1] in heirs:
        path.append(heirs[path[-1]])
        if path[-1] in path[:-1]:
            break
    return path
