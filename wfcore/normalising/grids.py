"""Columns of printed numbers → figures and reasons, all columns of a file in one pass."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from wfcore.normalising.odd_cells import none_odd, odd_cells
from wfcore.normalising.values import (
    LARGE,
    TOO_LARGE,
    read_marks,
    reason_series,
    suspect_positions,
    value_series,
)


@dataclass(frozen=True)
class FigureGrid:
    """The figures of a file under their headings.

    `figures`: heading → column, null where missing. `reasons`: heading → reason code of each row,
    0 where there is a figure, else 1 + position in `REASONS`.
    """

    rows: int
    figures: dict[str, pl.Series]
    reasons: dict[str, npt.NDArray[np.uint8]]
    _spelled: dict[bytes, pl.Series] = field(default_factory=dict[bytes, pl.Series], repr=False)

    def hide(self, heading: str, rows: npt.NDArray[np.intp], reason: int) -> None:
        """Make some figures of a column missing, for a reason."""
        if len(rows) == 0:
            return
        values = self.figures[heading].to_numpy(writable=True)
        values[rows] = np.nan
        self.figures[heading] = value_series(heading, values)
        self.reasons[heading][rows] = reason

    def reword(self, reason: int, other: int) -> None:
        """Give every figure that is missing for one reason another reason."""
        for codes in self.reasons.values():
            codes[codes == reason] = other

    def spelled(self, codes: npt.NDArray[np.uint8]) -> pl.Series:
        """Reason codes as a `*_missing` column.

        Who sends nothing leaves a whole block of columns empty, so few columns differ: equal ones
        are one column in memory.
        """
        key = codes.tobytes()
        if key not in self._spelled:
            self._spelled[key] = reason_series("missing", codes)
        return self._spelled[key]


def read_grid(frame: pl.DataFrame, headings: Sequence[str]) -> tuple[FigureGrid, pl.DataFrame]:
    """Read the numbers under some headings.

    Args:
        frame: text under printed headings, and the rows of the sheet.
        headings: some of them.

    Returns:
        The figures, and the cells that are neither a number nor a known mark (`odd_cells`), in the
        order of the headings.
    """
    if not headings:
        return FigureGrid(frame.height, {}, {}), none_odd()
    # One chunk a column, so that the long tables can take columns as they are.
    text = frame.select(headings).rechunk()
    read = text.select(pl.all().cast(pl.Float64, strict=False))
    # `inf` and `nan` read as numbers; a sum shows that there is one without a look at every cell.
    strange = [c for c, total in read.sum().row(0, named=True).items() if not np.isfinite(total)]
    if strange:
        read = read.with_columns(pl.when(pl.col(strange).is_finite()).then(pl.col(strange)))
    read = _written_out(read, text)
    absent = pl.concat(read.get_columns(), rechunk=False).is_null()
    where = absent.arg_true().to_numpy()
    values, codes, bad = read_marks(pl.concat(text.get_columns(), rechunk=False).filter(absent))
    reasons = np.zeros((read.width, read.height), dtype=np.uint8)
    reasons.ravel()[where] = codes
    grid = FigureGrid(
        read.height,
        dict(zip(headings, read, strict=True)),
        dict(zip(headings, reasons, strict=True)),
    )
    _put(grid, headings, where, values)
    at = where[bad]
    column, row = at // frame.height, at % frame.height
    odd = [
        odd_cells(frame, headings[i], row[column == i].tolist())
        for i in map(int, np.unique(column))
    ]
    return grid, pl.concat(odd) if odd else none_odd()


def _written_out(read: pl.DataFrame, text: pl.DataFrame) -> pl.DataFrame:
    """The figures without those that were shortened or are longer than any figure."""
    most = {name: top for name, top in read.max().row(0, named=True).items() if top}
    large = [name for name, top in most.items() if top >= LARGE]
    if not large:
        return read
    # Whole columns of whole numbers, which most of these are, need no look at each cell.
    whole = text.select(pl.col(large).cast(pl.Int64, strict=False).is_not_null().all())
    for name, plain in whole.row(0, named=True).items():
        if plain and most[name] < TOO_LARGE:
            continue
        lost = suspect_positions(read[name].to_numpy(), text[name])
        if len(lost):
            values = read[name].to_numpy(writable=True)
            values[lost] = np.nan
            read = read.with_columns(value_series(name, values))
    return read


def _put(
    grid: FigureGrid,
    headings: Sequence[str],
    where: npt.NDArray[np.intp],
    values: npt.NDArray[np.float64],
) -> None:
    """Put numbers that were not plain, such as `1,234`, into their columns."""
    good = np.isfinite(values)
    column, row = where[good] // grid.rows, where[good] % grid.rows
    for i in map(int, np.unique(column)):
        figures = grid.figures[headings[i]].to_numpy(writable=True)
        figures[row[column == i]] = values[good][column == i]
        grid.figures[headings[i]] = value_series(headings[i], figures)
