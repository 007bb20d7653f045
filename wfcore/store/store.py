"""The store: one Delta Lake table, in which a version is a commit."""

import contextlib
import hashlib
import io
import json
import time
import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Self

import polars as pl
from deltalake import CommitProperties, DeltaTable, Field, Schema
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.schema import PrimitiveType
from deltalake.transaction import AddAction, RemoveAction

from wfcore.access import require_analyst
from wfcore.audit import audited
from wfcore.checking import QualityReport
from wfcore.declared import declared
from wfcore.errors import NotPublishable, StoreError, UnknownName
from wfcore.normalising import Draft
from wfcore.normalising.tables import KINDS, schema, shaped
from wfcore.normalising.values import line
from wfcore.store import orphans, proposals
from wfcore.store.address import Address, Stored
from wfcore.store.differences import fingerprints
from wfcore.store.proposals import Part, Proposal
from wfcore.store.publications import Publication, metadata_of, now, publication, stamp
from wfcore.store.readiness import refuse_unready
from wfcore.store.version import Version

PARTITION = ["edition", "kind"]
_ROW_GROUP = 100_000
_KEPT_FOR_EVER = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}


class Store:
    """A folder or an `s3://` address that holds published versions.

    Open it with `Store.open` or make it with `Store.create`.
    """

    def __init__(self, uri: str, storage_options: dict[str, str] | None = None) -> None:
        self.uri = uri
        self.storage_options = storage_options
        self._address = Address(uri, storage_options)
        self._seen: tuple[frozenset[str] | None, int] = (None, 0)

    @staticmethod
    def exists(uri: str | Path, storage_options: dict[str, str] | None = None) -> bool:
        """Whether there is a store at this address.

        Raises:
            StoreError: the address cannot be looked at.
        """
        try:
            return DeltaTable.is_deltatable(str(uri), storage_options)
        except (DeltaError, OSError) as error:
            raise StoreError(
                f"The store at {uri} cannot be read: {_plain(error)}.", "Check the address."
            ) from error

    @classmethod
    def open(cls, uri: str | Path, storage_options: dict[str, str] | None = None) -> Self:
        """The store at an address.

        Raises:
            StoreError: there is none, or it cannot be read.
        """
        if not cls.exists(uri, storage_options):
            raise StoreError(
                f"There is no store at {uri}.", "Publish a file to it, or check the address."
            )
        return cls(_absolute(uri), storage_options)

    @classmethod
    def create(cls, uri: str | Path, storage_options: dict[str, str] | None = None) -> Self:
        """The store at an address, made empty if there is none.

        Raises:
            NotAllowed: there is none, and who acts may not make one.
        """
        store = cls(_absolute(uri), storage_options)
        if cls.exists(uri, storage_options):
            return store
        require_analyst()
        try:
            DeltaTable.create(
                store.uri,
                _delta_schema(),
                partition_by=PARTITION,
                name="primary-care-workforce",
                description="Tidy tables of the Primary Care Workforce Notebook; one commit is one version",
                configuration=_KEPT_FOR_EVER,
                storage_options=storage_options,
                mode="ignore",
            )
            store._address.settle(_record(0))
            store._address.settle_place()
        except (DeltaError, OSError) as error:
            raise StoreError(
                f"A store cannot be made at {uri}: {_plain(error)}.", "Check the folder."
            ) from error
        return store

    def head(self) -> int:
        """Number of the newest version; 0 when nothing is published yet.

        Every page asks, so a folder whose log lists the same commits as before is not read again.
        """
        commits = self._commits()
        seen, version = self._seen
        if commits is None or commits != seen:
            version = self._table().version()
            self._seen = (commits, version)
        return version

    def _commits(self) -> frozenset[str] | None:
        """The names in the log; None where only reading it can tell."""
        if not _is_local(self.uri):
            return None
        try:
            return frozenset(path.name for path in Path(self.uri, "_delta_log").iterdir())
        except OSError:
            return None

    def read(self, version: int | None = None) -> Version:
        """A version to read; the newest when no number is given.

        Raises:
            UnknownName: there is no such version.
        """
        return self._version_of(self._table(version))

    def _version_of(self, table: DeltaTable) -> Version:
        actions = pl.DataFrame(table.get_add_actions(flatten=True))
        split = pl.col("partition.edition").str.split_exact(".", 1)
        parts = actions.select(
            edition=pl.col("partition.edition"),
            kind=pl.col("partition.kind"),
            source=split.struct.field("field_0"),
            period=split.struct.field("field_1"),
            path=pl.concat_str(pl.lit(self.uri.rstrip("/") + "/"), pl.col("path")),
            rows=pl.col("num_records"),
        ).sort("kind", "period", "source")
        return Version(table.version(), self.uri, parts, self.storage_options)

    @audited("publish")
    def publish(
        self,
        drafts: Sequence[Draft],
        report: QualityReport,
        *,
        by: str,
        why: str = "",
        accepted: Mapping[str, str] | None = None,
        expected_head: int | None = None,
    ) -> int:
        """Publish all drafts as one new version, or none.

        Args:
            drafts: checked drafts; each replaces the edition of its source and period.
            report: their report; kept with the version.
            by: who publishes.
            why: reason, kept with the version.
            accepted: code of each warning of the report → why it is accepted; kept with the version.
            expected_head: the version the analyst looked at; a newer one refuses.

        Returns:
            The number of the new version.

        Raises:
            NotAllowed: who acts may not publish.
            NotPublishable: a finding blocks, a warning is not accepted, nobody signs, or a second
                person must approve.
            StoreError: somebody else published meanwhile, or the store cannot be written.
        """
        by = require_analyst().name or by
        refuse_unready(drafts, report, by, accepted or {})
        if declared().rules.publish.second_person:
            raise NotPublishable(
                "Here a second person approves what is published.",
                "Hand it over with `propose`; somebody else approves it.",
            )
        made, written = self._prepared(drafts, report, by, why, accepted or {}, expected_head)
        return self._commit(made, made.said, written)

    @audited("propose")
    def propose(
        self,
        drafts: Sequence[Draft],
        report: QualityReport,
        *,
        by: str,
        why: str = "",
        accepted: Mapping[str, str] | None = None,
        expected_head: int | None = None,
    ) -> str:
        """Keep checked drafts in the store, unpublished: for later, or for a second person.

        Arguments and errors are those of `publish`.

        Returns:
            The id to approve or withdraw it by.
        """
        by = require_analyst().name or by
        refuse_unready(drafts, report, by, accepted or {})
        made, written = self._prepared(drafts, report, by, why, accepted or {}, expected_head)
        try:
            proposals.write(self._address, made)
        except OSError as error:
            # It may lie there although the disk refused to vouch for it.
            with contextlib.suppress(OSError):
                proposals.delete(self._address, made.id)
            self._discard(written)
            raise _not_written(error) from error
        return made.id

    def waiting(self) -> list[Proposal]:
        """What is proposed and not yet published, oldest first."""
        found = proposals.waiting(self._address)
        done = {entry.proposal for entry in self.history()} if found else set[str]()
        return [proposal for proposal in found if proposal.id not in done]

    @audited("approve")
    def approve(self, name: str, *, by: str) -> int:
        """Publish what waits under this id as one new version.

        Args:
            name: the id that `propose` gave.
            by: who approves; with `publish.second_person` not the one who proposed it.

        Returns:
            The number of the new version.

        Raises:
            NotAllowed: who acts may not publish.
            NotPublishable: nobody signs, or it is the same person.
            UnknownName: nothing waits under this id.
            StoreError: somebody published since it was checked, its files are damaged, or the store
                cannot be written.
        """
        by = require_analyst().name or by
        if not line(by):
            raise NotPublishable("Nobody signs for it.", "Give the name of who approves.")
        made = proposals.read(self._address, name)
        if name not in {proposal.id for proposal in self.waiting()}:
            raise UnknownName(f"{name} is published already.", "See the history.")
        if declared().rules.publish.second_person:
            proposals.refuse_the_same_person(made.said["by"], by)
        self._refuse_damaged(made)
        approved = {"approved_by": line(by, 120), "proposed_at": made.said["at"], "at": now()}
        version = self._commit(made, made.said | approved | {"proposal": name}, [])
        # If it stays: it is published, so it waits no longer; the next tidying takes it away.
        with contextlib.suppress(OSError):
            proposals.delete(self._address, name)
        return version

    def withdraw(self, name: str) -> None:
        """Take away what waits under this id; nothing that is published changes.

        Raises:
            NotAllowed: who acts may not publish.
            StoreError: it cannot be taken away.
        """
        require_analyst()
        parts: list[Part] = []
        with contextlib.suppress(StoreError):  # if damaged, its files go when the store is tidied
            parts += proposals.read(self._address, name).parts
        try:
            proposals.delete(self._address, name)
        except OSError as error:
            raise _not_written(error) from error
        self._discard([part.path for part in parts])

    def tidy(self, older_than: timedelta | None = None) -> list[Stored]:
        """Take away files that no version and nothing that waits has ever named.

        Args:
            older_than: how old a file must be, so that nobody at work is disturbed; the hours of
                `publish.orphan_hours` when not given.

        Returns:
            What was taken away.

        Raises:
            NotAllowed: who acts may not publish.
            StoreError: the log has a gap or a damaged record, so that nothing is certain; or a file
                cannot be taken away.
        """
        require_analyst()
        age = older_than or timedelta(hours=declared().rules.publish.orphan_hours)
        done = {entry.proposal for entry in self.history()}
        found = orphans.orphans(self._address, self.head(), done, age)
        try:
            for file in found:
                self._address.delete(file.path)
        except OSError as error:
            raise _not_written(error) from error
        return found

    def _prepared(
        self,
        drafts: Sequence[Draft],
        report: QualityReport,
        by: str,
        why: str,
        accepted: Mapping[str, str],
        expected_head: int | None,
    ) -> tuple[Proposal, list[str]]:
        """The drafts written as files that no version names yet, and the paths of these."""
        base = self._table().version()
        if expected_head is not None and base != expected_head:
            raise self._overtaken(base)
        written: list[str] = []
        try:
            parts = [
                self._write(edition, kind, frame, written)
                for (edition, kind), frame in _by_edition(drafts).items()
            ]
            for edition in sorted({part.edition for part in parts}):
                self._address.settle(f"edition={edition}")
        except (OSError, pl.exceptions.PolarsError) as error:
            self._discard(written)
            raise _not_written(error) from error
        said = metadata_of(drafts, report, by=by, why=why, accepted=accepted)
        return Proposal(uuid.uuid4().hex, base, tuple(parts), said), written

    def _commit(self, made: Proposal, said: Mapping[str, str], written: Sequence[str]) -> int:
        """Make files that lie in the store a version; on failure take away those just written."""
        table = self._table()
        if table.version() != made.base:
            self._discard(written)
            raise self._overtaken(table.version())
        replaced = self._version_of(table).parts.filter(
            pl.col("edition").is_in({part.edition for part in made.parts})
        )
        moment = int(time.time() * 1000)
        prefix = len(self.uri.rstrip("/")) + 1
        removes = [
            RemoveAction(path[prefix:], data_change=True, deletion_timestamp=moment)
            for path in replaced["path"]
        ]
        properties = CommitProperties(custom_metadata=dict(said), max_commit_retries=0)
        try:
            table.create_write_transaction(
                [*(_added(part, moment) for part in made.parts), *removes],
                "append",
                table.schema(),
                PARTITION,
                commit_properties=properties,
            )
            self._address.settle(_record(made.base + 1))
        except CommitFailedError as error:
            self._discard(written)
            raise self._overtaken(self.head()) from error
        except (DeltaError, OSError) as error:
            head = self.head()
            if head > made.base and self._is_mine(head, said):
                return head  # the commit stood; only the answer was lost
            self._discard(written)
            raise _not_written(error) from error
        return made.base + 1

    def _refuse_damaged(self, made: Proposal) -> None:
        for part in made.parts:
            try:
                whole = part.path.endswith(f"-{_digest(self._address.read(part.path))}.parquet")
            except OSError:
                whole = False
            if not whole:
                raise StoreError(
                    f"{part.path} is missing or damaged, so what waits cannot be published.",
                    "Withdraw it and check the files again.",
                )

    @audited("restore")
    def restore(self, version: int, *, by: str, why: str = "") -> int:
        """Bring an earlier version back as a new one; nothing is lost.

        Raises:
            NotAllowed: who acts may not publish.
            UnknownName: there is no such version.
            StoreError: somebody else published meanwhile, or the store cannot be written.
        """
        by = require_analyst().name or by
        if not line(by):
            raise NotPublishable("Nobody signs for it.", "Give a name with --by.")
        self._table(version)
        table = self._table()
        if version == table.version():
            raise NotPublishable(
                f"Version {version} is the newest already.",
                "Choose an earlier one; see the history.",
            )
        said = {
            "action": f"restore {version}", "by": line(by, 120), "why": line(why, 1000), "at": now()
        }  # fmt: skip
        properties = CommitProperties(custom_metadata=said, max_commit_retries=0)
        try:
            table.restore(version, commit_properties=properties)
            self._address.settle(_record(table.version()))
        except CommitFailedError as error:
            raise self._overtaken(self.head()) from error
        except (DeltaError, OSError) as error:
            head = self.head()
            if self._is_mine(head, said):
                return head  # the commit stood; only the answer was lost
            raise StoreError(
                f"Version {version} could not be restored: {_plain(error)}. Nothing was published.",
                "Check free space and rights on the store, then try again.",
            ) from error
        return self.head()

    def history(self) -> list[Publication]:
        """Every version with who, when and why, newest first."""
        return [
            publication(entry)
            for entry in self._table().history()
            if entry.get("version", 0) > 0 and "by" in entry
        ]

    def _table(self, version: int | None = None) -> DeltaTable:
        try:
            return DeltaTable(self.uri, version=version, storage_options=self.storage_options)
        except TableNotFoundError as error:
            if version is None:
                raise StoreError(
                    f"There is no store at {self.uri}.", "Check the address."
                ) from error
            raise self._no_such_version(version) from error
        except (DeltaError, OSError, OverflowError, TypeError) as error:
            if version is not None:
                raise self._no_such_version(version) from error
            raise StoreError(
                f"The store at {self.uri} cannot be read: {_plain(error)}.",
                "Put it back from a copy. If only the newest file in _delta_log is damaged, take that "
                "file away: the version before is then the newest.",
            ) from error

    def _no_such_version(self, version: int) -> UnknownName:
        return UnknownName(
            f"There is no version {version}.",
            f"The newest is version {self.head()}; see the history.",
        )

    def _overtaken(self, head: int) -> StoreError:
        last = next(iter(self.history()), None)
        who = f" by {last.by} at {last.at:%H:%M} on {last.at:%d %B %Y}" if last else ""
        return StoreError(
            f"Version {head} was published{who} while you were looking. Nothing of yours was published.",
            "Look at it, check your files against it, and publish again.",
        )

    def _write(self, edition: str, kind: str, frame: pl.DataFrame, written: list[str]) -> Part:
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
        written.append(path)
        self._address.write(path, data)
        return Part(path, edition, kind, len(data), frame.height)

    def _discard(self, written: Sequence[str]) -> None:
        """Remove files that no version names; what cannot be removed stays unread until tidied."""
        for path in written:
            try:
                self._address.delete(path)
            except OSError:
                continue

    def _is_mine(self, head: int, said: Mapping[str, str]) -> bool:
        newest = next(iter(self.history()), None)
        return newest is not None and newest.version == head and said["at"] == stamp(newest.at)


def _record(version: int) -> str:
    return f"_delta_log/{version:020}.json"


def _not_written(error: BaseException) -> StoreError:
    return StoreError(
        f"The store could not be written: {_plain(error)}. Nothing was published.",
        "Check free space and rights on the store, then publish again.",
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


def _by_edition(drafts: Sequence[Draft]) -> dict[tuple[str, str], pl.DataFrame]:
    """The tables to write: those of drafts of one edition and kind together."""
    gathered: dict[tuple[str, str], list[pl.DataFrame]] = {}
    for one in drafts:
        for kind, table in one.tables.items():
            gathered.setdefault((one.edition, kind), []).append(table)
        gathered.setdefault((one.edition, "files"), []).append(one.file_record())
        if one.headings:
            gathered.setdefault((one.edition, "headings"), []).append(one.heading_record())
    whole = {key: pl.concat(frames) for key, frames in gathered.items()}
    for edition in {one.edition: one for one in drafts}:
        tables = {kind: frame for (of, kind), frame in whole.items() if of == edition}
        prints = fingerprints(tables)
        if prints.height:
            source, _, period = edition.partition(".")
            stamped = prints.with_columns(period=pl.lit(period), source=pl.lit(source))
            whole[edition, "fingerprints"] = shaped(stamped, "fingerprints")
    return whole


def _delta_schema() -> Schema:
    names: dict[pl.DataType, str] = {
        pl.Float64(): "double",
        pl.Int64(): "long",
        pl.Int16(): "short",
        pl.Boolean(): "boolean",
    }
    columns: dict[str, str] = dict.fromkeys(PARTITION, "string")
    for kind in KINDS:
        for name, dtype in schema(kind).items():
            columns.setdefault(name, names.get(dtype, "string"))
    return Schema([Field(name, PrimitiveType(kind)) for name, kind in columns.items()])


def _absolute(uri: str | Path) -> str:
    text = str(uri)
    return text if not _is_local(text) else str(Path(text).resolve())


def _is_local(uri: str) -> bool:
    return "://" not in uri


def _plain(error: BaseException) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
