"""Where things stand on a map: the frame around them, room for labels, hatching, hulls, dots kept apart."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from wfcore.charts.outlines import Point, Rings

_STEPS = 2_000  # on the longer side; a spec holds whole numbers, which are short
_LINES = 16  # tried for the best place of a label
_MARGIN = 6  # pixels


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

    def projection(self, key: float) -> tuple[str, str]:
        """Scale and shift as Vega works them out, however large the page draws it.

        Args:
            key: share of the height, at the bottom, that is kept for a key.
        """
        room = f"(height*{1 - key:.3f})"
        scale = f"min((width-{2 * _MARGIN})/{self.width},({room}-{2 * _MARGIN})/{self.height})"
        return scale, f"[(width-{self.width}*{scale})/2,({room}-{self.height}*{scale})/2]"


def _edges(rings: Iterable[Sequence[Point]]) -> Any:
    pairs = [(*a, *b) for ring in rings for a, b in pairwise(ring)]
    return np.array(pairs, dtype=np.float64).reshape(-1, 4)


def spans(edges: Any, at: float) -> list[tuple[float, float]]:
    """The parts of a level line that lie inside rings, from left to right."""
    x, y, a, b = edges.T
    over = (y <= at) != (b <= at)
    cuts = np.sort(x[over] + (at - y[over]) / (b[over] - y[over]) * (a[over] - x[over]))
    return list(zip(cuts[::2].tolist(), cuts[1::2].tolist(), strict=True))


def best_room(rings: Sequence[Sequence[Point]], high: float) -> tuple[float, Point]:
    """How wide a label of this height can be inside rings, and the middle of where it stands best."""
    edges = _edges(rings)
    low, top = edges[:, 1].min(), edges[:, 1].max()
    best: tuple[float, Point] = (0.0, (float(edges[:, 0].mean()), float((low + top) / 2)))
    for n in range(1, _LINES + 1):
        at = float(low + (top - low) * n / (_LINES + 1))
        free = [(-math.inf, math.inf)]
        for line in (at - high / 2, at, at + high / 2):
            free = _shared(free, spans(edges, line))
        for left, right in free:
            if right - left > best[0]:
                best = right - left, ((left + right) / 2, at)
    return best


def _shared(
    one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    both = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(a, b) for a, b in both if a < b]


def hatched(rings: Sequence[Sequence[Point]], apart: float) -> list[list[tuple[int, int]]]:
    """Slanting lines inside rings, this far apart."""
    turned = _edges([[(x - y, x + y) for x, y in ring] for ring in rings])
    low, top = turned[:, 1].min(), turned[:, 1].max()
    return [
        [(round((left + at) / 2), round((at - left) / 2)), (round((right + at) / 2), round((at - right) / 2))]
        for at in np.arange(low + apart / 2, top, apart)
        for left, right in spans(turned, at)
    ]  # fmt: skip
