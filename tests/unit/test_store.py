"""The store: published whole or not at all, every version readable for ever."""

import multiprocessing
import sys
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from deltalake import DeltaTable, Field, Schema
from deltalake.schema import PrimitiveType

from tests.unit.making import (
    checked,
    csv_of,
    detailed_header,
    lists_csv,
    pcn_csv,
    publish,
    staff_csv,
)
from wfcore.checking import QualityReport
from wfcore.errors import NotAllowed, NotPublishable, StoreError, UnknownName
from wfcore.normalising import Draft
from wfcore.store import Store, Version, accept_all_warnings, delta

SEPT = lists_csv([("A00001", 5000), ("A00002", 6000)])
SEPT_AGAIN = lists_csv([("A00001", 5100)])
OCT = lists_csv([("A00001", 5200)], period="2025-10")
BLOCKED = lists_csv([("Total", 5000), ("A00001", 5000)])
WARNED = lists_csv([("A00001", 5000), ("A00002", 0)])


def sizes(version: Version, period: str = "2025-09") -> list[tuple[str, float]]:
    rows = version.table("lists").filter(pl.col("period") == period)
    return rows.select("practice_code", "registered").sort("practice_code").rows()


def parquet(folder: Path) -> set[str]:
    return {p.name for p in folder.rglob("*.parquet")}


def ready(*files: str) -> tuple[list[Draft], QualityReport]:
    return checked(*files)


def test_a_new_store_is_empty(store: Path):
    made = Store.create(store)
    assert made.head() == 0
    assert made.history() == []
    assert made.read().parts.is_empty()
    assert made.read().table("lists").is_empty()
    assert made.read().periods("practice") == []
    assert Store.create(store).uri == made.uri


def test_there_must_be_a_store_to_open_it(store: Path):
    assert not Store.exists(store)
    with pytest.raises(StoreError, match="no store"):
        Store.open(store)
    with pytest.raises(StoreError, match="no store"):
        Store(str(store)).head()


def test_what_is_published_is_read_back(store: Path):
    drafts, report = checked(
        csv_of(
            [
                {
                    "PRAC_CODE": "A00001",
                    "PCN_CODE": "U00001",
                    "SUB_ICB_CODE": "A3A8R",
                    "ICB_CODE": "QMF",
                    "REGION_CODE": "Y56",
                    "TOTAL_PATIENTS": 5000,
                }
            ],
            detailed_header(),
        ),
        SEPT,
        period="2025-09",
    )
    made = Store.create(store)
    assert (
        made.publish(drafts, report, by="Ann", accepted=accept_all_warnings(report, "as it is"))
        == 1
    )
    version = made.read()
    for draft in drafts:
        for kind, table in draft.tables.items():
            back = version.table(kind, [draft.edition])
            assert back.schema == table.schema
            assert back.equals(table)
    files = version.table("files").sort("source")
    expected = pl.concat([d.file_record() for d in drafts]).sort("source")
    assert files.equals(expected)
    assert version.number == 1
    assert set(version.editions()["edition"]) == {d.edition for d in drafts}
    assert version.parts["rows"].to_list() == [
        pl.read_parquet(path).height for path in version.parts["path"]
    ]


def test_history_says_who_why_and_which_bytes(store: Path):
    drafts, report = ready(WARNED)
    made = Store.create(store)
    made.publish(
        drafts, report, by=" Ann ", why=" first ", accepted=accept_all_warnings(report, "as it is")
    )
    publish(store, OCT, by="Bob")
    newest, first = made.history()
    assert (first.version, first.by, first.why, first.action) == (1, "Ann", "first", "publish")
    assert first.editions == ("registered_patients.2025-09",)
    assert first.accepted == {"no_patients": "as it is"}
    assert first.files == (
        {"file": "file 0.csv", "sha256": drafts[0].sha256, "source": "registered_patients",
         "period": "2025-09", "rows": 2},
    )  # fmt: skip
    assert first.report == report
    assert first.at.tzinfo is not None
    assert (newest.version, newest.by, newest.accepted) == (2, "Bob", {})


def test_an_edition_is_replaced_and_the_earlier_version_keeps_it(store: Path):
    publish(store, SEPT, OCT)
    made = publish(store, SEPT_AGAIN)
    assert sizes(made.read()) == [("A00001", 5100.0)]
    assert sizes(made.read(), "2025-10") == [("A00001", 5200.0)]
    assert sizes(made.read(1)) == [("A00001", 5000.0), ("A00002", 6000.0)]
    assert made.read(2).table("files").height == 2


def test_a_version_held_is_not_changed_by_a_later_one(store: Path):
    held = publish(store, SEPT).read()
    publish(store, SEPT_AGAIN)
    assert sizes(held) == [("A00001", 5000.0), ("A00002", 6000.0)]


def test_restore_brings_an_earlier_version_back_as_a_new_one(store: Path):
    publish(store, SEPT)
    made = publish(store, SEPT_AGAIN, OCT)
    assert made.restore(1, by=" Ann ", why="wrong file") == 3
    assert sizes(made.read()) == [("A00001", 5000.0), ("A00002", 6000.0)]
    assert sizes(made.read(), "2025-10") == []
    assert sizes(made.read(2), "2025-10") == [("A00001", 5200.0)]
    last = made.history()[0]
    assert (last.version, last.by, last.why, last.action) == (3, "Ann", "wrong file", "restore 1")
    assert last.report is None
    # And forward again.
    assert made.restore(2, by="Ann") == 4
    assert sizes(made.read(), "2025-10") == [("A00001", 5200.0)]


def test_publishing_after_a_restore(store: Path):
    publish(store, SEPT)
    publish(store, SEPT_AGAIN).restore(1, by="Ann")
    made = publish(store, OCT)
    assert made.head() == 4
    assert sizes(made.read()) == [("A00001", 5000.0), ("A00002", 6000.0)]
    assert sizes(made.read(), "2025-10") == [("A00001", 5200.0)]


@pytest.mark.parametrize("number", [2, 99, -1, 2**70])
def test_an_unknown_version(store: Path, number: int):
    made = publish(store, SEPT)
    for ask in (made.read, lambda v: made.restore(v, by="Ann")):
        with pytest.raises(UnknownName, match="no version") as error:
            ask(number)
        assert "newest is version 1" in error.value.advice
    assert made.head() == 1


def test_nothing_is_published_when_a_finding_blocks(store: Path):
    made = publish(store, SEPT)
    before = parquet(store)
    drafts, report = ready(OCT, BLOCKED)
    with pytest.raises(NotPublishable, match="block"):
        made.publish(drafts, report, by="Ann", accepted=accept_all_warnings(report, "as it is"))
    assert made.head() == 1
    assert parquet(store) == before
    assert sizes(made.read(), "2025-10") == []


def test_a_warning_must_be_accepted(store: Path):
    made = Store.create(store)
    drafts, report = ready(WARNED)
    with pytest.raises(NotPublishable, match="not accepted"):
        made.publish(drafts, report, by="Ann")
    assert made.head() == 0
    assert (
        made.publish(drafts, report, by="Ann", accepted=accept_all_warnings(report, "as it is"))
        == 1
    )


def test_somebody_signs_and_there_is_something_to_publish(store: Path):
    made = Store.create(store)
    drafts, report = ready(SEPT)
    with pytest.raises(NotPublishable, match="signs"):
        made.publish(drafts, report, by="  ")
    with pytest.raises(NotPublishable, match="nothing"):
        made.publish([], QualityReport(files=()), by="Ann")
    with pytest.raises(NotPublishable, match="not about these files"):
        made.publish(drafts, ready(OCT)[1], by="Ann")
    made.publish(drafts, report, by="Ann")
    with pytest.raises(NotPublishable, match="signs"):
        made.restore(1, by="")
    assert made.head() == 1


@pytest.mark.parametrize("word", ["off", " OFF ", "0", "no", "false"])
def test_without_the_role_nothing_changes(store: Path, monkeypatch: pytest.MonkeyPatch, word: str):
    made = publish(store, SEPT)
    drafts, report = ready(OCT)
    monkeypatch.setenv("WORKFORCE_ANALYST", word)
    with pytest.raises(NotAllowed):
        made.publish(drafts, report, by="Ann")
    with pytest.raises(NotAllowed):
        made.restore(1, by="Ann")
    with pytest.raises(NotAllowed):
        Store.create(store / "another")
    assert made.head() == 1
    assert sizes(made.read()) == [("A00001", 5000.0), ("A00002", 6000.0)]
    assert Store.create(store).head() == 1  # opening one that is there is no change


def test_a_newer_version_than_the_one_looked_at_refuses(store: Path):
    made = publish(store, SEPT)
    drafts, report = ready(OCT)
    publish(store, SEPT_AGAIN, by="Bob")
    before = parquet(store)
    with pytest.raises(StoreError, match="Version 2 was published by Bob"):
        made.publish(drafts, report, by="Ann", expected_head=1)
    assert parquet(store) == before
    assert made.publish(drafts, report, by="Ann", expected_head=2) == 3


def test_two_publishers_cannot_both_win(store: Path, monkeypatch: pytest.MonkeyPatch):
    """Bob publishes while Ann's files are being written: her commit finds its place taken."""
    ann, bob = publish(store, SEPT), Store.open(store)
    real, calls = pl.DataFrame.write_parquet, []

    def write(self: pl.DataFrame, *args: object, **options: object) -> None:
        calls.append(self)
        if len(calls) == 2:
            publish(store, OCT, by="Bob")
        real(self, *args, **options)

    monkeypatch.setattr(pl.DataFrame, "write_parquet", write)
    drafts, report = ready(SEPT_AGAIN)
    with pytest.raises(StoreError, match="Version 2 was published by Bob"):
        ann.publish(drafts, report, by="Ann")
    monkeypatch.undo()
    assert bob.head() == 2
    named = {Path(path).name for n in (1, 2) for path in bob.read(n).parts["path"]}
    assert parquet(store) == named  # nothing of Ann's is left behind
    assert sizes(bob.read()) == [("A00001", 5000.0), ("A00002", 6000.0)]
    assert sizes(bob.read(), "2025-10") == [("A00001", 5200.0)]


def _publish_at_once(folder: str, gate, results, period: str) -> None:
    drafts, report = checked(lists_csv([("A00001", 5000)], period=period))
    made = Store.open(folder)
    head = made.head()
    gate.wait()
    try:
        results.put(("version", made.publish(drafts, report, by=period, expected_head=head)))
    except StoreError as error:
        results.put(("refused", error.message))


def test_two_processes_at_once(store: Path, monkeypatch: pytest.MonkeyPatch):
    # A page that ran in this process may have left its script as the main one: not for children.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    publish(store, SEPT)
    context = multiprocessing.get_context("spawn")
    gate, results = context.Barrier(2), context.Queue()
    others = [
        context.Process(target=_publish_at_once, args=(str(store), gate, results, period))
        for period in ("2025-10", "2025-11")
    ]
    for other in others:
        other.start()
    answers = sorted(results.get(timeout=300) for _ in others)
    for other in others:
        other.join(timeout=300)
    assert [kind for kind, _ in answers] == ["refused", "version"]
    made = Store.open(store)
    assert made.head() == 2
    named = {Path(path).name for n in (1, 2) for path in made.read(n).parts["path"]}
    assert parquet(store) == named
    assert len(made.history()) == 2


def test_a_file_in_the_way_of_a_store(tmp_path: Path):
    in_the_way = tmp_path / "store"
    in_the_way.write_text("x")
    with pytest.raises(StoreError, match="It is a file, not a folder"):
        Store.create(in_the_way)


def test_a_write_that_fails_half_way_leaves_nothing(store: Path, monkeypatch: pytest.MonkeyPatch):
    made = publish(store, SEPT)
    before = parquet(store)
    drafts, report = checked(pcn_csv([{}]), OCT)
    real, count = pl.DataFrame.write_parquet, []

    def full_disk(self: pl.DataFrame, *args: object, **options: object) -> None:
        count.append(1)
        if len(count) == 3:
            raise OSError(28, "No space left on device")
        real(self, *args, **options)

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full_disk)
    with pytest.raises(StoreError, match=r"No space left.*Nothing was published"):
        made.publish(drafts, report, by="Ann")
    monkeypatch.undo()
    assert made.head() == 1
    assert parquet(store) == before
    assert made.publish(drafts, report, by="Ann") == 2


def test_a_relative_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    made = publish(Path("mine"), SEPT)
    assert Path(made.uri) == tmp_path / "mine"
    monkeypatch.chdir("/")
    assert sizes(made.read()) == [("A00001", 5000.0), ("A00002", 6000.0)]


def test_nothing_is_ever_cleaned_away(store: Path):
    settings = DeltaTable(publish(store, SEPT).uri).metadata().configuration
    assert settings["delta.logRetentionDuration"] == "interval 36500 days"
    assert settings["delta.deletedFileRetentionDuration"] == "interval 36500 days"


def test_parts_hold_only_the_columns_of_their_kind(store: Path):
    version = publish(store, SEPT, staff_csv([("", "A00001", 2)])).read()
    columns = {
        kind: set(pl.read_parquet_schema(path))
        for kind, path in version.parts.select("kind", "path").iter_rows()
    }
    assert "fte" in columns["staff_total"]
    assert "fte" not in columns["lists"]
    assert "registered" not in columns["staff_total"]


def test_labels_of_another_time_are_read_together_with_those_of_today(store: Path):
    """A role that was known when a file was written, and one that only is now."""
    made = publish(store, pcn_csv([{}]))
    drafts, report = checked(pcn_csv([{"CENSUS_MONTH": 8}]))
    was = pl.Categorical()
    roles = (
        drafts[0].tables["staff_role"].with_columns(role=pl.Series(["a_role_long_gone"], dtype=was))
    )
    drafts[0].tables["staff_role"] = roles
    made.publish(drafts, report, by="Ann")
    rows = made.read().table("staff_role").sort("period")
    assert rows["role"].cast(pl.String).to_list() == ["a_role_long_gone", "pcn_pharmacist"]
    assert rows["period"].to_list() == ["2025-08", "2025-09"]


def test_periods_by_collection(store: Path):
    made = publish(
        store, pcn_csv([{"CENSUS_MONTH": 8}]), staff_csv([("", "A00001", 2)]), OCT,
        "PRACTICE_CODE,BOROUGH\nA00001,East\n",
    )  # fmt: skip
    version = made.read()
    assert version.periods("practice") == ["2025-09"]
    assert version.periods("pcn") == ["2025-08"]
    assert version.editions("lists")["edition"].to_list() == ["registered_patients.2025-10"]


def test_a_column_of_another_type_is_refused_and_nothing_is_left(
    store: Path, monkeypatch: pytest.MonkeyPatch
):
    columns = [Field(name, PrimitiveType("string")) for name in ("edition", "kind", "registered")]
    with monkeypatch.context() as other:
        other.setattr(delta, "table_schema", lambda kinds: Schema(columns))
        Store.create(store)
    with pytest.raises(StoreError, match="the column registered as"):
        publish(store, lists_csv([("A00001", 5000)]))
    assert Store.open(store).head() == 0
    assert list(store.rglob("*.parquet")) == []
