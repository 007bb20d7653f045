"""Which rows or columns add up to which: by their names, by arithmetic, or by both."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from wfcore.normalising.adding_up import number_places

Known = Literal["named", "added", "both"]
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

    `called` says total with the word, `total` in any way, `added` may be part of a sum at all,
    `wider` is a country or region; `group` is the section, `key` what a sum must have in common.
    """

    at: int
    called: bool
    total: bool
    bare: bool
    added: bool
    wider: bool
    dated: bool
    group: int
    depth: int
    key: str


class Line:
    """What runs across: the figures of one column (for rows) or one row (for columns), by position.

    Figures are whole numbers of half the last place, so that sums and roundings are exact.
    """

    def __init__(
        self, figures: dict[int, Decimal], kinds: dict[int, str], hidden: set[int]
    ) -> None:
        """Take the figures, what each counts, and positions where a figure is held back."""
        self.kinds, self.hidden = kinds, hidden
        places = [number_places(v) for v in figures.values()]
        self.place = min(places, default=0)
        self.values = {p: int(v.scaleb(-self.place) * 2) for p, v in figures.items()}
        self.halves = {p: 10 ** (number_places(v) - self.place) for p, v in figures.items()}
        self.exact = self.place >= 0 and all(k in ("headcount", "count") for k in kinds.values())

    def fit(self, whole: int, parts: Sequence[int]) -> tuple[bool, float, float] | None:
        """Whether parts make the whole, how far off as a share, and how likely by chance.

        None where it cannot be told: nothing to add, or a figure is held back.
        """
        printed = self.values.get(whole)
        used = [p for p in parts if p in self.values and self._alike(whole, p)]
        if printed is None or not used or any(p in self.hidden for p in parts):
            return None
        added = sum(self.values[p] for p in used)
        half = 1 if not self.exact else 0
        finest = min(self.halves[p] for p in used)
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


def trial_of(lines: Sequence[Line], at: int, parts: Sequence[int]) -> Trial:
    """Try parts for a whole on every line that can tell."""
    told = [f for line in lines if (f := line.fit(at, parts)) is not None]
    chance = 1.0
    for fits, _, by_chance in told:
        chance *= by_chance if fits else 1.0
    offs = sorted(off for _, off, _ in told)
    middle = offs[len(offs) // 2] if offs else 1.0
    return Trial(tuple(parts), sum(f for f, _, _ in told), len(told), middle, chance)


class Search:
    """Goes through items in one direction; what is explained by a whole is not added again."""

    def __init__(
        self, lines: Sequence[Line], items: Sequence[Position], way: Literal[1, -1]
    ) -> None:
        """Take lines and items; `way` is -1 where totals stand before their parts."""
        self.lines, self.way = lines, way
        self.items = items if way == 1 else list(reversed(items))
        self.open: list[Position] = []
        self.leaves: list[Position] = []
        self.found: list[Whole] = []

    def run(self) -> list[Whole]:
        """Every whole with its parts, inner ones first."""
        for n, item in enumerate(self.items):
            if not item.added:
                continue
            whole = self._whole(item, last=n == len(self.items) - 1)
            if whole:
                self.found.append(whole)
                self.open = [one for one in self.open if one.at not in whole.parts]
            else:
                self.leaves.append(item)
            self.open.append(item)
        return self.found

    def _whole(self, item: Position, *, last: bool) -> Whole | None:
        if not self.open:
            return None
        ways = self._named_ways(item)
        tried = [trial_of(self.lines, item.at, way) for way in ways]
        if item.total:
            best = _best(tried)
            if best is None or best.fits < best.tried or not best.tried:
                best = _best([*([best] if best else []), *self._runs(item, _FAINT)])
            return self._named(item, best)
        if item.dated:
            return None
        end = last or item.wider
        found = [t for t in tried if end and _telling(t, _FAINT * (10 if item.wider else 1))]
        found = found or list(self._runs(item, _FAINT if end else _FAINTER))
        best = _best(found)
        return Whole(item.at, _in_order(best), "added", best.fits, best.tried) if best else None

    def _named(self, item: Position, best: Trial | None) -> Whole | None:
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
            for items in (way, [o for o in way if o.key == item.key]):
                parts = tuple(o.at for o in items)
                if len(parts) > 1 and parts not in seen:
                    seen.add(parts)
                    yield parts

    def _ways(self, item: Position) -> Iterator[list[Position]]:
        wholes = {whole.at for whole in self.found}
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
        run: list[int] = []
        alike = [o for o in self.open if o.key == item.key or not o.key or not item.key]
        telling = max(
            (line for line in self.lines if item.at in line.values),
            key=lambda line: abs(line.values[item.at]),
            default=None,
        )
        for tries, one in enumerate(reversed(alike[-_LONGEST:]), start=1):
            run.insert(0, one.at)
            if len(run) < 2:
                continue
            trial = trial_of(self.lines, item.at, run)
            if _telling(trial, least / tries):
                yield trial
            if telling and sum(abs(telling.values.get(p, 0)) for p in run) > 3 * abs(
                telling.values[item.at]
            ):
                return


def _best(trials: Sequence[Trial]) -> Trial | None:
    """The one that comes out in most lines; among equals the first of the nearest."""
    return max(trials, key=lambda trial: (trial.fits, -trial.off)) if trials else None


def _telling(trial: Trial, least: float) -> bool:
    """Whether a sum that nothing names is one: in most lines, and hardly by chance."""
    return trial.fits * 2 >= trial.tried and trial.chance < least and trial.off <= _NEAR


def _in_order(trial: Trial) -> tuple[int, ...]:
    return tuple(sorted(trial.parts))


def wholes_of(lines: Sequence[Line], items: Sequence[Position]) -> list[Whole]:
    """Every whole of an axis: totals after their parts, and totals before them, where they fit better."""
    after, before = (Search(lines, items, way).run() for way in (1, -1))
    first, second = (after, before) if _fits(after) >= _fits(before) else (before, after)
    proven = [w for w in first if w.fits]
    sure = {w.at for w in proven}
    taken = {p for w in proven for p in w.parts}
    more = [w for w in second if w.fits and w.at not in sure and not taken & set(w.parts)]
    others = {w.at for w in more} | {p for w in more for p in w.parts}
    named = [w for w in first if not w.fits and w.at not in others]
    called = sure | others | {w.at for w in named}
    named += [w for w in second if not w.fits and w.at not in called and w.known != "added"]
    made = [
        replace(w, parts=tuple(p for p in w.parts if p != w.at)) for w in (*proven, *more, *named)
    ]
    return sorted(made, key=lambda w: (len(w.parts), w.at))


def _fits(wholes: Iterable[Whole]) -> int:
    return sum(w.fits for w in wholes)
