"""Practices that no map would place are named before they are published; a map that empties a level blocks."""

from pathlib import Path

import pytest

from tests.unit.making import (
    checked,
    codes_of,
    csv_text,
    figures,
    lists_csv,
    places_csv,
    publish,
    staff_csv,
)
from wfcore.store import Store, compare_to_published

CODES = [f"A0000{i}" for i in range(10)]
MAP = places_csv([(code, "U00001", "East") for code in CODES[:9]])
STAFF = staff_csv([("", code, 2) for code in CODES])
LISTS = lists_csv([(code, 1000) for code in CODES[:9]] + [("A00009", 3000)])


def compared(store: Path, *files: str):
    drafts, report = checked(*files)
    return compare_to_published(drafts, report, Store.open(store))


def test_who_is_in_no_map_is_warned_about_with_patients_and_share(store: Path):
    publish(store, MAP)
    report = compared(store, STAFF, LISTS)
    (found,) = [x for _, x in report.of("warns") if x.code == "not_placed"]
    assert "1 of 10 practices, with 3,000 patients, 25.00% of all, is in no map." in found.message
    assert found.examples == ("A00009: 3,000 patients",)


def test_nobody_is_warned_about_who_is_placed_or_where_all_are_lost(store: Path):
    publish(store, places_csv([(code, "U00001", "East") for code in CODES]))
    assert "not_placed" not in codes_of(compared(store, STAFF, LISTS))
    other = store / "other"
    publish(other, LISTS)
    assert "not_placed" not in codes_of(compared(other, STAFF))  # another finding tells of all


@pytest.mark.parametrize(("sub_icb", "code"), [("99X", None), ("98Z", "level_emptied")])
def test_a_map_without_boards_is_published_only_where_they_are_known(
    store: Path, sub_icb: str, code: str | None
):
    publish(store, places_csv([(code, "U00001", "East") for code in CODES]))
    header = [
        "PERIOD",
        "SOURCE",
        "PRACTICE_CODE",
        "PRACTICE_NAME",
        "PCN_CODE",
        "PCN_NAME",
        "SUB_ICB_CODE",
        "ICB_CODE",
        "REGION_CODE",
    ]
    rows = [
        ("2025-09", "practice_map", c, f"SURGERY {c}", "U00001", "PCN", sub_icb, "", "")
        for c in CODES
    ]
    told = codes_of(compared(store, csv_text(header, rows)))
    assert told.get("level_emptied") == ("blocks" if code else None)


def test_units_in_no_area_are_those_that_the_rest_lacks():
    made = figures(STAFF, LISTS, MAP)
    lost = made.unplaced("practice", "2025-09", "pcn")
    assert lost.select("unit", "registered").rows() == [("A00009", 3000.0)]
    assert made.unplaced("practice", "2025-09", "england").is_empty()
