"""The Delta table that a store is: made, opened, its parts and its history."""

from pathlib import Path

import polars as pl
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError

from wfcore.errors import StoreError, UnknownName
from wfcore.store.address import Address
from wfcore.store.publications import Publication, publication
from wfcore.store.table_schema import PARTITION, table_schema
from wfcore.store.version import Version
from wfcore.tables import TABLES

_KEPT_FOR_EVER = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}


def address_of(uri: str | Path, storage_options: dict[str, str] | None = None) -> Address:
    """Where a store lies; a folder by its whole path."""
    address = Address(str(uri), storage_options)
    return Address(str(Path(uri).resolve()), storage_options) if address.local else address


def is_store(address: Address) -> bool:
    """Whether there is a store at this address.

    Raises:
        StoreError: the address cannot be looked at.
    """
    try:
        return DeltaTable.is_deltatable(address.uri, address.storage_options)
    except (DeltaError, OSError) as error:
        raise StoreError(
            f"The store at {address.uri} cannot be read: {reason_of(error)}.", "Check the address."
        ) from error


def create_table(address: Address) -> None:
    """Make an empty store, on the disk once this returns.

    Raises:
        StoreError: it cannot be made.
    """
    try:
        DeltaTable.create(
            address.uri,
            table_schema(TABLES),
            partition_by=PARTITION,
            name="primary-care-workforce",
            description="Tidy tables of the Primary Care Workforce Notebook; one commit is one version",
            configuration=_KEPT_FOR_EVER,
            storage_options=address.storage_options,
            mode="ignore",
        )
        address.settle(record_path(0))
        address.settle_place()
    except (DeltaError, OSError) as error:
        raise StoreError(
            f"A store cannot be made at {address.uri}: {reason_of(error)}.", "Check the folder."
        ) from error


def open_table(address: Address, version: int | None = None) -> DeltaTable:
    """The table as a version left it; the newest when no number is given.

    Raises:
        StoreError: there is no store, or it cannot be read.
        UnknownName: there is no such version.
    """
    try:
        return DeltaTable(address.uri, version=version, storage_options=address.storage_options)
    except TableNotFoundError as error:
        if version is None:
            raise StoreError(
                f"There is no store at {address.uri}.", "Check the address."
            ) from error
        raise _no_such_version(address, version) from error
    except (DeltaError, OSError, OverflowError, TypeError) as error:
        if version is not None:
            raise _no_such_version(address, version) from error
        raise StoreError(
            f"The store at {address.uri} cannot be read: {reason_of(error)}.",
            "Put it back from a copy. If only the newest file in _delta_log is damaged, take that "
            "file away: the version before is then the newest.",
        ) from error


def newest_version(address: Address) -> int:
    """The number of the newest version; 0 when nothing is published yet."""
    return open_table(address).version()


def parts_of(table: DeltaTable, address: Address) -> pl.DataFrame:
    """The files of a version: `edition, kind, source, period, path, rows`; `path` is absolute."""
    actions = pl.DataFrame(table.get_add_actions(flatten=True))
    split = pl.col("partition.edition").str.split_exact(".", 1)
    return actions.select(
        edition=pl.col("partition.edition"),
        kind=pl.col("partition.kind"),
        source=split.struct.field("field_0"),
        period=split.struct.field("field_1"),
        path=pl.concat_str(pl.lit(address.whole("")), pl.col("path")),
        rows=pl.col("num_records"),
    ).sort("kind", "period", "source")


def version_of(table: DeltaTable, address: Address) -> Version:
    """The version that a table is at, to read."""
    parts = parts_of(table, address)
    return Version(table.version(), address.uri, parts, address.storage_options)


def history(address: Address) -> list[Publication]:
    """Every version with who, when and why, newest first."""
    return [
        publication(entry)
        for entry in open_table(address).history()
        if entry.get("version", 0) > 0 and "by" in entry
    ]


def record_path(version: int) -> str:
    """Where the record of a version lies."""
    return f"_delta_log/{version:020}.json"


def reason_of(error: BaseException) -> str:
    """What a library says went wrong, in one line."""
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__


def _no_such_version(address: Address, version: int) -> UnknownName:
    return UnknownName(
        f"There is no version {version}.",
        f"The newest is version {newest_version(address)}; see the history.",
    )
