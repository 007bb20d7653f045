"""Outlines of places, and where practices are, as the files in `shapes/` have them (its README.md: sources, licence).

Everything here is in degrees drawn flat: x to the east, y to the south, a degree of both equally long.
"""

import csv
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "shapes"
_MIDDLE = 52.8  # degrees north, the middle of England: there a degree to the east is 0.6 of one to the north
_NARROWER = math.cos(math.radians(_MIDDLE))

Point = tuple[float, float]
Ring = tuple[Point, ...]
Rings = tuple[Ring, ...]
Chains = Mapping[str, tuple[tuple[int, ...], ...]]  # place → rings → numbers of arcs


@dataclass(frozen=True)
class Atlas:
    """Places whose borders are kept once: `arcs`, and of each place the rings made of them (`~n` backwards)."""

    arcs: tuple[Ring, ...]
    chains: Chains

    def outline(self, codes: Iterable[str]) -> Rings:
        """The rings around places together; borders between two of them are left out. Unknown codes add nothing."""
        parts = [ring for code in codes for ring in self.chains.get(code, ())]
        if len(parts) > 1:
            parts = _without_shared(parts, self.arcs)
        return tuple(self._ring(ring) for ring in parts)

    def _ring(self, chain: tuple[int, ...]) -> Ring:
        points: list[Point] = []
        for at in chain:
            arc = self.arcs[at] if at >= 0 else self.arcs[~at][::-1]
            points += arc[bool(points) :]
        return tuple(points)

    def borders(self, codes: Iterable[str]) -> frozenset[int]:
        """The arcs around places together; two areas that have one in common touch."""
        many = Counter(
            at if at >= 0 else ~at
            for code in codes
            for ring in self.chains.get(code, ())
            for at in ring
        )
        return frozenset(at for at, times in many.items() if times == 1)


def _without_shared(parts: list[tuple[int, ...]], arcs: tuple[Ring, ...]) -> list[tuple[int, ...]]:
    """The rings around rings that touch, put together from arcs that only one of them has."""
    there = {at for ring in parts for at in ring}
    after: dict[Point, list[int]] = {}
    for at in (at for ring in parts for at in ring if ~at not in there):
        arc = arcs[at] if at >= 0 else arcs[~at][::-1]
        after.setdefault(arc[0], []).append(at)
    rings: list[tuple[int, ...]] = []
    while after:
        start = point = next(iter(after))
        ring: list[int] = []
        while not ring or point != start:
            at = after[point].pop()
            if not after[point]:
                del after[point]
            ring.append(at)
            point = arcs[at][-1] if at >= 0 else arcs[~at][0]
        rings.append(tuple(ring))
    return rings


@cache
def atlas() -> Atlas:
    """The outlines of local authorities; larger areas are put together from them."""
    whole: Any = json.loads((_FOLDER / "authorities.json").read_text(encoding="utf-8"))
    (wide, high) = whole["transform"]["scale"]
    arcs: list[Ring] = []
    for steps in whole["arcs"]:
        east = accumulate(step[0] for step in steps)
        north = accumulate(step[1] for step in steps)
        arcs.append(tuple((flat(x * wide, y * high)) for x, y in zip(east, north, strict=True)))
    chains = {
        shape["id"]: tuple(tuple(ring) for ring in shape["arcs"])
        for shape in whole["objects"]["places"]["geometries"]
    }
    return Atlas(tuple(arcs), chains)


def flat(longitude: float, latitude: float) -> Point:
    """A position as it is drawn."""
    return longitude * _NARROWER, -latitude


@cache
def positions() -> dict[str, Point]:
    """Code of a practice → where it is, to about 100 m; those of which nobody says it are not in it."""
    with (_FOLDER / "practices.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["practice_code"]: flat(float(row["longitude"]), float(row["latitude"]))
            for row in csv.DictReader(file)
        }


def tiles(codes: Iterable[str]) -> dict[str, Rings]:
    """A square for each place that nobody has an outline of, in rows; where one stands says nothing."""
    known = list(codes)
    across = max(1, math.ceil(math.sqrt(len(known) * _TILES_ACROSS)))
    found: dict[str, Rings] = {}
    for at, code in enumerate(known):
        x, y = (at % across) * _TILE_WIDE, float(at // across)
        right, low = x + _TILE_WIDE - _APART, y + 1 - _APART
        found[code] = (((x, y), (right, y), (right, low), (x, low), (x, y)),)
    return found


_TILES_ACROSS = 1.0  # times as many in a row as rows
_TILE_WIDE = 1.6  # times as wide as high
_APART = 0.06
