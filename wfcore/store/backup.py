"""A whole copy of a store, taken while others publish: files first, then the records that name them."""

from collections.abc import Iterable
from dataclasses import dataclass

from wfcore.errors import StoreError
from wfcore.store import checkpoints, log, proposals
from wfcore.store.address import Address
from wfcore.store.log import Record, digest_of
from wfcore.store.proposals import StagedFile
from wfcore.store.verifying import Progress, refuse_damaged_part


@dataclass(frozen=True)
class Backup:
    """What a copy holds now: its newest version, what was copied for it, and what could not be."""

    version: int
    copied: int
    bytes: int
    damaged: tuple[str, ...]


def back_up(source: Address, target: Address, last: int, progress: Progress) -> Backup:
    """Copy what the versions up to one hold, and what waits, to another place.

    What the copy has already is not copied again, and nothing in it is replaced by something damaged.
    A reader of the copy sees a whole version at every moment.

    Args:
        source: where the store lies.
        target: where the copy lies, or will.
        last: the newest version to copy; later ones may be published meanwhile.
        progress: told in words how far it is.

    Raises:
        StoreError: a record is missing or damaged, the copy is of another store or newer, or it
            cannot be written.
    """
    records = list(log.records(source, last))
    refuse_other_copy(source, target, records)
    waiting = proposals.waiting_proposals(source)
    parts = {part.path: part for record in records for part in record.added}
    parts |= {part.path: part for proposal in waiting for part in proposal.parts}
    try:
        missing = _missing(target, parts.values())
        damaged = _copy_parts(source, target, missing, progress)
        _copy_records(source, target, records)
        _copy_waiting(target, waiting)
        _copy_checkpoints(source, target, last)
    except OSError as error:
        raise StoreError(
            f"The copy at {target.uri} cannot be written: {error}. What is there already is whole.",
            "Check free space and rights, then run it again: it goes on where it stopped.",
            code="copy_not_written",
        ) from error
    copied = [part for part in missing if part.path not in damaged]
    return Backup(last, len(copied), sum(part.bytes for part in copied), tuple(damaged))


def refuse_other_copy(source: Address, target: Address, records: Iterable[Record]) -> None:
    """Refuse a place that holds something else than an earlier copy of this store.

    Raises:
        StoreError: it holds another store, a newer one, or files that are none.
    """
    if target.uri.rstrip("/") == source.uri.rstrip("/") or target.uri.startswith(
        f"{source.uri.rstrip('/')}/"
    ):
        raise StoreError(
            f"{target.uri} is the store itself, or lies in it.",
            "Name a folder or an s3:// address outside it.",
            code="copy_in_itself",
        )
    paths = [file.path for file in target.list_files()]
    copied = log.version_numbers(path for path in paths if path.startswith(log.LOG_FOLDER))
    if not copied and not all(path.startswith("edition=") for path in paths):
        raise StoreError(
            f"{target.uri} holds files that are no copy of a store.",
            "Name an empty folder or an earlier copy.",
            code="copy_of_another",
        )
    ours = {record.number: record.digest for record in records}
    for number in copied:
        if ours.get(number) != digest_of(target.read(log.record_path(number))):
            raise StoreError(
                f"{target.uri} holds another version {number} than {source.uri}: it is a copy of "
                "another store, or of this one before it was put back.",
                "Name an empty folder for a new copy. Look at both with `python -m wfcore verify`.",
                code="copy_of_another",
            )


def _missing(target: Address, parts: Iterable[StagedFile]) -> list[StagedFile]:
    """Parts that the copy lacks, or has in another size."""
    sizes = {file.path: file.bytes for file in target.list_files()}
    return [part for part in parts if sizes.get(part.path) != part.bytes]


def _copy_parts(
    source: Address, target: Address, parts: list[StagedFile], progress: Progress
) -> list[str]:
    """Copy parts, held against their digests on the way; paths of those that are not whole."""
    damaged: list[str] = []
    for at, part in enumerate(parts, 1):
        progress(f"file {at} of {len(parts)}")
        try:
            data = refuse_damaged_part(source, part)
        except StoreError:
            damaged.append(part.path)
            continue
        target.write(part.path, data)
    for folder in sorted({part.path.partition("/")[0] for part in parts} - set(damaged)):
        if target.list_files(folder):
            target.fsync_path(folder)
    return damaged


def _copy_records(source: Address, target: Address, records: Iterable[Record]) -> None:
    """Copy records in order, so that the copy is at each moment a version that is whole."""
    copied = set(log.version_numbers(file.path for file in target.list_files(log.LOG_FOLDER)))
    for record in records:
        if record.number not in copied:
            target.write(record.path, source.read(record.path))
    target.fsync_path(log.LOG_FOLDER)
    target.fsync_root()


def _copy_waiting(target: Address, waiting: list[proposals.Proposal]) -> None:
    """What waits in the copy is what waits in the store."""
    kept = {proposal.id for proposal in waiting}
    for other in proposals.waiting_proposals(target):
        if other.id not in kept:
            proposals.delete_proposal(target, other.id)
    for proposal in waiting:
        proposals.write_proposal(target, proposal)


def _copy_checkpoints(source: Address, target: Address, last: int) -> None:
    """Copy the checkpoints that hold; the copy opens as quickly as the store then."""
    versions = checkpoints.versions_by_path(file.path for file in source.list_files(log.LOG_FOLDER))
    copied = {file.path for file in target.list_files(log.LOG_FOLDER)}
    wrong = set(checkpoints.find_wrong(source)) if versions.keys() - copied else set[str]()
    for path, number in versions.items():
        if number <= last and path not in wrong and path not in copied:
            target.write(path, source.read(path))
