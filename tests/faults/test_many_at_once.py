"""Two publishers, killed now and then, and readers throughout, on one store."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.crowd import held, publish
from tests.object_store import object_store
from wfcore.store import Store

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.nightly(
    "two processes at once in unit/test_store.py; faults/test_export_while_publishing.py"
)


VERSIONS = 5  # that must have come about before the crowd is stopped


def at_once(uri: str, folder: Path, *, kills: int) -> None:
    """Run the crowd, then hold every process to what it said."""
    store = Store.create(uri)
    first = publish(store, 1)
    stop = folder / "stop"
    outputs: dict[str, list[Path]] = {"publish": [], "read": []}

    def started(role: str, begin: int) -> "subprocess.Popen[bytes]":
        path = folder / f"{role}-{begin}.txt"
        outputs[role].append(path)
        with path.open("wb") as out:
            return subprocess.Popen(
                [sys.executable, str(ROOT / "tests/faults/crowd.py"), role, uri, str(stop), str(begin)],
                cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=out,
            )  # fmt: skip

    def wait_for(enough: Callable[[], bool]) -> None:
        until = time.monotonic() + 100
        while not enough() and time.monotonic() < until:
            time.sleep(0.05)

    publishers = [started("publish", start) for start in (10, 11)]
    readers = [started("read", start) for start in (1, 2)]
    chance = random.Random(5)
    for i in range(kills):
        # Only one that has published by now can be cut short in its work.
        wait_for(lambda path=outputs["publish"][-2]: path.stat().st_size > 0)
        time.sleep(chance.uniform(0, 0.3))
        publishers[0].kill()
        publishers[0].wait()
        publishers = [publishers[1], started("publish", 1000 * (i + 1) + i % 2)]
    wait_for(lambda: store.head() >= VERSIONS and all(p.stat().st_size for p in outputs["read"]))
    stop.touch()
    assert [process.wait(timeout=60) for process in (*publishers, *readers)] == [0] * 4

    def told(role: str) -> list[tuple[int, int]]:
        lines = [line for path in outputs[role] for line in path.read_text().splitlines()]
        return [(int(version), int(number)) for version, number in map(str.split, lines)]

    published = {version: held(store, version) for version in range(first, store.head() + 1)}
    assert -1 not in published.values()  # no version is a mix
    acknowledged = told("publish")
    assert len(acknowledged) >= 3
    assert len({version for version, _ in acknowledged}) == len(acknowledged)  # no two won one
    assert [x for x in acknowledged if published[x[0]] != x[1]] == []  # none was lost
    looks = told("read")
    assert len(looks) >= 2
    assert [look for look in looks if published[look[0]] != look[1]] == []
    assert len(store.history()) == store.head()


def test_readers_see_one_version_whole(tmp_path: Path):
    at_once(str(tmp_path / "store"), tmp_path, kills=3)


def test_the_same_on_an_object_store(tmp_path: Path):
    with object_store() as bucket:
        at_once(f"{bucket}/crowd", tmp_path, kills=2)
