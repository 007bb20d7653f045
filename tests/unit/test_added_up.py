"""Sums over the cells of a long table, beside the totals that were printed."""

import polars as pl
import pytest

from wfcore.checking.added_up import join_printed_totals, sum_cells
from wfcore.tables import LABEL

ROLES = pl.DataFrame(
    {
        "area_code": ["A", "B", "A", "B", "A", "B"],
        "staff_group": ["gp", "gp", "gp", "gp", "nurse", "nurse"],
        "definition": ["all"] * 6,
        "fte": [1.0, 2.0, 0.5, None, 4.0, 5.0],
    },
    schema_overrides={"staff_group": LABEL, "definition": LABEL},
)
TOTALS = pl.DataFrame(
    {
        "area_code": ["A", "B", "A", "B"],
        "staff_group": ["gp", "gp", "nurse", "nurse"],
        "fte": [1.5, 2.0, 4.0, 6.0],
    },
    schema_overrides={"staff_group": LABEL},
)
SUMS = {
    ("A", "gp"): (1.5, 0),
    ("B", "gp"): (2.0, 1),
    ("A", "nurse"): (4.0, 0),
    ("B", "nurse"): (5.0, 0),
}


def shuffled(table: pl.DataFrame) -> pl.DataFrame:
    return table[[3, 0, 2, 1, *range(4, table.height)]]


@pytest.mark.parametrize("roles", [ROLES, shuffled(ROLES)], ids=["in blocks", "in no order"])
def test_sums_are_the_same_in_any_order(roles: pl.DataFrame):
    found = sum_cells(roles, ["fte"])
    assert {
        (r[0], r[1]): r[2:]
        for r in found.select("area_code", "staff_group", "fte", "fte_absent").rows()
    } == SUMS


@pytest.mark.parametrize("totals", [TOTALS, shuffled(TOTALS), TOTALS.head(3)])
def test_each_total_stands_beside_its_own_sum(totals: pl.DataFrame):
    added = sum_cells(ROLES, ["fte"]).rename({"fte": "added"})
    found = join_printed_totals(totals, added)
    assert found.height == totals.height
    for row in found.iter_rows(named=True):
        assert (row["added"], row["fte_absent"]) == SUMS[row["area_code"], row["staff_group"]]


def test_a_total_without_parts_is_left_out():
    more = pl.concat([TOTALS, TOTALS.head(1).with_columns(area_code=pl.lit("C"))])
    added = sum_cells(ROLES, ["fte"]).rename({"fte": "added"})
    assert "C" not in join_printed_totals(more, added)["area_code"]
