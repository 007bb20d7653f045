"""Rules about codes: their shape, and that each stands once."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from wfcore.declared import Rules, declared
from wfcore.findings import Finding, finding, of_examples
from wfcore.normalising import Draft
from wfcore.tables import key

PRACTICE_CODE = r"^[A-Z][0-9]{5}$"
PCN_CODE = r"^U[0-9]{5}$"


def without_repeats(draft: Draft) -> tuple[Draft, list[Finding]]:
    """Drop rows that stand twice and are the same in every cell; say so, and which are not the same."""
    repeated: set[str] = set()
    unlike: set[str] = set()
    tables = dict(draft.tables)
    for kind, table in draft.tables.items():
        if not _stands_twice(draft, kind):
            continue
        unique = table.unique(maintain_order=True)
        if unique.height < table.height:
            again = table.filter(table.is_duplicated())[key(kind)[0]].unique()
            repeated.update(again.drop_nulls())
            tables[kind] = unique
        unlike |= _standing_twice(kind, unique)
    repeated -= unlike  # the same in one table, not in another: not the same row
    found = [*_repeated_rows(repeated), *_same_code_different_values(unlike)]
    return replace(draft, tables=tables), found


def _repeated_rows(codes: set[str]) -> Iterator[Finding]:
    yield from of_examples(
        "warns",
        "repeated_rows",
        "The same row stands more than once. One of each is kept.",
        sorted(codes),
    )


def _same_code_different_values(codes: set[str]) -> Iterator[Finding]:
    """A code that stands twice with unlike figures cannot be published."""
    yield from of_examples(
        "blocks",
        "same_code_different_values",
        "The same code stands more than once with different values. Find out which row is right "
        "and remove the other.",
        sorted(codes),
    )


# Kinds that may name a code once in each cell; those an analyst brings have rules of their own.
_CODED = ("staff", "lists", "places", "boroughs", "postcodes", "deprivation", "returns")


def _stands_twice(draft: Draft, kind: str) -> bool:
    """Whether a code stands more than once in one cell; far quicker than comparing whole rows."""
    table = draft.tables[kind]
    if not kind.startswith(_CODED):
        return False
    code, *cuts = key(kind)  # in one cell every code stands once
    source = declared().sources.get(draft.source)
    if source is not None and source.staff_columns and table.height % draft.rows == 0:
        # Of a wide file every cell lists every row of the file, so one cell speaks for all.
        return table[code].head(draft.rows).n_unique() < draft.rows
    varying = [cut for cut in cuts if not _is_constant(table[cut])]
    if not varying:
        return table[code].n_unique() < table.height
    twice = pl.col(code).n_unique() < pl.len()
    return bool(table.group_by(varying).agg(twice.alias("_"))["_"].any())


def _is_constant(column: pl.Series) -> bool:
    return bool((column == column[0]).all())


def _standing_twice(kind: str, table: pl.DataFrame) -> set[str]:
    """The codes that stand more than once in one cell."""
    twice = table.filter(pl.struct(key(kind)).is_duplicated())
    return set(twice[key(kind)[0]].drop_nulls())


_AREA = r"^([0-9A-Z]{3}([0-9A-Z]{2})?|[A-Z][0-9]{8})$"  # of the NHS, or of the ONS
_SHAPES = {  # column → its shape, and what it is called
    "practice_code": (PRACTICE_CODE, "practice"),
    "pcn_code": (PCN_CODE, "PCN"),
    "sub_icb_code": (_AREA, "sub-ICB location"),
    "icb_code": (_AREA, "ICB"),
    "region_code": (_AREA, "region"),
}
_SHAPED = ("staff_total", "lists", "places", "networks", "boroughs", "deprivation")


def codes_have_the_right_shape(draft: Draft, _rules: Rules) -> Iterator[Finding]:
    """Practice codes are a letter and five figures, PCN codes U and five figures; areas have 3 or 5 signs."""
    for kind in _SHAPED:
        table = draft.tables.get(kind)
        for column in () if table is None else _coded(table):
            shape, noun = _SHAPES[_meant(table, column) if table is not None else column]
            codes = table[column].unique(maintain_order=True) if table is not None else pl.Series()
            fits = codes.str.contains(shape)
            wrong = codes.filter(~fits.fill_null(value=column not in key(kind)))
            if len(wrong):
                yield finding(
                    "blocks",
                    "codes_have_the_right_shape",
                    f"Not {noun} codes. Total rows and notes must go; codes damaged by Excel, or with letters "
                    "of another alphabet, must be restored.",
                    count=len(wrong),
                    examples=map(_shown, wrong),
                )
                return


def _coded(table: pl.DataFrame) -> list[str]:
    return [c for c in ("area_code", *_SHAPES) if c in table.columns]


def _meant(table: pl.DataFrame, column: str) -> str:
    """Which code stands in a column: that of an area is of the level of its table."""
    return f"{table['level'][0]}_code" if column == "area_code" else column


def _shown(code: str | None) -> str:
    """A code as it is printed, with the names of letters that only look like ours."""
    foreign = [c for c in code or "" if c.isalpha() and not c.isascii()]
    named = ", ".join(unicodedata.name(c, "no known letter").lower() for c in foreign)
    return f"{code!r} ({named})" if named else repr(code) if code else "(blank)"
