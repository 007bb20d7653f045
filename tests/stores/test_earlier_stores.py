"""A store made by any earlier release is opened, published to, grown and restored."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import dataframely as dy
import polars as pl
import pytest
from deltalake import DeltaTable
from polars.testing import assert_frame_equal

from tests.stores.conftest import KEPT, Sums, Unpack
from tests.stores.make import MANY, sums
from tests.unit.making import (
    TODAY,
    csv_text,
    drafts_of,
    lists_csv,
    publish,
    scores_csv,
    targets_csv,
)
from wfcore.checking import check_drafts
from wfcore.errors import StoreError
from wfcore.normalising import Draft
from wfcore.store import Store, accept_all_warnings, compare_to_published, with_known_codes
from wfcore.tables import TABLES, earlier_names, schema
from wfcore.tables.columns import Dated, count, text
from wfcore.tables.staff import Lists
from wfcore.targeting.editing import aim_drafts

kept = pytest.mark.parametrize("name", KEPT)
NEW = lists_csv([("A00009", 700)], period="2025-10")


def under_names_of_today(said: Sums) -> Sums:
    return {
        kind: {
            {old: new for new, old in earlier_names(kind).items()}.get(column, column): value
            for column, value in columns.items()
        }
        for kind, columns in said.items()
    }


def without(said: Sums, *kinds: str) -> Sums:
    return {kind: columns for kind, columns in said.items() if kind not in kinds}


def columns_at(folder: Path, version: int) -> list[str]:
    return [field.name for field in DeltaTable(folder, version).schema().fields]


def schemas_in(folder: Path, version: int) -> list[object]:
    """The columns that a record brings, once for each time it says them."""
    lines = (folder / "_delta_log" / f"{version:020}.json").read_text().splitlines()
    return [action["metaData"] for line in lines if "metaData" in (action := json.loads(line))]


@kept
def test_it_is_read_as_the_release_that_made_it_read_it(name: str, unpack: Unpack):
    folder, expected = unpack(name)
    store = Store.open(folder)
    assert sums(store) == under_names_of_today(expected)
    assert store.head() == (MANY if "many" in name else 3)
    assert [entry.version for entry in store.history()] == list(range(store.head(), 0, -1))
    assert store.read(1).table("deprivation").height == (2 if "many" in name else 0)


@kept
def test_it_is_published_to_and_brought_forward_in_one_version(name: str, unpack: Unpack):
    folder, expected = unpack(name)
    head = Store.open(folder).head()
    store = publish(folder, NEW)
    assert store.head() == head + 1
    now = sums(store)
    lists = expected.get("lists", {"rows": 0, "registered": 0.0})
    assert now["lists"]["rows"] == lists["rows"] + 1
    assert now["lists"]["registered"] == lists["registered"] + 700
    changed = ("lists", "files")
    assert without(now, *changed) == without(under_names_of_today(expected), *changed)
    assert now["files"]["rows"] == expected["files"]["rows"] + 1
    columns = set(columns_at(folder, head + 1))
    assert {"index_year", "financial_year"} <= columns
    assert "year" not in columns
    for kind in ("deprivation", "arrs_allocations"):
        for path in store.read().parts.filter(pl.col("kind") == kind)["path"]:
            assert dict(pl.read_parquet_schema(path)) == schema(kind)
    assert store.verify().sound


@kept
def test_what_it_was_before_is_still_read(name: str, unpack: Unpack):
    folder, expected = unpack(name)
    before = Store.open(folder).read()
    store = publish(folder, NEW)
    assert before.table("deprivation").equals(store.read(before.number).table("deprivation"))
    assert (
        store.read(before.number).table("arrs_allocations")["total_gbp"].sum()
        == (expected["arrs_allocations"]["total_gbp"])
    )


class Rooms(Dated):
    """A kind that no release has."""

    practice_code = text("The practice.", key=True)
    rooms = count("rooms", "Rooms.")


class MoreLists(Lists):
    """Lists with a column that no release has."""

    doors = dy.Int64(nullable=True, description="Doors.")


@contextlib.contextmanager
def later_release() -> Iterator[None]:
    """One more kind and one more column."""
    with pytest.MonkeyPatch.context() as patch:
        for kind, table in (("rooms", Rooms), ("lists", MoreLists)):
            patch.setitem(TABLES, kind, table)
        schema.cache_clear()
        earlier_names.cache_clear()
        yield
    schema.cache_clear()
    earlier_names.cache_clear()


def publish_rooms(folder: Path) -> Store:
    (draft,) = drafts_of(NEW)
    rooms = pl.DataFrame(
        [("2025-10", "registered_patients", "A00009", 7)], schema=schema("rooms"), orient="row"
    )
    lists = draft.tables["lists"].with_columns(doors=pl.lit(3, pl.Int64))
    drafts, report = check_drafts(
        [replace(draft, tables={"lists": lists, "rooms": rooms})], today=TODAY
    )
    store = Store.open(folder)
    store.publish(drafts, report, by="Ann", accepted=accept_all_warnings(report, "a test"))
    return store


@kept
@later_release()
def test_a_kind_and_a_column_come_with_the_commit_that_needs_them(name: str, unpack: Unpack):
    folder, expected = unpack(name)
    head = Store.open(folder).head()
    store = publish_rooms(folder)
    assert store.head() == head + 1
    assert len(schemas_in(folder, head + 1)) == 1
    assert {"rooms", "doors"} <= set(columns_at(folder, head + 1))
    assert not {"rooms", "doors"} & set(columns_at(folder, head))
    assert store.read().table("rooms")["rooms"].to_list() == [7]
    doors = store.read().table("lists")["doors"]
    assert doors.drop_nulls().to_list() == [3]
    assert doors.null_count() == expected.get("lists", {"rows": 0})["rows"]
    publish_rooms(folder)
    assert schemas_in(folder, head + 2) == []


@kept
def test_a_later_store_is_read_and_published_to_by_this_release(name: str, unpack: Unpack):
    folder, _ = unpack(name)
    with later_release():
        publish_rooms(folder)
    lists = Store.open(folder).read().table("lists")
    assert dict(lists.schema) == schema("lists")
    store = publish(folder, scores_csv([("A00001", 2025, 30)]))
    assert store.read().table("lists").equals(lists)
    assert {"rooms", "doors"} <= set(columns_at(folder, store.head()))
    with later_release():
        assert store.read().table("rooms")["rooms"].to_list() == [7]


@kept
def test_an_earlier_version_is_restored_under_names_of_today(name: str, unpack: Unpack):
    folder, _ = unpack(name)
    first = Store.open(folder).read(1)
    store = publish(folder, NEW)
    head = store.head()
    assert store.restore(1, by="Ann") == store.head() == head + 1
    now = store.read()
    assert set(now.parts["kind"]) == set(first.parts["kind"])
    for kind in set(first.parts["kind"]):
        assert_frame_equal(now.table(kind), first.table(kind), check_row_order=False)
    assert "year" not in columns_at(folder, head + 1)
    assert store.restore(0, by="Ann") == head + 2
    assert store.read().parts.is_empty()
    assert store.verify().sound


@pytest.mark.parametrize("name", [name for name in KEPT if "every_kind" in name])
def test_what_waits_there_is_published_or_refused_in_words(name: str, unpack: Unpack):
    folder, _ = unpack(name)
    store = Store.open(folder)
    (waits,) = store.waiting()
    if "release_0_1" in name:
        with pytest.raises(StoreError, match=r"columns .*: year") as refused:
            store.approve(waits.id, by="Bo")
        assert "check the files again" in refused.value.advice
        store.withdraw(waits.id)
    else:
        store.approve(waits.id, by="Bo")
        assert store.read().table("arrs_allocations")["total_gbp"].to_list() == [600_000]
    assert store.waiting() == []


AIMS = targets_csv([{"place": "England", "metric": "gp_rate", "value": 44}])
GROUP = csv_text(("GROUP", "KIND", "PRACTICE_CODE"), [("River", "federation", "A00001")])


@kept
def test_aims_and_groups_come_into_it_and_the_last_aim_is_withdrawn(name: str, unpack: Unpack):
    """A release of before has neither table; an aim for the group comes after the group."""
    folder, expected = unpack(name)
    store = publish(folder, AIMS, GROUP)
    assert store.read().table("targets")["value"].to_list() == [44]
    assert store.read().table("practice_groups")["group_name"].to_list() == ["River"]
    for_group = targets_csv([{"place": "group:River", "metric": "gp_rate", "value": 50}])

    def put(drafts: list[Draft]) -> None:
        checked, report = check_drafts(with_known_codes(drafts, store), today=TODAY)
        report = compare_to_published(checked, report, store)
        store.publish(checked, report, by="Ann", accepted=accept_all_warnings(report, "a test"))

    put(drafts_of(for_group))
    (aim,) = store.read().table("targets").to_dicts()
    assert (aim["place_level"], aim["place_code"], aim["value"]) == ("group", "River", 50)
    put(aim_drafts([]))
    assert store.read().table("targets").is_empty()
    kinds = ("targets", "practice_groups", "files", "headings", "fingerprints")
    assert without(sums(store), *kinds) == without(under_names_of_today(expected), *kinds)
    assert store.verify().sound
