"""Tables of a version, read side by side before they are asked for."""

import pytest

from tests.unit.making import figures, lists_csv, pcn_csv, places_csv, staff_csv
from wfcore.declared import declared
from wfcore.measuring import VersionMeasures, units
from wfcore.measuring.table_cache import TableCache
from wfcore.measuring.units import tables_wanted
from wfcore.store import Version, Wanted

PLACES = [("A00001", "U00001", "East"), ("A00002", "U00002", "East")]


@pytest.fixture
def made() -> VersionMeasures:
    return figures(
        staff_csv([("", "A00001", 2), ("", "A00002", 3)]), pcn_csv([{"FTE": 4}]),
        places_csv(PLACES), lists_csv([("A00001", 5000)]),
    )  # fmt: skip


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The kinds that each call of `Version.tables` reads."""
    calls: list[list[str]] = []
    whole = Version.tables

    def noted(self: Version, wanted: list[Wanted]):
        calls.append([each.kind for each in wanted])
        return whole(self, wanted)

    monkeypatch.setattr(Version, "tables", noted)
    return calls


def test_what_is_opened_is_read_once_and_the_rest_when_it_is_asked_for(
    made: VersionMeasures, read: list[list[str]]
):
    lists = Wanted("lists", ["registered_patients.2025-09"], ["practice_code"])
    opened = TableCache(made.version, [lists, lists, Wanted("boroughs")])
    assert read == [["lists", "boroughs"]]
    assert opened.table(lists)["practice_code"].to_list() == ["A00001"]
    assert opened.table(Wanted("boroughs")).is_empty()
    assert len(read) == 1
    assert opened.table(Wanted("places", ["practice_map.2025-09"])).height == 2
    assert read[1:] == [["places"]]


def test_a_question_about_practices_and_networks_opens_all_tables_at_once(
    made: VersionMeasures, read: list[list[str]]
):
    made.measure(["gp_rate", "pcn_staff_fte"], "england", period="2025-09")
    # The newest map, whatever is asked: whether it is of all England is known once for a version.
    assert read[1:] == [["places"]]
    made.measure(["nurse_rate", "pcn_staff_rate"], "region", period="2025-09")
    assert len(read) == 2
    # The lists of the month, and those of the years that weigh patients.
    assert (read[0].count("places"), read[0].count("lists")) == (1, 2)


@pytest.mark.parametrize("collection", ["practice", "pcn"])
def test_units_are_the_same_whoever_opened_their_tables(made: VersionMeasures, collection: str):
    metrics = [m for m in declared().metrics.values() if m.collection == collection]
    asked = (made.version, collection, "2025-09", metrics)
    alone = units(*asked)
    both = [
        wanted
        for each in ("practice", "pcn")
        for wanted in tables_wanted(
            made.version, each, "2025-09",
            [m for m in declared().metrics.values() if m.collection == each],
        )
    ]  # fmt: skip
    assert units(*asked, TableCache(made.version, both)).frame.equals(alone.frame)
