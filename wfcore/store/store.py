"""The store: one Delta Lake table, in which a version is a commit."""

import contextlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Self

from wfcore.access import require_analyst
from wfcore.audit import audited
from wfcore.checking import QualityReport
from wfcore.declared import declared
from wfcore.errors import NotPublishable, StoreError, UnknownName
from wfcore.normalising import Draft
from wfcore.normalising.values import line
from wfcore.store import checkpoints, delta, orphans, proposals
from wfcore.store.address import Address, StoredFile
from wfcore.store.backup import Backup, back_up
from wfcore.store.commits import commit, overtaken, restore
from wfcore.store.differences import with_successions
from wfcore.store.identity import VersionName, short
from wfcore.store.log import record_path
from wfcore.store.opening import (
    history,
    names_in_log,
    newest_version,
    open_version,
    parts_frame,
    read_checked,
    unknown_version,
)
from wfcore.store.proposals import Proposal, StagedFile
from wfcore.store.publications import Publication, log_time_now, metadata_of
from wfcore.store.readiness import assert_publishable
from wfcore.store.verifying import Progress, Verification, verify
from wfcore.store.version import Version
from wfcore.store.writing import discard, not_written, refuse_damaged, write_parts


class Store:
    """A folder or an `s3://` address that holds published versions.

    Open it with `Store.open` or make it with `Store.create`.
    """

    def __init__(self, uri: str, storage_options: dict[str, str] | None = None) -> None:
        self.uri = uri
        self.storage_options = storage_options
        self._address = Address(uri, storage_options)
        self._seen: tuple[frozenset[str] | None, object, int] = (None, None, 0)
        self._identities: dict[int, tuple[object, str]] = {}

    @staticmethod
    def exists(uri: str | Path, storage_options: dict[str, str] | None = None) -> bool:
        """Whether there is a store at this address.

        Raises:
            StoreError: the address cannot be looked at.
        """
        return delta.is_store(delta.address_of(uri, storage_options))

    @classmethod
    def open(cls, uri: str | Path, storage_options: dict[str, str] | None = None) -> Self:
        """The store at an address.

        Raises:
            StoreError: there is none, or it cannot be read.
        """
        address = delta.address_of(uri, storage_options)
        if not delta.is_store(address):
            raise delta.no_store(address)
        return cls(address.uri, storage_options)

    @classmethod
    def create(cls, uri: str | Path, storage_options: dict[str, str] | None = None) -> Self:
        """The store at an address, made empty if there is none.

        Raises:
            NotAllowed: there is none, and who acts may not make one.
            StoreError: it cannot be made.
        """
        address = delta.address_of(uri, storage_options)
        if not delta.is_store(address):
            require_analyst()
            delta.create_table(address)
        return cls(address.uri, storage_options)

    def head(self) -> int:
        """Number of the newest version; 0 when nothing is published yet.

        Every page asks, so a log with the same files and the same newest record as before is not
        read again.

        Raises:
            StoreError: there is no store, or its newest record is not what was published.
        """
        names = names_in_log(self._address)
        seen, mark, newest = self._seen
        if names == seen and mark == self._mark(newest):
            return newest
        newest = newest_version(self._address, names)
        mark = self._mark(newest)
        read_checked(self._address, newest)
        self._seen = (names, mark, newest)
        return newest

    def newest(self) -> VersionName:
        """The newest version, with its identity; errors are those of `head`."""
        return self.name_of(self.head())

    def name_of(self, version: int) -> VersionName:
        """The number of a version with its identity; its record is read again once it is another file.

        Raises:
            UnknownName: there is no such version.
        """
        mark = self._mark(version)
        if mark is None:
            raise unknown_version(version, self.head())
        known, identity = self._identities.get(version, (None, ""))
        if mark != known:
            identity = short(read_checked(self._address, version).digest)
            self._identities[version] = (mark, identity)
        return VersionName(version, identity)

    def _mark(self, version: int) -> tuple[object, ...] | None:
        try:
            return self._address.mark(record_path(version))
        except OSError:
            return None

    def read(self, version: int | None = None) -> Version:
        """A version to read; the newest when no number is given.

        Raises:
            UnknownName: there is no such version.
            StoreError: it cannot be read, or is not what was published.
        """
        stored = open_version(self._address, version)
        return Version(
            stored.record.number,
            self.uri,
            parts_frame(self._address, stored.parts),
            self.storage_options,
            stored.identity,
        )

    @audited("publish")
    def publish(
        self,
        drafts: Sequence[Draft],
        report: QualityReport,
        *,
        by: str,
        why: str = "",
        accepted: Mapping[str, str] | None = None,
        expected_head: VersionName | int | None = None,
    ) -> int:
        """Publish all drafts as one new version, or none.

        Args:
            drafts: checked drafts; each replaces the edition of its source and period.
            report: their report; kept with the version.
            by: who publishes.
            why: reason, kept with the version.
            accepted: code of each warning of the report → why it is accepted; kept with the version.
            expected_head: the version the analyst looked at; a newer one, or other data under its
                number, refuses.

        Returns:
            The number of the new version.

        Raises:
            NotAllowed: who acts may not publish.
            NotPublishable: a finding blocks, a warning is not accepted, nobody signs, or a second
                person must approve.
            StoreError: somebody else published meanwhile, or the store cannot be written.
        """
        by = require_analyst().name or by
        assert_publishable(drafts, report, by, accepted or {})
        if declared().rules.publish.second_person:
            raise NotPublishable(
                "Here a second person approves what is published.",
                "Hand it over with `propose`; somebody else approves it.",
            )
        proposal = self._prepared(drafts, report, by, why, accepted or {}, expected_head)
        return commit(self._address, proposal, proposal.said, proposal.parts)

    @audited("propose")
    def propose(
        self,
        drafts: Sequence[Draft],
        report: QualityReport,
        *,
        by: str,
        why: str = "",
        accepted: Mapping[str, str] | None = None,
        expected_head: VersionName | int | None = None,
    ) -> str:
        """Keep checked drafts in the store, unpublished: for later, or for a second person.

        Arguments and errors are those of `publish`.

        Returns:
            The id to approve or withdraw it by.
        """
        by = require_analyst().name or by
        assert_publishable(drafts, report, by, accepted or {})
        proposal = self._prepared(drafts, report, by, why, accepted or {}, expected_head)
        try:
            proposals.write_proposal(self._address, proposal)
        except OSError as error:
            # It may lie there although the disk refused to vouch for it.
            with contextlib.suppress(OSError):
                proposals.delete_proposal(self._address, proposal.id)
            discard(self._address, proposal.parts)
            raise not_written(error) from error
        return proposal.id

    def waiting(self) -> list[Proposal]:
        """What is proposed and not yet published, oldest first."""
        waiting = proposals.waiting_proposals(self._address)
        done = {entry.proposal for entry in self.history()} if waiting else set[str]()
        return [proposal for proposal in waiting if proposal.id not in done]

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
        waits = proposals.read_proposal(self._address, name)
        if name not in {proposal.id for proposal in self.waiting()}:
            raise UnknownName(f"{name} is published already.", "See the history.")
        if declared().rules.publish.second_person:
            proposals.refuse_the_same_person(waits.said["by"], by)
        refuse_damaged(self._address, waits.parts)
        approved = {
            "approved_by": line(by, 120),
            "proposed_at": waits.said["at"],
            "at": log_time_now(),
        }
        version = commit(self._address, waits, waits.said | approved | {"proposal": name})
        # If it stays: it is published, so it waits no longer; the next tidying takes it away.
        with contextlib.suppress(OSError):
            proposals.delete_proposal(self._address, name)
        return version

    def withdraw(self, name: str) -> None:
        """Take away what waits under this id; nothing that is published changes.

        Raises:
            NotAllowed: who acts may not publish.
            StoreError: it cannot be taken away.
        """
        require_analyst()
        parts: list[StagedFile] = []
        with contextlib.suppress(StoreError):  # if damaged, its files go when the store is tidied
            parts += proposals.read_proposal(self._address, name).parts
        try:
            proposals.delete_proposal(self._address, name)
        except OSError as error:
            raise not_written(error) from error
        discard(self._address, parts)

    def tidy(self, older_than: timedelta | None = None) -> list[StoredFile]:
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
        files = orphans.find_orphans(self._address, self.head(), done, age)
        try:
            for file in files:
                self._address.delete(file.path)
        except OSError as error:
            raise not_written(error) from error
        return files

    def set_checkpoints_aside(self) -> list[str]:
        """Move checkpoints that cannot be read, or say something else than the records, out of the log.

        Returns:
            Where they lay.

        Raises:
            NotAllowed: who acts may not publish.
            StoreError: a record is missing or damaged, or one cannot be moved.
        """
        require_analyst()
        try:
            return checkpoints.set_aside(self._address)
        except OSError as error:
            raise not_written(error) from error

    def _prepared(
        self,
        drafts: Sequence[Draft],
        report: QualityReport,
        by: str,
        why: str,
        accepted: Mapping[str, str],
        expected_head: VersionName | int | None,
    ) -> Proposal:
        """The drafts written as files that no version names yet, and what their commit will say."""
        base = self.newest()
        if expected_head is not None and expected_head not in (base, base.number):
            raise overtaken(self._address, base.number)
        parts = write_parts(self._address, with_successions(drafts, self.read()))
        message = metadata_of(drafts, report, by=by, why=why, accepted=accepted)
        return Proposal(uuid.uuid4().hex, base.number, parts, message, base.identity or "")

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
        message = {
            "action": f"restore {version}", "by": line(by, 120), "why": line(why, 1000), "at": log_time_now()
        }  # fmt: skip
        return restore(self._address, version, message)

    def history(self) -> list[Publication]:
        """Every version with who, when and why, newest first."""
        return history(self._address)

    def verify(self, progress: Progress = lambda _: None) -> Verification:
        """Look at every record, checkpoint, version and file; nothing is changed.

        Args:
            progress: told in words how far it is.
        """
        return verify(self._address, self.read, progress)

    def back_up(self, target: str | Path, progress: Progress = lambda _: None) -> Backup:
        """Copy all versions and what waits to another place, or what is new to an earlier copy.

        Args:
            target: folder or `s3://` address of the copy.
            progress: told in words how far it is.

        Raises:
            StoreError: a record is missing or damaged, the copy is of another store or newer, or it
                cannot be written.
        """
        place = delta.address_of(target, self.storage_options)
        return back_up(self._address, place, self.head(), progress)
