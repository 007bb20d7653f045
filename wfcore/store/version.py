"""One version of the data, as a reader holds it: nothing published later changes it."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Self

import polars as pl

from wfcore.declared import declared
from wfcore.errors import StoreError
from wfcore.store.address import Address
from wfcore.store.identity import VersionName
from wfcore.tables import STANDING, earlier_names, schema


@dataclass(frozen=True)
class Wanted:
    """What to read of one kind: of all editions or of these, all columns or these, rows that fit."""

    kind: str
    editions: Collection[str] | None = None
    columns: Sequence[str] | None = None
    where: pl.Expr | None = None


@dataclass(frozen=True)
class Version:
    """The parts of one published version.

    `parts`: `edition, kind, source, period, path, rows`; `path` is absolute. `identity`: what tells it
    from the same number of another store, or of this one put back from a copy.
    """

    number: int
    uri: str
    parts: pl.DataFrame = field(repr=False)
    storage_options: dict[str, str] | None = field(default=None, repr=False)
    identity: str = ""
    _held: Mapping[str, pl.DataFrame] | None = field(default=None, repr=False, compare=False)
    _whole: set[str] = field(default_factory=set[str], repr=False, compare=False)
    _editions: dict[str | None, pl.DataFrame] = field(
        default_factory=dict[str | None, pl.DataFrame], repr=False, compare=False
    )

    @classmethod
    def of_tables(cls, tables: Mapping[tuple[str, str], pl.DataFrame], number: int = 0) -> Self:
        """A version in memory, which no store has: the tidy table of each edition and kind."""
        held, parts = _in_memory(tables)
        return cls(number, "memory:", parts, _held=held, _whole=set(held))

    def with_tables(self, tables: Mapping[tuple[str, str], pl.DataFrame]) -> Self:
        """The same with these tables, by edition and kind, in the place of its own: nothing is published."""
        held, parts = _in_memory(tables)
        key = pl.struct("edition", "kind")
        others = self.parts.filter(~key.is_in(parts.select(key).to_series().implode()))
        return replace(
            self,
            parts=pl.concat([others, parts.select(others.columns).cast(others.schema)]),
            _held={**(self._held or {}), **held},
            _whole=self._whole | set(held),
            _editions={},
        )

    @property
    def name(self) -> VersionName:
        """Its number and identity, as links and papers name it."""
        return VersionName(self.number, self.identity or None)

    def editions(self, kind: str | None = None) -> pl.DataFrame:
        """`edition, source, period` of everything here, or of what has a table of this kind."""
        if kind not in self._editions:
            parts = self.parts if kind is None else self.parts.filter(pl.col("kind") == kind)
            named = parts.select("edition", "source", "period").unique()
            self._editions[kind] = named.sort("period", "source")
        return self._editions[kind]

    def periods(self, collection: str) -> list[str]:
        """Periods with staff of a collection (`practice` or `pcn`), oldest first."""
        sources = [s.id for s in declared().sources.values() if s.collection == collection]
        staffed = self.editions("staff_total").filter(pl.col("source").is_in(sources))
        return sorted(p for p in staffed["period"].unique() if p != STANDING)

    def _scan(self, kind: str, paths: list[str]) -> pl.LazyFrame:
        if not paths:
            return pl.LazyFrame(schema=schema(kind))
        in_memory = self._held or {}
        if held := [in_memory[path] for path in paths if path in in_memory]:
            others = self._scan(kind, [path for path in paths if path not in in_memory])
            return pl.concat([*(table.lazy() for table in held), others])
        earlier = earlier_names(kind)
        columns = schema(kind)
        rows = pl.scan_parquet(
            paths,
            hive_partitioning=False,
            storage_options=self.storage_options,
            schema=columns | {old: columns[name] for name, old in earlier.items()},
            missing_columns="insert",  # what a part lacks is null
            extra_columns="ignore",  # of a later release
        )
        if earlier:
            rows = rows.with_columns(pl.coalesce(*names) for names in earlier.items())
        return rows.select(*columns) if earlier else rows

    @cached_property
    def _files(self) -> dict[str, list[tuple[str, str]]]:
        """Edition and path of the files of each kind, in the order of `parts`."""
        files: dict[str, list[tuple[str, str]]] = {}
        for kind, edition, path in self.parts.select("kind", "edition", "path").iter_rows():
            files.setdefault(kind, []).append((edition, path))
        return files

    def _paths(self, kind: str, editions: Collection[str] | None) -> list[str]:
        """The files of one kind, of all editions or of these."""
        files = self._files.get(kind, [])
        return [path for edition, path in files if editions is None or edition in editions]

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
        return self.tables([Wanted(kind, editions, columns, where)])[0]

    def tables(self, wanted: Sequence[Wanted]) -> list[pl.DataFrame]:
        """Several tables, read side by side.

        Raises:
            StoreError: a file of this version is missing or damaged.
        """
        files = [self._paths(each.kind, each.editions) for each in wanted]
        if not any(files):
            return [pl.DataFrame(schema=_columns(each)) for each in wanted]
        try:
            self._check_digests(path for paths in files for path in paths)
            return pl.collect_all(
                [self._rows(each, paths) for each, paths in zip(wanted, files, strict=True)]
            )
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            raise StoreError(
                f"Version {self.number} cannot be read: {self._damaged(wanted)} is missing or damaged.",
                "Put the file back from a copy of the store, or bring an earlier version back. Until "
                "then an earlier version can be looked at by its number.",
            ) from error

    def _rows(self, wanted: Wanted, paths: list[str]) -> pl.LazyFrame:
        rows = self._scan(wanted.kind, paths)
        rows = rows if wanted.where is None else rows.filter(wanted.where)
        return rows.select(wanted.columns) if wanted.columns else rows

    def _check_digests(self, paths: Iterable[str]) -> None:
        """Hold each file against the digest in its name, once.

        Raises:
            OSError: a file is missing or not what was written.
        """
        for path in paths:
            if path in self._whole:
                continue
            if not self._is_whole(path):
                raise OSError(f"{path} is not what was written")
            self._whole.add(path)

    def _is_whole(self, path: str) -> bool:
        data = self._address.read(self._inside(path))
        return hashlib.sha256(data).hexdigest() == Path(path).stem.rpartition("-")[2]

    def _inside(self, path: str) -> str:
        """The path of a file from the store on."""
        return path.removeprefix(f"{self.uri.rstrip('/')}/")

    @cached_property
    def _address(self) -> Address:
        return Address(self.uri, self.storage_options)

    def _damaged(self, wanted: Sequence[Wanted]) -> str:
        """The first file of these kinds that cannot be read."""
        for path in (path for each in wanted for path in self._paths(each.kind, None)):
            try:
                if not self._is_whole(path):
                    return self._inside(path)
                pl.scan_parquet(
                    path, hive_partitioning=False, storage_options=self.storage_options
                ).collect()
            except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
                return self._inside(path)
        return f"a file with {' or '.join(each.kind for each in wanted)}"


def _columns(wanted: Wanted) -> dict[str, pl.DataType]:
    columns = schema(wanted.kind)
    return {name: columns[name] for name in wanted.columns or columns}


def _in_memory(
    tables: Mapping[tuple[str, str], pl.DataFrame],
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Tables by a path that no store has, and the parts that name them."""
    held = {f"memory:{edition}/{kind}": table for (edition, kind), table in tables.items()}
    parts = pl.DataFrame(
        [
            (edition, kind, *edition.split(".", 1), path, table.height)
            for ((edition, kind), table), path in zip(tables.items(), held, strict=True)
        ],
        schema=["edition", "kind", "source", "period", "path", "rows"],
        orient="row",
    )
    return held, parts.sort("kind", "period", "source")
