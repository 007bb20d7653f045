"""Rows of a PCN file that no person is: hours for FTE, somebody twice, a code with another's name."""

import difflib
import itertools
from collections.abc import Iterator

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding, of_examples, of_rows
from wfcore.geography import plain_name
from wfcore.normalising.sheets import SHEET_ROW


def odd_people(
    frame: pl.DataFrame, column: dict[str, str], people: pl.DataFrame
) -> Iterator[Finding]:
    """What stands out row by row, before the rows are added up.

    Args:
        frame: the rows as text, with the row of the sheet.
        column: our names → headings.
        people: `area_code, person, fte` in the same order; `person` null for contracted services.
    """
    rows = people.with_columns(frame[SHEET_ROW].alias("row"))
    yield from _hours(rows)
    yield from _twice(frame, column, rows)
    yield from _in_pairs(frame, column)
    yield from _two_names(frame, column)


def _hours(rows: pl.DataFrame) -> Iterator[Finding]:
    limits = declared().rules.pcn_people
    named = pl.col("person").is_not_null()
    most = pl.when(named).then(limits.fte).otherwise(limits.fte_contracted)
    yield from of_rows(
        "warns",
        "more_than_one_person_works",
        f"More than {limits.fte:g} FTE of one person, or more than {limits.fte_contracted:g} of one contracted "
        "service. Are these hours, or several people?",
        rows.filter(pl.col("fte") > most).sort("fte", descending=True),
        lambda r: f"row {r['row']}, {r['area_code']}: {r['fte']:g}",
    )
    if rows.height < declared().rules.hours.many:
        return
    mean = float(rows["fte"].sum()) / rows.height
    if mean > limits.mean[1] or 0 < mean < limits.mean[0]:
        yield finding(
            "blocks" if mean > limits.mean[1] else "warns",
            "pcn_fte_is_not_hours",
            f"{mean:,.2f} FTE in each row on average; England's files have 0.64 to 0.82. FTE is hours divided by 37.5.",
            advice="Are these hours, or is the column a multiple of what it should be?",
        )


def _twice(frame: pl.DataFrame, column: dict[str, str], rows: pl.DataFrame) -> Iterator[Finding]:
    """The publisher itself repeats a few rows; a file that was put together twice repeats them all."""
    printed = [heading for heading in column.values() if heading in frame.columns]
    named = frame.filter(rows["person"].is_not_null()).select(printed)
    again = named.height - named.unique().height
    if named.height and again > declared().rules.pcn_people.repeated * named.height:
        yield finding(
            "warns",
            "people_stand_twice",
            f"{again:,} of {named.height:,} rows repeat another, identifier and all. Was the file pasted twice?",
            advice="Take the file as published. As it stands these people count twice.",
        )


def _in_pairs(frame: pl.DataFrame, column: dict[str, str]) -> Iterator[Finding]:
    """Rows that are alike but for the person come in any number; where nearly all come in pairs they were doubled."""
    printed = [h for name, h in column.items() if name != "person" and h in frame.columns]
    counts = frame.group_by(printed).len()["len"]
    even = int(counts.filter(counts % 2 == 0).sum())
    rules = declared().rules
    if frame.height >= rules.hours.many and even >= rules.pcn_people.in_pairs * frame.height:
        yield finding(
            "warns",
            "people_in_pairs",
            f"{even:,} of {frame.height:,} rows have another that is the same but for the person. Was each row doubled "
            "under new identifiers?",
            advice="Take the file as published. As it stands nearly everybody may count twice.",
        )


def _two_names(frame: pl.DataFrame, column: dict[str, str]) -> Iterator[Finding]:
    """One code with names that are not alike: typed for another, its staff would count there."""
    said: list[str] = []
    for area in ("pcn", "sub_icb", "icb", "region"):
        code, name = column.get(f"{area}_code"), column.get(f"{area}_name")
        if code is None or name is None:
            continue
        several = (
            frame.select(code, name).unique().group_by(code).agg(pl.col(name).unique().sort())
            .filter(pl.col(name).list.len() > 1).sort(code)
        )  # fmt: skip
        for of, names in several.iter_rows():
            plain = {plain_name(one) for one in names if one.strip()}
            if any(_unlike(a, b) for a, b in itertools.combinations(sorted(plain), 2)):
                said.append(f"{of}: {', '.join(names)}")
    yield from of_examples(
        "warns",
        "two_names_for_a_code",
        "Codes of areas with names that are not alike: was a code typed for another? The code decides, so "
        "practices would count in the wrong area.",
        said,
        advice="Put the code of these rows right, or accept with the reason, such as a new name.",
    )


def _unlike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one, other).ratio() < declared().rules.doctor.near_name
