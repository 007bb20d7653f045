"""The process is killed, or the disk is full, at every step of everything that changes a store.

Readers then see the old version or the new one, whole; a tidied store holds what is named and nothing
else; and the next publication works.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.faults.files import as_csv, practices
from tests.object_store import keys, object_store
from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.normalising import normalise
from wfcore.reading import read_upload
from wfcore.store import Store, accept_all_warnings

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")

Order = Callable[..., dict[str, Any]]
# By hand: five practices with 4.5 (5.5) to 4.9 (5.9) GPs, and 6,000 to 6,400 patients.
OLD, NEW, NEXT = 23.5, 28.5, 33.5
PATIENTS = 31_000.0


@pytest.fixture(scope="module")
def forks() -> Iterator[Callable[[], Order]]:
    """A function that starts the forking process in the environment of the moment."""
    started: list[subprocess.Popen[str]] = []

    def start() -> Order:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/faults/steps.py")],
            cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        started.append(process)

        def order(**words: Any) -> dict[str, Any]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps(words, default=str) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        return order

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def order(forks: Callable[[], Order]) -> Order:
    return forks()


@pytest.fixture(scope="module")
def december(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("december") / "december.csv"
    path.write_bytes(as_csv(practices(gp=5.5)))
    return path


def gp_fte(store: Store, period: str, version: int | None = None) -> float:
    rows = (
        store.read(version)
        .table("staff_total")
        .filter(
            pl.col("period") == period,
            pl.col("staff_group").cast(pl.String) == "gp",
            pl.col("definition").cast(pl.String) == "all",
        )
    )
    return rows["fte"].sum()


def patients(store: Store, period: str) -> float:
    return store.read().table("lists").filter(pl.col("period") == period)["registered"].sum()


def whole(store: Store) -> int:
    """The newest version, after looking that the first is as it was and the newest all there."""
    head = store.head()
    assert gp_fte(store, "2025-09", 1) == pytest.approx(OLD)
    there = set(store.read().editions()["period"])
    for period, fte in (("2025-09", OLD), ("2025-12", NEW)):
        if period in there:
            assert gp_fte(store, period) == pytest.approx(fte)
            assert patients(store, period) == PATIENTS
    assert len(store.history()) == head
    return head


def publish(store: Store, gp: float = 6.5, period: str = "2026-03") -> int:
    drafts, report = check_drafts(
        normalise(read_upload("next.csv", as_csv(practices(gp=gp)), declared())[0], period)
    )
    return store.publish(drafts, report, by="tests", accepted=accept_all_warnings(report, "a test"))


def named(store: Store) -> set[str]:
    """Every file that some version or proposal names, by reading each version."""
    found = {
        path.removeprefix(f"{store.uri}/")
        for version in range(1, store.head() + 1)
        for path in store.read(version).parts["path"]
    }
    return found | {part.path for waits in store.waiting() for part in waits.parts}


def files_of(store: Store) -> set[str]:
    if "://" in store.uri:
        prefix = store.uri.rpartition("/")[2]
        return {key.removeprefix(f"{prefix}/") for key in keys(f"{prefix}/edition")}
    return {
        str(p.relative_to(store.uri)) for p in Path(store.uri).glob("edition*/**/*") if p.is_file()
    }


def tidied(store: Store) -> None:
    """A restart takes away what nothing names, and nothing else."""
    promised = named(store)
    store.tidy(timedelta(seconds=-60))
    assert files_of(store) == promised
    whole(store)


def still_publishes(store: Store) -> None:
    head = store.head()
    assert publish(store) == head + 1
    assert gp_fte(store, "2026-03") == pytest.approx(NEXT)


def some(steps: int, do: str) -> list[int]:
    """The steps to fail at: all; of a publication's many alike files the first and the last.

    A proposal writes its parts as a publication does, so of these only the end is gone through.
    """
    last = range(max(steps - 11, 0), steps + 1)
    return [*range(6), *range(6, steps - 11, 4), *last] if do == "publish" else list(last)


def prepared(do: str, first_version: Path, folder: Path, order: Order, december: Path) -> Path:
    """A store on which a thing can be done."""
    store = Path(shutil.copytree(first_version, folder))
    said = {"store": store, "file": december, "period": "2025-12", "at": -1, "how": "kill"}
    if do == "approve":
        assert "done" in order(do="propose", **said)
    if do == "restore":
        assert order(do="publish", **said)["done"] == 2
    if do == "tidy":
        for kind in ("lists", "places"):
            (store / "edition=gpw_detailed.2025-09" / f"kind={kind}" / "left.parquet").write_bytes(
                b"x"
            )
    return store


ALL = [
    (do, how)
    for do in ("publish", "propose", "approve", "restore", "tidy")
    for how in ("kill", "full")
]
LATER = pytest.mark.nightly(
    "the acts of CORE; faults/test_power_cuts.py, every act at every moment"
)
CORE = {("publish", "kill"), ("approve", "kill"), ("restore", "kill"), ("restore", "full")}


@pytest.mark.parametrize(
    ("do", "how"),
    [pytest.param(*each, marks=[] if each in CORE else LATER) for each in ALL],
)
def test_every_step(
    do: str, how: str, first_version: Path, order: Order, december: Path, tmp_path: Path
):
    ready = prepared(do, first_version, tmp_path / "ready", order, december)
    before = whole(Store.open(ready))

    def tried(at: int) -> tuple[Store, dict[str, Any]]:
        store = Path(shutil.copytree(ready, tmp_path / f"at {at}"))
        told = order(do=do, how=how, at=at, store=store, file=december, period="2025-12")
        return Store.open(store), told

    _, undisturbed = tried(-1)
    steps = len(undisturbed["steps"])
    assert steps >= {"restore": 2, "tidy": 2, "approve": 5}.get(do, 25)
    ends: list[bool] = []
    for at in some(steps, do):
        store, told = tried(at)
        head = whole(store)
        assert head in (before, before + 1)
        assert told["killed"] is (how == "kill" and at < steps)
        if "refused" in told:
            assert head == before
            assert "Nothing was published" in told["refused"]
        elif "done" in told and do in ("publish", "approve", "restore"):
            assert head == told["done"] == before + 1  # what is acknowledged is there
        elif "done" in told and do == "propose":
            assert [waits.id for waits in store.waiting()] == [told["done"]]
        ends.append(head > before)
        tidied(store)
        if at % 5 == 0:
            still_publishes(store)
        shutil.rmtree(store.uri)
    # Once it is new it stays new: there is one moment at which readers change over.
    assert ends == sorted(ends)
    assert ends[-1] is (do in ("publish", "approve", "restore"))


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with object_store() as address:
        yield address


@pytest.mark.nightly("the same in a folder, above; faults/test_backup.py on an object store")
@pytest.mark.parametrize("how", ["kill", "full"])
def test_every_step_on_an_object_store(
    how: str, bucket: str, forks: Callable[[], Order], december: Path
):
    order = forks()  # with the keys of the bucket
    store = Store.create(f"{bucket}/{how}")
    publish(store, 4.5, "2025-09")
    head, at = store.head(), 0
    for at in range(100):
        told = order(do="publish", how=how, at=at, store=store.uri, file=december, period="2025-12")
        now = whole(store)
        assert now == head or (now == head + 1 and (told["killed"] or told.get("done") == now))
        assert "done" not in told or now == told["done"]
        head = now
        promised = named(store)
        store.tidy(timedelta(seconds=-60))
        assert files_of(store) == promised
        if not told["killed"] and len(told["steps"]) <= at:
            break
    assert at >= 12
    assert publish(store) == head + 1
