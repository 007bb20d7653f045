"""The Delta table that a store is: made, opened, and its parts."""

from pathlib import Path

import polars as pl
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from wfcore.errors import StoreError
from wfcore.store.address import Address
from wfcore.store.log import record_path
from wfcore.store.proposals import StagedFile
from wfcore.store.table_schema import PARTITION, table_schema
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
    if address.local and Path(address.uri).is_file():
        return False  # the library walks into it
    try:
        return DeltaTable.is_deltatable(address.uri, address.storage_options)
    except (DeltaError, OSError) as error:
        raise StoreError(
            f"The store at {address.uri} cannot be read: {reason_of(error)}.", "Check the address."
        ) from error


def no_store(address: Address) -> StoreError:
    """The refusal where there is no store: says what is there instead."""
    there = _what_is_there(Path(address.uri)) if address.local else "Nothing is kept there."
    return StoreError(
        f"There is no store at {address.uri}. {there}",
        "Check the address, and that its disk is there. A new store is made by `python -m wfcore publish FILE --new`, "
        "or with the sample data by `python -m wfcore seed`.",
        code="no_store",
    )


def _what_is_there(path: Path) -> str:
    try:
        if not path.exists():
            return "There is no such folder."
        if path.is_file():
            return "It is a file, not a folder."
        return "The folder holds other things." if any(path.iterdir()) else "The folder is empty."
    except OSError as error:
        return f"It cannot be looked at: {error.strerror}."


def create_table(address: Address) -> None:
    """Make an empty store, on the disk once this returns.

    Raises:
        StoreError: it cannot be made.
    """
    if address.local and Path(address.uri).is_file():
        raise no_store(address)
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
        address.fsync_path(record_path(0))
        address.fsync_root()
    except (DeltaError, OSError) as error:
        raise StoreError(
            f"A store cannot be made at {address.uri}: {reason_of(error)}.", "Check the folder."
        ) from error


def open_table(address: Address, version: int) -> DeltaTable:
    """The table as a version left it, as the library reads it.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        return DeltaTable(address.uri, version=version, storage_options=address.storage_options)
    except (DeltaError, OSError) as error:
        raise StoreError(
            f"The store at {address.uri} cannot be read: {reason_of(error)}.",
            "Look at every record with `python -m wfcore verify`. Put back from a copy what it names.",
        ) from error


def staged_files_of(table: DeltaTable) -> list[StagedFile]:
    """The files of a version."""
    actions = pl.DataFrame(table.get_add_actions(flatten=True))
    columns = ("path", "partition.edition", "partition.kind", "size_bytes", "num_records")
    return [StagedFile(*row) for row in actions.select(columns).iter_rows()]


def reason_of(error: BaseException) -> str:
    """What a library says went wrong, in one line."""
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
