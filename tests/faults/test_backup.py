"""A copy of a store is whole at every moment, whatever is published, broken or cut short meanwhile."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from deltalake import DeltaTable

from tests.commands import CommandResult, publish, run
from tests.faults.files import as_csv, practices, says
from tests.faults.test_verify import FTE, files, fte, part, record, verified
from tests.object_store import object_store
from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.normalising import normalise
from wfcore.reading import read_upload
from wfcore.store import Store, accept_all_warnings
from wfcore.store.address import Address


@pytest.fixture
def store(four_versions: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(four_versions, tmp_path / "store"))


ROOT = Path(__file__).resolve().parents[2]


def backup(store: Path | str, target: Path | str) -> CommandResult:
    return run("backup", target, "--store", store)


def quarter(store: Path, gp: float, period: str) -> None:
    path = store.with_name(f"{period}.csv")
    path.write_bytes(as_csv(practices(gp=gp)))
    assert publish(store, path, period=period).code == 0


def test_a_copy_is_the_store_and_the_next_takes_what_is_new(store: Path, tmp_path: Path):
    copy = tmp_path / "elsewhere" / "copy"
    done = backup(store, copy)
    assert (done.code, done.err) == (0, "")
    count = len(list(store.rglob("*.parquet")))
    assert done.out.startswith(f"Version 4 and those before it are at {copy}: {count} files copied")
    assert files(copy) == files(store)
    assert verified(copy) == {}
    quarter(store, 7.5, "2026-03")
    new = len(list(store.rglob("*.parquet"))) - count
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*.parquet")}
    assert f": {new} files copied" in backup(store, copy).out
    assert files(copy) == files(store)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert ": 0 files copied" in backup(store, copy).out
    assert Store.open(copy).newest() == Store.open(store).newest()
    quarter(copy, 3.5, "2026-06")  # put in the store's place, it goes on
    assert fte(copy) == 18.5


def test_others_publish_and_tidy_meanwhile(store: Path, tmp_path: Path):
    """The copy is of the version that was the newest when it began."""
    published: list[int] = []

    def meanwhile(_: str) -> None:
        if len(published) < 3:
            published.append(Store.open(store).restore(len(published) + 1, by="tests"))
            Store.open(store).tidy()

    made = Store.open(store).back_up(tmp_path / "copy", meanwhile)
    assert published == [5, 6, 7]
    assert made.version == 4
    copy = tmp_path / "copy"
    assert verified(copy) == {}
    assert [fte(copy, version) for version in FTE] == list(FTE.values())
    assert Store.open(copy).head() == 4
    assert backup(store, copy).code == 0
    assert files(copy) == files(store)


def test_it_is_cut_short_at_any_file(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What lies there then is no store, or a version that is whole; the next run goes on."""
    write = Address.write
    total = sum(1 for path in store.rglob("*") if path.is_file())
    heads: list[int] = []
    for last in (*range(0, total - 6, 4), *range(total - 6, total)):
        copy, count = tmp_path / f"copy {last}", iter(range(total))

        def stopped(self: Address, path: str, data: bytes, count=count, last=last) -> None:
            if next(count) == last:
                raise OSError(28, "No space left on device")
            write(self, path, data)

        with monkeypatch.context() as patch:
            patch.setattr(Address, "write", stopped)
            answer = backup(store, copy)
        assert answer.code == 1
        says(answer, "No space left", "run it again")
        heads.append(Store.open(copy).head() if Store.exists(copy) else -1)
        if heads[-1] >= 0:
            assert verified(copy) == {}
        assert backup(store, copy).code == 0
        assert files(copy) == files(store)
    assert heads == sorted(heads)
    assert heads[0] == -1
    assert set(heads) == {-1, 0, 1, 2, 3}


def test_what_waits_is_copied_and_what_was_withdrawn_is_not(store: Path, tmp_path: Path):
    (table,) = read_upload("next.csv", as_csv(practices(gp=3.5)), declared())
    drafts, report = check_drafts(normalise(table, "2026-03"))
    mine = Store.open(store)
    accepted = accept_all_warnings(report, "a test")
    gone, kept = (mine.propose(drafts, report, by="Ann", accepted=accepted) for _ in range(2))
    copy = tmp_path / "copy"
    assert backup(store, copy).code == 0
    assert {waits.id for waits in Store.open(copy).waiting()} == {gone, kept}
    mine.withdraw(gone)
    assert backup(store, copy).code == 0
    theirs = Store.open(copy)
    assert [waits.id for waits in theirs.waiting()] == [kept]
    assert verified(copy) == {}
    assert theirs.approve(kept, by="Bob") == 5
    assert fte(copy) == 18.5  # by hand: 3.5 to 3.9


def test_a_damaged_file_is_named_and_never_replaces_a_whole_one(store: Path, tmp_path: Path):
    early, late = tmp_path / "early", tmp_path / "late"
    assert backup(store, early).code == 0
    whole = files(early)
    path = part(store)
    data = bytearray(path.read_bytes())
    data[50] ^= 1
    path.write_bytes(bytes(data))
    assert backup(store, early).code == 0  # what it has is whole already
    assert files(early) == whole
    answer = backup(store, late)
    assert answer.code == 1
    name = str(path.relative_to(store))
    assert answer.err == f"Not copied, because it is missing or damaged: {name}\n"
    assert list(verified(late)) == ["part_missing"]
    shutil.copy(early / name, path)  # as the advice says: back from a copy
    assert verified(store) == {}
    assert backup(store, late).code == 0
    assert verified(late) == {}


def test_a_damaged_record_is_refused(store: Path, tmp_path: Path):
    record(store, 2).unlink()
    answer = backup(store, tmp_path / "copy")
    assert answer.code == 1
    says(answer, "00000000000000000002.json is missing")
    assert not (tmp_path / "copy").exists()


def test_only_an_earlier_copy_of_this_store_is_written_to(store: Path, tmp_path: Path):
    other = tmp_path / "other"
    quarter(other, 8.5, "2025-09")
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "minutes.txt").write_text("mine")
    back = shutil.copytree(store, tmp_path / "back")
    record(back, 4).unlink()
    quarter(back, 8.5, "2025-12")  # another version 4 than the store's
    newer = shutil.copytree(store, tmp_path / "newer")
    quarter(newer, 8.5, "2026-03")
    for target, said in (
        (other, "holds another version 0"),
        (papers, "holds files that are no copy"),
        (back, "holds another version 4"),
        (newer, "holds another version 5"),
        (store, "is the store itself"),
        (store / "copy", "is the store itself, or lies in it"),
    ):
        before = files(target) if target.exists() else None
        answer = backup(store, target)
        assert answer.code == 1
        says(answer, said)
        assert (files(target) if target.exists() else None) == before
    assert run("backup", "--store", store).code == 2


def test_checkpoints_are_copied_where_they_hold(store: Path, tmp_path: Path):
    for version in (2, 4):
        DeltaTable(store, version=version).create_checkpoint()
    log = store / "_delta_log"
    wrong = log / f"{2:020}.checkpoint.parquet"
    wrong.write_bytes(wrong.read_bytes()[:500])
    copy = tmp_path / "copy"
    assert backup(store, copy).code == 0
    names = {path.name for path in (copy / "_delta_log").iterdir()}
    assert {name for name in names if "checkpoint" in name} == {f"{4:020}.checkpoint.parquet"}
    assert verified(copy) == {}
    assert DeltaTable(copy).version() == 4  # another engine opens it too
    assert [fte(copy, version) for version in FTE] == list(FTE.values())


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with object_store() as address:
        yield address


def test_to_an_object_store_and_back(store: Path, tmp_path: Path, bucket: str):
    there = f"{bucket}/copies/store"
    assert backup(store, there).code == 0
    assert run("verify", "--store", there).code == 0
    quarter(store, 7.5, "2026-03")
    assert backup(store, there).code == 0
    assert Store.open(there).newest() == Store.open(store).newest()
    assert ": 0 files copied" in backup(store, there).out
    back = tmp_path / "back"
    assert backup(there, back).code == 0
    assert files(back) == files(store)
    assert verified(back) == {}


def test_the_guide_is_walked(store: Path, tmp_path: Path):
    """Every command of docs/how-to/back-up-and-verify.md, in order, on a store and its copy."""
    guide = (ROOT / "docs" / "how-to" / "back-up-and-verify.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```", guide, re.M | re.S)
    copy, damaged = tmp_path / "copy", part(store)
    places = {
        "/srv/workforce/store": str(store),
        "/srv/backup/workforce": str(copy),
        "FILE": str(damaged.relative_to(store)),
    }
    assert [block.count("\n") for block in blocks] == [2, 2, 4]
    for number, block in enumerate(blocks):
        if number == 1:
            damaged.write_bytes(b"PAR1")
        for line in block.splitlines():
            for there, here in places.items():
                line = line.replace(there, here)
            words = shlex.split(line)
            if words[0] == "python":
                answer = run(*words[3:])
                assert answer.code == 0, answer.err
            else:
                subprocess.run(words, check=True)
    assert Path(f"{store}-broken").is_dir()
    assert len(run("history", "--store", store).rows()) == 4
    assert [fte(store, version) for version in FTE] == list(FTE.values())
