"""Whatever was changed in a store is noticed and named; a checkpoint that is wrong costs no figure."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from deltalake import DeltaTable

from tests.commands import CommandResult, publish, run
from tests.faults.files import as_csv, practices, says
from wfcore.store import Store, log

ASKED = ("measures", "--metric", "gp_fte", "--level", "icb", "--store")
# By hand: five practices with 4.5 (5.5, 6.5) to 4.9 (5.9, 6.9) GPs.
FTE = {1: 23.5, 2: 28.5, 3: 23.5, 4: 33.5}


@pytest.fixture
def store(four_versions: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(four_versions, tmp_path / "store"))


def record(store: Path, number: int) -> Path:
    return store / log.record_path(number)


def fte(store: Path, version: int | None = None) -> float:
    answer = run(*ASKED, store, *(("--version", version) if version else ()))
    assert answer.code == 0, answer.err
    return float(answer.rows()[0]["value"])


def verified(store: Path) -> dict[str, list[str]]:
    """Code → messages of what `verify` finds wrong, after looking that it ends as it says."""
    answer = run("verify", "--store", store, "--json")
    content = json.loads(answer.out)
    wrong: dict[str, list[str]] = {}
    for found in content["findings"]:
        if found["severity"] != "notes":
            assert found["advice"]
            wrong.setdefault(found["code"], []).append(found["message"])
    assert content["sound"] is not bool(wrong)
    assert answer.code == (1 if wrong else 0)
    return wrong


def files(store: Path) -> dict[str, bytes]:
    return {str(p.relative_to(store)): p.read_bytes() for p in store.rglob("*") if p.is_file()}


def test_a_store_as_it_was_written(store: Path):
    before = files(store)
    answer = run("verify", "--store", store)
    assert (answer.code, answer.err) == (0, "")
    count, size = (f(p.stat().st_size for p in store.rglob("*.parquet")) for f in (_count, sum))
    assert answer.out == (
        f"Everything is as it was written: 4 versions, {count} files of {size:,} bytes, 0 checkpoints.\n"
    )
    assert [fte(store, version) for version in FTE] == list(FTE.values())
    assert files(store) == before  # reading never creates


def _count(sizes: object) -> int:
    return len(list(sizes))  # type: ignore[call-overload]


def test_no_store_and_wrong_use(tmp_path: Path):
    answer = run("verify", "--store", tmp_path)
    assert answer.code == 1
    says(answer, "There is no store at")
    assert run("verify", "--store").code == 2


def swapped(store: Path) -> None:
    two, three = record(store, 2), record(store, 3)
    kept = two.read_bytes()
    two.write_bytes(three.read_bytes())
    three.write_bytes(kept)


def removed(store: Path) -> None:
    record(store, 2).unlink()


def closed_up(store: Path) -> None:
    record(store, 2).unlink()
    record(store, 3).rename(record(store, 2))
    record(store, 4).rename(record(store, 3))


def copied(store: Path) -> None:
    shutil.copy(record(store, 4), record(store, 5))


def copied_over(store: Path) -> None:
    shutil.copy(record(store, 1), record(store, 3))


def edited(number: int, old: str, new: str) -> Callable[[Path], None]:
    def edit(store: Path) -> None:
        text = record(store, number).read_text()
        assert old in text
        record(store, number).write_text(text.replace(old, new, 1))

    edit.__name__ = f"{old} of {number}"
    return edit


def halved(store: Path) -> None:
    data = record(store, 3).read_bytes()
    record(store, 3).write_bytes(data[: len(data) // 2])


def emptied(store: Path) -> None:
    record(store, 2).write_bytes(b"")


def of_another_store(store: Path) -> None:
    path = store.with_name("practices.csv")
    path.write_bytes(as_csv(practices(gp=8.5)))
    other = store.with_name("other")
    assert publish(other, path, period="2025-09").code == 0
    for version in (0, 1, 0):
        assert run("restore", version, "--store", other, "--by", "tests").code == 0
    shutil.copy(record(other, 4), record(store, 4))


@pytest.mark.parametrize(
    ("damage", "code", "named", "refused"),
    [
        (swapped, "record_misplaced", (2, 3), {2, 3, 4}),
        (removed, "record_missing", (2,), {2, 3, 4}),
        (closed_up, "record_misplaced", (2, 3), {2, 3}),
        (copied, "record_misplaced", (5,), {5}),
        (copied_over, "record_misplaced", (3,), {3, 4}),
        (edited(4, '"by":"tests"', '"by":"nobody"'), "record_changed", (4,), {4}),
        (edited(2, '"why":""', '"why":"x"'), "record_changed", (2,), {2, 3}),
        (edited(2, '"timestamp":1', '"timestamp":2'), "record_changed", (2,), {3}),
        (edited(4, "gpw_detailed.2025-12", "gpw_detailed.2025-11"), "record_changed", (4,), {4}),
        (edited(4, '{"add":', '{"odd":'), "version_changed", (4,), {4}),
        (edited(4, 'numRecords\\": 5', 'numRecords\\": 6'), "version_changed", (4,), {4}),
        (halved, "record_damaged", (3,), {3, 4}),
        (emptied, "record_changed", (2,), {3}),
        (of_another_store, "record_misplaced", (4,), {4}),
    ],
)  # fmt: skip
def test_a_record(
    store: Path, damage: Callable[[Path], None], code: str, named: tuple[int, ...], refused: set[int]
):  # fmt: skip
    damage(store)
    wrong = verified(store)
    for number in named:
        assert any(log.record_path(number) in message for message in wrong[code]), wrong
    newest = max(log.version_numbers(path.name for path in (store / log.LOG_FOLDER).iterdir()))
    for version in range(1, newest + 1):
        answer = run(*ASKED, store, "--version", version)
        assert answer.code == (1 if version in refused else 0), (version, answer.err)
        if answer.code == 0 and damage not in (emptied, closed_up):
            assert float(answer.rows()[0]["value"]) == FTE[version]
    answer = run(*ASKED, store)
    assert answer.code == (newest in refused)


def test_the_advice_about_the_newest_record_helps(store: Path):
    copied(store)
    answer = run(*ASKED, store)
    says(answer, log.record_path(5), "you can take that file away instead")
    record(store, 5).unlink()  # as it says
    assert verified(store) == {}
    assert fte(store) == FTE[4]


def test_the_advice_about_an_earlier_record_helps(four_versions: Path, store: Path):
    swapped(store)
    says(run(*ASKED, store), "Put it back from a copy of the store")
    for number in (2, 3):  # as `verify` names them
        shutil.copy(record(four_versions, number), record(store, number))
    assert verified(store) == {}
    assert fte(store) == FTE[4]


def part(store: Path, edition: str = "2025-12", kind: str = "staff_total") -> Path:
    return next((store / f"edition=gpw_detailed.{edition}" / f"kind={kind}").glob("*.parquet"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda path: path.unlink(), "part_missing"),
        (lambda path: path.write_bytes(path.read_bytes()[:-9]), "part_damaged"),
        (lambda path: shutil.copy(part(path.parents[2], kind="lists"), path), "part_damaged"),
    ],
)
@pytest.mark.parametrize("edition", ["2025-09", "2025-12"])
def test_a_file(store: Path, change: Callable[[Path], object], code: str, edition: str):
    """Also one that only an earlier version holds: nobody would meet it for years."""
    path = part(store, edition)
    change(path)
    assert list(verified(store)) == [code]
    (message,) = verified(store)[code]
    assert str(path.relative_to(store)) in message


def add_again(store: Path) -> None:
    """Another program adds a file of a kind to an edition that has one."""
    table = DeltaTable(store)
    path = part(store)
    twice = path.with_name(f"{'0' * 32}-{path.stem.rpartition('-')[2]}.parquet")
    shutil.copy(path, twice)
    text = record(store, 4).read_text()
    (line,) = [x for x in text.splitlines() if '"add"' in x and path.name in x]
    number = table.version() + 1
    record(store, number).write_text(line.replace(path.name, twice.name))


def test_two_files_of_a_kind_are_never_counted_twice(store: Path):
    add_again(store)
    answer = run(*ASKED, store)
    assert answer.code == 1
    says(answer, "two files of staff_total for gpw_detailed.2025-12")
    assert fte(store, 4) == FTE[4]
    assert "two_files_of_a_kind" in verified(store)
    assert run("restore", 4, "--store", store, "--by", "tests").code == 1  # the newest is not known
    record(store, 5).unlink()
    assert verified(store) == {}


def test_a_store_of_an_earlier_release_is_taken_on(store: Path):
    """Its records carry no links: they are believed, `verify` says so, and the next one begins a chain."""
    for number in range(1, 5):
        lines = record(store, number).read_text().splitlines()
        entries = [json.loads(line) for line in lines]
        for entry in entries:
            entry.get("commitInfo", {}).pop("chain", None)
        record(store, number).write_text("\n".join(map(json.dumps, entries)))
    answer = run("verify", "--store", store)
    assert answer.code == 0
    assert "The versions up to 4 were published by an earlier release" in answer.out
    assert fte(store) == FTE[4]
    assert run("restore", 1, "--store", store, "--by", "tests").code == 0
    answer = run("verify", "--store", store)
    assert answer.code == 0
    assert "The versions up to 4 were published by an earlier release" in answer.out
    edited(4, '"by": "tests"', '"by": "nobody"')(store)  # the chain begins by binding it
    assert list(verified(store)) == ["record_changed"]
    copied_over(store)
    assert "record_copied" in verified(store)


# Checkpoints


@pytest.fixture
def with_checkpoints(store: Path) -> Path:
    """The same with checkpoints of versions 2 and 4, and one version after them."""
    for version in (2, 4):
        DeltaTable(store, version=version).create_checkpoint()
    path = store.with_name("march.csv")
    path.write_bytes(as_csv(practices(gp=7.5)))
    assert publish(store, path, period="2026-03").code == 0
    return store


def checkpoint(store: Path, version: int = 4) -> Path:
    return store / log.LOG_FOLDER / f"{version:020}.checkpoint.parquet"


def hint(store: Path) -> Path:
    return store / log.LOG_FOLDER / "_last_checkpoint"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


WRONG: dict[str, Callable[[Path], object]] = {
    "cut in half": lambda s: cut(checkpoint(s)),
    "empty": lambda s: checkpoint(s).write_bytes(b""),
    "zeros": lambda s: checkpoint(s).write_bytes(bytes(checkpoint(s).stat().st_size)),
    "gone, but pointed to": lambda s: checkpoint(s).unlink(),
    "both gone, but pointed to": lambda s: [checkpoint(s, n).unlink() for n in (2, 4)],
    "another version's": lambda s: shutil.copy(checkpoint(s, 2), checkpoint(s)),
    "both cut": lambda s: [cut(checkpoint(s, n)) for n in (2, 4)],
    "later than the newest": lambda s: shutil.copy(checkpoint(s), checkpoint(s, 77)),
    "pointed to beyond the newest": lambda s: hint(s).write_text('{"version":9999,"size":5}'),
    "pointer cut": lambda s: hint(s).write_text("{"),
}


def answers(store: Path) -> tuple[CommandResult, ...]:
    """Figures of each version, and the history."""
    asked = [(*ASKED, store, "--version", version) for version in range(1, 6)]
    return tuple(run(*each) for each in (*asked, ("history", "--store", store)))


@pytest.mark.parametrize("damage", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_checkpoint_costs_nothing(
    with_checkpoints: Path, damage: Callable[[Path], object]
):  # fmt: skip
    store = with_checkpoints
    before = answers(store)
    assert [answer.code for answer in before] == [0] * 6
    assert verified(store) == {}
    damage(store)
    lying = files(store)
    assert answers(store) == before
    assert "checkpoint_damaged" in verified(store)
    assert files(store) == lying  # readers change nothing
    done = run("tidy", "--store", store)
    assert "set aside" in done.out
    assert verified(store) == {}
    assert answers(store) == before


@pytest.mark.parametrize("damage", WRONG.values(), ids=WRONG.keys())
@pytest.mark.parametrize(
    "do",
    [
        "publish",
        pytest.param("restore", marks=pytest.mark.nightly("faults/test_verify.py, publishing")),
    ],
)
def test_publishing_goes_on_after_a_wrong_checkpoint(
    with_checkpoints: Path, damage: Callable[[Path], object], do: str
):
    store = with_checkpoints
    before = answers(store)[:5]
    damage(store)
    path = store.with_name("june.csv")
    path.write_bytes(as_csv(practices(gp=3.5)))
    done = (
        publish(store, path, period="2026-06")
        if do == "publish"
        else run("restore", 1, "--store", store, "--by", "tests")
    )
    assert done.code == 0, done.err
    # By hand: 3.5 to 3.9 GPs; the first version had 4.5 to 4.9.
    assert fte(store) == (18.5 if do == "publish" else 23.5)
    assert answers(store)[:5] == before
    run("tidy", "--store", store)
    assert verified(store) == {}


def test_a_checkpoint_is_not_set_aside_where_a_record_is_missing(with_checkpoints: Path):
    """It may be all that is left."""
    store = with_checkpoints
    record(store, 1).unlink()
    cut(checkpoint(store))
    before = files(store)
    for arguments in (("restore", 3, "--by", "tests"), ("tidy",)):
        answer = run(*arguments, "--store", store)
        assert answer.code == 1
        says(answer, log.record_path(1), "missing")
    assert files(store) == before
    assert "record_missing" in verified(store)


def test_a_version_after_a_missing_record_is_read_where_a_checkpoint_holds_it(
    with_checkpoints: Path,
):
    store = with_checkpoints
    record(store, 1).unlink()
    assert fte(store) == 38.5  # by hand: 7.5 to 7.9
    assert list(verified(store)) == ["record_missing"]
    assert Store.open(store).head() == 5
