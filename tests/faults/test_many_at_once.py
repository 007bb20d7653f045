"""Two publishers, killed now and then, and readers throughout, on one store."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.faults.crowd import held, publish
from tests.object_store import object_store
from wfcore.snapshots import Store

ROOT = Path(__file__).resolve().parents[2]


def at_once(uri: str, folder: Path, *, seconds: float, kills: int) -> None:
    """Run the crowd, then hold every process to what it said."""
    store = Store.create(uri)
    first = publish(store, 1)
    outputs: dict[str, list[Path]] = {"publish": [], "read": []}

    def started(role: str, begin: int, left: float) -> "subprocess.Popen[bytes]":
        path = folder / f"{role}-{begin}.txt"
        outputs[role].append(path)
        words = [role, uri, str(left), str(begin)]
        return subprocess.Popen(
            [sys.executable, str(ROOT / "tests/faults/crowd.py"), *words],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=path.open("wb"),
        )  # fmt: skip

    began = time.monotonic()
    publishers = [started("publish", start, seconds) for start in (10, 11)]
    readers = [started("read", start, seconds) for start in (1, 2)]
    chance = random.Random(5)
    for i in range(kills):
        # Only one that has published by now can be cut short in its work.
        path = outputs["publish"][i % 2]
        while path.stat().st_size == 0 and time.monotonic() - began < seconds:
            time.sleep(0.05)
        time.sleep(chance.uniform(0, 0.3))
        publishers[i % 2].kill()
        publishers[i % 2].wait()
        left = max(seconds - (time.monotonic() - began), 0.1)
        publishers[i % 2] = started("publish", 1000 * (i + 1) + i % 2, left)
    assert [process.wait(timeout=120) for process in (*publishers, *readers)] == [0] * 4

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
    assert len(looks) >= 4
    assert [look for look in looks if published[look[0]] != look[1]] == []
    assert len(store.history()) == store.head()


def test_readers_see_one_version_whole(tmp_path: Path):
    at_once(str(tmp_path / "store"), tmp_path, seconds=8, kills=3)


def test_the_same_on_an_object_store(tmp_path: Path):
    with object_store() as bucket:
        at_once(f"{bucket}/crowd", tmp_path, seconds=8, kills=2)
