"""A printed table: headings, rows with their names, and where everything stands."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from wfcore.declared import declared
from wfcore.findings import Finding
from wfcore.table_checks.printed import PrintedCell
from wfcore.table_checks.roles import is_total
from wfcore.table_checks.separating import NumberedLine
from wfcore.table_checks.units import UnitKind, kind_of, kind_of_cells, pattern
from wfcore.unpacking.sheet_xml import column_letters

_YEAR = re.compile(r"(19|20)\d\d(/\d\d)?", re.ASCII)
_IS_YEAR = re.compile(r"(full |whole |financial )?year( total)?", re.IGNORECASE)


@dataclass(frozen=True)
class PrintedRow:
    """One row: its number in the sheet, its cells, its name, the section it stands in, and its indent."""

    number: int
    cells: tuple[PrintedCell, ...]
    name: str
    section: str
    depth: int = 0


@dataclass(frozen=True, eq=False)
class PrintedTable:
    """A table as printed.

    `labels` is how many columns at the left name the row. `above` are the lines over the headings
    with the name of the file, `below` the lines under the last row. `lines` is everything, for showing.
    `levels`: each row of headings, an upper one set over all the columns it stands for. `left`: the
    column of the sheet in which the table begins, from 0.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[PrintedRow, ...]
    labels: int
    above: tuple[str, ...]
    below: tuple[str, ...]
    uneven: tuple[tuple[int, int], ...]
    lines: tuple[NumberedLine, ...]
    heading_row: int
    levels: tuple[tuple[str, ...], ...] = ()
    left: int = 0
    noticed: tuple[Finding, ...] = ()

    @property
    def width(self) -> int:
        """Columns, those of names included."""
        return len(self.headings)

    @cached_property
    def figure_columns(self) -> tuple[int, ...]:
        """Columns in which figures stand, or marks in the place of figures."""
        return tuple(
            j
            for j in range(self.labels, self.width)
            if has_figures([r.cells[j] for r in self.rows])
        )

    @cached_property
    def kinds(self) -> tuple[UnitKind, ...]:
        """What each column counts."""
        whole = self._unit_around()
        return tuple(
            self._own_kind(j) or (whole if j >= self.labels else "") for j in range(self.width)
        )

    def _own_kind(self, j: int) -> UnitKind:
        cells = [row.cells[j] for row in self.rows]
        kind = kind_of(self.headings[j])
        # `Year` over figures that are no years is their sum: of four quarters.
        if kind == "label" and any(
            c.value is not None and not _YEAR.fullmatch(c.text) for c in cells
        ):
            kind = "" if _IS_YEAR.fullmatch(self.headings[j].strip()) else kind
        return kind or kind_of_cells(cells)

    def _unit_around(self) -> UnitKind:
        """What the corner heading or the title counts; `change` or `year` is no unit of all columns."""
        above = " ".join(self.above)
        for text in (" ".join((*self.headings[: self.labels], above)), above):
            kind = kind_of(text)
            if kind not in ("change", "label", ""):
                return kind
        return ""

    @cached_property
    def finest(self) -> tuple[int, ...]:
        """The last place to which each column is printed, as a power of ten; totals may be coarser.

        It is that of the column, not of the cell: a workbook drops zeros at the end.
        """
        rows = [row for row in self.rows if not is_total(row.name)] or self.rows
        return tuple(
            min((c.places for r in rows if (c := r.cells[j]).value is not None), default=0)
            for j in range(self.width)
        )

    @cached_property
    def plan(self) -> dict[str, int]:
        """Part of a plan, such as `owner`, → its column; empty for a table that is no plan."""
        parts: dict[str, int] = {}
        for name, words in declared().rules.doctor.plans.items():
            known = pattern(words)
            for j, heading in enumerate(self.headings):
                free = j not in parts.values() or name == "target"  # `KPI and trajectory` is both
                if free and known.search(heading.replace("_", " ")):
                    parts[name] = j
                    break
        measured = len(self.figure_columns) > 1 and not {"owner", "date"} & parts.keys()
        if measured:  # what a table of results calls indicators are the things it counts
            return {}
        return parts if "kpi" in parts or {"deliverable", "owner"} <= set(parts) else {}

    @cached_property
    def row_kinds(self) -> tuple[UnitKind, ...]:
        """What each row says by its name that it counts."""
        return tuple(kind_of(row.name) for row in self.rows)

    def kind_at(self, row: int, column: int) -> UnitKind:
        """What one cell counts; the name of its row may say so where the column does not."""
        of_row = self.row_kinds[row]
        return of_row if of_row in ("share", "rate", "money") else self.kinds[column] or of_row

    def column(self, j: int) -> Iterator[tuple[int, PrintedCell]]:
        """Position of each row, from 0, with its cell in column `j`."""
        return ((i, row.cells[j]) for i, row in enumerate(self.rows))

    def figures(self, j: int) -> list[tuple[int, Decimal]]:
        """Position of each row that has a figure in column `j`, with the figure."""
        return [(i, v) for i, cell in self.column(j) if (v := cell.value) is not None]

    def side_by_side(self, j: int, k: int) -> list[tuple[int, Decimal, Decimal]]:
        """Position of each row that has figures in both columns, with the figures."""
        others = dict(self.figures(k))
        return [(i, value, others[i]) for i, value in self.figures(j) if i in others]

    def figure_cells(self) -> Iterator[tuple[int, int, PrintedCell]]:
        """Row, column and cell wherever a figure could stand, as one reads."""
        for i, row in enumerate(self.rows):
            yield from ((i, j, row.cells[j]) for j in self.figure_columns)

    def texts(self) -> Iterator[str]:
        """Everything that is printed, name of the file first."""
        yield from self.above
        yield from self.headings
        for row in self.rows:
            yield from (row.section, *(cell.text for cell in row.cells))
        yield from self.below

    def cell_name(self, i: int | None, j: int | None) -> str:
        """`C5`, `row 5` or `column C`."""
        if i is None:
            return f"column {self.letters(j)}" if j is not None else ""
        number = self.rows[i].number if i >= 0 else self.heading_row
        return f"row {number}" if j is None else f"{self.letters(j)}{number}"

    def letters(self, j: int) -> str:
        """The letters of a column in the sheet."""
        return column_letters(self.left + j)


def has_figures(cells: Sequence[PrintedCell]) -> bool:
    """Whether a column is one of figures, or of marks in the place of figures."""
    figures = sum(cell.value is not None for cell in cells)
    words = sum(cell.words for cell in cells)
    arrows = sum(cell.arrow is not None and cell.value is None for cell in cells)
    return figures >= max(words, 1) or (
        figures == words == arrows == 0 and any(c.text for c in cells)
    )
