"""Which rows or columns add up to which: by their names, by arithmetic, or by both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Literal

from wfcore.table_checks.printed import PrintedCell

Known = Literal["named", "added", "both"]
_ZERO = Decimal()
_NEAR = 0.25  # of the printed total: a sum this far from it may still be meant for it
_FAINT = 1e-3  # a sum that comes out by chance this seldom is none of chance
_FAINTER = 1e-5  # the same of a row in the middle of others, of which many are tried
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
        self, figures: dict[int, PrintedCell], kinds: dict[int, str], hidden: set[int]
    ) -> None:
        """Take the cells with figures, what each counts, and positions where a figure is held back."""
        self.kinds, self.hidden = kinds, hidden
        self.place = min((cell.places for cell in figures.values()), default=0)
        self.values = {
            p: int((c.value or _ZERO).scaleb(-self.place) * 2) for p, c in figures.items()
        }
        self.halves = {p: 10 ** (cell.places - self.place) for p, cell in figures.items()}
        self.exact = self.place >= 0 and all(k in ("headcount", "count") for k in kinds.values())
        self.alike = len(set(kinds.values())) < 2  # then nothing has to be compared
        self.finest = 1 if set(self.halves.values()) == {1} else 0  # 0: it differs by position

    def fit(self, whole: int, parts: Sequence[int]) -> tuple[bool, float, float] | None:
        """Whether parts make the whole, how far off as a share, and how likely by chance.

        None where it cannot be told: nothing to add, or a figure is held back.
        """
        values = self.values
        printed = values.get(whole)
        if printed is None or (self.hidden and any(p in self.hidden for p in parts)):
            return None
        used = [p for p in parts if p in values and (self.alike or self._alike(whole, p))]
        if not used:
            return None
        added = sum([values[p] for p in used])
        half = 1 if not self.exact else 0
        finest = self.finest or min([self.halves[p] for p in used])
        own = self.halves[whole] if self.halves[whole] > finest else 0
        room = half * finest * len(used) + own
        off = abs(printed - added)
        size = max(abs(printed), abs(added), 1)
        chance = min(1.0, (2 * room + 2 * finest) / size) if len(used) > 1 and printed else 1.0
        return off <= room, off / size, chance

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


class AllLines:
    """All that runs across, and each sum that was tried on it: searches come by the same ones again."""

    def __init__(self, lines: Sequence[LineAcross]) -> None:
        """Take the lines."""
        self.lines = tuple(lines)
        self.tried: dict[tuple[int, tuple[int, ...], bool], Trial | None] = {}

    def trial(self, at: int, parts: Sequence[int]) -> Trial:
        """Try parts for a whole on every line that can tell."""
        made = self._known(at, parts, half=False)
        assert made is not None
        return made

    def trial_of_half(self, at: int, parts: Sequence[int]) -> Trial | None:
        """The same; None as soon as it comes out in fewer than half of the lines."""
        return self._known(at, parts, half=True)

    def _known(self, at: int, parts: Sequence[int], *, half: bool) -> Trial | None:
        key = (at, tuple(parts), half)
        if key not in self.tried:
            self.tried[key] = self._try(at, parts, half=half)
        return self.tried[key]

    def _try(self, at: int, parts: Sequence[int], *, half: bool) -> Trial | None:
        fits, chance, offs = 0, 1.0, list[float]()
        most = sum(at in line.values for line in self.lines) // 2 if half else len(self.lines)
        for line in self.lines:
            told = line.fit(at, parts)
            if told is None:
                continue
            offs.append(told[1])
            if told[0]:
                fits += 1
                chance *= told[2]
            elif len(offs) - fits > most:
                return None
        offs.sort()
        middle = offs[len(offs) // 2] if offs else 1.0
        return Trial(tuple(parts), fits, len(offs), middle, chance)


class Search:
    """Goes through positions in one direction; what is explained by a whole is not added again."""

    def __init__(
        self,
        lines: AllLines,
        positions: Sequence[Position],
        way: Literal[1, -1],
        known: Sequence[Whole] = (),
        expected: frozenset[int] = frozenset(),
    ) -> None:
        """Take lines and positions; `way` is -1 where totals stand before their parts.

        `known` are wholes found before: they and their parts are not looked at again; `expected`
        are positions that should be the sum of something.
        """
        self.lines, self.way, self.expected = lines, way, expected
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
                self.open = [one for one in self.open if one.at not in whole.parts]
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
            tried = (self.lines.trial(item.at, way) for way in self._named_ways(item))
            found = [t for t in tried if _telling(t, least)]
        best = _best(found or list(self._runs(item, least)))
        return Whole(item.at, _in_order(best), "added", best.fits, best.tried) if best else None

    def _is_set_in(self, item: Position) -> bool:
        return bool(self.open) and self.open[-1].depth > item.depth

    def _named(self, item: Position) -> Whole | None:
        best = _best([self.lines.trial(item.at, way) for way in self._named_ways(item)])
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
        wholes = self.wholes
        own = [o for o in self.open if not o.wider or item.wider]
        near: list[Position] = []
        for one in reversed(own):
            if one.at in wholes or one.group != item.group:
                break
            near.insert(0, one)
        yield near
        deeper: list[Position] = []
        for one in reversed(own):
            if one.depth <= item.depth:
                break
            deeper.insert(0, one)
        yield deeper
        yield [o for o in own if o.group == item.group]
        yield own
        yield [o for o in own if o.at in wholes]
        yield list(self.open)
        yield [o for o in self.leaves if not o.wider]

    def _runs(self, item: Position, least: float) -> Iterator[Trial]:
        """The last few open items, where they add up too well for chance."""
        told = [line for line in self.lines.lines if item.at in line.values]
        if not told:
            return
        largest = max(told, key=lambda line: abs(line.values[item.at]))
        run: list[int] = []
        size = 0
        alike = (one for one in reversed(self.open) if item.takes(one))
        for tries, one in enumerate(islice(alike, _LONGEST), start=1):
            run.insert(0, one.at)
            size += abs(largest.values.get(one.at, 0))
            if size > 3 * abs(largest.values[item.at]):
                return
            trial = self.lines.trial_of_half(item.at, run) if tries > 1 else None
            if trial and _telling(trial, least / tries):
                yield trial


def _best(trials: Sequence[Trial]) -> Trial | None:
    """The one that comes out in most lines; among equals the first of the nearest."""
    return max(trials, key=lambda trial: (trial.fits, -trial.off)) if trials else None


def _telling(trial: Trial, least: float) -> bool:
    """Whether a sum that nothing names is one: in most lines, and hardly by chance."""
    return trial.fits * 2 >= trial.tried and trial.chance < least and trial.off <= _NEAR


def _in_order(trial: Trial) -> tuple[int, ...]:
    return tuple(sorted(trial.parts))


def wholes_of(lines: Sequence[LineAcross], positions: Sequence[Position]) -> list[Whole]:
    """Every whole of an axis, smaller ones first.

    Totals stand after their parts or before them; what the better way proves is known to the other,
    and then again to the first.
    """
    across = AllLines(lines)
    ways: tuple[Literal[1, -1], Literal[1, -1]] = (1, -1)
    tried = {way: Search(across, positions, way).run() for way in ways}
    first = max(ways, key=lambda way: sum(w.fits for w in tried[way]))
    made = [w for w in tried[first] if w.fits]
    if made:
        for way in (-first, first):
            made += [w for w in _again(across, positions, way, made) if w.fits]
        made += [w for whole in made for w in _inner(across, positions, whole, made)]
        tried = {way: _again(across, positions, way, made) for way in ways}
    sure = {w.at for w in made} | {p for w in made for p in w.parts}
    named: dict[int, Whole] = {}
    for whole in (w for way in (first, -first) for w in tried[1 if way == 1 else -1]):
        if whole.at not in sure:
            named.setdefault(whole.at, whole)
    return _nested([*made, *named.values()])


def _again(
    lines: AllLines, positions: Sequence[Position], way: int, made: Sequence[Whole]
) -> list[Whole]:
    return Search(lines, positions, 1 if way == 1 else -1, made).run()


def _inner(
    lines: AllLines, positions: Sequence[Position], whole: Whole, made: Sequence[Whole]
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
    for n, outer in enumerate(made):
        parts = set(outer.parts)
        for inner in reversed(made[:n]):
            if inner.at not in parts and inner.at != outer.at and set(inner.parts) < parts:
                parts = parts - set(inner.parts) | {inner.at}
        made[n] = replace(outer, parts=tuple(sorted(parts)))
    return made
