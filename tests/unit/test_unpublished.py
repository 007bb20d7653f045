"""A version in memory is what a store would hold: most other tests ask only the one in memory."""

from pathlib import Path

import pytest

from tests.unit.making import (
    checked,
    lists_csv,
    pcn_csv,
    places_csv,
    publish,
    scores_csv,
    staff_csv,
)
from wfcore.store import Wanted, unpublished
from wfcore.tables import TABLES

FILES = (
    staff_csv([("2025-06", "A00001", 3), ("2025-09", "A00001", 4), ("2025-09", "A00002", "NA")]),
    places_csv([("A00001", "U00001", "East"), ("A00002", "U00001", "East")]),
    lists_csv([("A00001", 5000), ("A00002", 4000)]),
    scores_csv([("A00001", 2019, 20.5)]),
    pcn_csv([{"FTE": 4}, {"FTE": 0.5, "UNIQUE_IDENTIFIER": "P2"}]).decode(),
)


def test_it_holds_what_a_store_holds(store: Path):
    stored = publish(store, *FILES).read()
    held = unpublished(checked(*FILES)[0])
    assert stored.parts.height > 10
    for kind in (None, *TABLES):
        assert held.editions(kind).equals(stored.editions(kind))
    for kind in TABLES:
        assert held.table(kind).equals(stored.table(kind)), kind
    for collection in ("practice", "pcn"):
        assert held.periods(collection) == stored.periods(collection)
    some = [Wanted("staff_total", ["gpw_detailed.2025-09"], ["area_code", "fte"]), Wanted("lists")]
    for one, other in zip(held.tables(some), stored.tables(some), strict=True):
        assert one.equals(other)


@pytest.mark.parametrize("kind", ["staff_total", "arrs_claims"])
def test_without_drafts_it_is_empty(kind: str):
    assert unpublished([]).table(kind).is_empty()
    assert unpublished([]).periods("practice") == []
