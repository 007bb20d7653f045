"""Editions that an earlier release wrote under other names of columns, written anew with today's."""

import io
from collections.abc import Sequence

import polars as pl

from wfcore.errors import StoreError
from wfcore.store.address import Address
from wfcore.store.opening import parts_frame
from wfcore.store.proposals import StagedFile
from wfcore.store.version import Version
from wfcore.store.writing import write_tables
from wfcore.tables import TABLES, earlier_names


def bring_forward(
    address: Address, number: int, parts: Sequence[StagedFile]
) -> tuple[list[StagedFile], tuple[StagedFile, ...]]:
    """Write the editions that hold columns by an earlier name anew, whole, with today's names.

    An edition with a damaged file stays as it is: a new digest would vouch for the damage.

    Args:
        address: where the store lies.
        number: the version that the parts are to be.
        parts: all its parts.

    Returns:
        All its parts, and those of them that were written now and that no version names yet.

    Raises:
        StoreError: they cannot be written.
    """
    version = Version(number, address.uri, parts_frame(address, parts), address.storage_options)
    earlier = {part.edition for part in parts if _has_earlier_names(address, part)}
    tables: dict[tuple[str, str], pl.DataFrame] = {}
    for edition in earlier:
        kinds = [part.kind for part in parts if part.edition == edition]
        try:
            tables |= {(edition, kind): version.table(kind, [edition]) for kind in kinds}
        except StoreError:
            continue
    forward = write_tables(address, tables)
    rewritten = {part.edition for part in forward}
    return [*(part for part in parts if part.edition not in rewritten), *forward], forward


def _has_earlier_names(address: Address, part: StagedFile) -> bool:
    earlier = earlier_names(part.kind).values() if part.kind in TABLES else ()
    if not earlier:
        return False
    try:
        columns = pl.read_parquet_schema(io.BytesIO(address.read(part.path)))
    except (OSError, pl.exceptions.PolarsError):
        return False
    return not columns.keys().isdisjoint(earlier)
