"""List sizes, practice maps and the ePCN workbook → tidy tables."""

import numpy as np
import polars as pl

from wfcore.findings import Finding, finding, of_examples
from wfcore.months import Month, is_month
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.odd_cells import dotted_thousands, odd_cell_findings, odd_cells
from wfcore.normalising.practice_staff import without_no_pcn
from wfcore.normalising.sheets import cells_of
from wfcore.normalising.values import (
    code,
    date_of,
    name,
    numbers,
    reason_series,
    value_series,
)
from wfcore.reading import TextTable


def registered_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`lists`: practice totals only; rows by sex or age would triple the count."""
    column = table.recognised.columns
    keep = pl.col(column["org_type"]).str.to_uppercase().str.strip_chars() == "GP"
    for our_name in ("sex", "age"):
        if our_name in column:
            keep &= pl.col(column[our_name]).str.to_uppercase().str.strip_chars() == "ALL"
    kept = frame.filter(keep)
    if kept.is_empty():
        return {}, [
            finding(
                "blocks",
                "no_practice_totals",
                "No rows for practices with all sexes and ages. Upload the file of GP practice totals.",
            )
        ]
    tables, found = _lists(kept, column["practice_code"], column["patients"], None)
    if "sub_icb_code" in column:
        lies_in = kept.select(sub_icb_code=code(column["sub_icb_code"]))
        tables = {kind: lists.hstack(lies_in) for kind, lists in tables.items()}
    found += _of_another_type(frame, column)
    return tables, [*found, *dotted_thousands(kept, [column["patients"]])]


def _of_another_type(frame: pl.DataFrame, column: dict[str, str]) -> list[Finding]:
    """Practices that a file calls something other than a practice: they would be lost."""
    kind = pl.col(column["org_type"]).str.to_uppercase().str.strip_chars()
    practice = code(column["practice_code"]).str.contains(r"^[A-TV-Z]\d{5}$")
    lost = frame.filter(practice & (kind != "GP"))
    return list(
        of_examples(
            "warns",
            "practices_of_another_type",
            "Practices under another type than GP. They are not read.",
            lost[column["practice_code"]].unique(maintain_order=True),
            advice="Write GP as the type of these rows, or take the file as published.",
        )
    )


def tidy_list_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`lists` from the project's own layout."""
    column = table.recognised.columns
    return _lists(frame, column["practice_code"], column["registered"], column.get("weighted"))


def payment_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`lists` with weighted patients (Carr-Hill), from NHS Payments to General Practice.

    Both are means over the year, so a list can have a fraction of a patient.
    """
    column = table.recognised.columns
    tables, found = _lists(frame, column["practice_code"], column["registered"], column["weighted"])
    said = finding(
        "notes",
        "averages_of_a_year",
        f"Each figure is {table.source.averages}, not the list of one month. It says how much "
        "a patient of each practice weighs, for rates for weighted patients.",
        examples=[table.column("registered") or "", table.column("weighted") or ""],
    )
    return tables, [said, *found]


def _lists(frame: pl.DataFrame, practice: str, registered: str, weighted: str | None) -> TidyTables:
    values, reasons, bad = numbers(frame[registered])
    odd = [odd_cells(frame, registered, bad.tolist())]
    lists = frame.select(
        practice_code=code(practice), sex=pl.lit("all"), age_band=pl.lit("all")
    ).with_columns(value_series("registered", values), reason_series("registered_missing", reasons))
    if weighted:
        more, why, also_bad = numbers(frame[weighted])
        odd.append(odd_cells(frame, weighted, also_bad.tolist()))
        lists = lists.with_columns(
            value_series("weighted", more), reason_series("weighted_missing", why)
        )
    else:
        lists = lists.with_columns(
            reason_series("weighted_missing", np.full(frame.height, 1, dtype=np.uint8))
        )
    return {"lists": lists}, odd_cell_findings(pl.concat(odd))


def map_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`places` from a practice map or our own layout; the ICB is the one its sub-ICB belongs to.

    A blank name of an area is that of the first row with its code: our own layout names each area once.
    """
    places = _named(_places(table, frame))
    found: list[Finding] = []
    parents = (
        places.filter(pl.col("sub_icb_code").is_not_null() & pl.col("icb_code").is_not_null())
        .group_by("sub_icb_code", "icb_code", "icb_name", "region_code", "region_name")
        .len()
        .sort("sub_icb_code", "len", "icb_code", descending=[False, True, False])
    )
    majority = parents.unique("sub_icb_code", keep="first", maintain_order=True).drop("len")
    upper = ("icb_code", "icb_name", "region_code", "region_name")
    joined = places.join(majority, on="sub_icb_code", how="left", suffix="_majority")
    wrong = joined.filter(pl.col("icb_code") != pl.col("icb_code_majority"))
    found += of_examples(
        "notes",
        "icb_contradicts_sub_icb",
        "Practices whose ICB is not the one of their sub-ICB. The sub-ICB's own ICB is used.",
        [
            f"{p}: {i} printed, {m} used"
            for p, i, m in wrong.select(
                "practice_code", "icb_code", "icb_code_majority"
            ).iter_rows()
        ],
    )
    places = joined.with_columns(
        pl.coalesce(f"{column}_majority", column).alias(column) for column in upper
    ).drop([f"{column}_majority" for column in upper])
    return {"places": places}, found


def _named(places: pl.DataFrame) -> pl.DataFrame:
    pairs = [(f"{area}_code", f"{area}_name") for area in ("pcn", "sub_icb", "icb", "region")]
    return places.with_columns(
        pl.when(pl.col(code).is_not_null()).then(
            pl.col(name).fill_null(pl.col(name).drop_nulls().first().over(code))
        )
        for code, name in pairs
        if name in places.columns and places[name].has_nulls()
    )


def epcn_tables(table: TextTable, frame: pl.DataFrame, period: str | None = None) -> TidyTables:
    """`places` from the ePCN workbook: who belonged where when a month was over.

    Relationships begin and end, most of them with a month: who left on its last day has left, and the
    network that begins the next day is the one that the return of that month is filed under. Without
    a month only those without an end are taken. A date that cannot be read is no bound, and is named.
    """
    after = Month(period).plus(1).first_day.isoformat() if period and is_month(period) else None
    begins, start_odd = _days(table, frame, "start_date")
    ends, end_odd = _days(table, frame, "end_date")
    there = (
        ends.is_null()
        if after is None
        else (ends.is_null() | (ends > after)) & (begins.is_null() | (begins <= after))
    )
    found = list(
        of_examples(
            "warns",
            "unreadable_relationship",
            "Start or end dates of relationships that cannot be read. They are taken as open.",
            [*start_odd, *end_odd],
        )
    )
    if after and not there.all():
        found.append(
            finding(
                "notes",
                "membership_of_a_day",
                f"Practices are placed as on {after}, when the month was over: "
                "relationships that had ended or not begun are left out.",
                count=int((~there).sum()),
            )
        )
    return {"places": _places(table, frame.filter(there))}, found


def _days(table: TextTable, frame: pl.DataFrame, our_name: str) -> tuple[pl.Series, list[str]]:
    """A column of dates as `YYYY-MM-DD`, null where blank or unreadable; and the unreadable cells."""
    column = table.column(our_name)
    if column is None:
        return pl.repeat(None, frame.height, dtype=pl.String, eager=True), []
    printed = frame[column].str.strip_chars()
    read = {text: date_of(text) for text in printed.unique()}
    days = printed.replace_strict(read, return_dtype=pl.String)
    odd = frame.filter(days.is_null() & (printed != ""))
    return days, cells_of(table, odd, column)


def _places(table: TextTable, frame: pl.DataFrame) -> pl.DataFrame:
    columns: dict[str, pl.Expr] = {"practice_code": code(table.recognised.columns["practice_code"])}
    for our_name, printed in table.recognised.columns.items():
        if our_name in ("practice_name", "postcode") or our_name.endswith("_name"):
            columns[our_name] = name(printed)
        elif our_name in ("pcn_code", "sub_icb_code", "icb_code", "region_code"):
            columns[our_name] = code(printed)
        elif our_name == "borough_code":
            columns[our_name] = name(printed)
    wanted = {k: v for k, v in columns.items() if not k.startswith("pcn_sub_icb")}
    places = frame.select(**wanted).with_columns(invented=pl.lit(value=False))
    for needed in ("icb_code", "icb_name", "region_code", "region_name"):
        if needed not in places.columns:
            places = places.with_columns(pl.lit(None, dtype=pl.String).alias(needed))
    return without_no_pcn(places)
