"""The columns or the rows of a table as series of figures, each with how far rounding reaches."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from wfcore.normalising.printed_dates import PrintedDate, dates_in
from wfcore.table_checks.printed import PrintedCell
from wfcore.table_checks.tables import PrintedTable
from wfcore.table_checks.units import UnitKind, kind_of_cells

Along = Literal["columns", "rows"]
WHOLE_KINDS: tuple[UnitKind, ...] = ("headcount", "count")
_WORD = re.compile(r"[a-z]{2,}|\d[\d, ]*\d|\d", re.IGNORECASE)
_ENDING = re.compile(r"(?<=[a-z]{2})s$")
_IDLE = frozenset([
    "the", "of", "in", "at", "to", "and", "for", "a", "an", "on", "by",
    "per", "with", "as", "from", "total", "number", "all",
])  # fmt: skip
_ZEROS = 3  # digits that a figure rounded to hundreds or thousands keeps


class Figure(NamedTuple):
    """A printed figure; `half` is half of its last place as that of its series, `own` as it stands."""

    value: float
    half: float
    own: float
    cell: PrintedCell


@dataclass(frozen=True)
class Series:
    """A column or a row: its name, what it counts, and its figures by line (row or column)."""

    at: int
    name: str
    kind: UnitKind
    figures: dict[int, Figure]

    @cached_property
    def date(self) -> PrintedDate | None:
        """The one date that its name has."""
        dates = dates_in(self.name)
        return dates[0] if len(dates) == 1 else None

    @cached_property
    def words(self) -> frozenset[str]:
        """What its name says, in words without their plural, dates and idle words left out."""
        return words_of(self.name)

    @cached_property
    def percent(self) -> bool:
        """Whether its figures are printed in per cent."""
        shares = sum(f.cell.percent for f in self.figures.values())
        return shares * 2 > len(self.figures) or "%" in self.name

    @cached_property
    def signed(self) -> bool:
        """Whether a plus or minus is printed at some figure."""
        return any(f.value < 0 or f.cell.text[:1] == "+" for f in self.figures.values())

    @property
    def exact(self) -> bool:
        """Whether it counts whole people or things, which nobody has rounded."""
        return all(f.half == 0 for f in self.figures.values())


@lru_cache(maxsize=4096)
def words_of(name: str) -> frozenset[str]:
    """The telling words of a name."""
    text = name.replace("_", " ").lower()
    for date in dates_in(text):
        text = text.replace(date.printed, " ")
    return frozenset(_ENDING.sub("", w) for w in _WORD.findall(text) if w not in _IDLE)


@lru_cache(maxsize=16)
def series_of(table: PrintedTable, along: Along) -> tuple[Series, ...]:
    """The series of a table along one axis: those of columns run down the rows."""
    if along == "columns":
        return tuple(
            _series(j, table.headings[j], table.kinds[j], dict(table.column(j)))
            for j in table.figure_columns
        )
    made: list[Series] = []
    for i, row in enumerate(table.rows):
        cells = {j: row.cells[j] for j in table.figure_columns}
        kind = table.row_kinds[i] or kind_of_cells(list(cells.values()))
        made.append(_series(i, row.name, kind, cells))
    return tuple(made)


def _series(at: int, name: str, kind: UnitKind, cells: dict[int, PrintedCell]) -> Series:
    printed = {line: cell for line, cell in cells.items() if cell.value is not None}
    finest = min((c.places for c in printed.values()), default=0)
    # Whole people are not rounded, unless they end in zeros.
    usual = 0.0 if finest >= 0 and kind in WHOLE_KINDS else 0.5 * 10.0**finest
    own = {places: 0.5 * 10.0**places for places in {c.places for c in printed.values()}}
    figures = {
        line: Figure(
            float(cell.value), _rounded_half(cell) or usual if cell.places >= 0 else usual, own[cell.places], cell
        )
        for line, cell in printed.items()
        if cell.value is not None
    }  # fmt: skip
    return Series(at, name, kind, figures)


def _rounded_half(cell: PrintedCell) -> float:
    """How far rounding reaches of a figure that ends in zeros, such as 12,000; 0 of others."""
    digits = cell.text.replace(",", "").strip("+-−–£% ")
    zeros = len(digits) - len(digits.rstrip("0")) if digits.isdigit() else 0
    if zeros > 1 and len(digits) > _ZEROS:
        return 0.5 * 10.0 ** min(zeros, len(digits) - _ZEROS)
    return 0.0
