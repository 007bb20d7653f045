"""Recommendations against the places and the recommendations that the store knows."""

from collections.abc import Iterator, Sequence

import polars as pl

from wfcore.declared import declared
from wfcore.findings import Finding, finding
from wfcore.geography import ENGLAND_CODE, plain_name
from wfcore.normalising import Draft
from wfcore.store.version import Version

_KIND, _PRINTED = "recommendations", "area_figures"
_PLACED = ("places", "networks", "boroughs")


def about_recommendations(
    draft: Draft, drafts: Sequence[Draft], version: Version
) -> Iterator[Finding]:
    """What is to be said about a list of recommendations before it replaces the one before it.

    Args:
        draft: perhaps such a list.
        drafts: all drafts of the upload, which may bring places.
        version: what is published.
    """
    table = draft.tables.get(_KIND, draft.tables.get(_PRINTED))
    if table is None:
        return
    codes = _codes(drafts, version)
    placed = table.with_columns(
        bearers=pl.Series([len(codes.get(plain_name(p), ())) for p in table["place"]])
    )
    if (odd := placed.filter(pl.col("bearers") == 0)).height:
        yield finding(
            "warns",
            "unknown_place",
            "Places that no published file names, by this code or name. What is said of them is kept, "
            "but is shown nowhere. Correct them, or publish the practice map first.",
            count=odd.height,
            examples=_rows(odd),
        )
    if (odd := placed.filter(pl.col("bearers") > 1)).height:
        yield finding(
            "warns",
            "place_not_certain",
            "Names that more than one place bears. What is said is shown for each of them: write the code.",
            count=odd.height,
            examples=_rows(odd),
        )
    if _KIND in draft.tables:
        yield from _left_out(draft, table, version)


def _rows(table: pl.DataFrame) -> list[str]:
    return [
        f"row {row}: {place}" for row, place in table.head(5).select("row", "place").iter_rows()
    ]


def _codes(drafts: Sequence[Draft], version: Version) -> dict[str, set[str]]:
    """Code or name of a place → the codes that it may mean."""
    tables = [version.table(kind) for kind in _PLACED]
    tables += [one.tables[kind] for one in drafts for kind in _PLACED if kind in one.tables]
    found: dict[str, set[str]] = {plain_name("England"): {ENGLAND_CODE}}
    pairs = [
        (column, column.replace("_code", "_name"))
        for column in dict.fromkeys(c for t in tables for c in t.columns)
        if column.endswith("_code")
    ]
    for table in tables:
        for code, name in pairs:
            if code not in table.columns or name not in table.columns:
                continue
            for a, b in table.select(code, name).unique().drop_nulls(code).iter_rows():
                found.setdefault(plain_name(a), set()).add(a)
                found.setdefault(plain_name(b or a), set()).add(a)
    return found


def _left_out(draft: Draft, table: pl.DataFrame, version: Version) -> Iterator[Finding]:
    """Open recommendations of the published list that this one no longer has."""
    before = version.table(_KIND, [draft.edition])
    if before.is_empty():
        return
    closed = declared().rules.recommendations.closed
    key = pl.coalesce("reference", pl.concat_str("place", "asked", "words", separator=" "))
    gone = before.filter(~pl.col("status").is_in(closed)).filter(
        ~key.is_in(table.select(key).to_series().to_list())
    )
    if gone.height:
        yield finding(
            "warns",
            "recommendations_left_out",
            "Recommendations that are not closed stand in the published list, but not in this file, which "
            "replaces it. Add them, or close them first.",
            count=gone.height,
            examples=[
                f"{place}, {asked}: {words}"
                for place, asked, words in gone.head(5).select("place", "asked", "words").iter_rows()
            ],
        )  # fmt: skip
