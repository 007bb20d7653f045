"""What was checked and waits: approved by another, overtaken, damaged, withdrawn; and what tidying spares."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.commands import run
from tests.unit.making import checked, lists_csv, publish
from wfcore.declared import declared
from wfcore.errors import NotAllowed, NotPublishable, StoreError, UnknownName
from wfcore.seeding import seed_store
from wfcore.store import Store

SEPT = lists_csv([("A00001", 5000), ("A00002", 6000)])
OCT = lists_csv([("A00001", 5200)], period="2025-10")
WARNED = lists_csv([("A00001", 5000), ("A00002", 0)])
NOW = timedelta(seconds=-60)


@pytest.fixture
def second_person(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = declared().rules
    both = rules.publish.model_copy(update={"second_person": True})
    monkeypatch.setitem(rules.__dict__, "publish", both)


def proposed(made: Store, data: str = OCT, by: str = "Ann") -> str:
    drafts, report = checked(data)
    return made.propose(drafts, report, by=by, why="checked twice")


def test_what_waits_is_not_read_and_then_is(store: Path):
    made = publish(store, SEPT)
    name = proposed(made)
    assert made.head() == 1
    assert [(w.id, w.base, w.publication.by, w.publication.why) for w in made.waiting()] == [
        (name, 1, "Ann", "checked twice")
    ]
    assert Store.open(store).approve(name, by="Bob") == 2
    assert made.read().table("lists")["period"].to_list().count("2025-10") == 1
    newest = made.history()[0]
    assert (newest.by, newest.approved_by, newest.proposal) == ("Ann", "Bob", name)
    assert made.waiting() == []
    with pytest.raises(UnknownName):
        made.approve(name, by="Bob")


def test_a_proposal_is_held_to_what_publishing_is(store: Path):
    made = Store.create(store)
    drafts, report = checked(WARNED)
    with pytest.raises(NotPublishable, match=r"not accepted with a reason.*no_patients"):
        made.propose(drafts, report, by="Ann")
    with pytest.raises(NotPublishable, match="not accepted with a reason"):
        made.publish(drafts, report, by="Ann", accepted={"no_patients": "  "})
    with pytest.raises(NotPublishable, match="not accepted with a reason"):
        made.publish(drafts, report, by="Ann", accepted={"another_code": "why not"})
    assert made.propose(drafts, report, by="Ann", accepted={"no_patients": "it closed"})
    assert made.waiting()[0].publication.accepted == {"no_patients": "it closed"}


@pytest.mark.usefixtures("second_person")
def test_two_people(store: Path):
    made = Store.create(store)
    drafts, report = checked(SEPT)
    with pytest.raises(NotPublishable, match="second person"):
        made.publish(drafts, report, by="Ann")
    name = proposed(made, SEPT, by="Ann Analyst")
    for same in ("Ann Analyst", " ann  ANALYST ", "ANN ANALYST\u200b"):
        with pytest.raises(NotPublishable, match="somebody else"):
            made.approve(name, by=same)
    with pytest.raises(NotPublishable, match="signs"):
        made.approve(name, by=" ")
    assert made.head() == 0
    assert made.approve(name, by="Bob") == 1


@pytest.mark.usefixtures("second_person")
def test_a_first_store_is_still_made(tmp_path: Path, root: Path):
    samples = tmp_path / "samples"
    samples.mkdir()
    (samples / "nel_places.csv").write_bytes((root / "sample_data/nel_places.csv").read_bytes())
    assert seed_store(tmp_path / "store", samples).head() == 1


def test_somebody_else_published_since(store: Path):
    made = publish(store, SEPT)
    name = proposed(made)
    publish(store, lists_csv([("A00001", 5100)]), by="Bob")
    with pytest.raises(StoreError, match="Version 2 was published by Bob"):
        made.approve(name, by="Bob")
    assert [waits.id for waits in made.waiting()] == [name]  # its files stay until it is withdrawn
    made.withdraw(name)
    assert made.waiting() == []
    assert made.tidy(NOW) == []


def test_damaged_files_are_not_published(store: Path):
    made = publish(store, SEPT)
    name = proposed(made)
    part = Path(made.uri, made.waiting()[0].parts[0].path)
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    with pytest.raises(StoreError, match="missing or damaged"):
        made.approve(name, by="Bob")
    assert made.head() == 1


@pytest.mark.parametrize("name", ["", "nothing", "../../etc/passwd", "a/b"])
def test_nothing_waits_by_that_name(store: Path, name: str):
    with pytest.raises(UnknownName, match="Nothing waits"):
        publish(store, SEPT).approve(name, by="Bob")


def test_without_the_role(store: Path, monkeypatch: pytest.MonkeyPatch):
    made = publish(store, SEPT)
    name = proposed(made)
    monkeypatch.setenv("WORKFORCE_ANALYST", "off")
    for act in (
        lambda: proposed(made),
        lambda: made.approve(name, by="Bob"),
        lambda: made.withdraw(name),
        lambda: made.tidy(NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert made.head() == 1
    assert len(made.waiting()) == 1


# Tidying


def test_tidying_takes_only_what_nothing_names(store: Path):
    made = publish(store, SEPT)
    publish(
        store, lists_csv([("A00001", 5100)])
    )  # version 1 keeps files that version 2 does not name
    proposed(made)
    kept = {path for path in store.rglob("*") if path.is_file()}
    folder = next(store.glob("edition=*/kind=lists"))
    left = [folder / "left.parquet", folder / "x.parquet.half", store / "_proposals/y.json.half"]
    for path in left:
        path.write_bytes(b"left behind")
    assert made.tidy() == []  # too young
    assert {file.path for file in made.tidy(NOW)} == {
        path.relative_to(store).as_posix() for path in left
    }
    assert {path for path in store.rglob("*") if path.is_file()} == kept
    assert made.read(1).table("lists").height == 2


@pytest.mark.parametrize("damage", ["gone", "halved"])
def test_nothing_is_tidied_while_the_log_is_not_whole(store: Path, damage: str):
    made = publish(store, SEPT)
    publish(store, OCT)
    record = store / "_delta_log/00000000000000000001.json"
    whole = record.read_bytes()
    (next(store.glob("edition=*/kind=lists")) / "left.parquet").write_bytes(b"x")
    before = sorted(store.rglob("*.parquet"))
    if damage == "gone":
        record.unlink()
    else:
        record.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError):
        made.tidy(NOW)
    assert sorted(store.rglob("*.parquet")) == before
    record.write_bytes(whole)
    assert len(made.tidy(NOW)) == 1


# The command line


def test_on_the_command_line(store: Path, tmp_path: Path):
    file = tmp_path / "lists.csv"
    file.write_text(WARNED)
    given = ("publish", file, "--store", store, "--by", "Ann", "--new")
    refused = run(*given)
    assert refused.code == 1
    assert "no_patients" in refused.err
    assert run(*given, "--accept", "no_patients").code == 2  # no reason
    waits = run(*given, "--accept", "no_patients=the practice closed", "--propose")
    name = waits.out.removeprefix("Waits for approval: ").strip()
    (row,) = run("approve", "--store", store).rows()
    assert (row["id"], row["by"]) == (name, "Ann")
    assert row["accepted_warnings"] == "no_patients: the practice closed"
    assert run("approve", name, "--store", store, "--by", "Bob").out == "Published version 1\n"
    (row,) = run("history", "--store", store).rows()
    assert (row["by"], row["approved_by"]) == ("Ann", "Bob")
    file.write_text(lists_csv([("A00001", 5000), ("A00002", 6100)], period="2025-10"))
    assert run(*given, "--accept-warnings", "--why", "monthly").out == "Published version 2\n"
    assert run("tidy", "--store", store).out == "0 files taken away, 0 bytes\n"
