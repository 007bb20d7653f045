"""What adds up to what in a printed table, and what its rows and columns are beside that."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Literal

from wfcore.normalising.printed_dates import PrintedDate, dates_in
from wfcore.table_checks.name_marks import plain_names
from wfcore.table_checks.roles import (
    are_counted_once,
    area_rank,
    included_in,
    is_aged,
    is_average_within,
    is_bare_total,
    is_carried,
    is_some,
    is_total,
)
from wfcore.table_checks.tables import PrintedTable
from wfcore.table_checks.units import NEVER_ADDED, UnitKind, kind_of
from wfcore.table_checks.wholes import LineAcross, LinesAcross, Position, Whole, wholes_of

AxisName = Literal["rows", "columns"]
Standing = Literal["part", "whole", "subset", "average", "beside", "again", "alone"]
_MOST_PARTS = 1000  # of an average
_FEW = 2  # names with an age: more are a list of ages
_DASHES = ("", "-", "–", "—", "−", "•", "·", ".", "..")


@dataclass(frozen=True)
class Subset:
    """A row or column that is some of another (`of which: partners`), and is added to nothing."""

    at: int
    whole: int


@dataclass(frozen=True)
class PrintedAxis:
    """The rows or the columns of a table: how they belong together.

    Positions are those of `PrintedTable.rows`, or of columns. `names` are without marks of
    footnotes. `roles` has every row, or every column with figures: `part` of a whole, `whole`,
    `subset`, `average`, `beside` (a country or region beside a list of places), `again` (repeated
    on a page, or carried forward), `alone` (added to nothing). `averages` have as parts what they
    may be the average of. `lists` are totals of which some parts alone are printed. `dates`: the
    one date that a name or heading has.
    """

    name: AxisName
    names: dict[int, str]
    roles: dict[int, Standing]
    wholes: tuple[Whole, ...]
    subsets: tuple[Subset, ...]
    averages: tuple[Whole, ...]
    lists: tuple[Whole, ...]
    dates: dict[int, PrintedDate]

    def whole_at(self, at: int) -> Whole | None:
        """The whole that stands at a position."""
        return next((whole for whole in self.wholes if whole.at == at), None)

    def whole_of(self, part: int) -> Whole | None:
        """The nearest whole that a position is part of."""
        return next((whole for whole in self.wholes if part in whole.parts), None)

    def leaves(self, whole: Whole) -> tuple[int, ...]:
        """The parts of a whole, those of its sub-totals in their place."""
        inner = {one.at: one for one in self.wholes}
        made: list[int] = []
        for part in whole.parts:
            made.extend(self.leaves(inner[part]) if part in inner else (part,))
        return tuple(made)


@dataclass(frozen=True)
class Structure:
    """What a table is made of: title, notes, sections, and how rows and columns belong together.

    `long` is a table with one figure (or few) a row, named by several columns whose names repeat.
    """

    title: str
    notes: tuple[str, ...]
    sections: tuple[str, ...]
    rows: PrintedAxis
    columns: PrintedAxis
    long: bool

    def axis(self, name: AxisName) -> PrintedAxis:
        """Rows or columns."""
        return self.rows if name == "rows" else self.columns


@lru_cache(maxsize=32)
def structure_of(table: PrintedTable) -> Structure:
    """The structure of a table; worked out once for each table."""
    rows, columns = _Grid(table, "rows").axis(), _Grid(table, "columns").axis()
    return Structure(
        title=" ".join(table.above[1:]),
        notes=table.below,
        sections=tuple(dict.fromkeys(row.section for row in table.rows if row.section)),
        rows=rows,
        columns=columns,
        long=_is_long(table),
    )


def _is_long(table: PrintedTable) -> bool:
    names = [row.cells[0].text for row in table.rows if row.cells[0].text]
    return table.labels > 1 and len(set(names)) * 2 <= len(names)


@dataclass(frozen=True)
class _Grid:
    """A table seen along one axis: positions with names, and lines that run across them."""

    table: PrintedTable
    along: AxisName

    @cached_property
    def names(self) -> dict[int, str]:
        if self.along == "rows":
            printed = {i: row.name for i, row in enumerate(self.table.rows)}
        else:
            printed = {j: self.table.headings[j] for j in self.table.figure_columns}
        return plain_names(printed, self.table.below)

    @cached_property
    def dates(self) -> dict[int, PrintedDate]:
        dates = {p: dates_in(name) for p, name in self.names.items()}
        return {p: found[0] for p, found in dates.items() if len(found) == 1}

    def axis(self) -> PrintedAxis:
        """Everything that is known of the axis."""
        items = [self._item(p) for p in self.names]
        wholes = [self._counted(w) for w in wholes_of(LinesAcross(self._lines()), items)]
        lists = tuple(w for w in wholes if self._is_list(w))
        wholes = tuple(w for w in wholes if w not in lists)
        subsets = tuple(self._subsets(wholes))
        averages = tuple(self._averages({w.at for w in wholes}))
        roles = self._roles(wholes, subsets, averages)
        return PrintedAxis(
            self.along, self.names, roles, wholes, subsets, averages, lists, self.dates
        )

    def _item(self, p: int) -> Position:
        name = self.names[p]
        rows = self.along == "rows"
        return Position(
            at=p,
            total=is_total(name),
            bare=is_bare_total(name),
            added=p not in self._some
            and p not in self._again
            and not is_average_within(name)
            and self._kind(p) not in NEVER_ADDED,
            wider=self._is_wider(p),
            group=self._groups[self.table.rows[p].section] if rows else 0,
            depth=self.table.rows[p].depth if rows else 0,
            kind="" if rows else self._kind(p),
            when=self.dates[p].when if p in self.dates else None,
        )

    @cached_property
    def _groups(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(dict.fromkeys(r.section for r in self.table.rows))}

    @cached_property
    def _again(self) -> set[int]:
        """Rows that say again what stands above: a total on each page, a sum carried forward."""
        if self.along == "columns":
            return set()
        again = {p for p, row in enumerate(self.table.rows) if is_carried(row.name)}
        same: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for p, row in enumerate(self.table.rows):
            if is_total(row.name):
                same[tuple(cell.text for cell in row.cells)].append(p)
        for places in same.values():
            kept = places[0] if places[0] == 0 else places[-1]
            again |= set(places) - {kept}
        return again

    @cached_property
    def _narrowest(self) -> int:
        return min((area_rank(name) for name in self.names.values()), default=0)

    def _is_wider(self, p: int) -> bool:
        """Whether a row is of an area that others of its table are in."""
        return self.along == "rows" and area_rank(self.names[p]) > self._narrowest

    def _kind(self, p: int) -> UnitKind:
        if self.along == "columns":
            return self.table.kinds[p]
        kind = kind_of(self.names[p])
        return kind if kind in ("share", "rate") else ""

    def _lines(self) -> list[LineAcross]:
        made: list[LineAcross] = []
        across = (
            range(len(self.table.rows)) if self.along == "columns" else self.table.figure_columns
        )
        for line in across:
            kinds: dict[int, str] = {}
            figures: dict[int, Decimal] = {}
            hidden: set[int] = set()
            for p in self.names:
                i, j = (p, line) if self.along == "rows" else (line, p)
                cell, kinds[p] = self.table.rows[i].cells[j], self.table.kind_at(i, j)
                if cell.value is not None and kinds[p] not in NEVER_ADDED:
                    figures[p] = cell.value
                elif cell.value is None and cell.text not in _DASHES:
                    hidden.add(p)
            if len(figures) > 2:
                made.append(LineAcross(figures, kinds, hidden))
        return made

    @cached_property
    def _once(self) -> bool:
        around = (*self.table.above, *self.table.below, *self.table.headings)
        return any(are_counted_once(text) for text in around)

    def _counted(self, whole: Whole) -> Whole:
        return replace(whole, once=self._once or are_counted_once(self.names[whole.at]))

    def _is_list(self, whole: Whole) -> bool:
        """Whether it is the total of more than is printed, such as a country's over the parts of a region."""
        return not whole.fits and self._is_wider(whole.at)

    @cached_property
    def _some(self) -> set[int]:
        """Positions that are some of another: by their words, or by an age that the others have not."""
        said = {p for p, name in self.names.items() if is_some(name)}
        aged = {p for p, name in self.names.items() if is_aged(name)} - said
        others = [p for p, n in self.names.items() if p not in aged | said and not is_total(n)]
        few = len(aged) <= _FEW and bool(others)
        return said | (aged if few else set[int]()) | {subset.at for subset in self._included()}

    def _subsets(self, wholes: tuple[Whole, ...]) -> list[Subset]:
        made: list[Subset] = []
        inner = {part: w.at for w in wholes for part in w.parts}
        last: int | None = None
        for p, name in self.names.items():
            if p not in self._some:
                last = p
            elif last is not None:
                near = inner.get(last)
                made.append(Subset(p, last if near is None or is_some(name) else near))
        included = list(self._included())
        return [*(one for one in made if one.at not in {i.at for i in included}), *included]

    def _included(self) -> Iterator[Subset]:
        """Those that another says it includes: `ANP` beside `Nurse (incl. ANP)`."""
        by_name = {name.casefold().rstrip("s"): p for p, name in self.names.items()}
        for p, name in self.names.items():
            inner = (
                by_name.get(included_in(name).casefold().rstrip("s")) if included_in(name) else None
            )
            if inner is not None and inner != p:
                yield Subset(inner, p)

    def _averages(self, wholes: set[int]) -> list[Whole]:
        made: list[Whole] = []
        before: list[int] = []
        for p, name in self.names.items():
            if is_average_within(name):
                made.append(Whole(p, tuple(before[-_MOST_PARTS:]), "named", 0, 0))
            elif p not in wholes and not is_some(name) and not is_total(name):
                before.append(p)
        return made

    def _roles(
        self, wholes: Sequence[Whole], subsets: Sequence[Subset], averages: Sequence[Whole]
    ) -> dict[int, Standing]:
        roles: dict[int, Standing] = {
            p: "beside" if self._is_wider(p) else "alone" for p in self.names
        }
        said: list[tuple[Standing, Iterable[int]]] = [
            ("part", (part for whole in wholes for part in whole.parts)),
            ("again", self._again),
            ("average", (average.at for average in averages)),
            ("subset", (subset.at for subset in subsets)),
            ("whole", (whole.at for whole in wholes)),
        ]
        for role, places in said:  # the last that is said of a place holds
            for place in places:
                roles[place] = role
        return roles
