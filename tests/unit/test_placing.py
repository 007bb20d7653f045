"""Where the units of a file lie and how many patients they have."""

import polars as pl

from tests.unit.making import figures, lists_csv, places_csv, staff_csv
from wfcore.measuring.table_cache import TableCache
from wfcore.measuring.unit_geography import assign_geography, lists

HERE = "2025-09"


def test_each_practice_takes_the_nearest_list_in_reach():
    made = figures(
        staff_csv([("", "A00001", 2)]),
        lists_csv([("A00001", 5000)], period="2025-09"),
        lists_csv([("A00001", 1), ("A00002", 6000)], period="2025-10"),
        lists_csv([("A00002", 2), ("A00003", 7000)], period="2025-07"),
        lists_csv([("A00004", 8000)], period="2025-01"),
    )  # fmt: skip
    asked = pl.Series(["A00004", "A00003", "A00002", "A00001"])
    found, used = lists(TableCache(made.version, []), HERE, [], asked)
    assert found.rows() == [
        (None, None),
        (7000.0, "2025-07"),
        (6000.0, "2025-10"),
        (5000.0, "2025-09"),
    ]
    assert used == tuple(f"registered_patients.2025-{month}" for month in ("09", "10", "07"))


def test_without_a_list_in_reach_nobody_has_one():
    made = figures(staff_csv([("", "A00001", 2)]), lists_csv([("A00001", 5000)], period="2025-01"))
    found, used = lists(TableCache(made.version, []), HERE, [], pl.Series(["A00001", "A00002"]))
    assert found.rows() == [(None, None), (None, None)]
    assert used == ()


def test_practices_of_the_file_come_first_in_its_order():
    made = figures(
        staff_csv([("", "A00001", 2)]),
        places_csv([(f"A0000{i}", "U00001", "East") for i in (1, 2, 3)]),
    )  # fmt: skip
    staff = pl.DataFrame({"unit": ["A00009", "A00003", "A00001"]})
    found, _ = assign_geography(TableCache(made.version, []), HERE, staff, [], "practice")
    assert found.select("practice_code", "pcn_code", "in_file").rows() == [
        ("A00009", None, True),
        ("A00003", "U00001", True),
        ("A00001", "U00001", True),
        ("A00002", "U00001", False),
    ]


def test_a_name_comes_from_the_first_table_that_prints_one():
    made = figures(
        staff_csv([("", "A00001", 2)]),
        places_csv([("A00001", "U00001", "East")], period="2025-09"),
        places_csv([("A00002", "U00001", "East")], period="2025-08"),
    )  # fmt: skip
    staff = pl.DataFrame({"unit": ["A00001", "A00002", "A00003"]})
    found, _ = assign_geography(TableCache(made.version, []), HERE, staff, [], "practice")
    named = dict(found.select("practice_code", "practice_name").iter_rows())
    assert named["A00001"]
    assert named["A00002"]
    assert named["A00003"] is None
