"""Changes as printed: arrows, points against per cent, and moves that ask for a cause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from wfcore.declared import declared
from wfcore.table_checks.diagnosis import CheckContext, Spot, TableFinding, at, checks, compares
from wfcore.table_checks.printed import half_unit
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


@lru_cache(maxsize=16)
def _changes(table: PrintedTable) -> tuple[PrintedChange, ...]:
    """Every arrow with the two figures to the left of it."""
    found_changes: list[PrintedChange] = []
    for j in range(table.labels, table.width):
        arrows = {i: a for i, cell in table.column(j) if (a := cell.arrow) is not None}
        if not arrows:
            filled = [(i, cell.text) for i, cell in table.column(j) if cell.text]
            if filled and all(text.casefold() in _DIRECTIONS for _, text in filled):
                arrows = {i: _DIRECTIONS[text.casefold()] for i, text in filled}
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
    return tuple(found_changes)


def _unclear(change: PrintedChange) -> bool:
    """Whether a change is too small to be called up or down."""
    least = Decimal(str(declared().rules.no_clear_change.relative))
    return change.relative is not None and abs(change.relative) < least


@compares(
    "arrows against signs",
    "warns",
    "Arrows do not point the way the figures went. Turn the arrow, or correct a figure.",
)
def arrows_match_signs(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """An arrow points the way the figures went."""
    for change in _changes(table):
        way = change.after - change.before
        wrong = way * change.arrow <= 0 if change.arrow else way and not _unclear(change)
        yield at(table, change.row, change.column, change.said()) if wrong else None


@checks("arrows for a clear change")
def arrows_mean_a_change(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """An arrow up or down stands for a clear change."""
    changes = [c for c in _changes(table) if c.arrow and (c.after - c.before) * c.arrow > 0]
    look.compared(len(changes))
    small = [c for c in changes if _unclear(c)]
    if small:
        percent = declared().rules.no_clear_change.relative * 100
        yield look.finding(
            "warns",
            f"Arrows for changes of less than {percent:g}%: no clear change. Say “about the same”.",
            [at(table, c.row, c.column, c.said()) for c in small],
        )


@compares(
    "changes of percentages",
    "warns",
    "A difference of two percentages is called per cent. Say percentage points; per cent would be the share of the "
    "earlier figure.",
)
def points_are_named(table: PrintedTable, _look: CheckContext) -> Iterator[Spot | None]:
    """The difference of two percentages is in percentage points, not in per cent."""
    for i, row in enumerate(table.rows):
        for j, cell in enumerate(row.cells):
            if cell.words:  # a figure alone says nothing of points
                yield from _in_words(cell.text, at(table, i, j))
    for texts, place in ((table.above, "above the table"), (table.below, "below the table")):
        for text in texts:
            yield from _in_words(
                text, Spot(row=None, column=None, row_name=place, heading="", said="")
            )
    yield from _in_columns(table)


@checks("places for leaps")
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
        look.compared(1)
        leaps = [c for c in changes if c.relative is not None and abs(c.relative) > leap]
        if len(leaps) >= look.rules.leaps:
            spots += [at(table, c.row, c.column, f"{100 * (c.relative or 0):+.1f}%") for c in leaps]
    yield from look.about(
        spots,
        "notes",
        "Several figures of one place leap at once: the pattern of a changed list, of members or of returns, not "
        "of staff. Look up which before it is read as one.",
    )


def _in_words(text: str, spot: Spot) -> Iterator[Spot | None]:
    for by, start, end in _BY.findall(text):
        points = abs(Decimal(end) - Decimal(start))
        same = Decimal(by) == points and Decimal(start)
        relative = 100 * points / Decimal(start) if same else 0
        said = f"“{by}%” from {start}% to {end}% is {points:f} points, or {relative:.0f}%"
        yield spot.saying(said) if same else None


def _in_columns(table: PrintedTable) -> Iterator[Spot | None]:
    """A column of changes in per cent that are the differences of the two shares before it."""
    for j in table.figure_columns:
        earlier = [k for k in table.figure_columns if k < j and table.kinds[k] == "share"][-2:]
        heading = table.headings[j].casefold()
        if table.kinds[j] != "change" or len(earlier) < 2 or "point" in heading or "pp" in heading:
            continue
        if "%" not in heading and not any(cell.percent for _, cell in table.column(j)):
            continue
        printed = dict(table.figures(j))
        compared: list[Spot | None] = []
        for i, before, after in table.side_by_side(*earlier):
            value = printed.get(i)
            if value is None or not before:
                continue
            relative = 100 * (after - before) / before
            points = value == after - before and abs(relative - value) > half_unit(value)
            said = f"{table.rows[i].cells[j].text} printed; as a share it is {relative:+.1f}%"
            compared.append(at(table, i, j, said) if points else None)
        often = sum(spot is not None for spot in compared) * 2 > len(compared)
        yield from (spot if often else None for spot in compared)
