"""Commits: files that lie in the store become a version, or an earlier version the newest again."""

import json
import time
from collections.abc import Mapping, Sequence

from deltalake import CommitProperties, DeltaTable, Schema
from deltalake.exceptions import CommitFailedError, DeltaError
from deltalake.transaction import AddAction

from wfcore.errors import NotPublishable, StoreError
from wfcore.store import log
from wfcore.store.address import Address
from wfcore.store.bringing_forward import bring_forward
from wfcore.store.opening import (
    StoredVersion,
    history,
    newest_version,
    open_for_writing,
    open_version,
)
from wfcore.store.proposals import Proposal, StagedFile
from wfcore.store.table_schema import PARTITION, evolved
from wfcore.store.writing import discard, not_written


def commit(
    address: Address,
    proposal: Proposal,
    message: Mapping[str, str],
    written: Sequence[StagedFile] = (),
) -> int:
    """Make the parts of a proposal a version; each of its editions replaces the one before.

    Args:
        address: where the store lies.
        proposal: the parts, and the version they were checked against.
        message: what the commit says.
        written: parts to take away again when it is certain that nothing was published.

    Returns:
        The number of the version.

    Raises:
        StoreError: somebody else published meanwhile, or the store cannot be written.
    """
    table, before = open_for_writing(address)
    if before.record.number != proposal.base or proposal.base_is not in ("", before.identity):
        discard(address, written)
        raise overtaken(address, before.record.number)
    editions = {part.edition for part in proposal.parts}
    kept = [part for part in before.parts if part.edition not in editions]
    return _write(address, table, before, [*kept, *proposal.parts], message, written)


def restore(address: Address, version: int, message: Mapping[str, str]) -> int:
    """Make an earlier version the newest again.

    Returns:
        The number of the new version.

    Raises:
        NotPublishable: it is the newest already.
        UnknownName: there is no such version.
        StoreError: somebody else published meanwhile, or the store cannot be written.
    """
    earlier = open_version(address, version)
    table, before = open_for_writing(address)
    if version == before.record.number:
        raise NotPublishable(
            f"Version {version} is the newest already.", "Choose an earlier one; see the history."
        )
    return _write(address, table, before, earlier.parts, message)


def _write(
    address: Address,
    table: DeltaTable,
    before: StoredVersion,
    parts: Sequence[StagedFile],
    message: Mapping[str, str],
    written: Sequence[StagedFile] = (),
) -> int:
    """Make these parts, with today's names of columns, the version after another one."""
    number = before.record.number + 1
    try:
        parts, forward = bring_forward(address, number, parts)
        written = (*written, *forward)
        columns = evolved(table.schema(), {part.kind for part in parts})
    except StoreError:
        discard(address, written)
        raise
    bound = log.link(number, str(table.metadata().id), before.record.digest, message, parts)
    metadata = {**message, **bound.as_metadata()}
    try:
        _replace(table, before.parts, parts, columns, metadata)
        address.fsync_path(log.record_path(number))
    except CommitFailedError as error:
        discard(address, written)
        raise overtaken(address, newest_version(address)) from error
    except (DeltaError, OSError) as error:
        if newest_version(address) == number and _is_mine(address, number, metadata):
            return number  # the commit stood; only the answer was lost
        discard(address, written)
        raise not_written(error) from error
    return number


def overtaken(address: Address, version: int) -> StoreError:
    """What a person is told when a version is newer than the one looked at."""
    last = next(iter(history(address)), None)
    who = f" by {last.by} at {last.at:%H:%M} on {last.at:%d %B %Y}" if last else ""
    return StoreError(
        f"Version {version} was published{who} while you were looking. Nothing of yours was published.",
        "Look at it, check your files against it, and publish again.",
    )


def _replace(
    table: DeltaTable,
    before: Sequence[StagedFile],
    parts: Sequence[StagedFile],
    columns: Schema,
    metadata: Mapping[str, str],
) -> None:
    """One commit: editions that hold other files out and in, each whole, and columns that are new."""
    moment = int(time.time() * 1000)
    held, wanted = ({(part.edition, part.path) for part in side} for side in (before, parts))
    changed = {edition for edition, _ in held ^ wanted}
    table.create_write_transaction(
        [_added(part, moment) for part in parts if part.edition in changed],
        "overwrite",  # of these editions; the only mode that takes columns along
        columns,
        PARTITION,
        [("edition", "in", sorted(changed) or [""])],
        commit_properties=CommitProperties(custom_metadata=dict(metadata), max_commit_retries=0),
    )


def _added(part: StagedFile, moment: int) -> AddAction:
    return AddAction(
        part.path,
        part.bytes,
        {"edition": part.edition, "kind": part.kind},
        moment,
        True,  # noqa: FBT003 - the library's positional argument
        json.dumps({"numRecords": part.rows}),
    )


def _is_mine(address: Address, number: int, metadata: Mapping[str, str]) -> bool:
    entry = log.read_record(address, number).entry
    return all(entry.get(name) == text for name, text in metadata.items())
