"""Which rows or columns add up to which: by their names, by arithmetic, or by both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Literal

from wfcore.normalising.adding_up import number_places

Known = Literal["named", "added", "both"]
_NEAR = 0.25  # of the printed total: a sum this far from it may still be meant for it
_FAINT = 1e-3  # a sum that comes out by chance this seldom is none of chance
_FAINTER = 1e-5  # the same of a row in the middle of others, of which many are tried
_LOOKS = 1_500_000  # figures looked at in one axis; the tables of papers need a hundredth
_SAMPLE = 6  # lines of which one must come out before all are tried
_LONGEST = 60  # parts of a total that nothing names, in the middle of others


@dataclass(frozen=True)
class Whole:
    """A row or column that is the sum of others.

    `at` and `parts` are positions: of rows from 0 (those of `PrintedTable.rows`) or of columns.
    Parts are the nearest ones: of a grand total its sub-totals. `fits` of `tried` lines across come
    out within rounding. `once`: people are counted once in it, so that parts may make more.
    """

    at: int
    parts: tuple[int, ...]
    known: Known
    fits: int
    tried: int
    once: bool = False


@dataclass(frozen=True)
class Position:
    """A row or column as its name has it, seen from along its axis.

    `total` says so in any way, `bare` with nothing but the word, `added` may be part of a sum at
    all, `wider` is a country or region; `group` is the section, `kind` and `when` (a date) what
    columns that are added have in common.
    """

    at: int
    total: bool
    bare: bool
    added: bool
    wider: bool
    group: int
    depth: int
    kind: str
    when: int | None

    def takes(self, part: "Position") -> bool:
        """Whether another is of the kind and the date that this one would add up."""
        return part.kind == self.kind and self.when in (None, part.when)


class LineAcross:
    """What runs across: the figures of one column (for rows) or one row (for columns), by position.

    Figures are whole numbers of half the last place, so that sums and roundings are exact.
    """

    def __init__(
        self, figures: dict[int, Decimal], kinds: dict[int, str], hidden: set[int]
    ) -> None:
        """Take the figures, what each counts, and positions where a figure is held back."""
        self.kinds, self.hidden = kinds, hidden
        places = {p: number_places(v) for p, v in figures.items()}
        self.place = min(places.values(), default=0)
        halves = Decimal(2).scaleb(-self.place)  # in one
        self.values = {p: int(v * halves) for p, v in figures.items()}
        sizes = {place: 10 ** (place - self.place) for place in places.values()}
        self.least = min(sizes.values(), default=0) if len(sizes) < 2 else 0  # 0 where they differ
        self.halves = {p: sizes[place] for p, place in places.items()}
        self.one_kind = len({*kinds.values()} - {""}) < 2
        self.exact = self.place >= 0 and all(k in ("headcount", "count") for k in kinds.values())

    def fit(self, whole: int, parts: Sequence[int]) -> tuple[bool, float, float] | None:
        """Whether parts make the whole, how far off as a share, and how likely by chance.

        None where it cannot be told: nothing to add, or a figure is held back.
        """
        printed = self.values.get(whole)
        used = [p for p in parts if p in self.values and (self.one_kind or self._alike(whole, p))]
        if printed is None or not used or not self.hidden.isdisjoint(parts):
            return None
        added = sum(self.values[p] for p in used)
        half = 1 if not self.exact else 0
        finest = self.least or min(self.halves[p] for p in used)
        own = self.halves[whole] if self.halves[whole] > finest else 0
        room = half * finest * len(used) + own
        off = abs(printed - added)
        size = max(abs(printed), abs(added), 1)
        if off > room:
            return False, off / size, 1.0
        near = 2 * finest + (2 * room if off else 0)  # figures that would have been as near
        several = sum(self.values[p] != 0 for p in used) > 1  # a figure and zeros are but a copy
        chance = min(1.0, near / size) if several and printed else 1.0
        return True, off / size, chance

    def _alike(self, whole: int, part: int) -> bool:
        kinds = {self.kinds.get(whole, ""), self.kinds.get(part, "")}
        return len(kinds - {""}) < 2 or kinds <= {"headcount", "count"}


@dataclass(frozen=True)
class Trial:
    """Some parts tried for a whole over all lines."""

    parts: tuple[int, ...]
    fits: int
    tried: int
    off: float
    chance: float


class LinesAcross:
    """All lines of an axis, and how many more figures may be looked at: a hostile table ends there."""

    def __init__(self, lines: Sequence[LineAcross], looks: int = _LOOKS) -> None:
        """Take the lines; `looks` are figures that may be looked at."""
        self.lines, self.looks = lines, looks

    def may_look(self, figures: int) -> bool:
        """Whether as many figures may be looked at; they are then counted."""
        self.looks -= figures
        return self.looks >= 0


def trial_of(lines: Sequence[LineAcross], at: int, parts: Sequence[int]) -> Trial:
    """Try parts for a whole on every line that can tell."""
    told = [f for line in lines if (f := line.fit(at, parts)) is not None]
    chance = 1.0
    for fits, _, by_chance in told:
        chance *= by_chance if fits else 1.0
    offs = sorted(off for _, off, _ in told)
    middle = offs[len(offs) // 2] if offs else 1.0
    return Trial(tuple(parts), sum(f for f, _, _ in told), len(told), middle, chance)


class Search:
    """Goes through positions in one direction; what is explained by a whole is not added again."""

    def __init__(
        self,
        lines: LinesAcross,
        positions: Sequence[Position],
        way: Literal[1, -1],
        known: Sequence[Whole] = (),
        expected: frozenset[int] = frozenset(),
    ) -> None:
        """Take lines and positions; `way` is -1 where totals stand before their parts.

        `known` are wholes found before: they and their parts are not looked at again; `expected`
        are positions that should be the sum of something.
        """
        self.all, self.lines, self.way, self.expected = lines, lines.lines, way, expected
        self.positions = positions if way == 1 else list(reversed(positions))
        self.wholes = {whole.at for whole in known}
        self.taken = {part for whole in known for part in whole.parts}
        self.open: list[Position] = []
        self.leaves: list[Position] = []
        self.found: list[Whole] = []

    def run(self) -> list[Whole]:
        """Every whole with its parts, inner ones first."""
        for n, item in enumerate(self.positions):
            if not item.added:
                continue
            last = n == len(self.positions) - 1
            whole = None if item.at in self.wholes else self._whole(item, last=last)
            if whole:
                self.found.append(whole)
                self.wholes.add(item.at)
                parts = set(whole.parts)
                self.open = [one for one in self.open if one.at not in parts]
            elif item.at not in self.wholes:
                self.leaves.append(item)
            if item.at not in self.taken:
                self.open.append(item)
        return self.found

    def _whole(self, item: Position, *, last: bool) -> Whole | None:
        if not self.open:
            return None
        if item.total:
            return self._named(item)
        if item.when is not None and not any(o.when == item.when for o in self.open):
            return None  # one year is not the sum of others
        # Places under a wider area, or rows set in below another, are expected to add up.
        expected = item.wider or self._is_set_in(item) or item.at in self.expected
        least = _FAINT * 10 if expected else _FAINT if last else _FAINTER
        found: list[Trial] = []
        if last or expected:
            tried = (trial_of(self.lines, item.at, way) for way in self._named_ways(item))
            found = [t for t in tried if _telling(t, least)]
        best = _best(found or list(self._runs(item, least)))
        return Whole(item.at, _in_order(best), "added", best.fits, best.tried) if best else None

    def _is_set_in(self, item: Position) -> bool:
        return bool(self.open) and self.open[-1].depth > item.depth

    def _named(self, item: Position) -> Whole | None:
        best = _best([trial_of(self.lines, item.at, way) for way in self._named_ways(item)])
        if best is None or best.fits < best.tried or not best.tried:
            best = _best([*([best] if best else []), *self._runs(item, _FAINT)])
        if best is None or not best.tried:
            return None
        near = best.off <= _NEAR and len(best.parts) > 1
        wide = item.wider and best.off > 2 * _NEAR
        if best.fits or near or wide or (item.bare and self.way == 1):
            known: Known = "both" if best.fits else "named"
            return Whole(item.at, _in_order(best), known, best.fits, best.tried)
        return None

    def _named_ways(self, item: Position) -> Iterator[tuple[int, ...]]:
        """Parts that the layout offers, the likeliest first, each once."""
        seen: set[tuple[int, ...]] = set()
        for way in self._ways(item):
            for items in (way, [o for o in way if item.takes(o)]):
                parts = tuple(o.at for o in items)
                if len(parts) > 1 and parts not in seen:
                    seen.add(parts)
                    yield parts

    def _ways(self, item: Position) -> Iterator[list[Position]]:
        if not self.all.may_look(8 * len(self.leaves) + len(self.open) * len(self.lines)):
            return
        wholes = self.wholes
        own = [o for o in self.open if not o.wider or item.wider]
        near: list[Position] = []
        for one in reversed(own):
            if one.at in wholes or one.group != item.group:
                break
            near.append(one)
        yield near[::-1]
        deeper: list[Position] = []
        for one in reversed(own):
            if one.depth <= item.depth:
                break
            deeper.append(one)
        yield deeper[::-1]
        yield [o for o in own if o.group == item.group]
        yield own
        yield [o for o in own if o.at in wholes]
        yield list(self.open)
        yield [o for o in self.leaves if not o.wider]

    def _runs(self, item: Position, least: float) -> Iterator[Trial]:
        """The last few open items, where they add up too well for chance."""
        told = [line for line in self.lines if item.at in line.values]
        if not told:
            return
        largest = max(told, key=lambda line: abs(line.values[item.at]))
        sample = told[:: max(1, len(told) // _SAMPLE)]
        run: list[int] = []
        size, most = 0, 3 * abs(largest.values[item.at])
        alike = (one for one in reversed(self.open) if item.takes(one))
        for tries, one in enumerate(islice(alike, _LONGEST), start=1):
            run.append(one.at)
            size += abs(largest.values.get(one.at, 0))
            if size > most or not most or not self.all.may_look(len(run) * len(sample)):
                return
            if tries < 2 or not trial_of(sample, item.at, run).fits:
                continue
            trial = trial_of(told, item.at, run)
            if _telling(trial, least / tries):
                yield trial


def _best(trials: Sequence[Trial]) -> Trial | None:
    """The one that comes out in most lines; among equals the first of the nearest."""
    return max(trials, key=lambda trial: (trial.fits, -trial.off)) if trials else None


def _telling(trial: Trial, least: float) -> bool:
    """Whether a sum that nothing names is one: in most lines, and hardly by chance."""
    return trial.fits * 2 >= trial.tried and trial.chance < least and trial.off <= _NEAR


def _in_order(trial: Trial) -> tuple[int, ...]:
    return tuple(sorted(trial.parts))


def wholes_of(lines: LinesAcross, positions: Sequence[Position]) -> list[Whole]:
    """Every whole of an axis, smaller ones first.

    Totals stand after their parts or before them; what the better way proves is known to the other,
    and then again to the first.
    """
    ways: tuple[Literal[1, -1], Literal[1, -1]] = (1, -1)
    tried = {way: Search(lines, positions, way).run() for way in ways}
    first = max(ways, key=lambda way: sum(w.fits for w in tried[way]))
    made = [w for w in tried[first] if w.fits]
    if {p.at for p in positions if p.total} - {w.at for w in made}:
        made = max(made, _mixed(lines, positions), key=lambda found: sum(w.fits for w in found))
    if made:
        for way in (-first, first):
            made += [w for w in _again(lines, positions, way, made) if w.fits]
        made += [w for whole in made for w in _inner(lines, positions, whole, made)]
        tried = {way: _again(lines, positions, way, made) for way in ways}
    sure = {w.at for w in made} | {p for w in made for p in w.parts}
    named: dict[int, Whole] = {}
    for whole in (w for way in (first, -first) for w in tried[1 if way == 1 else -1]):
        if whole.at not in sure:
            named.setdefault(whole.at, whole)
    return _nested([*made, *named.values()])


def _mixed(lines: LinesAcross, positions: Sequence[Position]) -> list[Whole]:
    """Sub-totals on one side of their parts, their total on the other: each alone would be faint."""
    everything = frozenset(p.at for p in positions)
    totals = {p.at for p in positions if p.total}
    for way in (-1, 1) if totals else ():
        inner = Search(lines, positions, 1 if way == 1 else -1, expected=everything).run()
        inner = [w for w in inner if w.fits == w.tried and w.at not in totals]
        outer = [
            w for w in _again(lines, positions, -way, inner)
            if w.at in totals and w.fits == w.tried and {i.at for i in inner} & set(w.parts)
        ]  # fmt: skip
        if inner and outer:
            return [*inner, *outer]
    return []


def _again(
    lines: LinesAcross, positions: Sequence[Position], way: int, made: Sequence[Whole]
) -> list[Whole]:
    return Search(lines, positions, 1 if way == 1 else -1, made).run()


def _inner(
    lines: LinesAcross, positions: Sequence[Position], whole: Whole, made: Sequence[Whole]
) -> list[Whole]:
    """Sub-totals among the parts of a whole: rows between them that are no part of it."""
    known = {w.at for w in made} | {p for w in made for p in w.parts}
    between = range(min(whole.parts) - 1, max(whole.parts) + 2)
    left = frozenset(p.at for p in positions if p.at in between and p.at not in known and p.added)
    if not left:
        return []
    some = [p for p in positions if p.at in left or p.at in whole.parts]
    found: dict[int, Whole] = {}
    for way in (1, -1):
        for one in Search(lines, some, 1 if way == 1 else -1, expected=left).run():
            if one.at in left and one.fits:
                found.setdefault(one.at, one)
    return list(found.values())


def _nested(wholes: Sequence[Whole]) -> list[Whole]:
    """Wholes with sub-totals in the place of their parts, where one holds all of these."""
    made = sorted(wholes, key=lambda w: (len(w.parts), w.at))
    held = [set(w.parts) for w in made]
    for n, outer in enumerate(made):
        for inner, parts in zip(reversed(made[:n]), reversed(held[:n]), strict=True):
            if inner.at not in held[n] and inner.at != outer.at and parts < held[n]:
                held[n] = held[n] - parts | {inner.at}
        made[n] = replace(outer, parts=tuple(sorted(held[n])))
    return made
