"""A version as it is opened: by the library where that says what was published, else from the records."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from deltalake import DeltaTable

from wfcore.errors import StoreError, UnknownName
from wfcore.store import checkpoints, log
from wfcore.store.address import Address
from wfcore.store.delta import no_store, open_table, reason_of, staged_files_of
from wfcore.store.identity import short
from wfcore.store.log import Record
from wfcore.store.proposals import StagedFile
from wfcore.store.publications import Publication, publication
from wfcore.store.writing import not_written


@dataclass(frozen=True)
class StoredVersion:
    """What a version holds. `by_records`: a checkpoint hides or twists it, so the records were read."""

    record: Record
    parts: tuple[StagedFile, ...]
    by_records: bool

    @property
    def identity(self) -> str:
        """What tells it from the same number of other data."""
        return short(self.record.digest)


def newest_version(address: Address, names: Iterable[str] | None = None) -> int:
    """The number of the newest version; 0 when nothing is published yet.

    Args:
        address: where the store lies.
        names: the files of its log, where they are known.

    Raises:
        StoreError: there is no store, or it cannot be looked at.
    """
    present = log.version_numbers(names_in_log(address) if names is None else names)
    if not present:
        raise no_store(address)
    return present[-1]


def names_in_log(address: Address) -> frozenset[str]:
    """The names of the files of the log; none where there is no store.

    Raises:
        StoreError: the address cannot be looked at.
    """
    try:
        return address.names(log.LOG_FOLDER)
    except OSError as error:
        raise StoreError(
            f"The store at {address.uri} cannot be read: {reason_of(error)}.", "Check the address."
        ) from error


def read_checked(address: Address, number: int) -> Record:
    """The record of a version, held against the one before it.

    Raises:
        StoreError: it is missing, damaged, another's, or was changed; or the one before was.
    """
    record = log.read_record(address, number)
    log.refuse_misplaced(record, None)
    if record.link and number:
        log.refuse_other_before(record, log.read_record(address, number - 1))
    return record


def open_version(address: Address, version: int | None = None) -> StoredVersion:
    """A version, the newest when no number is given.

    Raises:
        UnknownName: there is no such version.
        StoreError: it cannot be read, or is not what was published.
    """
    newest = newest_version(address)
    number = newest if version is None else version
    if not 0 <= number <= newest:
        raise unknown_version(number, newest)
    record = read_checked(address, number)
    try:
        parts = staged_files_of(open_table(address, number))
        by_records = not log.holds(record, parts)
    except StoreError:
        parts, by_records = [], True
    if by_records:
        parts = log.parts_at(address, number)
        log.refuse_other_parts(record, parts)
    log.refuse_doubles(number, parts)
    return StoredVersion(record, tuple(parts), by_records)


def unknown_version(number: int, newest: int) -> UnknownName:
    """The refusal of a version that is not there."""
    return UnknownName(
        f"There is no version {number}.", f"The newest is version {newest}; see the history."
    )


def open_for_writing(address: Address) -> tuple[DeltaTable, StoredVersion]:
    """The newest version and its table; wrong checkpoints are set aside first.

    Raises:
        StoreError: it cannot be read, is not what was published, or cannot be written.
    """
    stored = open_version(address)
    if stored.by_records:
        try:
            checkpoints.set_aside(address)
        except OSError as error:
            raise not_written(error) from error
    return open_table(address, stored.record.number), stored


def history(address: Address) -> list[Publication]:
    """Every version with who, when and why, newest first.

    Raises:
        StoreError: a record is damaged.
    """
    numbers = reversed(log.version_numbers(names_in_log(address)))
    entries = ((number, log.read_record(address, number).entry) for number in numbers if number)
    return [publication({**entry, "version": number}) for number, entry in entries if "by" in entry]


def parts_frame(address: Address, parts: Iterable[StagedFile]) -> pl.DataFrame:
    """The files of a version: `edition, kind, source, period, path, rows`; `path` is absolute."""
    rows = [
        (
            part.edition,
            part.kind,
            *part.edition.split(".", 1),
            address.full_path(part.path),
            part.rows,
        )
        for part in parts
    ]
    columns = ("edition", "kind", "source", "period", "path")
    schema = dict.fromkeys(columns, pl.String()) | {"rows": pl.Int64()}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("kind", "period", "source")
