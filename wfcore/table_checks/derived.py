"""Columns and rows that are made of others, as printed: changes, ratios, shares of a whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from wfcore.table_checks.diagnosis import CheckContext, Spot, Sure, TableFinding, at, checks
from wfcore.table_checks.formulas import Reckoned
from wfcore.table_checks.naming import is_change, says_other_time, size_named
from wfcore.table_checks.relations import Relation, RelationSearch
from wfcore.table_checks.series import Along, Series
from wfcore.table_checks.structure import PrintedAxis
from wfcore.table_checks.tables import PrintedTable

_FEW = 2  # rows of which all may be wrong, where the headings leave no other reading
_CLEAR = 0.6  # of the rows come out: the others do not follow another rule
_FOOTNOTES = "*†‡^#¹²³⁴⁵"


@dataclass(frozen=True)
class Derived:
    """A series that is made of others: its best relation, and all that hold."""

    table: PrintedTable
    along: Along
    target: Series
    relations: tuple[Relation, ...]
    unmet: tuple[Relation, ...]
    across: PrintedAxis

    @property
    def best(self) -> Relation:
        """The relation it is held against."""
        return (self.relations or self.unmet)[0]

    @cached_property
    def wrong(self) -> list[tuple[int, Reckoned, Sure]]:
        """Lines that do not come out in any way that holds, with what they would be."""
        if not self.relations:
            return [(line, made, self._unmet) for line, made in self.best.made.items()]
        return [
            (line, self.best.made[line], self._sure(line))
            for line in self.best.wrong
            if not any(line in r.fits for r in self.relations) and not self._otherwise(line)
        ]

    @property
    def _unmet(self) -> Sure:
        """How sure it is where nothing comes out: two rows under plain headings leave no other reading."""
        plain = is_change(self.target) and not says_other_time(self.target.name)
        return (
            "likely" if plain and len(self.best.made) <= _FEW and len(self.unmet) == 1 else "asked"
        )

    def _sure(self, line: int) -> Sure:
        i, j = self.place(line)
        marked = [self.table.rows[i].name, self.table.headings[j], self.table.rows[i].cells[j].text]
        beside = self.across.roles.get(line) == "beside"
        other = beside or any(text[-1:] in _FOOTNOTES for text in marked if text)
        clear = self.best.share >= _CLEAR or len(self.best.made) <= _FEW + 1
        return "likely" if clear and not other else "asked"

    def _otherwise(self, line: int) -> bool:
        """Whether the figure of a whole is the sum, or the plain mean, of those of its parts."""
        whole = self.across.whole_at(line)
        parts = (
            [self.target.figures[p] for p in whole.parts if p in self.target.figures]
            if whole
            else []
        )
        if len(parts) < 2:
            return False
        printed, added = self.target.figures[line], sum(f.value for f in parts)
        room = 2 * printed.own + sum(f.own for f in parts)
        mean = abs(printed.value - added / len(parts)) <= 2 * printed.own
        return mean if self.best.formula != "difference" else abs(printed.value - added) <= room

    def place(self, line: int) -> tuple[int, int]:
        """Row and column of a line of the series."""
        return (line, self.target.at) if self.along == "columns" else (self.target.at, line)

    def spot(self, line: int, made: Reckoned) -> Spot:
        """Where a figure stands, what is printed and what it would be."""
        text = self.target.figures[line].cell.text
        unit = "%" if self.target.percent else ""
        return at(
            self.table, *self.place(line), f"{text} printed; {made.said} make {_short(made)}{unit}"
        )


def _short(made: Reckoned) -> str:
    """A figure with as many digits as tell it from another."""
    value = made.value
    return (
        f"{value:,.0f}"
        if abs(value) >= 1000
        else f"{value:.3g}"
        if abs(value) < 100
        else f"{value:.1f}"
    )


@lru_cache(maxsize=32)
def derived_of(table: PrintedTable) -> tuple[Derived, ...]:
    """Every series of a table that is made of others, of columns and of rows."""
    made: list[Derived] = []
    ways: tuple[Along, ...] = ("columns", "rows")
    for along in ways:
        search = RelationSearch(table, along)
        for target in search.series:
            held, unmet = search.relations(target)
            if held or unmet:
                made.append(Derived(table, along, target, held, unmet, search.across))
    return tuple(made)


def _compared(
    table: PrintedTable, look: CheckContext, formulas: Sequence[str]
) -> list[tuple[Spot, Sure]]:
    """Every figure that is wrong by some formulas, with how sure it is; what was compared is counted."""
    found: list[tuple[Spot, Sure]] = []
    for one in derived_of(table):
        if one.best.formula in formulas:
            look.compared(len(one.best.made))
            wrong = one.wrong
            all_asked = not one.relations and len(wrong) > _FEW
            shown = wrong[:1] if all_asked else wrong
            found.extend((one.spot(line, made), sure) for line, made, sure in shown)
    return found


@checks("changes against the figures they are of")
def changes_come_out(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A printed change, difference or variance is that of the figures beside it."""
    yield from look.by_sure(
        _compared(table, look, ("difference", "relative")),
        "warns",
        "Changes are not those of the figures beside them. Correct the change or a figure.",
        "Changes that the figures beside them do not make. Are they of other dates, or of another count? Say which.",
    )


@checks("ratios against the figures they are of")
def ratios_come_out(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A printed rate or share is the ratio of the two columns that it is of."""
    yield from look.by_sure(
        _compared(table, look, ("ratio", "shortfall")),
        "warns",
        "Ratios are not those of the figures beside them. Correct the ratio or a figure.",
        "Ratios that the figures beside them do not make. Are they of other patients, or of another date? Say which.",
    )


@checks("shares against their total")
def shares_of_totals_come_out(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A printed share of a total is that of the figure beside it."""
    yield from look.by_sure(
        _compared(table, look, ("share",)),
        "warns",
        "Shares of a total are not those of the figures beside them. Correct the share or the figure.",
        "Shares that the figures beside them do not make. What are they a share of? Say so.",
    )


@checks("rates for what they are per")
def rates_say_per_what(table: PrintedTable, look: CheckContext) -> Iterator[TableFinding]:
    """A rate is per as many as its heading says."""
    spots: list[Spot] = []
    for one in derived_of(table):
        size = size_named(one.target.name)
        scale = one.best.scale
        if size is None or scale is None or not one.relations or "%" in one.target.name:
            continue
        look.compared(1)
        if size != scale and not one.best.in_thousands:
            i, j = (-1, one.target.at) if one.along == "columns" else (one.target.at, 0)
            spots.append(
                at(
                    table,
                    i,
                    j,
                    f"the figures are per {scale:,.0f}"
                    if scale > 1
                    else "the figures are for each one",
                )
            )
    yield from look.about(
        spots,
        "warns",
        "A heading says another size than its rates have. Correct the heading or the rates.",
        "likely",
    )
