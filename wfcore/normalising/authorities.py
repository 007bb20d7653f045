"""Look-ups of practices and directories of postcodes → local authorities."""

from collections.abc import Iterator

import polars as pl

from wfcore.declared.gazetteer import authority_of_today, gazetteer
from wfcore.findings import Finding, finding, of_examples
from wfcore.geography import POSTCODE, plain_postcode
from wfcore.normalising.drafts import TidyTables
from wfcore.normalising.values import code, name, optional_name
from wfcore.reading import TextTable

_IN_ENGLAND = r"^E0[6-9][0-9]{6}$"


def borough_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`boroughs`; where the lookup has no borough code the name is the code."""
    column = table.recognised.columns
    borough = name(column["borough_name"])
    boroughs = frame.select(
        practice_code=code(column["practice_code"]),
        borough_code=pl.coalesce(name(column["borough_code"]), borough)
        if "borough_code" in column
        else borough,
        borough_name=borough,
        postcode=_postcode(column.get("postcode")),
        method=optional_name(column.get("method")),
    )
    blank = boroughs.filter(pl.col("borough_name").is_null())
    found = (
        [
            finding(
                "warns",
                "no_borough",
                "Practices without a local authority. They are left out of its figures.",
                count=blank.height,
                examples=blank["practice_code"],
            )
        ]
        if blank.height
        else []
    )
    return {"boroughs": boroughs.filter(pl.col("borough_name").is_not_null())}, found


def authority_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`boroughs` of a file that prints codes of authorities, those that are gone as the ones that followed.

    A code that nobody knows is kept, with the printed name or itself for a name.
    """
    column = table.recognised.columns
    printed = frame.select(
        practice_code=code(column["practice_code"]),
        borough_code=name(column["borough_code"]),
        borough_name=optional_name(column.get("borough_name")),
        postcode=_postcode(column.get("postcode")),
        method=pl.lit("by name in the file"),
    ).drop_nulls("borough_code")
    today = {code: authority_of_today(code) for code in printed["borough_code"].unique()}
    codes = {old: area.code for old, area in today.items() if area}
    names = {old: area.name for old, area in today.items() if area}
    boroughs = printed.with_columns(
        borough_name=pl.coalesce(
            pl.col("borough_code").replace_strict(names, default=None, return_dtype=pl.String),
            "borough_name",
            "borough_code",
        ),
        borough_code=pl.col("borough_code").replace(codes),
    )
    gone = sorted(
        f"{gazetteer()[old].name}: now {area.name}"
        for old, area in today.items()
        if area and area.code != old
    )
    return {"boroughs": boroughs}, [
        *of_examples(
            "notes",
            "authority_followed",
            "Local authorities that are gone. Their practices are placed in those that followed them.",
            gone,
        ),
        *_need_of_all_services(column.get("weighted")),
    ]


def _need_of_all_services(column: str | None) -> Iterator[Finding]:
    """The need-weighted populations of the allocation tool: another weight than that of general practice."""
    if column:
        yield finding(
            "notes",
            "need_of_all_services",
            "The need-weighted populations of this file are for hospitals, mental health, maternity and "
            "prescribing together. They are not read as weighted patients of general practice.",
            examples=[column],
            advice="For rates for weighted patients publish NHS Payments to General Practice.",
        )


def postcode_tables(table: TextTable, frame: pl.DataFrame) -> TidyTables:
    """`postcodes` of England: local authority, ward, constituency and small area, as far as the file has them."""
    column = table.recognised.columns
    parts = {
        our_name: optional_name(column.get(our_name))
        for our_name in ("ward_code", "constituency_code", "lsoa_code")
    }
    rows = frame.select(
        postcode=plain_postcode(column["postcode"]),
        borough_code=name(column["borough_code"]),
        **parts,
    )
    fits = pl.col("postcode").str.contains(POSTCODE).fill_null(value=False)
    here = pl.col("borough_code").str.contains(_IN_ENGLAND).fill_null(value=False)
    odd = frame.filter(rows.select(~fits).to_series())[column["postcode"]]
    found = [
        *of_examples(
            "warns", "no_postcode", "Rows whose postcode is none. They are left out.", odd
        ),
        *of_examples(
            "notes",
            "postcodes_elsewhere",
            "Postcodes in no local authority of England, or without an address. They are left out.",
            rows.filter(fits & ~here)["postcode"],
        ),
    ]
    kept = rows.filter(fits & here)
    today = {
        old: area.code for old in kept["borough_code"].unique() if (area := authority_of_today(old))
    }
    return {"postcodes": kept.with_columns(pl.col("borough_code").replace(today))}, found


def _postcode(column: str | None) -> pl.Expr:
    return plain_postcode(name(column)) if column else pl.lit(None, dtype=pl.String)
