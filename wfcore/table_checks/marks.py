"""What stands in cells beside or instead of a figure."""

from collections import Counter
from collections.abc import Iterator

from wfcore.declared import declared
from wfcore.table_checks.diagnosis import CheckContext, Spot, TableFinding, spot_at, table_finding
from wfcore.table_checks.tables import PrintedTable

_FOOTNOTES = "*†‡^#"


def no_stray_marks(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A cell without a figure holds a dash, or a mark that the table explains."""
    stray = set(declared().rules.local_tables.stray_marks)
    spots: list[Spot] = []
    for i, j, cell in table.figure_cells():
        look.checked["no_stray_marks"] += 1
        if cell.text in stray:
            spots.append(spot_at(table, i, j, f"“{cell.text}”"))
    if spots:
        yield table_finding(
            "warns",
            "no_stray_marks",
            "Marks that are neither a figure nor a dash. Write the figure, 0, or a dash, and say what the dash means.",
            spots,
        )


def one_mark_for_nothing(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """Nothing is printed in one way: blank, dash, or 0."""
    dashes = {mark for mark in declared().rules.local_tables.no_staff_marks if mark}
    counts: Counter[str] = Counter()
    first: dict[str, Spot] = {}
    for i, j, cell in table.figure_cells():
        if cell.blank or cell.text in dashes:
            counts[cell.text] += 1
            first.setdefault(cell.text, spot_at(table, i, j))
    look.checked["one_mark_for_nothing"] += counts.total()
    if len(counts) > 1:
        yield table_finding(
            "notes",
            "one_mark_for_nothing",
            "Cells without a figure are printed in more than one way. Is it 0, not known, or not collected? Use one "
            "mark for each and explain it.",
            [
                first[mark].model_copy(
                    update={
                        "said": f"{n:,} × {f'“{mark}”' if mark else 'blank'}, this is the first"
                    }
                )
                for mark, n in counts.most_common()
            ],
        )


def footnotes_are_there(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A mark at a figure or a name is explained below the table."""
    explained = {text.strip()[0] for text in (*table.below, *table.above[1:]) if text.strip()}
    spots: list[Spot] = []
    places = [(-1, j, heading) for j, heading in enumerate(table.headings)]
    places += [(i, j, c.text) for i, row in enumerate(table.rows) for j, c in enumerate(row.cells)]
    for i, j, text in places:
        marks = {text[-1:]} & set(_FOOTNOTES) if len(text) > 1 else set[str]()
        look.checked["footnotes_are_there"] += len(marks)
        if marks - explained:
            spots.append(spot_at(table, i, j, text))
    if spots:
        yield table_finding(
            "notes",
            "footnotes_are_there",
            "Marks that nothing below the table explains. Copy the footnote with the table.",
            spots,
        )


def figures_are_figures(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """Among figures stand no words."""
    spots: list[Spot] = []
    for i, j, cell in table.figure_cells():
        look.checked["figures_are_figures"] += 1
        if cell.words:
            spots.append(spot_at(table, i, j, f"“{cell.text}”"))
    if spots:
        yield table_finding(
            "notes",
            "figures_are_figures",
            "Words among figures. They count as no figure: put the figure in the cell and the words below the table.",
            spots,
        )


MARK_CHECKS = (no_stray_marks, figures_are_figures, one_mark_for_nothing, footnotes_are_there)
