"""A first store from `sample_data/`, so that the notebook opens on figures."""

import shutil
import tempfile
from pathlib import Path

import polars as pl

from wfcore.access import acting_as, setup_actor
from wfcore.checking import QualityReport, check_drafts
from wfcore.declared import declared
from wfcore.declared.samples import SAMPLE_DATA
from wfcore.errors import StoreError
from wfcore.normalising import Draft, normalise
from wfcore.reading import read_upload
from wfcore.store import Store, accept_all_warnings
from wfcore.store.address import Address


def seed_store(uri: str | Path, samples: Path = SAMPLE_DATA) -> Store:
    """The store at an address; made and filled with the samples when there is none.

    A store that is there is never added to, even if nothing is published in it yet.

    Raises:
        StoreError: the samples are missing or do not pass their own checks.
    """
    if Store.exists(uri):
        return Store.open(uri)
    drafts = _drafts(samples)
    if not drafts:
        raise StoreError(
            f"There are no samples in {samples}.",
            "Publish your own files with `python -m wfcore publish`.",
        )
    drafts, report = check_drafts(drafts)
    if "://" in str(uri):
        _fill(uri, drafts, report)
        return Store.open(uri)
    # Made beside and moved into place whole, so that a start cut short leaves no empty store.
    target = Path(uri).resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f"{target.name}-", dir=target.parent))
    except OSError as error:
        raise StoreError(
            f"A store cannot be made at {uri}: {error.strerror}.",
            f"Give the right to write in {target.parent}, or name a folder inside one that can be written.",
        ) from error
    try:
        _fill(beside, drafts, report)
        if target.is_dir() and not any(target.iterdir()):
            target.rmdir()
        try:
            beside.rename(target)
            Address(str(target)).fsync_root()
        except OSError as error:
            if not Store.exists(target):  # else another process was quicker
                raise StoreError(
                    f"A store cannot be made at {uri}.", "Is there something else in that folder?"
                ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Store.open(target)


def _drafts(samples: Path, names: str = "*.csv") -> list[Draft]:
    """What the files hold, in order of name; of two that hold the same month of a source, the first.

    Files of the whole country hold what those of a part have of the same month.
    """
    kept: list[Draft] = []
    taken: set[tuple[str, str]] = set()
    for path in sorted(samples.glob(names)):
        tables = read_upload(path.name, path.read_bytes(), declared())
        drafts = [draft for table in tables for draft in normalise(table)]
        new = [draft for draft in drafts if taken.isdisjoint(_held(draft))]
        taken.update(held for draft in new for held in _held(draft))
        kept += new
    return kept


def shipped_tables(kind: str) -> list[pl.DataFrame]:
    """The tables of one kind as they are shipped, one for each source."""
    return [draft.tables[kind] for draft in _drafts(SAMPLE_DATA, f"*{kind}.csv")]


def _held(draft: Draft) -> set[tuple[str, str]]:
    return {(draft.edition, kind) for kind in draft.tables}


def _fill(uri: str | Path, drafts: list[Draft], report: QualityReport) -> None:
    why = "first store, from sample_data/"
    accepted = accept_all_warnings(report, "the samples are shipped as they are")
    with acting_as(setup_actor()):
        store = Store.create(uri)
        if declared().rules.publish.second_person:
            name = store.propose(drafts, report, by="sample data", why=why, accepted=accepted)
            store.approve(name, by="first start")
        else:
            store.publish(drafts, report, by="sample data", why=why, accepted=accepted)
