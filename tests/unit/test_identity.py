"""A version is known by its number and the digest of its record: in stores, links and papers."""

import hashlib
import shutil
import sys
from pathlib import Path

import pytest

from tests.unit.making import checked, lists_csv, publish
from wfcore.answers import Question
from wfcore.errors import StoreError, UnknownName
from wfcore.measuring import VersionMeasures
from wfcore.papers import (
    Paper,
    PaperPart,
    document,
    paper_from_link,
    paper_from_yaml,
    paper_to_link,
    paper_to_yaml,
)
from wfcore.store import Store, VersionName

SEPT = lists_csv([("A00001", 5000), ("A00002", 6000)])
OCT = lists_csv([("A00001", 5200)], period="2025-10")
NOV = lists_csv([("A00001", 5300)], period="2025-11")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("3", VersionName(3)),
        ("12-0a1b2c3d4e", VersionName(12, "0a1b2c3d4e")),
        ("", None),
        ("-1", None),
        ("3-", None),
        ("3-0a1b2c3d4", None),
        ("3-0a1b2c3d4e5", None),
        ("3-0A1B2C3D4E", None),
        ("٣", None),
        ("123456789", None),
        ("3\n", None),
    ],
)
def test_a_name_is_read_as_links_have_it(text: str, name: VersionName | None):
    assert VersionName.read(text) == name
    if name:
        assert str(name) == text


def test_the_identity_is_the_digest_of_the_record(store: Path):
    made = publish(publish_path(store, SEPT), OCT)
    for number in (1, 2):
        record = store / "_delta_log" / f"{number:020}.json"
        digest = hashlib.sha256(record.read_bytes()).hexdigest()
        assert str(made.name_of(number)) == f"{number}-{digest[:10]}"
        assert made.read(number).name == made.name_of(number)
    assert made.newest() == made.name_of(2)
    for number in (3, -1, 2**70):
        with pytest.raises(UnknownName, match="no version"):
            made.name_of(number)


def publish_path(store: Path, *files: str) -> Path:
    publish(store, *files)
    return store


def test_a_copy_has_the_same_identity_and_another_store_another(store: Path, tmp_path: Path):
    made = publish(store, SEPT)
    copy = Store.open(shutil.copytree(store, tmp_path / "copy"))
    assert copy.newest() == made.newest()
    assert publish(tmp_path / "other", SEPT).newest() != made.newest()


def put_back(store: Path, copy: Path) -> None:
    """As the advice for a store is: the copy in its place."""
    store.rename(store.with_name(f"{store.name} broken"))
    shutil.copytree(copy, store)


def test_a_store_put_back_under_an_open_one_is_seen(store: Path, tmp_path: Path):
    reader = publish(store, SEPT)
    copy = shutil.copytree(store, tmp_path / "copy")
    publish(store, OCT)
    first = reader.newest()
    assert first.number == 2
    put_back(store, copy)
    assert reader.newest() == Store.open(copy).newest()  # shorter
    publish(store, NOV)
    assert reader.newest().number == 2
    assert reader.newest() != first
    assert reader.read().periods("practice") == []
    assert set(reader.read().editions()["period"]) == {"2025-09", "2025-11"}


def test_what_was_checked_against_other_data_is_not_published(store: Path, tmp_path: Path):
    """The analyst's number is the same, the version is not; nor for what waits."""
    made = publish(store, SEPT)
    copy = shutil.copytree(store, tmp_path / "copy")
    publish(store, OCT)
    looked_at = made.newest()
    put_back(store, copy)
    publish(store, NOV)
    drafts, report = checked(lists_csv([("A00001", 9000)], period="2025-12"))
    with pytest.raises(StoreError, match="Version 2 was published"):
        made.publish(drafts, report, by="Ann", expected_head=looked_at)
    waits = made.propose(drafts, report, by="Ann", expected_head=made.newest())
    (kept,) = (store / "_proposals").glob("*.json")
    kept.write_text(kept.read_text().replace(str(made.newest().identity), str(looked_at.identity)))
    with pytest.raises(StoreError, match="Version 2 was published"):
        made.approve(waits, by="Bob")
    assert made.head() == 2


def test_the_newest_is_asked_for_without_reading_the_log(
    store: Path, monkeypatch: pytest.MonkeyPatch
):
    """Every page asks: one look at the folder and at two files, however many versions there are."""
    made = publish(publish_path(store, SEPT), OCT)
    expected = made.newest()
    opened: list[str] = []

    def seen(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and "_delta_log" in str(arguments[0]):
            opened.append(str(arguments[0]))

    sys.addaudithook(seen)
    assert made.newest() == expected
    assert opened == []
    publish(store, NOV)
    assert made.newest().number == 3
    assert opened  # so that the hook is known to see


# Papers


def asked(version: int) -> Question:
    return Question(
        kind="enough", level="practice", place="A00001", period="2025-09", version=version
    )  # fmt: skip


PAPER = Paper(title="A paper", parts=(PaperPart(asked=asked(1)), PaperPart(asked=asked(2))))
AROUND = {"level": "practice", "place": "A00001", "period": "2025-09"}


def test_a_paper_takes_identities_through_its_file_and_its_link():
    names = {1: VersionName(1, "aaaaaaaaaa"), 2: VersionName(2, "bbbbbbbbbb")}
    named = PAPER.named(names.__getitem__)
    assert named.data == ((1, "aaaaaaaaaa"), (2, "bbbbbbbbbb"))
    assert paper_from_yaml(paper_to_yaml(named)) == named
    around = AROUND | {"version": "1-aaaaaaaaaa"}
    link = paper_to_link(named, around)
    assert link["paper"] == "enough.enough~v2-bbbbbbbbbb"
    assert paper_from_link(around | link) == named
    # A link of an earlier release names numbers alone, and so does one of a paper of that time.
    old = paper_to_link(PAPER.with_names([]), AROUND | {"version": "1"})
    assert old["paper"] == "enough.enough~v2"
    assert paper_from_link(AROUND | {"version": "1"} | old) == PAPER
    assert named.named(lambda n: VersionName(n, "cccccccccc")) == named  # what it has it keeps


def test_a_paper_kept_with_other_data_says_so_and_stays_of_those(store: Path):
    made = publish(store, SEPT)
    mine = str(made.newest().identity)
    files = sorted(made.read().table("files")["sha256"].unique().to_list())
    earlier = hashlib.sha256("\n".join(files).encode()).hexdigest()[:12]  # as 0.1 kept it
    other = "0" * len(mine)
    for kept, fits in ((mine, True), (earlier, True), (other, False), (earlier[::-1], False)):
        paper = Paper(parts=(PaperPart(asked=asked(1)),), data=((1, kept),))
        found = document(paper, lambda n: VersionMeasures(made.read(n)), made="today")
        section = found.sections[0]
        assert ("kept with other data" in section.answer.verdict) is not fits
        assert fits or found.saved.data == ((1, kept),)  # opened again, it says so again
