"""The store: publish, approve, look back, go back, tidy."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from typing import Any

import polars as pl

from wfcore.commands.intake import intake, report_text
from wfcore.commands.outcomes import BLOCKED, DONE, write_rows
from wfcore.errors import NotPublishable
from wfcore.normalising import Draft
from wfcore.seeding import seed_store
from wfcore.store import (
    Publication,
    Store,
    Verification,
    accept_all_warnings,
    assert_publishable,
    changes_by_restoring,
    compare_to_published,
    will_be_missing,
    with_earlier_postcodes,
    with_known_codes,
)
from wfcore.wording.restoring import restored

_SECONDS_BETWEEN = 2.0  # lines of progress


def publish(options: argparse.Namespace, more: Sequence[Draft] = ()) -> int:
    """Check files and publish all of them as one version, or have them wait for approval.

    Args:
        options: files, months, store and who signs.
        more: drafts that come of no file, published with the others.

    Raises:
        StoreError: there is no store, and none is to be made.
    """
    new = options.new and not Store.exists(options.store)
    store = None if new else Store.open(options.store)
    drafts, report = intake(options.files, options.period, more)
    head = store.head() if store else 0
    drafts = with_known_codes(with_earlier_postcodes(drafts, store), store)
    report = compare_to_published(drafts, report, store)
    reason = options.why.strip() or "accepted on the command line"
    accepted = accept_all_warnings(report, reason) if options.accept_warnings else {}
    accepted |= dict(options.accept)
    try:
        assert_publishable(drafts, report, options.by, accepted)
    except NotPublishable:
        print(report_text(report), file=sys.stderr)
        raise
    for found in will_be_missing(report):
        print(f"Note: {found.message} {found.advice} ({found.code})", file=sys.stderr)
    store = store or Store.create(options.store)
    keep = store.propose if options.propose else store.publish
    kept = keep(
        drafts, report, by=options.by, why=options.why, accepted=accepted, expected_head=head
    )
    for _, found in report.said_once().of("warns"):
        print(f"Accepted: {found.message} ({found.code}: {accepted[found.code]})", file=sys.stderr)
    if options.propose:
        print(f"Waits for approval: {kept}")
    else:
        print(f"Published version {kept}")
    return DONE


def approve(options: argparse.Namespace) -> int:
    """List what waits for approval, or publish one of it."""
    store = Store.open(options.store)
    if options.proposal:
        print(f"Published version {store.approve(options.proposal, by=options.by)}")
        return DONE
    rows = [(p.id, *_about(p.publication)) for p in store.waiting()]
    schema: dict[str, Any] = {"id": pl.String, **_ABOUT}
    return write_rows(pl.DataFrame(rows, schema=schema, orient="row"), options)


def tidy(options: argparse.Namespace) -> int:
    """Take away what a publisher that was cut short left behind; set damaged checkpoints aside."""
    store = Store.open(options.store)
    gone = store.tidy()
    for file in gone:
        print(file.path)
    print(f"{len(gone)} files taken away, {sum(file.bytes for file in gone):,} bytes")
    for path in store.set_checkpoints_aside():
        print(f"{path} set aside")
    return DONE


def verify(options: argparse.Namespace) -> int:
    """Say what in a store or a copy is not as it was written; nothing is changed."""
    found = Store.open(options.store).verify(_Progress())
    if options.json:
        content = {**vars(found), "findings": [each.model_dump() for each in found.findings]}
        print(json.dumps({"sound": found.sound, **content}, ensure_ascii=False, indent=2))
    else:
        print(_in_words(found))
    return DONE if found.sound else BLOCKED


def _in_words(found: Verification) -> str:
    """What is wrong and what was looked at, a line each."""
    lines = [f"[{f.severity}] {f.message} {f.advice} ({f.code})" for f in found.findings]
    state = "Everything is as it was written" if found.sound else "Not everything is as written"
    counted = (
        f"{found.versions:,} version{'' if found.versions == 1 else 's'}, "
        f"{found.files:,} files of {found.bytes:,} bytes, "
        f"{found.checkpoints:,} checkpoint{'' if found.checkpoints == 1 else 's'}"
    )
    return "\n".join([*lines, f"{state}: {counted}."])


def backup(options: argparse.Namespace) -> int:
    """Copy a store whole while others may publish; damaged files are named and not copied."""
    done = Store.open(options.store).back_up(options.target, _Progress())
    print(
        f"Version {done.version} and those before it are at {options.target}: {done.copied:,} files "
        f"copied, {done.bytes:,} bytes"
    )
    for path in done.damaged:
        print(f"Not copied, because it is missing or damaged: {path}", file=sys.stderr)
    return BLOCKED if done.damaged else DONE


class _Progress:
    """How far a long command is, on the standard error, from time to time."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def __call__(self, how_far: str) -> None:
        if time.monotonic() - self.last >= _SECONDS_BETWEEN:
            self.last = time.monotonic()
            print(how_far, file=sys.stderr, flush=True)


def history(options: argparse.Namespace) -> int:
    """List every version with who, when and why."""
    versions = Store.open(options.store).history()
    rows = [(*_about(p), p.version, p.action, p.approved_by) for p in versions]
    schema: dict[str, Any] = {
        **_ABOUT, "version": pl.Int64, "action": pl.String, "approved_by": pl.String,
    }  # fmt: skip
    table = pl.DataFrame(rows, schema=schema, orient="row")
    at, by, *rest = _ABOUT
    return write_rows(table.select("version", at, by, "action", *rest, "approved_by"), options)


_ABOUT = dict.fromkeys(("at", "by", "why", "editions", "files", "accepted_warnings"), pl.String)


def _about(entry: Publication) -> tuple[str, ...]:
    """When, who, why, which editions, files and accepted warnings with their reasons."""
    return (
        entry.at.isoformat(timespec="seconds"),
        entry.by,
        entry.why,
        "; ".join(entry.editions),
        "; ".join(f"{f['file']} {f['sha256'][:12]}" for f in entry.files),
        "; ".join(
            f"{code}: {reason}" if reason else code for code, reason in entry.accepted.items()
        ),
    )


def restore(options: argparse.Namespace) -> int:
    """Publish an earlier version again."""
    store = Store.open(options.store)
    changes = changes_by_restoring(store.read(), store.read(options.version))
    version = store.restore(options.version, by=options.by, why=options.why)
    print(f"Published version {version}, which is version {options.version} again")
    print("\n".join(restored(changes)))
    return DONE


def seed(options: argparse.Namespace) -> int:
    """Fill a store with the sample data, if there is none."""
    print(f"Version {seed_store(options.store).head()} at {options.store}")
    return DONE
