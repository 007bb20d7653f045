"""Power goes at any moment: what was acknowledged is on the disk, and nothing is half there.

A killed process loses nothing that it wrote; a power cut loses whatever was not put on the disk. So
the disk is played here: it keeps the bytes of a file from the moment that `fsync` was asked for it,
and names from the moment that it was asked for their folder. The library that writes the log asks for
none. A disk may also keep more than it was asked to, so each moment is looked at twice: with the log
as the disk was asked to keep it, and with all of it; data must never come later than what names them.
"""

import os
from collections.abc import Callable
from pathlib import Path

import deltalake
import pytest

from tests.faults.files import as_csv, practices
from tests.faults.test_every_step import NEW, OLD, gp_fte, patients, publish
from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.errors import StoreError
from wfcore.normalising import normalise
from wfcore.reading import read_upload
from wfcore.seeding import seed_store
from wfcore.store import Store, accept_all_warnings

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="/proc tells which file an fsync is for"
)
LOG = "_delta_log"
Tree = dict[str, bytes]


class Disk:
    """What would be left of a folder after a power cut; all that is there now is on the disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.names: dict[
            int, dict[str, int]
        ] = {}  # of a folder, by its number: moved, it is the same
        self.bytes: dict[int, bytes] = {}
        self.states: list[tuple[str, Tree, Tree]] = []
        for path in (root, *root.rglob("*")):
            self._keep(path)

    def _keep(self, path: Path) -> None:
        number = path.stat().st_ino
        if path.is_dir():
            self.names[number] = {child.name: child.stat().st_ino for child in path.iterdir()}
        else:
            self.bytes[number] = path.read_bytes()

    def left(self, *, whole_log: bool) -> Tree:
        """Path → bytes of what is left."""
        found: Tree = {}

        def look(number: int, at: str) -> None:
            for name, child in self.names[number].items():
                if child in self.names:
                    look(child, f"{at}{name}/")
                else:
                    found[f"{at}{name}"] = self.bytes.get(child, b"")

        look(self.root.stat().st_ino, "")
        if whole_log:
            for path in self.log.glob("*"):
                found[str(path.relative_to(self.root))] = path.read_bytes()
        return found

    @property
    def log(self) -> Path:
        return self.root / "store" / LOG

    def moment(self, what: str) -> None:
        """Keep what a power cut would leave now."""
        self.states.append((what, self.left(whole_log=False), self.left(whole_log=True)))

    def played(self, patch: pytest.MonkeyPatch) -> None:
        """From here on `fsync` and commits are seen."""
        sync = os.fsync

        def fsync(file: int) -> None:
            sync(file)
            path = Path(f"/proc/self/fd/{file}").readlink()
            if path.is_relative_to(self.root):
                self._keep(path)
                self.moment(f"fsync {path.relative_to(self.root)}")

        patch.setattr(os, "fsync", fsync)
        for name in ("create_write_transaction", "restore"):
            patch.setattr(deltalake.DeltaTable, name, self._seen(name))

    def _seen(self, name: str) -> Callable[..., object]:
        real = getattr(deltalake.DeltaTable, name)

        def commit(*args: object, **more: object) -> object:
            self.moment(f"before {name}")
            done = real(*args, **more)
            self.moment(f"after {name}")
            return done

        return commit


def laid_out(tree: Tree, folder: Path) -> Store:
    for name, data in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Store.open(folder / "store")


def december(store: Store, *, propose: bool = False) -> object:
    (table,) = read_upload("december.csv", as_csv(practices(gp=5.5)), declared())
    drafts, report = check_drafts(normalise(table, "2025-12"))
    act = store.propose if propose else store.publish
    return act(drafts, report, by="tests", accepted=accept_all_warnings(report, "a test"))


def look(store: Store) -> int:
    """The version after a power cut; every figure of it, and of the first, is as it was."""
    assert gp_fte(store, "2025-09", 1) == pytest.approx(OLD)
    there = set(store.read().editions()["period"])
    for period, fte in (("2025-09", OLD), ("2025-12", NEW)):
        if period in there:
            assert gp_fte(store, period) == pytest.approx(fte)
            assert patients(store, period) == 31_000.0
    return store.head()


@pytest.mark.parametrize("do", ["publish", "propose and approve", "restore"])
def test_at_every_moment(do: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = tmp_path / "disk"
    root.mkdir()
    store = Store.create(root / "store")
    publish(store, 4.5, "2025-09")
    if do == "restore":
        december(store)
    before = store.head()
    disk = Disk(root)
    with monkeypatch.context() as patch:
        disk.played(patch)
        if do == "publish":
            december(store)
        elif do == "restore":
            store.restore(1, by="tests")
        else:
            waits = december(store, propose=True)
            disk.moment("proposed")
            store.approve(str(waits), by="somebody else")
        disk.moment("acknowledged")
    seen: list[int] = []
    looked: dict[frozenset[tuple[str, bytes]], int] = {}
    for at, (what, asked, more) in enumerate(disk.states):
        for which, tree in (("asked", asked), ("more", more)):
            key = frozenset(tree.items())
            if key not in looked:
                looked[key] = look(laid_out(tree, tmp_path / f"{at} {which}"))
            assert looked[key] in (before, before + 1), what
        if what == "proposed":
            left = Store.open(tmp_path / f"{at} asked" / "store") if (
                tmp_path / f"{at} asked"
            ).exists() else laid_out(asked, tmp_path / f"{at} asked")  # fmt: skip
            assert [waiting.id for waiting in left.waiting()] == [waits]
        seen.append(looked[frozenset(asked.items())])
    assert seen == sorted(seen)
    assert seen[0] == before
    assert disk.states[-1][0] == "acknowledged"
    assert seen[-1] == before + 1  # nothing that is acknowledged is lost
    assert any(what.startswith("after ") for what, _, _ in disk.states)


@pytest.mark.parametrize("how", ["create and publish", "first start"])
def test_a_new_store(how: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = tmp_path / "disk"
    place.mkdir()
    disk = Disk(place)
    samples = tmp_path / "samples"
    samples.mkdir()
    for name in ("nel_practice_staff", "nel_places"):
        (samples / f"{name}.csv").symlink_to(root / "sample_data" / f"{name}.csv")
    with monkeypatch.context() as patch:
        disk.played(patch)
        if how == "first start":
            seed_store(place / "store", samples)
        else:
            publish(Store.create(place / "store"), 4.5, "2025-09")
    left = laid_out(disk.left(whole_log=False), tmp_path / "left")
    assert left.head() == 1
    whole = Store.open(place / "store").read()
    for kind in ("staff_total", "places"):
        assert left.read().table(kind).equals(whole.table(kind))


def test_the_played_disk_forgets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Without fsync nothing is left, or names without bytes: the disk is not kinder than a true one."""
    root = tmp_path / "disk"
    root.mkdir()
    store = Store.create(root / "store")
    publish(store, 4.5, "2025-09")
    disk = Disk(root)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        december(store)
    assert laid_out(disk.left(whole_log=False), tmp_path / "asked").head() == 1
    early = laid_out(disk.left(whole_log=True), tmp_path / "more")
    assert early.head() == 2
    with pytest.raises(StoreError, match="missing or damaged"):
        early.read().table("staff_total")
