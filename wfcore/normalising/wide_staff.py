"""The staff columns of a wide file → long staff tables, one cut of the total in each.

A long table is its cells one under another, so it is put together from the columns of the file
as they are: equal pieces (codes, labels, columns that are absent) stand once in memory.
"""

from itertools import groupby

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.normalising.cells import StaffCell
from wfcore.normalising.grids import FigureGrid
from wfcore.tables import LABEL, REASONS, STAFF_LABELS

NOT_IN_FILE = REASONS.index("not_in_file") + 1
BLANK_CELL = REASONS.index("blank") + 1
_ESTIMATED = REASONS.index("estimated") + 1
_TRAINEES_ONLY = REASONS.index("trainees_only") + 1
_WITHOUT_TRAINEES = ("excl_trainees", "excl_trainees_locums")
PAIR_MEASURES = ("fte", "headcount")


def staff_headings(cells: list[StaffCell], headings: dict[str, str]) -> list[str]:
    """The printed headings of cells, in the order of the tables."""
    return [
        headings[name]
        for _, of_breakdown in groupby(cells, key=lambda cell: cell.breakdown)
        for names in zip(*((cell.fte, cell.headcount) for cell in of_breakdown), strict=True)
        for name in names
        if name in headings
    ]


def long_tables(
    grid: FigureGrid, codes: pl.Series, cells: list[StaffCell], headings: dict[str, str]
) -> dict[str, pl.DataFrame]:
    """`staff_*` tables without period and source.

    Args:
        grid: the figures of the file.
        codes: the code of each row.
        cells: the cells of which the file has at least one half, ordered by breakdown.
        headings: heading of a cell → heading as printed.

    Returns:
        Tables by kind: all practices of the first cell, then of the second, …
    """
    pieces = _Pieces(grid, codes.rechunk(), headings)
    return {
        f"staff_{breakdown}": pieces.table(list(of_breakdown))
        for breakdown, of_breakdown in groupby(cells, key=lambda cell: cell.breakdown)
    }


class _Pieces:
    """What the tables are put together from: columns as long as the file."""

    def __init__(self, grid: FigureGrid, codes: pl.Series, headings: dict[str, str]) -> None:
        self._grid = grid
        self._codes = codes
        self._headings = headings
        self._labels: dict[str, pl.Series] = {}
        self._no_figures = pl.Series([None], dtype=pl.Float64).new_from_index(0, grid.rows)
        self._not_in_file = np.full(grid.rows, NOT_IN_FILE, dtype=np.uint8)

    def table(self, cells: list[StaffCell]) -> pl.DataFrame:
        """The rows of `staff` for some cells, practice by practice inside each; without period and source."""
        columns = {"area_code": [self._codes] * len(cells)}
        for measure in PAIR_MEASURES:
            printed = [self._headings.get(getattr(cell, measure), "") for cell in cells]
            columns[measure] = [self._grid.figures.get(h, self._no_figures) for h in printed]
            columns[f"{measure}_missing"] = [
                self._grid.spelled(self._grid.reasons.get(h, self._not_in_file)) for h in printed
            ]
        shared: dict[str, str] = {"level": "practice"}
        for label in STAFF_LABELS[1:]:
            values = [str(getattr(cell, label)) for cell in cells]
            if len(set(values)) == 1:
                shared[label] = values[0]
            else:
                columns[label] = [self._label(value) for value in values]
        return pl.DataFrame(
            [pl.concat(parts, rechunk=False).alias(name) for name, parts in columns.items()]
        ).with_columns(pl.lit(value, dtype=LABEL).alias(name) for name, value in shared.items())

    def _label(self, value: str) -> pl.Series:
        if value not in self._labels:
            one = pl.Series([value], dtype=LABEL)
            self._labels[value] = one.new_from_index(0, self._grid.rows)
        return self._labels[value]


def hide_estimates(
    grid: FigureGrid,
    cells: list[StaffCell],
    headings: dict[str, str],
    estimated: dict[str, npt.NDArray[np.intp]],
) -> None:
    """A printed 0 that is an estimate is not a 0; trainees alone do not make a GP count complete.

    Args:
        grid: the figures of the file, changed in place.
        cells: its cells.
        headings: heading of a cell → heading as printed.
        estimated: staff group → rows whose figures the publisher calls fully estimated.
    """
    for group, rows in estimated.items():
        for cell in (cell for cell in cells if cell.staff_group == group):
            partial = group == "gp" and cell.definition in _WITHOUT_TRAINEES
            for heading in (headings.get(cell.fte), headings.get(cell.headcount)):
                if heading is None:
                    continue
                filled = rows[grid.reasons[heading][rows] == 0]
                if len(filled) == 0:
                    continue
                zero = grid.figures[heading].gather(filled).to_numpy() == 0
                grid.hide(heading, filled[zero], _ESTIMATED)
                if partial:
                    grid.hide(heading, filled[~zero], _TRAINEES_ONLY)
