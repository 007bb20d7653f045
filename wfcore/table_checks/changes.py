"""Changes as printed: arrows, points against per cent, and moves that ask for a cause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from wfcore.declared import declared
from wfcore.table_checks.diagnosis import CheckContext, Spot, TableFinding, spot_at, table_finding
from wfcore.table_checks.printed_cells import half_unit
from wfcore.table_checks.tables import PrintedTable

_DIRECTIONS = {
    "up": 1, "increase": 1, "increased": 1, "higher": 1, "rise": 1,
    "down": -1, "decrease": -1, "decreased": -1, "lower": -1, "fall": -1,
    "same": 0, "level": 0, "no change": 0, "unchanged": 0, "stable": 0,
}  # fmt: skip
_WORDS = {1: "up", -1: "down", 0: "level"}
_BY = re.compile(
    r"by\s+c?\.?(\d+(?:\.\d+)?)\s?%[^%]*?from\s+c?\.?\s?(\d+(?:\.\d+)?)\s?%?\s+to\s+c?\.?\s?(\d+(?:\.\d+)?)\s?%",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True)
class PrintedChange:
    """Two figures of a row, the arrow printed for them, and where it stands."""

    row: int
    column: int
    before: Decimal
    after: Decimal
    arrow: int

    @property
    def relative(self) -> Decimal | None:
        """The change as a share of the earlier figure."""
        return (self.after - self.before) / self.before if self.before else None

    def said(self) -> str:
        """What is printed, in words."""
        return (
            f"{self.before:f} to {self.after:f} ({self.after - self.before:+f}), "
            f"printed {_WORDS[self.arrow]}"
        )


def _changes(table: PrintedTable) -> list[PrintedChange]:
    """Every arrow with the two figures to the left of it."""
    found_changes: list[PrintedChange] = []
    for j in range(table.labels, table.width):
        arrows = {i: a for i, cell in table.column(j) if (a := cell.arrow) is not None}
        if not arrows:
            filled = {i: cell.text.casefold() for i, cell in table.column(j) if cell.text}
            if filled and all(text in _DIRECTIONS for text in filled.values()):
                arrows = {i: _DIRECTIONS[text] for i, text in filled.items()}
        if not arrows:
            continue
        own = j in table.figure_columns
        columns = [k for k in table.figure_columns if k < j or (own and k == j)][-2:]
        if len(columns) < 2:
            continue
        for i, arrow in arrows.items():
            before, after = (table.rows[i].cells[k].value for k in columns)
            if before is not None and after is not None:
                found_changes.append(PrintedChange(i, j, before, after, arrow))
    return found_changes


def _unclear(change: PrintedChange) -> bool:
    """Whether a change is too small to be called up or down."""
    least = Decimal(str(declared().rules.no_clear_change.relative))
    return change.relative is not None and abs(change.relative) < least


def arrows_match_signs(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """An arrow points the way the figures went."""
    changes = _changes(table)
    look.checked["arrows_match_signs"] += len(changes)
    wrong = [
        c for c in changes
        if (c.arrow and (c.after - c.before) * c.arrow <= 0)
        or (c.arrow == 0 and c.after != c.before and not _unclear(c))
    ]  # fmt: skip
    if wrong:
        yield table_finding(
            "warns",
            "arrows_match_signs",
            "Arrows do not point the way the figures went. Turn the arrow, or correct a figure.",
            [spot_at(table, c.row, c.column, c.said()) for c in wrong],
        )


def arrows_mean_a_change(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """An arrow up or down stands for a clear change."""
    changes = [c for c in _changes(table) if c.arrow and (c.after - c.before) * c.arrow > 0]
    look.checked["arrows_mean_a_change"] += len(changes)
    small = [c for c in changes if _unclear(c)]
    if small:
        percent = declared().rules.no_clear_change.relative * 100
        yield table_finding(
            "warns",
            "arrows_mean_a_change",
            f"Arrows for changes of less than {percent:g}%: no clear change. Say “about the same”.",
            [spot_at(table, c.row, c.column, c.said()) for c in small],
        )


def moves_have_a_cause(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """Several figures of one place do not all leap at once by chance."""
    leap = Decimal(str(look.rules.leap))
    by_place: dict[str, list[PrintedChange]] = {}
    for change in _changes(table):
        by_place.setdefault(table.rows[change.row].cells[0].text, []).append(change)
    spots: list[Spot] = []
    for changes in by_place.values():
        if len(changes) < 2:
            continue
        look.checked["moves_have_a_cause"] += 1
        leaps = [c for c in changes if c.relative is not None and abs(c.relative) > leap]
        if len(leaps) >= look.rules.leaps:
            spots += [
                spot_at(table, c.row, c.column, f"{100 * (c.relative or 0):+.1f}%") for c in leaps
            ]
    if spots:
        yield table_finding(
            "notes",
            "moves_have_a_cause",
            "Several figures of one place leap at once: the pattern of a changed list, of members or of returns, not "
            "of staff. Look up which before it is read as one.",
            spots,
        )


def points_are_named(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """The difference of two percentages is in percentage points, not in per cent."""
    spots: list[Spot] = []
    for i, row in enumerate(table.rows):
        for j, cell in enumerate(row.cells):
            spots += [spot_at(table, i, j, said) for said in _in_words(cell.text, look)]
    for texts, place in ((table.above, "above the table"), (table.below, "below the table")):
        for text in texts:
            spots += [
                Spot(row=None, column=None, row_name=place, heading="", said=said)
                for said in _in_words(text, look)
            ]
    spots += _in_columns(table, look)
    if spots:
        yield table_finding(
            "warns",
            "points_are_named",
            "A difference of two percentages is called per cent. Say percentage points; per cent would be the share of "
            "the earlier figure.",
            spots,
        )


def _in_words(text: str, look: CheckContext) -> Iterator[str]:
    for by, start, end in _BY.findall(text):
        look.checked["points_are_named"] += 1
        points = abs(Decimal(end) - Decimal(start))
        if Decimal(by) == points and Decimal(start):
            relative = 100 * points / Decimal(start)
            yield f"“{by}%” from {start}% to {end}% is {points:f} points, or {relative:.0f}%"


def _in_columns(table: PrintedTable, look: CheckContext) -> Iterator[Spot]:
    """A column of changes in per cent that are the differences of the two shares before it."""
    for j in table.figure_columns:
        earlier = [k for k in table.figure_columns if k < j and table.kinds[k] == "share"][-2:]
        heading = table.headings[j].casefold()
        if table.kinds[j] != "change" or len(earlier) < 2 or "point" in heading or "pp" in heading:
            continue
        if "%" not in heading and not any(cell.percent for _, cell in table.column(j)):
            continue
        alike: list[Spot] = []
        compared = 0
        for i, cell in table.column(j):
            before, after = (table.rows[i].cells[k].value for k in earlier)
            if cell.value is None or not before or after is None:
                continue
            compared += 1
            relative = 100 * (after - before) / before
            if cell.value == after - before and abs(relative - cell.value) > half_unit(cell.value):
                alike.append(
                    spot_at(table, i, j, f"{cell.text} printed; as a share it is {relative:+.1f}%")
                )
        look.checked["points_are_named"] += compared
        if alike and len(alike) * 2 > compared:
            yield from alike


CHANGE_CHECKS = (arrows_match_signs, arrows_mean_a_change, points_are_named, moves_have_a_cause)
