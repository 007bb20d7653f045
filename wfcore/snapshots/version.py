"""One version of the data, as a reader holds it: nothing published later changes it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import polars as pl

from wfcore.declared import declared
from wfcore.normalising.tables import STANDING, schema


@dataclass(frozen=True)
class Version:
    """The parts of one published version.

    `parts`: `edition, kind, source, period, path, rows`; `path` is absolute.
    """

    number: int
    uri: str
    parts: pl.DataFrame = field(repr=False)
    storage_options: dict[str, str] | None = field(default=None, repr=False)

    def editions(self, kind: str | None = None) -> pl.DataFrame:
        """`edition, source, period` of everything here, or of what has a table of this kind."""
        parts = self.parts if kind is None else self.parts.filter(pl.col("kind") == kind)
        return parts.select("edition", "source", "period").unique().sort("period", "source")

    def periods(self, collection: str) -> list[str]:
        """Periods with staff of a collection (`practice` or `pcn`), oldest first."""
        sources = [s.id for s in declared().sources.values() if s.collection == collection]
        found = self.editions("staff_total").filter(pl.col("source").is_in(sources))
        return sorted(p for p in found["period"].unique() if p != STANDING)

    def scan(self, kind: str, editions: Collection[str] | None = None) -> pl.LazyFrame:
        """Lazily, the rows of one kind, of all editions or of these."""
        parts = self.parts.filter(pl.col("kind") == kind)
        if editions is not None:
            parts = parts.filter(pl.col("edition").is_in(list(editions)))
        if parts.is_empty():
            return pl.LazyFrame(schema=schema(kind))
        return pl.scan_parquet(
            parts["path"].to_list(),
            hive_partitioning=False,
            storage_options=self.storage_options,
            schema=schema(kind),
        )

    def table(
        self,
        kind: str,
        editions: Collection[str] | None = None,
        columns: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """The rows of one kind, of all editions or of these."""
        rows = self.scan(kind, editions)
        return (rows.select(columns) if columns else rows).collect()
