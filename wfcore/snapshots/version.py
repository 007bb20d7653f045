"""One version of the data, as a reader holds it: nothing published later changes it."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from wfcore.declared import declared
from wfcore.errors import StoreError
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
    _whole: set[str] = field(default_factory=set[str], repr=False, compare=False)

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
        where: pl.Expr | None = None,
    ) -> pl.DataFrame:
        """The rows of one kind, of all editions or of these.

        Raises:
            StoreError: a file of this version is missing or damaged.
        """
        rows = self.scan(kind, editions)
        if where is not None:
            rows = rows.filter(where)
        try:
            self._check_digests(kind, editions)
            return (rows.select(columns) if columns else rows).collect()
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            raise StoreError(
                f"Version {self.number} cannot be read: {self._damaged(kind)} is missing or damaged.",
                "Put the file back from a copy of the store, look at an earlier version with "
                "--version, or bring one back with `restore`.",
            ) from error

    def _check_digests(self, kind: str, editions: Collection[str] | None) -> None:
        """Hold each file against the digest in its name, once; object stores do that themselves.

        Raises:
            OSError: a file is missing or not what was written.
        """
        if "://" in self.uri:
            return
        parts = self.parts.filter(pl.col("kind") == kind)
        if editions is not None:
            parts = parts.filter(pl.col("edition").is_in(list(editions)))
        for path in parts["path"]:
            if path in self._whole:
                continue
            if _digest_of(path) != _sha256(path):
                raise OSError(f"{path} is not what was written")
            self._whole.add(path)

    def _damaged(self, kind: str) -> str:
        """The first file of a kind that cannot be read."""
        for path in self.parts.filter(pl.col("kind") == kind)["path"]:
            try:
                if "://" not in self.uri and _digest_of(path) != _sha256(path):
                    return str(path).removeprefix(f"{self.uri.rstrip('/')}/")
                pl.scan_parquet(
                    path, hive_partitioning=False, storage_options=self.storage_options
                ).collect()
            except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
                return str(path).removeprefix(f"{self.uri.rstrip('/')}/")
        return f"a file with {kind}"


def _sha256(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def _digest_of(path: str) -> str:
    """The digest that the store put into a file's name."""
    return Path(path).stem.rpartition("-")[2]
