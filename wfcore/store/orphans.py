"""Files in a store that nothing names: what a publisher left behind that was cut short."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from wfcore.errors import StoreError
from wfcore.store import log, proposals
from wfcore.store.address import Address, StoredFile


def find_orphans(
    address: Address, head: int, published: Collection[str], older_than: timedelta
) -> list[StoredFile]:
    """Files that no version from the first to the newest, and nothing that waits, has ever named.

    Args:
        address: where the store lies.
        head: its newest version.
        published: ids of proposals that are versions by now; they wait no longer.
        older_than: how old a file must be.

    Raises:
        StoreError: the log has a gap or a damaged record, so that nothing is certain.
    """
    files = address.list_files()
    waiting = [p for p in proposals.waiting_proposals(address) if p.id not in published]
    named = _named(address, head) | proposals.staged_paths(waiting)
    kept = {f"{proposals.PROPOSALS_FOLDER}/{p.id}.json" for p in waiting}
    before = datetime.now(tz=UTC) - older_than
    return [
        file
        for file in files
        if file.at < before
        and file.path not in named
        and file.path not in kept
        and not _of_the_log(file.path)
        and not _damaged(file.path, published)
    ]


def _of_the_log(path: str) -> bool:
    """Whether a file is the log's own: its records and checkpoints, not what a cut-short commit left."""
    name = path.removeprefix(f"{log.LOG_FOLDER}/")
    return (
        path.startswith(f"{log.LOG_FOLDER}/")
        and (name[:20].isdigit() or name == "_last_checkpoint")
        and ("#" not in name and not name.endswith(".tmp"))
    )


def _damaged(path: str, published: Collection[str]) -> bool:
    """Whether it is a proposal that cannot be read: a person decides about that."""
    folder, _, name = path.rpartition("/")
    return (
        folder == proposals.PROPOSALS_FOLDER
        and name.endswith(".json")
        and (name.removesuffix(".json") not in published)
    )


def _named(address: Address, head: int) -> set[str]:
    """Every file that a record of the log has ever added."""
    try:
        return {part.path for record in log.records(address, head) for part in record.added}
    except StoreError as error:
        raise StoreError(
            f"The log of the store has a gap or a damaged record: {error.message}",
            "Nothing was taken away. Put the log back from a copy first.",
        ) from error
