"""One number for a unit's figures, whatever the order of rows."""

import polars as pl
import pytest

from wfcore.store.differences import unit_fingerprints
from wfcore.tables import conform

CELLS = {"definition": "all", "role": "all", "sex": "all", "age_band": "all", "qualified_in": "all"}


def staff(rows: list[tuple[str, str, float | None, float | None]]) -> dict[str, pl.DataFrame]:
    frame = pl.DataFrame(
        rows, schema=["area_code", "staff_group", "fte", "headcount"], orient="row"
    )
    cells = [pl.lit(value).alias(name) for name, value in CELLS.items()]
    return {
        "staff_total": conform(frame, "staff_total", pl.lit("total").alias("breakdown"), *cells)
    }


ROWS = [
    ("A00001", "gp", 1.5, 2.0),
    ("A00002", "gp", None, 1.0),
    ("A00003", "gp", 0.0, None),
    ("A00001", "nurse", 2.5, 3.0),
    ("A00002", "nurse", 1.5, 2.0),
    ("A00003", "nurse", 0.0, 0.0),
]


@pytest.mark.parametrize(
    "order", [[3, 4, 5, 0, 1, 2], [0, 3, 1, 4, 2, 5], [5, 0, 4, 1, 3, 2]], ids=str
)
def test_order_does_not_matter(order: list[int]):
    expected = unit_fingerprints(staff(ROWS))
    assert expected["area_code"].to_list() == ["A00001", "A00002", "A00003"]
    assert expected["fingerprint"].is_null().to_list() == [False, False, True]  # no staff at all
    assert unit_fingerprints(staff([ROWS[i] for i in order])).equals(expected)


@pytest.mark.parametrize("left_out", [[0], [3], [0, 3]], ids=str)
def test_every_cell_counts(left_out: list[int]):
    fewer = [row for i, row in enumerate(ROWS) if i not in left_out]
    found = dict(unit_fingerprints(staff(fewer)).iter_rows())
    whole = dict(unit_fingerprints(staff(ROWS)).iter_rows())
    assert found.get("A00001") != whole["A00001"]
    assert found["A00002"] == whole["A00002"]


def test_the_same_figures_in_other_cells_are_not_the_same():
    swapped = [
        (code, {"gp": "nurse", "nurse": "gp"}[group], fte, heads)
        for code, group, fte, heads in ROWS
    ]
    unlike = unit_fingerprints(staff(swapped)).join(
        unit_fingerprints(staff(ROWS)), on=["area_code", "fingerprint"]
    )
    assert unlike.is_empty()
