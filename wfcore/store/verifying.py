"""Every record, checkpoint, version and file of a store or of a copy, held against what was written."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import polars as pl

from wfcore.errors import StoreError, WorkforceError
from wfcore.findings import Finding, finding
from wfcore.store import checkpoints, log, proposals
from wfcore.store.address import Address
from wfcore.store.delta import no_store
from wfcore.store.log import Record
from wfcore.store.proposals import StagedFile
from wfcore.store.version import Version

Read = Callable[[int], Version]
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Verification:
    """What was looked at, and what is wrong with it. `chained_from`: the first version with a link."""

    versions: int
    files: int
    bytes: int
    checkpoints: int
    chained_from: int | None
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether everything is as it was written; notes say nothing against it."""
        return all(each.severity == "notes" for each in self.findings)


@dataclass
class _Search:
    """What has been looked at so far."""

    address: Address
    progress: Progress
    findings: list[Finding] = field(default_factory=list[Finding])
    records: dict[int, Record] = field(default_factory=dict[int, Record])
    parts: dict[str, StagedFile] = field(default_factory=dict[str, StagedFile])

    def fault(self, error: WorkforceError) -> None:
        """Keep a refusal as something that is wrong; each once."""
        wrong = Finding(
            code=error.code, severity="blocks", message=error.message, advice=error.advice
        )
        if wrong not in self.findings:
            self.findings.append(wrong)

    def is_fit(self, check: Callable[[], object]) -> bool:
        """Whether a check passes; what it refuses is kept."""
        try:
            check()
        except WorkforceError as error:
            self.fault(error)
            return False
        return True


def verify(address: Address, read: Read, progress: Progress = lambda _: None) -> Verification:
    """Look at everything that a store holds; nothing is changed.

    Args:
        address: where it lies.
        read: opens a version as readers do; refuses with a StoreError.
        progress: told in words how far it is.

    Raises:
        StoreError: there is no log.
    """
    search = _Search(address, progress)
    names = [file.path for file in address.list_files(log.LOG_FOLDER)]
    present = log.version_numbers(names)
    if not present:
        raise no_store(address)
    _look_at_records(search, present)
    _look_at_versions(search, present[-1], read)
    _look_at_checkpoints(search)
    waiting = proposals.waiting_proposals(address)
    search.parts |= {part.path: part for each in waiting for part in each.parts}
    _look_at_files(search)
    chained = [n for n, record in search.records.items() if _is_chained(record)]
    return Verification(
        versions=sum(not search.records[n].empty for n in search.records if n),
        files=len(search.parts),
        bytes=sum(part.bytes for part in search.parts.values()),
        checkpoints=len(checkpoints.versions_by_path(names)),
        chained_from=min(chained, default=None),
        findings=tuple(search.findings),
    )


def _is_chained(record: Record) -> bool:
    try:
        return record.link is not None
    except StoreError:
        return False


# Records


def _look_at_records(search: _Search, present: list[int]) -> None:
    """Each record by itself, and as what its neighbours say of it."""
    unfit: set[int] = set()
    for number in range(present[-1] + 1):
        search.progress(f"record {number} of {present[-1]}")
        try:
            record = log.read_record(search.address, number)
            search.records[number] = record
            log.refuse_misplaced(record, _table_of(search))
        except StoreError as error:
            search.fault(error)
            unfit.add(number)
    for record in search.records.values():
        before = search.records.get(record.number - 1)
        if before and not unfit & {record.number, before.number}:
            search.is_fit(lambda r=record, b=before: log.refuse_other_before(r, b))
    search.findings += [*_copies(search.records), *_without_links(search.records)]


def _table_of(search: _Search) -> str | None:
    first = search.records.get(0)
    return str(first.table["id"]) if first and first.table else None


def _copies(records: dict[int, Record]) -> Iterator[Finding]:
    first: dict[str, Record] = {}
    for record in records.values():
        other = first.setdefault(record.digest, record)
        if other is not record and not record.empty:
            yield finding(
                "blocks",
                "record_copied",
                f"{record.path} is a copy of {other.path}.",
                advice="Put the record of that version back from a copy of the store. If it is the "
                "newest file in _delta_log, you can take that file away instead.",
            )


def _without_links(records: dict[int, Record]) -> Iterator[Finding]:
    """What the chain does not speak of: the part before it began, and what came later without one."""
    chained = [number for number, record in records.items() if _is_chained(record)]
    start = min(chained, default=max(records, default=0) + 1)
    if start > 1:
        yield finding(
            "notes",
            "chain_begins",
            f"The versions up to {start - 1} were published by an earlier release, whose records are not "
            "bound to each other: a change of what they say would not be noticed.",
        )
    for number, record in records.items():
        if record.empty:
            yield finding(
                "notes",
                "record_empty",
                f"{record.path} is empty, as a power cut leaves it: nothing was published by it.",
            )
        elif number > start and number not in chained:
            yield finding(
                "notes",
                "record_unbound",
                f"{record.path} is not bound to the record before it, though earlier ones are: an "
                "earlier release or another program wrote it.",
            )


# Versions and checkpoints


def _look_at_versions(search: _Search, last: int, read: Read) -> None:
    """Each version as its readers open it, beside what the records alone say."""
    held: dict[str, StagedFile] | None = {}
    for number in range(last + 1):
        search.progress(f"version {number} of {last}")
        record = search.records.get(number)
        held = log.replayed(held, record) if held is not None and record else None
        if number and search.is_fit(lambda n=number: read(n)) and held is not None:
            search.parts |= held
        if record:
            search.parts |= {part.path: part for part in record.added}


def _look_at_checkpoints(search: _Search) -> None:
    try:
        wrong = checkpoints.find_wrong(search.address)
    except StoreError as error:
        search.fault(error)
        return
    for path in wrong:
        search.findings.append(
            finding(
                "warns",
                "checkpoint_damaged",
                f"{path} does not say what the records say, or cannot be read. Figures are not "
                "affected: it is passed over, and opening takes longer.",
                advice="Set it aside with `python -m wfcore tidy`; the next publication does so too.",
            )
        )


# Files


def _look_at_files(search: _Search) -> None:
    """Each file of each version, once: there, whole, and as many rows as were written."""
    parts = sorted(search.parts.values(), key=lambda part: part.path)
    for at, part in enumerate(parts, 1):
        search.progress(f"file {at} of {len(parts)}")
        search.is_fit(lambda p=part: refuse_damaged_part(search.address, p))


def refuse_damaged_part(address: Address, part: StagedFile) -> bytes:
    """The bytes of a part, held against the digest in its name and the rows in its record.

    Raises:
        StoreError: naming it.
    """
    try:
        data = address.read(part.path)
    except OSError as error:
        raise StoreError(
            f"{part.path} is missing.",
            "Put it back from a copy of the store.",
            code="part_missing",
        ) from error
    if log.digest_of(data) != part.path[: -len(".parquet")].rpartition("-")[2]:
        raise _damaged(part, "is not what was written")
    try:
        rows = pl.read_parquet(io.BytesIO(data)).height
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _damaged(part, "cannot be read as a table") from error
    if rows != part.rows:
        raise _damaged(part, f"has {rows:,} rows where {part.rows:,} were written")
    return data


def _damaged(part: StagedFile, how: str) -> StoreError:
    return StoreError(
        f"{part.path} {how}.",
        "Put it back from a copy of the store, or bring back a version that does not hold it.",
        code="part_damaged",
    )
