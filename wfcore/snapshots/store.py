"""The store: one Delta Lake table, in which a version is a commit."""

import hashlib
import io
import json
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import polars as pl
from deltalake import CommitProperties, DeltaTable, Field, Schema
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.fs import DeltaStorageHandler
from deltalake.schema import PrimitiveType
from deltalake.transaction import AddAction, RemoveAction

from wfcore.audit import audited
from wfcore.checking import QualityReport
from wfcore.errors import NotPublishable, StoreError, UnknownName
from wfcore.normalising import Draft
from wfcore.normalising.tables import KINDS, schema
from wfcore.normalising.values import line
from wfcore.roles import require_analyst
from wfcore.snapshots.version import Version

PARTITION = ["edition", "kind"]
_ROW_GROUP = 100_000
_KEPT_FOR_EVER = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}


@dataclass(frozen=True)
class Publication:
    """One entry of the history."""

    version: int
    at: datetime
    by: str
    action: str
    why: str
    editions: tuple[str, ...]
    files: tuple[dict[str, Any], ...]
    accepted: tuple[str, ...]
    report: QualityReport | None


class Store:
    """A folder or an `s3://` address that holds published versions.

    Open it with `Store.open` or make it with `Store.create`.
    """

    def __init__(self, uri: str, storage_options: dict[str, str] | None = None) -> None:
        self.uri = uri
        self.storage_options = storage_options
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
        accept_warnings: bool = False,
        expected_head: int | None = None,
    ) -> int:
        """Publish all drafts as one new version, or none.

        Args:
            drafts: checked drafts; each replaces the edition of its source and period.
            report: their report; kept with the version.
            by: who publishes; somebody who has signed in signs with that name, whatever is given.
            why: reason, kept with the version.
            accept_warnings: whether the warnings of the report are accepted.
            expected_head: the version the analyst looked at; a newer one refuses.

        Returns:
            The number of the new version.

        Raises:
            NotAllowed: who acts may not publish.
            NotPublishable: a finding blocks, a warning is not accepted, or nobody signs.
            StoreError: somebody else published meanwhile, or the store cannot be written.
        """
        by = require_analyst().name or by
        refuse_unready(drafts, report, by, accept_warnings=accept_warnings)
        table = self._table()
        base = table.version()
        if expected_head is not None and base != expected_head:
            raise self._overtaken(base)
        tables = _by_edition(drafts)
        replaced = self._version_of(table).parts.filter(
            pl.col("edition").is_in({edition for edition, _ in tables})
        )
        properties = CommitProperties(
            custom_metadata=_metadata("publish", by, why, drafts, report, accept=accept_warnings),
            max_commit_retries=0,
        )
        written: list[str] = []
        try:
            adds = [self._write(e, kind, frame, written) for (e, kind), frame in tables.items()]
            now = int(time.time() * 1000)
            prefix = len(self.uri.rstrip("/")) + 1
            removes = [
                RemoveAction(path[prefix:], data_change=True, deletion_timestamp=now)
                for path in replaced["path"]
            ]
            table.create_write_transaction(
                [*adds, *removes], "append", table.schema(), PARTITION, commit_properties=properties
            )
        except CommitFailedError as error:
            self._discard(written)
            raise self._overtaken(self.head()) from error
        except (DeltaError, OSError, pl.exceptions.PolarsError) as error:
            head = self.head()
            if head > base and self._is_mine(head, properties):
                return head  # the commit stood; only the answer was lost
            self._discard(written)
            raise StoreError(
                f"The store could not be written: {_plain(error)}. Nothing was published.",
                "Check free space and rights on the store, then publish again.",
            ) from error
        return base + 1

    @audited("restore")
    def restore(self, version: int, *, by: str, why: str = "") -> int:
        """Bring an earlier version back as a new one; nothing is lost.

        Raises:
            NotAllowed: who acts may not publish.
            UnknownName: there is no such version.
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
        try:
            table.restore(
                version,
                commit_properties=CommitProperties(
                    custom_metadata={
                        "action": f"restore {version}", "by": line(by, 120),
                        "why": line(why, 1000), "at": _now()
                    },
                    max_commit_retries=0,
                ),
            )  # fmt: skip
        except CommitFailedError as error:
            raise self._overtaken(self.head()) from error
        except DeltaError as error:
            raise StoreError(
                f"Version {version} could not be restored: {_plain(error)}."
            ) from error
        return self.head()

    def history(self) -> list[Publication]:
        """Every version with who, when and why, newest first."""
        return [
            _publication(entry)
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

    def _write(self, edition: str, kind: str, frame: pl.DataFrame, written: list[str]) -> AddAction:
        content = io.BytesIO()
        # Statistics let a reader pass over row groups: where there is but one they only cost time.
        how: dict[str, Any] = {
            "compression": "zstd",
            "row_group_size": _ROW_GROUP,
            "statistics": frame.height > _ROW_GROUP,
        }
        frame.write_parquet(content, **how)
        digest = hashlib.sha256(content.getbuffer()).hexdigest()
        # The name is the digest of the bytes, so that a reader notices a flipped bit; the middle
        # keeps equal tables of two publications apart.
        path = f"edition={edition}/kind={kind}/{uuid.uuid4().hex}-{digest}.parquet"
        target = f"{self.uri.rstrip('/')}/{path}"
        written.append(target)
        if _is_local(self.uri):
            Path(target).parent.mkdir(parents=True, exist_ok=True)
            Path(target).write_bytes(content.getbuffer())
        else:
            frame.write_parquet(target, storage_options=self.storage_options, **how)
        return AddAction(
            path,
            self._size(path),
            {"edition": edition, "kind": kind},
            int(time.time() * 1000),
            True,  # noqa: FBT003 - the library's positional argument
            json.dumps({"numRecords": frame.height}),
        )

    def _size(self, path: str) -> int:
        """Bytes of a file of the store, wherever the store is; Delta readers rely on it."""
        if _is_local(self.uri):
            return Path(self.uri, path).stat().st_size
        handler: Any = DeltaStorageHandler(self.uri, self.storage_options)
        found = handler.get_file_info([path])[0]
        return int(found.size)

    def _discard(self, written: list[str]) -> None:
        """Remove files that no version names; on object stores they stay, unread."""
        if _is_local(self.uri):
            for target in written:
                Path(target).unlink(missing_ok=True)

    def _is_mine(self, head: int, properties: CommitProperties) -> bool:
        newest = next(iter(self.history()), None)
        mine = properties.custom_metadata or {}
        return newest is not None and newest.version == head and mine.get("at") == _stamp(newest.at)


def refuse_unready(
    drafts: Sequence[Draft], report: QualityReport, by: str, *, accept_warnings: bool
) -> None:
    """Refuse what must not be published.

    Raises:
        NotPublishable: a finding blocks, a warning is not accepted, or nobody signs.
    """
    if not line(by):
        raise NotPublishable("Nobody signs for it.", "Give the name of who publishes.")
    if not drafts:
        raise NotPublishable("There is nothing to publish.", "Choose a file.")
    if {(d.source, d.period) for d in drafts} != {(f.source, f.period) for f in report.files}:
        raise NotPublishable("The report is not about these files.", "Check them again.")
    if not report.publishable:
        raise NotPublishable(
            f"{len(report.of('blocks'))} finding(s) block it: "
            + " ".join(dict.fromkeys(x.message for _, x in report.of("blocks"))),
            "Correct the files and check them again. Nothing was published.",
        )
    warnings = report.of("warns")
    if warnings and not accept_warnings:
        raise NotPublishable(
            f"{len(warnings)} warning(s) are not accepted: "
            + " ".join(dict.fromkeys(x.message for _, x in warnings)),
            "Accept them, or correct the files. Nothing was published.",
        )


def _by_edition(drafts: Sequence[Draft]) -> dict[tuple[str, str], pl.DataFrame]:
    """The tables to write: those of drafts of one edition and kind together."""
    gathered: dict[tuple[str, str], list[pl.DataFrame]] = {}
    for one in drafts:
        for kind, table in one.tables.items():
            gathered.setdefault((one.edition, kind), []).append(table)
        gathered.setdefault((one.edition, "files"), []).append(one.file_record())
    return {key: pl.concat(frames) for key, frames in gathered.items()}


def _metadata(
    action: str, by: str, why: str, drafts: Sequence[Draft], report: QualityReport, *, accept: bool
) -> dict[str, str]:
    warnings = [x.code for _, x in report.of("warns")]
    return {
        "action": action,
        "by": line(by, 120),
        "why": line(why, 1000),
        "at": _now(),
        "editions": json.dumps(sorted({d.edition for d in drafts})),
        "files": json.dumps(
            [
                {
                    "file": line(d.file_name),
                    "sha256": d.sha256,
                    "source": d.source,
                    "period": d.period,
                    "rows": d.rows,
                }
                for d in drafts
            ]
        ),
        "accepted": json.dumps(sorted(set(warnings)) if accept else []),
        "report": report.model_dump_json(),
    }


def _publication(entry: dict[str, Any]) -> Publication:
    report = entry.get("report")
    return Publication(
        version=entry["version"],
        at=datetime.fromisoformat(entry["at"]),
        by=entry["by"],
        action=entry["action"],
        why=entry.get("why", ""),
        editions=tuple(json.loads(entry.get("editions", "[]"))),
        files=tuple(json.loads(entry.get("files", "[]"))),
        accepted=tuple(json.loads(entry.get("accepted", "[]"))),
        report=QualityReport.model_validate_json(report) if report else None,
    )


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


def _now() -> str:
    return _stamp(datetime.now(tz=UTC))


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
