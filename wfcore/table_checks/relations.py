"""Which columns (or rows) of a table are made of others: found from headings and from the figures themselves.

A relation is a formula, what it is made of, and how many lines come out. It is taken for one where the headings name
it and half of the lines come out, or where so many come out that chance cannot explain it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import comb
from statistics import median

from wfcore.table_checks import formulas
from wfcore.table_checks.formulas import Formula, Reckoned
from wfcore.table_checks.naming import (
    is_change,
    is_ratio,
    is_rest,
    named_change,
    named_ratio,
    says_before,
    says_rest,
)
from wfcore.table_checks.series import Along, Series, series_of
from wfcore.table_checks.structure import PrintedAxis, structure_of
from wfcore.table_checks.tables import PrintedTable

_CHANCE = 0.01  # of all that was tried, one as good as this by chance
_SHARE = 0.6  # of the lines come out of a relation that nothing names
_NEAR = 12  # columns on either side that a figure may be made of
_SCREEN = 6  # lines that are tried first
_THOUSANDS = re.compile(r"(?<![\d, ])000s?\b|thousand|£k|£m|million|\bk\b", re.IGNORECASE)


@dataclass(frozen=True)
class Relation:
    """A series that is made of others.

    `made` has what each line would be; `fits` are the lines that come out, `wrong` the others.
    `named`: the headings say so. `of`: what it is made of, in words.
    """

    target: Series
    formula: str
    of: str
    made: Mapping[int, Reckoned]
    fits: frozenset[int]
    named: bool
    chance: float = field(compare=False)
    scale: float | None = None
    in_thousands: bool = False

    @cached_property
    def wrong(self) -> tuple[int, ...]:
        """Lines that do not come out."""
        return tuple(line for line in self.made if line not in self.fits)

    @property
    def share(self) -> float:
        """Share of the lines that come out."""
        return len(self.fits) / len(self.made)


@dataclass(frozen=True)
class Offer:
    """A way in which a series may be made, before it is tried."""

    formula: str
    of: str
    made: Mapping[int, Reckoned]
    named: bool
    scale: float | None = None
    expected: bool = False  # the headings say the kind of relation, though not of what


@dataclass(frozen=True)
class RelationSearch:
    """Looks for relations between the columns of a table, or between its rows."""

    table: PrintedTable
    along: Along

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """All series along the axis that have a figure."""
        return tuple(s for s in series_of(self.table, self.along) if s.figures)

    @cached_property
    def across(self) -> PrintedAxis:
        """How the lines belong together: rows for columns, and the other way round."""
        structure = structure_of(self.table)
        return structure.rows if self.along == "columns" else structure.columns

    @cached_property
    def lines(self) -> tuple[int, ...]:
        """Lines that hold figures of the series themselves, not changes or averages of them."""
        others = series_of(self.table, "rows" if self.along == "columns" else "columns")
        derived = {
            s.at for s in others if self.along == "rows" and s.kind in ("change", "share", "rate")
        }
        derived |= {at for at, role in self.across.roles.items() if role == "average"}
        return tuple(s.at for s in others if s.at not in derived)

    def relations(self, target: Series) -> tuple[tuple[Relation, ...], tuple[Relation, ...]]:
        """The relations of one series that hold, the best first; and those that are named and do not."""
        offers = list(self._offers(target))
        tried = [r for offer in offers if (r := self._tried(target, offer, len(offers)))]
        held = [r for r in tried if _holds(r)]
        unmet = [] if held else [r for r in tried if r.named]
        return tuple(sorted(held, key=lambda r: (-r.share, not r.named, r.chance))), tuple(unmet)

    def _offers(self, target: Series) -> Iterator[Offer]:
        if target.kind == "label" or not any(line in target.figures for line in self.lines):
            return
        if is_change(target):
            yield from self._changes(target)
        elif is_rest(target):
            yield from self._rests(target)
        elif is_ratio(target):
            yield from self._ratios(target)
            yield from self._shares(target)

    def _near(self, target: Series) -> list[Series]:
        """Other series that a figure may be made of, those of changes left out."""
        return [
            s for s in self.series
            if s.at != target.at and abs(s.at - target.at) <= _NEAR and s.kind not in ("change", "label")
        ]  # fmt: skip

    def _changes(self, target: Series) -> Iterator[Offer]:
        near = [s for s in self._near(target) if not is_rest(s)]
        named = named_change(target, near)
        ways = [formulas.RELATIVE] if target.percent else [formulas.DIFFERENCE]
        if not target.percent and not self._whole_units(target):
            ways.append(formulas.RELATIVE)  # a `%` that is printed nowhere
        for a, b in ((a, b) for a in near for b in near if a.at != b.at and _alike(a, b)):
            known = (a.at, b.at) in named
            both = [*ways, formulas.DIFFERENCE] if target.percent and _in_points(a, b) else ways
            for formula in both:
                yield self._of_two(formula, a, b, named=known)
            if target.percent:
                yield self._of_two(formulas.ratio_of(formulas.PERCENT), a, b, named=False)
        yield from self._courses(near, ways, expected=says_before(target.name))

    def _whole_units(self, target: Series) -> bool:
        return all(f.own >= 0.5 for f in target.figures.values())

    def _courses(
        self, near: Sequence[Series], ways: Sequence[Formula], *, expected: bool
    ) -> Iterator[Offer]:
        """Changes down a column whose rows are dated: from the row before, or from the first."""
        dated = [line for line in self.lines if line in self.across.dates]
        if len(dated) < 3 or len(dated) < len(self.lines):
            return
        order = sorted(dated, key=lambda line: self.across.dates[line].when)
        for a in near:
            for back in formulas.lags(order):
                for formula in ways:
                    made = formulas.of_earlier(formula, a, order, back)
                    yield Offer(formula.name, a.name, made, named=False, expected=expected)

    def _rests(self, target: Series) -> Iterator[Offer]:
        """What is left of one series beside another: vacancies, a gap."""
        near = self._near(target)
        for a, b in ((a, b) for a in near for b in near if a.at != b.at and _alike(a, b)):
            if a.kind not in ("share", "rate"):
                yield self._of_two(formulas.FEWER, a, b, named=False)

    def _ratios(self, target: Series) -> Iterator[Offer]:
        near = [s for s in self._near(target) if not s.percent and s.kind != "share"]
        named = named_ratio(target, near)
        for a, b in ((a, b) for a in near for b in near if a.at != b.at):
            known = (a.at, b.at) in named
            scale = formulas.scale_between(target, a, b, percent=target.percent)
            if scale is None or ("rate" in (a.kind, b.kind) and not target.percent):
                continue
            yield self._of_two(formulas.ratio_of(scale), a, b, named=known, scale=scale)
            if target.percent and _alike(a, b):
                shortfall = self._of_two(formulas.SHORTFALL, a, b, named=False)
                yield replace(shortfall, expected=says_rest(target))

    def _shares(self, target: Series) -> Iterator[Offer]:
        if not target.percent:
            return
        nearest, widest = self._wholes()
        for a in self._near(target):
            if a.percent or a.kind in ("share", "rate"):
                continue
            for wholes in (nearest, widest):
                if wholes:
                    yield Offer("share", a.name, formulas.of_whole(a, wholes), named=False)
            if not self.across.wholes:
                yield Offer("share", a.name, formulas.of_sum(a, self.lines), named=False)

    def _wholes(self) -> tuple[dict[int, int], dict[int, int]]:
        """Line → the nearest whole it is part of; and → the widest."""
        nearest: dict[int, int] = {}
        widest: dict[int, int] = {}
        for line in self.lines:
            above: list[int] = []
            whole = self.across.whole_of(line)
            while whole and whole.at not in above:
                above.append(whole.at)
                whole = self.across.whole_of(whole.at)
            if above:
                nearest[line], widest[line] = above[0], above[-1]
            elif self.across.whole_at(line):
                nearest[line] = widest[line] = line
        return nearest, widest

    def _of_two(
        self, formula: Formula, a: Series, b: Series, *, named: bool, scale: float | None = None
    ) -> Offer:
        lines = [line for line in self.lines if line in a.figures]
        made = formulas.of_two(formula, a, b, lines)
        return Offer(formula.name, f"{a.name} and {b.name}", made, named, scale)

    def _tried(self, target: Series, offer: Offer, offers: int) -> Relation | None:
        made = {line: one for line, one in offer.made.items() if line in target.figures}
        if not made or (not offer.named and len(made) < 2):
            return None
        if not offer.named and len(made) > _SCREEN:
            first = list(made)[:_SCREEN]
            if sum(_comes_out(target, line, made[line]) for line in first) * 3 < _SCREEN:
                return None
        fits = frozenset(line for line, one in made.items() if _comes_out(target, line, one))
        chance = _chance(target, made, len(fits)) * (1 if offer.named or offer.expected else offers)
        thousands = bool(_THOUSANDS.search(f"{offer.of} {target.name}"))
        return Relation(
            target, offer.formula, offer.of, made, fits, offer.named, chance, offer.scale, thousands
        )


def _alike(a: Series, b: Series) -> bool:
    """Whether two series count the same, so that one can be taken from the other."""
    return a.kind == b.kind or "" in (a.kind, b.kind)


def _in_points(a: Series, b: Series) -> bool:
    return a.percent and b.percent


def _comes_out(target: Series, line: int, made: Reckoned) -> bool:
    """Whether a printed figure is what it is made of: rounded or cut off, with or without its sign."""
    figure = target.figures[line]
    exact = made.room == 0 and made.value == int(made.value) and figure.own >= 0.5
    room = made.room + (0.0 if exact else 2 * figure.own) + 1e-9
    off = abs(figure.value - made.value)
    if not target.signed and target.kind == "change":
        off = min(off, abs(figure.value + made.value))
    return off <= room


def _chance(target: Series, made: Mapping[int, Reckoned], fits: int) -> float:
    """How likely as many lines as these come out by chance, by the room that each has."""
    values = [abs(target.figures[line].value) for line in made]
    spread = max(max(values) - min(values), median(values) / 2, 1e-9)
    room = [
        min(1.0, 2 * (one.room + target.figures[line].own) / spread) for line, one in made.items()
    ]
    usual = sum(room) / len(room)
    return comb(len(made), fits) * max(usual, 1e-6) ** fits


def _holds(relation: Relation) -> bool:
    """Whether a relation is one, and no coincidence."""
    lines, fits = len(relation.made), len(relation.fits)
    if relation.named:
        return fits * 2 >= lines
    return fits >= 2 and fits >= _SHARE * lines and relation.chance < _CHANCE
