"""The list of practices of the Organisation Data Service (epraccur) → who was there in a month, and who had closed."""

import polars as pl

from wfcore.findings import Finding, finding, of_examples
from wfcore.months import Month, is_month
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.sheets import cells_of
from wfcore.normalising.values import code, name
from wfcore.reading import TextTable

_PRACTICE = "4"  # prescribing setting of a GP practice
_ENGLISH = "Y"  # national groupings of England; those of Wales begin with W
_NOT_WORKING = ("D", "P")  # dormant and proposed


def ods_practice_tables(
    table: TextTable, frame: pl.DataFrame, period: str | None = None
) -> TidyTables:
    """`places` of the practices that were open when a month was over, and `successions` of those that had closed.

    The file has the whole history with dates, but no networks, and not who took over. A practice that
    closed on the last day of a month has left. Without a month only those that are open now are taken.
    """
    column = table.recognised.columns
    opens, open_odd = _days(table, frame, "open_date")
    closes, close_odd = _days(table, frame, "close_date")
    last = Month(period).last_day.isoformat() if period and is_month(period) else None
    is_practice = (
        (pl.col(column["setting"]).str.strip_chars() == _PRACTICE)
        & pl.col(column["region_code"]).str.starts_with(_ENGLISH)
        & ~pl.col(column["status"]).str.strip_chars().is_in(_NOT_WORKING)
    )
    there = closes.is_null() if last is None else closes.is_null() | (closes > last)
    begun = pl.lit(value=True) if last is None else opens.is_null() | (opens <= last)
    open_then = frame.filter(is_practice & there & begun)
    places = open_then.select(
        practice_code=code(column["practice_code"]),
        practice_name=name(column["practice_name"]),
        **{c: code(column[c]) for c in ("sub_icb_code", "icb_code", "region_code")},
        **({"postcode": name(column["postcode"])} if "postcode" in column else {}),
        invented=pl.lit(value=False),
    )
    tables = {"places": places}
    gone = frame.with_columns(_closed=closes).filter(is_practice & ~there)
    if last is not None and gone.height:
        tables["successions"] = gone.select(
            practice_code=code(column["practice_code"]),
            successor_code=pl.lit(None, dtype=pl.String),
            how=pl.lit("closed"),
            since=pl.col("_closed").str.head(7),
        )
    return tables, [
        *_told(frame.height, open_then.height, gone.height, last),
        *_odd([*open_odd, *close_odd]),
    ]


def _told(rows: int, there: int, gone: int, last: str | None) -> list[Finding]:
    if last is None:
        return []
    return [
        finding(
            "notes",
            "practices_of_a_day",
            f"Of {rows:,} rows {there:,} are practices that were open after {last}, and {gone:,} had closed. "
            "The file has no networks: it places only those that no map names, and says who had closed.",
            count=there,
        )
    ]


def _days(table: TextTable, frame: pl.DataFrame, our_name: str) -> tuple[pl.Series, list[str]]:
    """A column of dates such as 19740401 as `YYYY-MM-DD`, null where blank or unreadable; and the unreadable cells."""
    column = table.recognised.columns[our_name]
    printed = frame[column].str.strip_chars()
    days = printed.str.to_date("%Y%m%d", strict=False).cast(pl.String)
    return days, cells_of(table, frame.filter(days.is_null() & (printed != "")), column)


def _odd(cells: list[str]) -> list[Finding]:
    return list(
        of_examples(
            "warns",
            "unreadable_opening",
            "Dates on which practices opened or closed that cannot be read. They are taken as open.",
            cells,
        )
    )
