"""Directories of postcodes, which come area by area: a new one adds to those that are published."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from wfcore.normalising import Draft
from wfcore.store.store import Store

_KIND = "postcodes"


def with_earlier_postcodes(drafts: Sequence[Draft], store: Store | None) -> list[Draft]:
    """The drafts, those of postcodes joined to one, with what is published of other postcode areas."""
    mine = [one for one in drafts if _KIND in one.tables]
    if not mine:
        return list(drafts)
    rows = pl.concat([one.tables[_KIND] for one in mine])
    published = store.read().table(_KIND, columns=rows.columns) if store else rows.clear()
    area = pl.col("postcode").str.extract(r"^([A-Z]+)")
    kept = published.filter(~area.is_in(rows.select(area.unique()).to_series().implode()))
    whole = replace(
        mine[0],
        rows=sum(one.rows for one in mine),
        tables={**mine[0].tables, _KIND: pl.concat([rows, kept])},
        findings=tuple(found for one in mine for found in one.findings),
    )
    return [whole if one is mine[0] else one for one in drafts if one not in mine[1:]]
