"""Parts: the tables of drafts, written as files that no version names yet."""

import hashlib
import io
import uuid
from collections.abc import Mapping, Sequence

import polars as pl

from wfcore.errors import StoreError
from wfcore.normalising import Draft
from wfcore.store.address import Address
from wfcore.store.delta import reason_of
from wfcore.store.differences import unit_fingerprints
from wfcore.store.proposals import StagedFile
from wfcore.store.table_schema import refuse_columns
from wfcore.store.version import Version
from wfcore.tables import conform

_ROW_GROUP = 100_000


def write_parts(address: Address, drafts: Sequence[Draft]) -> tuple[StagedFile, ...]:
    """Write the tables of drafts, all or none.

    Raises:
        StoreError: they cannot be written.
    """
    return write_tables(address, _by_edition(drafts))


def write_tables(
    address: Address, tables: Mapping[tuple[str, str], pl.DataFrame]
) -> tuple[StagedFile, ...]:
    """Write tables by edition and kind, all or none.

    Raises:
        StoreError: they cannot be written, or one has not the columns of its kind.
    """
    for (edition, kind), frame in tables.items():
        refuse_columns(frame.schema, kind, f"A table of {edition}")
    parts: list[StagedFile] = []
    try:
        for (edition, kind), frame in tables.items():
            write_part(address, edition, kind, frame, parts)
        for edition in sorted({part.edition for part in parts}):
            address.fsync_path(f"edition={edition}")
    except (OSError, pl.exceptions.PolarsError) as error:
        discard(address, parts)
        raise not_written(error) from error
    return tuple(parts)


def write_part(
    address: Address, edition: str, kind: str, frame: pl.DataFrame, parts: list[StagedFile]
) -> None:
    """Write one table; `parts` names it from before its first byte."""
    content = io.BytesIO()
    # Statistics let a reader pass over row groups: where there is but one they only cost time.
    frame.write_parquet(
        content,
        compression="zstd",
        row_group_size=_ROW_GROUP,
        statistics=frame.height > _ROW_GROUP,
    )
    data = content.getvalue()
    # The name is the digest of the bytes, so that a reader notices a flipped bit; the middle
    # keeps equal tables of two publications apart.
    path = f"edition={edition}/kind={kind}/{uuid.uuid4().hex}-{_digest(data)}.parquet"
    parts.append(StagedFile(path, edition, kind, len(data), frame.height))
    address.write(path, data)


def discard(address: Address, parts: Sequence[StagedFile]) -> None:
    """Remove files that no version names; what cannot be removed stays unread until tidied."""
    for part in parts:
        try:
            address.delete(part.path)
        except OSError:
            continue


def refuse_damaged(address: Address, parts: Sequence[StagedFile]) -> None:
    """Hold each part against the digest in its name and the columns of its kind.

    Raises:
        StoreError: one is missing, not what was written, or has other columns.
    """
    for part in parts:
        try:
            data = address.read(part.path)
        except OSError:
            data = b""
        if not part.path.endswith(f"-{_digest(data)}.parquet"):
            raise StoreError(
                f"{part.path} is missing or damaged, so what waits cannot be published.",
                "Withdraw it and check the files again.",
            )
        refuse_columns(pl.read_parquet_schema(io.BytesIO(data)), part.kind, part.path)


def not_written(error: BaseException) -> StoreError:
    """What a person is told when the disk, or the store, refuses."""
    return StoreError(
        f"The store could not be written: {reason_of(error)}. Nothing was published.",
        "Check free space and rights on the store, then publish again.",
    )


def unpublished(drafts: Sequence[Draft], number: int = 0) -> Version:
    """What publishing these drafts would give, in memory: for figures of a file without a store."""
    return Version.of_tables(_by_edition(drafts), number)


def _by_edition(drafts: Sequence[Draft]) -> dict[tuple[str, str], pl.DataFrame]:
    """The tables to write: those of drafts of one edition and kind together."""
    gathered: dict[tuple[str, str], list[pl.DataFrame]] = {}
    for draft in drafts:
        for kind, table in draft.tables.items():
            gathered.setdefault((draft.edition, kind), []).append(table)
        gathered.setdefault((draft.edition, "files"), []).append(draft.file_record())
        if draft.headings:
            gathered.setdefault((draft.edition, "headings"), []).append(draft.heading_record())
    whole = {key: pl.concat(frames) for key, frames in gathered.items()}
    for edition in {draft.edition: draft for draft in drafts}:
        tables = {kind: frame for (of, kind), frame in whole.items() if of == edition}
        prints = unit_fingerprints(tables)
        if prints.height:
            source, _, period = edition.partition(".")
            stamped = prints.with_columns(period=pl.lit(period), source=pl.lit(source))
            whole[edition, "fingerprints"] = conform(stamped, "fingerprints")
    return whole


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
