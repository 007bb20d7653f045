"""Standing lists about places, of people and posts, against the places and the list that the store knows."""

from collections.abc import Iterator

import polars as pl

from wfcore.checking.pipeline import PIPELINE_KINDS
from wfcore.findings import Finding, of_examples, of_rows
from wfcore.normalising import Draft
from wfcore.store.version import Version


def about_local_lists(draft: Draft, version: Version) -> Iterator[Finding]:
    """What is to be said about a list before it replaces the one before it.

    Args:
        draft: perhaps such a list, its places known where they can be (`with_known_codes`).
        version: what is published.
    """
    for kind in PIPELINE_KINDS:
        table = draft.tables.get(kind)
        if table is None:
            continue
        lost = table.filter(pl.col("place_level").is_null(), pl.col("place_code").is_not_null())
        yield from of_rows(
            "warns",
            "list_of_unknown_place",
            "Places that no published map names, or more than one. Their rows are kept and shown for none. "
            "Write the code, or publish the practice map first.",
            lost.unique("row", maintain_order=True),
            lambda r: f"row {r['row']}: {r['place_code']}",
        )
        before = version.table(kind, [draft.edition])["place_code"].drop_nulls()
        gone = before.filter(~before.is_in(table["place_code"].implode())).unique(
            maintain_order=True
        )
        yield from of_examples(
            "warns",
            "places_left_out",
            "Places of the published list that are not in this file, which replaces it: their rows go. "
            "Put all places into one file.",
            gone.to_list(),
        )
