"""Where things stand on a map: the frame around them, room for labels, hatching, hulls, dots kept apart."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np

from wfcore.charts.outlines import Point, Ring, Rings

_STEPS = 2_000  # on the longer side; a spec holds whole numbers, which are short
_LEANS = (
    0.25  # how much narrower a place at the very edge counts, so that labels stand in the middle
)
_LINES = 16  # tried for the best place of a label
_MARGIN = 6  # pixels
_EDGE = 0.5  # of the width, in letters
_WIDTHS = {**dict.fromkeys("fijlrtI.,'1()/- ", 0.31), **dict.fromkeys("mwMW", 0.86)}
_CAPITAL, _SMALL = 0.68, 0.54
_MOST_APART = 150  # dots that are kept apart
_ROUNDS = 60


@dataclass(frozen=True)
class Frame:
    """What a map shows: its corner in the north-west, how much one step is, and its size in steps."""

    west: float
    north: float
    unit: float
    width: int
    height: int

    @classmethod
    def around(cls, points: Iterable[Point]) -> "Frame":
        """The smallest frame around some points."""
        xs, ys = zip(*points, strict=True)
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        unit = max(wide, high, 1e-6) / _STEPS
        return cls(min(xs), min(ys), unit, max(1, round(wide / unit)), max(1, round(high / unit)))

    def step(self, point: Point) -> tuple[int, int]:
        """A point in steps from the corner."""
        return round((point[0] - self.west) / self.unit), round((point[1] - self.north) / self.unit)

    def rings(self, rings: Rings) -> list[list[tuple[int, int]]]:
        """Rings in steps; what is too small to be drawn is left out."""
        found: list[list[tuple[int, int]]] = []
        for ring in rings:
            steps = [self.step(point) for point in ring]
            kept = [*steps[:1], *(b for a, b in pairwise(steps) if a != b)]
            if len(kept) > 3:
                found.append(kept)
        return found

    def pixels(self, width: float, height: float) -> float:
        """How many pixels one step is where the map has this much room."""
        return min((width - 2 * _MARGIN) / self.width, (height - 2 * _MARGIN) / self.height)

    def sides(self, width: float, height: float) -> tuple[float, float]:
        """The left and the right edge of a picture of this size in steps; the map stands in its middle."""
        spare = (width / self.pixels(width, height) - self.width) / 2
        return -spare, self.width + spare

    def projection(self, key: str) -> tuple[str, str]:
        """Scale and shift as Vega works them out, however large the page draws it.

        Args:
            key: pixels at the bottom that are kept for a key, as Vega works them out.
        """
        room = f"(height-{key})"
        scale = f"min((width-{2 * _MARGIN})/{self.width},({room}-{2 * _MARGIN})/{self.height})"
        return scale, f"[(width-{self.width}*{scale})/2,({room}-{self.height}*{scale})/2]"


class FramedShapes:
    """Areas in the frame around all of them. What does not hang on their figures is worked out once.

    `rings`: those of each area in steps of the frame; what is too small to be drawn is left out.
    """

    def __init__(self, shapes: Mapping[str, Rings]) -> None:
        self.frame = Frame.around(chain.from_iterable(chain.from_iterable(shapes.values())))
        self.rings = {code: self.frame.rings(rings) for code, rings in shapes.items()}
        self._edges: dict[str, Any] = {}
        self._rooms: dict[tuple[str, float], tuple[float, Point]] = {}

    def room(self, code: str, high: float) -> tuple[float, Point]:
        """How wide a label of this height can be inside an area, and where its middle is."""
        if (code, high) not in self._rooms:
            self._rooms[code, high] = best_room(self._edges_of(code), high)
        return self._rooms[code, high]

    def reach(self, code: str) -> tuple[float, float]:
        """How far to the left and to the right an area reaches."""
        across = self._edges_of(code)[:, 0]  # a ring ends where it begins
        return float(across.min()), float(across.max())

    def _edges_of(self, code: str) -> Any:
        if code not in self._edges:
            self._edges[code] = edges_of(self.rings[code])
        return self._edges[code]


def edges_of(rings: Iterable[Sequence[Point]]) -> Any:
    """Where each edge of rings begins and ends: a row for each."""
    pairs = [(*a, *b) for ring in rings for a, b in pairwise(ring)]
    return np.array(pairs, dtype=np.float64).reshape(-1, 4)


def spans(edges: Any, lines: Any) -> list[list[tuple[float, float]]]:
    """The parts of each of some level lines that lie inside rings, from left to right."""
    x, y, a, b = edges.T
    over = (y <= lines[:, None]) != (b <= lines[:, None])
    line, edge = np.nonzero(over)
    x, y, a, b = edges[edge].T
    cuts = x + (lines[line] - y) / (b - y) * (a - x)
    cuts = cuts[np.lexsort((cuts, line))].tolist()
    ends = np.cumsum(over.sum(axis=1)).tolist()
    return [
        list(zip(cuts[begin:end:2], cuts[begin + 1 : end : 2], strict=True))
        for begin, end in pairwise([0, *ends])
    ]


def best_room(edges: Any, high: float) -> tuple[float, Point]:
    """How wide a label of this height can be inside rings, and the middle of where it stands best.

    Args:
        edges: of the rings, as `edges_of` has them.
        high: of the label.
    """
    low, top = edges[:, 1].min(), edges[:, 1].max()
    most = 0.0
    best: tuple[float, Point] = (0.0, (float(edges[:, 0].mean()), float((low + top) / 2)))
    middles = low + (top - low) * np.arange(1, _LINES + 1) / (_LINES + 1)
    inside = spans(edges, np.concatenate([middles - high / 2, middles, middles + high / 2]))
    for n, at in enumerate(middles.tolist()):
        free = [(-math.inf, math.inf)]
        for part in inside[n::_LINES]:
            free = _shared(free, part)
        lean = 1 - _LEANS * abs(2 * at - low - top) / (top - low)
        for left, right in free:
            if (right - left) * lean > most:
                most, best = (right - left) * lean, (right - left, ((left + right) / 2, at))
    return best


def _shared(
    one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    both = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(a, b) for a, b in both if a < b]


def hatched(rings: Sequence[Sequence[Point]], apart: float) -> list[list[tuple[int, int]]]:
    """Slanting lines inside rings, this far apart."""
    turned = edges_of([[(x - y, x + y) for x, y in ring] for ring in rings])
    low, top = turned[:, 1].min(), turned[:, 1].max()
    lines = np.arange(low + apart / 2, top, apart)
    return [
        [(round((left + at) / 2), round((at - left) / 2)), (round((right + at) / 2), round((at - right) / 2))]
        for at, parts in zip(lines.tolist(), spans(turned, lines), strict=True)
        for left, right in parts
    ]  # fmt: skip


def hull(points: Iterable[Point]) -> Ring:
    """The smallest ring without a dent around points, which begins and ends with the same (Andrew)."""
    known = sorted(set(points))
    if len(known) < 3:
        return (*known, *known[:1])
    half: list[list[Point]] = []
    for way in (known, known[::-1]):
        side: list[Point] = []
        for point in way:
            while len(side) > 1 and _turn(side[-2], side[-1], point) <= 0:
                side.pop()
            side.append(point)
        half.append(side)
    return (*half[0], *half[1][1:])


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def kept_apart(points: Sequence[Point], radii: Sequence[float]) -> list[Point]:
    """Points moved as little as lets each of their dots be seen: two cover at most a little of each other."""
    at = np.array(points, dtype=np.float64).reshape(-1, 2)
    if len(at) > _MOST_APART:
        return list(points)
    size = np.array(radii, dtype=np.float64)
    # Who stand on one spot begin on a small ring around it, in their order.
    turns = np.arange(len(at)) * 2.4
    at += np.stack([np.cos(turns), np.sin(turns)], axis=1) * size.min(initial=1.0) * 0.05
    wanted = (size[:, None] + size[None, :]) * 0.85
    for _ in range(_ROUNDS):
        way = at[:, None, :] - at[None, :, :]
        far = np.hypot(way[..., 0], way[..., 1]) + np.eye(len(at)) * 1e9
        push = np.clip(wanted - far, 0, None) / 2
        if not push.any():
            break
        at += (way / far[..., None] * push[..., None]).sum(axis=1) * 0.6
    return [(float(x), float(y)) for x, y in at]


def text_width(lines: Sequence[str]) -> float:
    """How wide the widest of some lines is, with a little edge, in heights of a letter."""
    return _EDGE + max(
        sum(_WIDTHS.get(letter, _CAPITAL if letter.isupper() else _SMALL) for letter in line)
        for line in lines
    )
