"""Local claims and allocations of PCNs, and what places spent → `arrs_claims`, `arrs_allocations`, `arrs_spend`."""

from collections import Counter

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding, of_examples
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.odd_cells import dotted_thousands
from wfcore.normalising.sheets import SHEET_ROW, cells_of
from wfcore.normalising.values import (
    code,
    financial_year,
    name,
    numbers,
    optional_name,
    period_of_date,
    value_series,
)
from wfcore.reading import TextTable

_FEW_MONTHS = 2  # so few months of another year look like slips, more like a history


def claim_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`arrs_claims`: one row for each claim of a PCN for a role in a month.

    Columns: `pcn_code`; `role_printed`; `wte`, FTE; `claimed_gbp`, `approved_gbp`, £ for the month;
    `allocation_gbp`, £ for the year; `status`, in small letters; `row` of the sheet. Null is blank.
    """
    column = table.recognised.columns
    values, found = _amounts(table, frame, ("wte", "claimed_gbp", "approved_gbp", "allocation_gbp"))
    printed = frame.select(_=name(column["role"])).to_series()
    ids = {text: declared().arrs_role_of(text) for text in printed.unique().drop_nulls()}
    claims = frame.select(
        pcn_code=code(column["pcn_code"]),
        role_printed=printed,
        role=pl.Series([ids.get(text) for text in printed], dtype=pl.String),
        status=optional_name(column.get("status")).str.to_lowercase(),
        row=pl.col(SHEET_ROW),
    ).with_columns(values)
    return {"arrs_claims": claims}, [*found, *_of_another_year(table, frame)]


def allocation_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`arrs_allocations`: what a PCN may claim in a financial year.

    Columns: `pcn_code`; `financial_year`, such as 2025/26; `total_gbp`; `devolved_gbp`, the part the PCN was
    given so far; `note`; `row` of the sheet. Null is blank.
    """
    column = table.recognised.columns
    values, found = _amounts(table, frame, ("total_gbp", "devolved_gbp"))
    years = {text: financial_year(text) for text in frame[column["financial_year"]].unique()}
    allocations = frame.select(
        pcn_code=code(column["pcn_code"]),
        financial_year=pl.col(column["financial_year"]).replace_strict(
            years, return_dtype=pl.String
        ),
        note=optional_name(column.get("note")),
        row=pl.col(SHEET_ROW),
    ).with_columns(values)
    return {"arrs_allocations": allocations}, found


def spend_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`arrs_spend`: what a place spent in a month.

    Columns: `place_level`, not known yet; `place_code`, as written; `place_name`; `spend`, in `unit`; `spend_gbp`,
    £, null where the unit is none of the rules; `note`; `row` of the sheet. Null is blank.
    """
    column = table.recognised.columns
    values, found = _amounts(table, frame, ("spend",))
    printed = frame.select(_=optional_name(column.get("unit"))).to_series()
    known = declared().rules.local_tables.spend_units
    pounds = [known.get((text or "").lower().replace("in ", "").strip("() ")) for text in printed]
    spent = frame.select(
        place_level=pl.lit(None, dtype=pl.String),
        place_code=optional_name(column["place"]),
        place_name=optional_name(column.get("place_name")),
        unit=printed,
        note=optional_name(column.get("note")),
        row=pl.col(SHEET_ROW),
    ).with_columns(values)
    return {
        "arrs_spend": spent.with_columns(
            spend_gbp=pl.col("spend") * pl.Series(pounds, dtype=pl.Float64)
        )
    }, found


def _amounts(
    table: TextTable, frame: pl.DataFrame, names: tuple[str, ...]
) -> tuple[list[pl.Series], list[Finding]]:
    """Money and FTE; a pound sign and spaces are no fault, a word is."""
    made: list[pl.Series] = []
    bad: list[str] = []
    for our_name in names:
        printed = table.column(our_name)
        if printed is None:
            made.append(pl.Series(our_name, [None] * frame.height, dtype=pl.Float64))
            continue
        texts = frame[printed].str.replace_all(r"[£\s]", "")
        values, _, wrong = numbers(texts)
        made.append(value_series(our_name, values))
        bad += cells_of(table, frame[wrong], printed)
    money = [printed for name in names if name != "wte" and (printed := table.column(name))]
    return made, [
        *of_examples(
            "blocks",
            "not_a_number",
            "Cells that are neither a number nor blank. Correct them.",
            bad,
        ),
        *dotted_thousands(frame, money),
    ]


def _of_another_year(table: TextTable, frame: pl.DataFrame) -> list[Finding]:
    """Months outside the financial year of most of the file: a slip, unless the file is a history."""
    column = table.recognised.columns["period"]
    here = period_of_date(str(frame[column][0]))
    months = {m for text in table.frame[column].unique() if (m := period_of_date(text))}
    years = Counter(month.financial_year for month in months)
    if here is None or len(years) < 2:
        return []
    most, of_most = years.most_common(1)[0]
    own = here.financial_year
    if own == most or years[own] > _FEW_MONTHS or of_most <= _FEW_MONTHS:
        return []
    return [
        finding(
            "warns",
            "month_outside_year",
            f"Claims for {here}, but most months of the file lie in {most}. Is the month right?",
            count=frame.height,
            examples=[
                f"row {row}: {text}" for row, text in frame.select(SHEET_ROW, column).iter_rows()
            ],
        )
    ]
