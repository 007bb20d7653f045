"""Columns of printed numbers → figures and reasons, all columns in one pass."""

import numpy as np
import polars as pl

from wfcore.normalising.grids import read_grid
from wfcore.normalising.odd_cells import odd_cell_findings
from wfcore.normalising.sheets import SHEET_ROW
from wfcore.tables import REASONS

TEXT = pl.DataFrame(
    {
        "A": ["1", "NA", "1,234"],
        "B": ["inf", "", "0.5"],
        "C": ["2", "3", "4"],
        SHEET_ROW: [12, 14, 15],
    }
)


def test_each_column_has_its_figures_and_its_reasons():
    grid, odd = read_grid(TEXT, ["A", "B", "C"])
    assert grid.figures["A"].to_list() == [1.0, None, 1234.0]
    assert grid.figures["B"].to_list() == [None, None, 0.5]
    assert grid.spelled(grid.reasons["A"]).to_list() == [None, "not_supplied", None]
    assert grid.spelled(grid.reasons["B"]).to_list() == ["not_valid", "blank", None]
    assert grid.spelled(grid.reasons["C"]).to_list() == [None, None, None]
    assert odd.rows() == [(12, "B", "inf")]


def test_equal_reasons_stand_once_in_memory():
    grid, _ = read_grid(TEXT, ["A", "C"])
    none = np.zeros(3, dtype=np.uint8)
    assert grid.spelled(grid.reasons["C"]) is grid.spelled(none)


def test_a_hidden_figure_has_a_reason_and_leaves_the_others():
    grid, _ = read_grid(TEXT, ["C"])
    grid.hide("C", np.array([1]), REASONS.index("estimated") + 1)
    assert grid.figures["C"].to_list() == [2.0, None, 4.0]
    assert grid.spelled(grid.reasons["C"]).to_list() == [None, "estimated", None]


def test_unreadable_cells_are_named_and_counted():
    seven = {"A": [f"x{i}" for i in range(7)], SHEET_ROW: range(2, 9)}
    grid, odd = read_grid(pl.DataFrame(seven), ["A"])
    assert grid.figures["A"].null_count() == 7
    assert odd.rows() == [(i + 2, "A", f"x{i}") for i in range(7)]
    (found,) = odd_cell_findings(odd)
    assert (found.count, len(found.examples)) == (7, 5)
    assert found.examples[0] == "row 2, A: x0"


def test_large_numbers_have_to_be_written_out():
    cells = ["1e2", "1.5E+03", "1E+05", "123456789", "12345678901", "999.5", "-4e3"]
    grid, odd = read_grid(pl.DataFrame({"A": cells, SHEET_ROW: range(2, 9)}), ["A"])
    assert grid.figures["A"].to_list() == [100, None, None, 123456789, None, 999.5, None]
    assert odd["text"].to_list() == ["1.5E+03", "1E+05", "12345678901", "-4e3"]


def test_kinds_of_odd_cells_have_their_own_words():
    cells = {"A": ["1,5", "#REF!", "1.2E+05", "five", "7"], SHEET_ROW: range(2, 7)}
    _, odd = read_grid(pl.DataFrame(cells), ["A"])
    assert [(f.code, f.examples) for f in odd_cell_findings(odd)] == [
        ("error_cells", ("row 3, A: #REF!",)),
        ("decimal_comma", ("row 2, A: 1,5",)),
        ("digits_lost", ("row 4, A: 1.2E+05",)),
        ("not_a_number", ("row 5, A: five",)),
    ]
