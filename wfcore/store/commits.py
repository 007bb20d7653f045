"""Commits: files that lie in the store become a version, or an earlier version the newest again."""

import json
import time
from collections.abc import Mapping, Sequence

from deltalake import CommitProperties, DeltaTable, Schema
from deltalake.exceptions import CommitFailedError, DeltaError
from deltalake.transaction import AddAction

from wfcore.errors import NotPublishable, StoreError
from wfcore.store.address import Address
from wfcore.store.bringing_forward import bring_forward
from wfcore.store.delta import (
    history,
    newest_version,
    open_table,
    reason_of,
    record_path,
)
from wfcore.store.proposals import Part, Proposal
from wfcore.store.publications import stamp
from wfcore.store.table_schema import PARTITION, evolved
from wfcore.store.writing import discard, not_written


def commit(
    address: Address, proposal: Proposal, message: Mapping[str, str], written: Sequence[Part] = ()
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
    table = open_table(address)
    if table.version() != proposal.base:
        discard(address, written)
        raise overtaken(address, table.version())
    replaced = {part.edition for part in proposal.parts}
    try:
        forward = bring_forward(address, table, replaced)
        written = (*written, *forward)
        columns = evolved(table.schema(), {part.kind for part in (*proposal.parts, *forward)})
    except StoreError:
        discard(address, written)
        raise
    try:
        _replace(table, (*proposal.parts, *forward), columns, message)
        address.settle(record_path(proposal.base + 1))
    except CommitFailedError as error:
        discard(address, written)
        raise overtaken(address, newest_version(address)) from error
    except (DeltaError, OSError) as error:
        version = newest_version(address)
        if version > proposal.base and _is_mine(address, version, message):
            return version  # the commit stood; only the answer was lost
        discard(address, written)
        raise not_written(error) from error
    return proposal.base + 1


def restore(address: Address, version: int, message: Mapping[str, str]) -> int:
    """Make an earlier version the newest again.

    Returns:
        The number of the new version.

    Raises:
        NotPublishable: it is the newest already.
        UnknownName: there is no such version.
        StoreError: somebody else published meanwhile, or the store cannot be written.
    """
    open_table(address, version)
    table = open_table(address)
    if version == table.version():
        raise NotPublishable(
            f"Version {version} is the newest already.", "Choose an earlier one; see the history."
        )
    try:
        table.restore(version, commit_properties=_properties(message))
        address.settle(record_path(table.version()))
    except CommitFailedError as error:
        raise overtaken(address, newest_version(address)) from error
    except (DeltaError, OSError) as error:
        newest = newest_version(address)
        if _is_mine(address, newest, message):
            return newest  # the commit stood; only the answer was lost
        raise StoreError(
            f"Version {version} could not be restored: {reason_of(error)}. Nothing was published.",
            "Check free space and rights on the store, then try again.",
        ) from error
    return newest_version(address)


def overtaken(address: Address, version: int) -> StoreError:
    """What a person is told when a version is newer than the one looked at."""
    last = next(iter(history(address)), None)
    who = f" by {last.by} at {last.at:%H:%M} on {last.at:%d %B %Y}" if last else ""
    return StoreError(
        f"Version {version} was published{who} while you were looking. Nothing of yours was published.",
        "Look at it, check your files against it, and publish again.",
    )


def _replace(
    table: DeltaTable, parts: Sequence[Part], columns: Schema, message: Mapping[str, str]
) -> None:
    """One commit: the parts in, out with all that their editions had, and columns that are new."""
    moment = int(time.time() * 1000)
    editions = sorted({part.edition for part in parts})
    table.create_write_transaction(
        [_added(part, moment) for part in parts],
        "overwrite",  # of these editions; only this mode takes a schema
        columns,
        PARTITION,
        [("edition", "in", editions)],
        commit_properties=_properties(message),
    )


def _added(part: Part, moment: int) -> AddAction:
    return AddAction(
        part.path,
        part.bytes,
        {"edition": part.edition, "kind": part.kind},
        moment,
        True,  # noqa: FBT003 - the library's positional argument
        json.dumps({"numRecords": part.rows}),
    )


def _properties(message: Mapping[str, str]) -> CommitProperties:
    return CommitProperties(custom_metadata=dict(message), max_commit_retries=0)


def _is_mine(address: Address, version: int, message: Mapping[str, str]) -> bool:
    newest = next(iter(history(address)), None)
    return newest is not None and newest.version == version and message["at"] == stamp(newest.at)
