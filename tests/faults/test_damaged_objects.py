"""Damaged tables and records on an object store, spoken to as Amazon's: the same words as in a folder."""

import random
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from deltalake import DeltaTable

from tests.commands import run
from tests.faults.files import METRICS, as_csv, practices, says
from tests.object_store import BUCKET, client, keys, object_store
from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.errors import StoreError
from wfcore.normalising import normalise
from wfcore.reading import read_upload
from wfcore.store import Store, accept_all_warnings

pytestmark = pytest.mark.nightly("faults/test_broken_stores.py, the same damage in a folder")
RECORD = "_delta_log/00000000000000000002.json"
ASKED = ("measures", "--metric", METRICS, "--level", "pcn", "--store")


def prepared(store: Store, act: str, gp: float, period: str) -> object:
    (table,) = read_upload("file.csv", as_csv(practices(gp=gp)), declared())
    drafts, report = check_drafts(normalise(table, period))
    made = getattr(store, act)
    return made(drafts, report, by="tests", accepted=accept_all_warnings(report, "a test"))


@pytest.fixture(scope="module")
def base() -> Iterator[tuple[str, str]]:
    """The bucket, with a store of two versions at `base`; and what the first answers."""
    with object_store() as bucket:
        store = Store.create(f"{bucket}/base")
        prepared(store, "publish", 4.5, "2025-09")
        first = run(*ASKED, store.uri).out
        prepared(store, "publish", 5.5, "2025-12")
        yield bucket, first


numbers = count(1)


@pytest.fixture
def published(base: tuple[str, str]) -> str:
    """A store of its own, with two versions."""
    bucket, _ = base
    prefix = f"copy{next(numbers)}"
    for key in keys("base/"):
        client().copy_object(
            Bucket=BUCKET,
            Key=key.replace("base/", f"{prefix}/", 1),
            CopySource={"Bucket": BUCKET, "Key": key},
        )
    return f"{bucket}/{prefix}"


def key_of(store: str, inside: str) -> str:
    """The key of the only object with this in its name."""
    (found,) = [key for key in keys(f"{store.rpartition('/')[2]}/") if inside in key]
    return found


def held(key: str) -> bytes:
    return client().get_object(Bucket=BUCKET, Key=key)["Body"].read()


def put(key: str, data: bytes | None) -> None:
    if data is None:
        client().delete_object(Bucket=BUCKET, Key=key)
    else:
        client().put_object(Bucket=BUCKET, Key=key, Body=data)


Damage = Callable[[bytes], bytes | None]
DAMAGES: dict[str, Damage] = {
    "gone": lambda _: None,
    "halved": lambda data: data[: len(data) // 2],
    "emptied": lambda _: b"",
    "zeroed": lambda data: b"\0" * len(data),
    "overwritten": lambda _: b"PAR1" + b"<html>" * 300 + b"PAR1",
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("kind", ["staff_total", "lists", "places"])
def test_a_part_of_the_newest_version_is_damaged(
    published: str, base: tuple[str, str], damage: str, kind: str
):
    key = key_of(published, f"edition=gpw_detailed.2025-12/kind={kind}/")
    put(key, DAMAGES[damage](held(key)))
    answer = run(*ASKED, published)
    assert answer.code == 1
    says(
        answer,
        "Version 2 cannot be read",
        key.rpartition("/")[2],
        "bring an earlier version back",
    )
    old = run(*ASKED, published, "--version", 1)
    assert (old.code, old.out) == (0, base[1])
    done = run("restore", 1, "--store", published, "--by", "tests")
    assert done.out.startswith("Published version 3"), done.err
    assert run(*ASKED, published).out == base[1]


@pytest.mark.parametrize("damage", ["halved", "zeroed"])
def test_the_record_of_the_newest_version_is_damaged(
    published: str, base: tuple[str, str], damage: str, tmp_path: Path
):
    december = tmp_path / "december.csv"
    december.write_bytes(as_csv(practices(gp=6.5)))
    key = key_of(published, RECORD)
    put(key, DAMAGES[damage](held(key)))
    for arguments in (
        (*ASKED, published),
        ("history", "--store", published),
        ("restore", 1, "--store", published, "--by", "tests"),
        ("publish", december, "--store", published, "--by", "tests", "--period", "2026-03"),
    ):
        answer = run(*arguments)
        assert answer.code == 1
        says(answer, "cannot be read", "Put it back from a copy.", "take that file away")
    with pytest.raises(StoreError):
        Store.open(published).tidy()
    put(key, None)  # as it says
    assert run(*ASKED, published).out == base[1]
    store = Store.open(published)
    assert [entry.version for entry in store.history()] == [1]
    assert prepared(store, "publish", 6.5, "2026-03") == 2


def test_an_empty_record_changes_nothing(published: str, base: tuple[str, str]):
    put(key_of(published, RECORD), b"")
    assert run(*ASKED, published).out == base[1]


def test_a_gap_in_the_log_is_no_reason_to_take_files_away(published: str):
    put(key_of(published, "_delta_log/00000000000000000001.json"), None)
    before = keys(published.rpartition("/")[2])
    with pytest.raises(StoreError):
        Store.open(published).tidy()
    assert keys(published.rpartition("/")[2]) == before


def test_no_flipped_bit_gives_another_figure(published: str):
    right = run(*ASKED, published)
    key = key_of(published, "edition=gpw_detailed.2025-12/kind=staff_total/")
    whole = held(key)
    chance = random.Random(11)
    for _ in range(20):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        put(key, bytes(damaged))
        answer = run(*ASKED, published)
        assert answer.code == 1
        says(answer, "Version 2 cannot be read", "missing or damaged")
    put(key, whole)
    assert run(*ASKED, published) == right


@pytest.mark.parametrize("damage", ["gone", "halved", "overwritten"])
def test_what_waits_is_not_published_damaged(published: str, base: tuple[str, str], damage: str):
    store = Store.open(published)
    waits = str(prepared(store, "propose", 6.5, "2026-03"))
    key = key_of(published, "edition=gpw_detailed.2026-03/kind=lists/")
    put(key, DAMAGES[damage](held(key)))
    with pytest.raises(StoreError, match="missing or damaged"):
        store.approve(waits, by="somebody else")
    assert store.head() == 2
    store.withdraw(waits)
    assert store.waiting() == []
    assert run(*ASKED, published, "--version", 1).out == base[1]


@pytest.mark.parametrize("damage", ["gone", "halved", "emptied", "zeroed"])
def test_a_damaged_checkpoint_costs_nothing(published: str, damage: str):
    DeltaTable(published).create_checkpoint()
    right = run(*ASKED, published)
    assert (right.code, run("verify", "--store", published).code) == (0, 0)
    key = key_of(published, ".checkpoint.parquet")
    put(key, DAMAGES[damage](held(key)))
    assert run(*ASKED, published) == right
    answer = run("verify", "--store", published)
    assert answer.code == 1
    assert "checkpoint" in answer.out
    assert prepared(Store.open(published), "publish", 6.5, "2026-03") == 3
    assert run("tidy", "--store", published).code == 0
    answer = run("verify", "--store", published)
    assert answer.code == 0, answer.out


def test_a_store_put_back_under_an_open_one_is_seen(published: str):
    reader = Store.open(published)
    first = reader.newest()
    key = key_of(published, RECORD)
    put(key, None)
    assert reader.newest().number == 1
    assert prepared(Store.open(published), "publish", 6.5, "2026-03") == 2
    assert reader.newest().number == 2
    assert reader.newest() != first
    assert set(reader.read().editions()["period"]) == {"2025-09", "2026-03"}
