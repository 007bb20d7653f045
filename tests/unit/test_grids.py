"""Columns of printed numbers → figures and reasons, all columns in one pass."""

import numpy as np
import polars as pl

from wfcore.normalising.grids import read_grid
from wfcore.normalising.sheets import ROW
from wfcore.normalising.tables import REASONS

TEXT = pl.DataFrame(
    {"A": ["1", "NA", "1,234"], "B": ["inf", "", "0.5"], "C": ["2", "3", "4"], ROW: [12, 14, 15]}
)


def test_each_column_has_its_figures_and_its_reasons():
    grid, odd = read_grid(TEXT, ["A", "B", "C"])
    assert grid.figures["A"].to_list() == [1.0, None, 1234.0]
    assert grid.figures["B"].to_list() == [None, None, 0.5]
    assert grid.spelled(grid.reasons["A"]).to_list() == [None, "not_supplied", None]
    assert grid.spelled(grid.reasons["B"]).to_list() == ["not_valid", "blank", None]
    assert grid.spelled(grid.reasons["C"]).to_list() == [None, None, None]
    assert odd == ["row 12, B: inf"]


def test_equal_reasons_stand_once_in_memory():
    grid, _ = read_grid(TEXT, ["A", "C"])
    none = np.zeros(3, dtype=np.uint8)
    assert grid.spelled(grid.reasons["C"]) is grid.spelled(none)


def test_a_hidden_figure_has_a_reason_and_leaves_the_others():
    grid, _ = read_grid(TEXT, ["C"])
    grid.hide("C", np.array([1]), REASONS.index("estimated") + 1)
    assert grid.figures["C"].to_list() == [2.0, None, 4.0]
    assert grid.spelled(grid.reasons["C"]).to_list() == [None, "estimated", None]


def test_of_many_unreadable_cells_five_are_described():
    seven = {"A": [f"x{i}" for i in range(7)], ROW: range(2, 9)}
    grid, odd = read_grid(pl.DataFrame(seven), ["A"])
    assert grid.figures["A"].null_count() == 7
    assert odd == [f"row {i + 2}, A: x{i}" for i in range(5)] + ["", ""]
