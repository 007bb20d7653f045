"""The log of a store: one record for each version, each bound to the one before it.

A record that this release writes carries a link: its number, its table, the digest of the record
before it, of what it says and of what the version holds. So a record that was changed, swapped,
copied or taken away is noticed and named; whoever forges all of it can of course link it too.
Records of earlier releases carry none and are believed.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from wfcore.errors import StoreError
from wfcore.store.address import Address
from wfcore.store.proposals import StagedFile

LOG_FOLDER = "_delta_log"
_LINK = "chain"
# What the history shows. A name that is added here later is empty in earlier records: their digest stays.
_SAID = (
    "action", "by", "why", "at", "editions", "files", "accepted", "report", "approved_by", "proposal",
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """What binds a record to its place: `before`, `says` and `holds` are SHA-256."""

    number: int
    table: str
    before: str
    says: str
    holds: str

    def as_metadata(self) -> dict[str, str]:
        """As it travels with the commit."""
        return {_LINK: json.dumps(vars(self))}


@dataclass(frozen=True)
class Record:
    """One file of the log. `entry`: what the history shows; `table`: id and columns, where it says them."""

    number: int
    digest: str
    entry: Mapping[str, Any]
    added: tuple[StagedFile, ...]
    removed: tuple[str, ...]
    table: Mapping[str, Any] | None

    @property
    def path(self) -> str:
        """Where it lies in the store."""
        return record_path(self.number)

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it: a power cut can leave such a file, and nothing was published."""
        return not (self.entry or self.added or self.removed or self.table)

    @cached_property
    def link(self) -> Link | None:
        """What binds it; None in records of earlier releases.

        Raises:
            StoreError: it cannot be read.
        """
        if _LINK not in self.entry:
            return None
        try:
            return Link(**json.loads(self.entry[_LINK]))
        except (TypeError, ValueError) as error:
            raise damaged(self.number) from error


def record_path(number: int) -> str:
    """Where the record of a version lies in its store."""
    return f"{LOG_FOLDER}/{number:020}.json"


def version_numbers(names: Iterable[str]) -> list[int]:
    """The versions whose records are among these names or paths, in order."""
    stems = (
        name.rpartition("/")[2].removesuffix(".json") for name in names if name.endswith(".json")
    )
    return sorted(int(stem) for stem in stems if len(stem) == 20 and stem.isdigit())


def read_record(address: Address, number: int) -> Record:
    """One record of the log.

    Raises:
        StoreError: it is missing or damaged.
    """
    try:
        data = address.read(record_path(number))
    except FileNotFoundError as error:
        raise StoreError(
            f"{record_path(number)} is missing.",
            "Put it back from a copy of the store.",
            code="record_missing",
        ) from error
    except OSError as error:
        raise damaged(number) from error
    return _parsed(number, data)


def records(address: Address, last: int) -> Iterator[Record]:
    """Every record from the first to this one.

    Raises:
        StoreError: one is missing or damaged.
    """
    return (read_record(address, number) for number in range(last + 1))


def _parsed(number: int, data: bytes) -> Record:
    try:
        actions: list[dict[str, Any]] = [json.loads(text) for text in data.splitlines() if text]
        by_name: dict[str, list[dict[str, Any]]] = {}
        for action in actions:
            for name, content in action.items():
                by_name.setdefault(name, []).append(content)
        return Record(
            number,
            digest_of(data),
            by_name.get("commitInfo", [{}])[0],
            tuple(part_of(content) for content in by_name.get("add", [])),
            tuple(unquote(content["path"]) for content in by_name.get("remove", [])),
            next(iter(by_name.get("metaData", [])), None),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(number) from error


def digest_of(data: bytes) -> str:
    """The SHA-256 of bytes, as records and names of files carry it."""
    return hashlib.sha256(data).hexdigest()


def part_of(content: Mapping[str, Any]) -> StagedFile:
    """A part as records and checkpoints name it.

    Raises:
        ValueError, KeyError, TypeError: it is no such thing.
    """
    values = content["partitionValues"]
    rows = json.loads(content["stats"])["numRecords"]
    return StagedFile(
        unquote(content["path"]), values["edition"], values["kind"], content["size"], rows
    )


def damaged(number: int) -> StoreError:
    """The refusal of a record that cannot be read."""
    return StoreError(
        f"{record_path(number)} is damaged, so the store cannot be read.",
        "Put it back from a copy. If it is the newest file in _delta_log, take that file away: the "
        "version before is then the newest.",
        code="record_damaged",
    )


# What a version holds


def replayed(held: Mapping[str, StagedFile], record: Record) -> dict[str, StagedFile]:
    """Path → part of a version, from those of the version before it and its record."""
    gone = set(record.removed)
    left = {path: part for path, part in held.items() if path not in gone}
    return left | {part.path: part for part in record.added}


def parts_at(address: Address, version: int) -> list[StagedFile]:
    """What a version holds by the records alone, without a checkpoint.

    Raises:
        StoreError: a record is missing or damaged.
    """
    held: dict[str, StagedFile] = {}
    for record in records(address, version):
        held = replayed(held, record)
    return list(held.values())


def link(
    number: int, table: str, before: str, message: Mapping[str, Any], parts: Iterable[StagedFile]
) -> Link:
    """The link of a record.

    Args:
        number: of the version.
        table: id of the table.
        before: digest of the record before it.
        message: what the history will show of it.
        parts: everything that the version holds.
    """
    return Link(number, table, before, _digest_of_words(message), _digest_of_parts(parts))


def _digest_of_words(message: Mapping[str, Any]) -> str:
    words = [[name, message[name]] for name in _SAID if message.get(name)]
    return digest_of(json.dumps(words).encode())


def _digest_of_parts(parts: Iterable[StagedFile]) -> str:
    lines = sorted(f"{p.edition}\t{p.kind}\t{p.path}\t{p.rows}" for p in parts)
    return digest_of("\n".join(lines).encode())


# What a record must be


def refuse_misplaced(record: Record, table: str | None) -> None:
    """Refuse a record that is another's, or whose words were changed.

    Raises:
        StoreError: naming it.
    """
    bound = record.link
    if bound is None:
        return
    if bound.number != record.number or (table and bound.table != table):
        whose = (
            "of another store" if table and bound.table != table else f"of version {bound.number}"
        )
        raise StoreError(
            f"{record.path} is the record {whose}, put in the place of version {record.number}.",
            _PUT_BACK,
            code="record_misplaced",
        )
    if bound.says != _digest_of_words(record.entry):
        raise StoreError(
            f"{record.path} was changed: it does not say what was said when it was published.",
            _PUT_BACK,
            code="record_changed",
        )


def refuse_other_before(record: Record, before: Record) -> None:
    """Refuse a record that was written after another one than the one before it here.

    Raises:
        StoreError: naming the one before.
    """
    if record.link and record.link.before != before.digest:
        raise StoreError(
            f"{before.path} was changed: version {record.number} was published after another one.",
            _PUT_BACK,
            code="record_changed",
        )


def holds(record: Record, parts: Iterable[StagedFile]) -> bool:
    """Whether these are the parts that the version was published with; True where nothing says so."""
    return record.link is None or record.link.holds == _digest_of_parts(parts)


def refuse_other_parts(record: Record, parts: Iterable[StagedFile]) -> None:
    """Refuse parts that are not those the version was published with.

    Raises:
        StoreError: naming the version.
    """
    if not holds(record, parts):
        raise StoreError(
            f"Version {record.number} does not hold the files that it was published with: "
            f"{record.path} or an earlier one was changed.",
            "Look at every record with `python -m wfcore verify`. Put back from a copy what it names.",
            code="version_changed",
        )


def refuse_doubles(version: int, parts: Iterable[StagedFile]) -> None:
    """Refuse two files of one kind in one edition: its figures would be counted twice.

    Raises:
        StoreError: naming edition, kind and version.
    """
    first: dict[tuple[str, str], StagedFile] = {}
    for part in parts:
        other = first.setdefault((part.edition, part.kind), part)
        if other is not part:
            raise StoreError(
                f"Version {version} holds two files of {part.kind} for {part.edition}: {other.path} "
                f"and {part.path}.",
                "Look at an earlier version by its number, or bring one back with restore.",
                code="two_files_of_a_kind",
            )


_PUT_BACK = (
    "Put it back from a copy of the store. If it is the newest file in _delta_log, you can take that "
    "file away instead: the version before is then the newest."
)
