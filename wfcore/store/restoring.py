"""What bringing an earlier version back changes."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from wfcore.errors import StoreError
from wfcore.store.version import Version


@dataclass(frozen=True)
class EditionChange:
    """One source and period that would be other than it is: added again, taken away, or as it was then."""

    source: str
    period: str
    what: Literal["returns", "goes", "as it was"]
    files: tuple[str, ...]


def changes_by_restoring(now: Version, then: Version) -> list[EditionChange]:
    """What differs between the newest version and one that is to be brought back, by source and period.

    `files`: the names of those that it would rest on; of what goes, of those that it rests on today.
    """
    sides = [_parts_by_edition(version) for version in (now, then)]
    changed = sorted(e for e in {*sides[0], *sides[1]} if sides[0].get(e) != sides[1].get(e))
    found: list[EditionChange] = []
    for edition in changed:
        source, _, period = edition.partition(".")
        what = (
            "returns" if edition not in sides[0] else "as it was" if edition in sides[1] else "goes"
        )
        files = _file_names(now if what == "goes" else then, edition)
        found.append(EditionChange(source, period, what, files))
    return found


def _file_names(version: Version, edition: str) -> tuple[str, ...]:
    """The files of an edition; none where that cannot be read, which may be why it is to be replaced."""
    try:
        return tuple(version.table("files", [edition])["file_name"].unique().sort())
    except StoreError:
        return ()


def _parts_by_edition(version: Version) -> dict[str, frozenset[str]]:
    """The digests of the tables of each edition: a table that was written twice is the same."""
    digest = pl.col("path").str.extract(r"-([0-9a-f]+)\.parquet$")
    rows = version.parts.with_columns(table=pl.concat_str("kind", digest, separator=" "))
    return {
        str(edition): frozenset(tables)
        for edition, tables in rows.group_by("edition").agg("table").iter_rows()
    }
