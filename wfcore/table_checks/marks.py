"""What stands in cells beside or instead of a figure."""

from collections import Counter
from collections.abc import Iterator

from wfcore.declared import declared
from wfcore.table_checks.diagnosis import CheckContext, Spot, TableFinding, at, checks, compares
from wfcore.table_checks.tables import PrintedTable

_FOOTNOTES = "*†‡^#"


@compares(
    "cells for stray marks",
    "warns",
    "Marks that are neither a figure nor a dash. Write the figure, 0, or a dash, and say what the dash means.",
)
def no_stray_marks(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """A cell without a figure holds a dash, or a mark that the table explains."""
    stray = declared().rules.local_tables.stray_marks
    used = Counter(c.text for _, _, c in table.figure_cells() if c.silent and c.text)
    # One mark throughout is how this table prints that there is no figure, as a dot in Hansard.
    usual = next(iter(used)) if len(used) == 1 and used.total() > 1 else ""
    # Beside `<5` an asterisk hides what would give that figure away.
    hides = "*" if any(mark.startswith(("<", "≤")) for mark in used) else ""
    for i, j, cell in table.figure_cells():
        yield (
            at(table, i, j, f"“{cell.text}”")
            if cell.text in stray and cell.text not in (usual, hides)
            else None
        )


@compares(
    "cells for words",
    "notes",
    "Words among figures. They count as no figure: put the figure in the cell and the words below the table.",
)
def figures_are_figures(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """Among figures stand no words."""
    for i, j, cell in table.figure_cells():
        yield at(table, i, j, f"“{cell.text}”") if cell.words else None


@checks("cells without a figure")
def one_mark_for_nothing(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """Nothing is printed in one way: blank, dash, or 0."""
    dashes = {mark for mark in declared().rules.local_tables.no_staff_marks if mark}
    counts: Counter[str] = Counter()
    first: dict[str, Spot] = {}
    for i, j, cell in table.figure_cells():
        if cell.blank or cell.text in dashes:
            counts[cell.text] += 1
            first.setdefault(cell.text, at(table, i, j))
    look.compared(counts.total())
    if len(counts) > 1:
        yield look.finding(
            "notes",
            "Cells without a figure are printed in more than one way. Is it 0, not known, or not collected? Use one "
            "mark for each and explain it.",
            [
                first[mark].saying(f"{n:,} × {f'“{mark}”' if mark else 'blank'}, this is the first")
                for mark, n in counts.most_common()
            ],
        )


@compares(
    "marks for their footnote",
    "notes",
    "Marks that nothing below the table explains. Copy the footnote with the table.",
)
def footnotes_are_there(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """A mark at a figure or a name is explained below the table."""
    explained = {text.strip()[0] for text in (*table.below, *table.above[1:]) if text.strip()}
    places = [(-1, j, heading) for j, heading in enumerate(table.headings)]
    places += [(i, j, c.text) for i, row in enumerate(table.rows) for j, c in enumerate(row.cells)]
    for i, j, text in places:
        if len(text) > 1 and text[-1] in _FOOTNOTES:
            yield at(table, i, j, text) if text[-1] not in explained else None
