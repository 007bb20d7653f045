"""Write `wfcore/charts/shapes/`: simplified outlines of authorities, and where practices are.

`python -m tools.make_shapes [folder]`; the folder is `../shared/data` unless another is named. The same input
gives the same bytes. `wfcore/charts/shapes/README.md` says what each file is, and its licence.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise
from pathlib import Path
from typing import Any

from tools.make_sample_data import PUBLISHED, rows_in
from tools.sample_files import SAMPLE, write_csv
from wfcore.declared.gazetteer import gazetteer

OUT = Path(__file__).parent.parent / "wfcore" / "charts" / "shapes"
LICENCE = (
    "Open Government Licence v3.0. Contains National Statistics data and OS data "
    "© Crown copyright and database right."
)
TOGETHER = {"City and Hackney": ("E09000001", "E09000012")}  # counted together, so drawn together
READ, GRID = 100_000, 2_000  # points to a degree: as read, and as written, about 55 m apart
FINEST = 1e-3  # a corner smaller than this share of the smaller place beside it is left out
SMALLEST = 4e-3  # so is an island
POSITION = 3  # decimals of a degree: about 100 m

Point = tuple[int, int]
Ring = list[Point]
Arc = tuple[Point, ...]


def authorities(published: Path) -> dict[str, list[Ring]]:
    """The rings of each authority of today, by its code."""
    path = published / "context" / "ons_els" / "topo_la_uk.json"
    whole: Any = json.loads(path.read_text(encoding="utf-8"))
    (wide, high), (left, low) = whole["transform"]["scale"], whole["transform"]["translate"]
    arcs: list[list[tuple[float, float]]] = []
    for steps in whole["arcs"]:
        x = y = 0
        arc: list[tuple[float, float]] = []
        for step in steps:
            x, y = x + step[0], y + step[1]
            arc.append((left + x * wide, low + y * high))
        arcs.append(arc)
    found: dict[str, list[Ring]] = {}
    for shape in whole["objects"]["ltla"]["geometries"]:
        code = shape["properties"]["areacd"]
        if not code.startswith("E") or "end" in shape["properties"] or gazetteer()[code].within:
            continue
        polygons: list[list[list[int]]]
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        found[code] = [
            _on_grid(point for at in ring for point in (arcs[at] if at >= 0 else arcs[~at][::-1]))
            for polygon in polygons
            for ring in polygon
        ]
    for code, parts in TOGETHER.items():
        found[code] = _merged([ring for part in parts for ring in found.pop(part)])
    return found


def _on_grid(points: Iterable[Sequence[float]]) -> Ring:
    """A ring on the grid, which it goes round once without stopping; the last point is not the first again."""
    ring: Ring = []
    for longitude, latitude, *_ in points:
        point = (round(longitude * READ), round(latitude * READ))
        if not ring or ring[-1] != point:
            ring.append(point)
    while len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return ring


def area_of(ring: Iterable[Point]) -> float:
    """The area of a ring in squares of the grid; below 0 where it goes round clockwise."""
    points = list(ring)
    return sum(x * b - a * y for (x, y), (a, b) in pairwise([*points, points[0]])) / 2


def _merged(rings: list[Ring]) -> list[Ring]:
    """The rings around places that touch: what two of them share is left out."""
    edges = {edge for ring in rings for edge in pairwise([*ring, ring[0]])}
    after = {a: b for a, b in edges if (b, a) not in edges}
    merged: list[Ring] = []
    while after:
        start = min(after)
        ring = [start]
        while (point := after.pop(ring[-1])) != start:
            ring.append(point)
        merged.append(ring)
    return merged


class Topology:
    """Places as arcs, each border once, so that neighbours stay neighbours however it is simplified."""

    def __init__(self, places: dict[str, list[Ring]]) -> None:
        self.places = {
            code: [ring for ring in rings if len(ring) > 2 and area_of(ring)]
            for code, rings in sorted(places.items())
        }
        self.sizes = {
            code: sum(area_of(ring) for ring in rings) for code, rings in self.places.items()
        }
        self.arcs: list[Arc] = []
        self.numbers: dict[Arc, int] = {}
        self.beside: dict[int, set[str]] = defaultdict(set)
        self.drawn = {code: [*self._rings(code)] for code in self.places}

    def _rings(self, code: str) -> Iterator[list[int]]:
        """The arcs of each ring of a place; `~n` where it goes along one backwards."""
        largest = max(self.places[code], key=lambda ring: abs(area_of(ring)))
        for ring in self.places[code]:
            cuts = [at for at, point in enumerate(ring) if point in self.ends]
            small = abs(area_of(ring)) < SMALLEST * abs(self.sizes[code])
            if small and not cuts and ring is not largest:
                continue
            start = cuts[0] if cuts else ring.index(min(ring))
            turned = [*ring[start:], *ring[: start + 1]]
            at = [i for i, point in enumerate(turned) if point in self.ends]
            bounds = at if cuts else [0, len(ring)]
            yield [
                self._number(tuple(turned[a : b + 1]), code, closed=not cuts)
                for a, b in pairwise(bounds)
            ]

    @property
    def ends(self) -> set[Point]:
        """Where borders meet: points that have other neighbours in one ring than in another."""
        if not hasattr(self, "_ends"):
            met: dict[Point, set[frozenset[Point]]] = defaultdict(set)
            for rings in self.places.values():
                for ring in rings:
                    for before, point, after in zip(
                        [ring[-1], *ring], ring, [*ring[1:], ring[0]], strict=False
                    ):
                        met[point].add(frozenset((before, after)))
            self._ends = {point for point, ways in met.items() if len(ways) > 1}
        return self._ends

    def _number(self, arc: Arc, code: str, *, closed: bool) -> int:
        back = (arc[0], *arc[-2:0:-1], arc[0]) if closed else arc[::-1]
        known = self.numbers.get(arc, self.numbers.get(back))
        if known is None:
            known = self.numbers[arc] = len(self.arcs)
            self.arcs.append(arc)
        self.beside[known].add(code)
        return known if self.arcs[known] == arc else ~known

    def simplified(self) -> list[Arc]:
        """The arcs without the corners that nobody would see."""
        return [
            simplify(arc, FINEST * min(abs(self.sizes[code]) for code in self.beside[at]))
            for at, arc in enumerate(self.arcs)
        ]


def simplify(arc: Arc, finest: float) -> Arc:
    """Leave out, the smallest first, corners whose triangle is smaller than this (Visvalingam)."""
    before, after = list(range(-1, len(arc) - 1)), list(range(1, len(arc) + 1))
    gone = [False] * len(arc)
    least = 4 if arc[0] == arc[-1] else 2

    def corner(at: int) -> float:
        return abs(area_of([arc[before[at]], arc[at], arc[after[at]]]))

    waiting = [(corner(at), at) for at in range(1, len(arc) - 1)]
    heapify(waiting)
    left = len(arc)
    while waiting and left > least:
        size, at = heappop(waiting)
        if gone[at] or size != corner(at):
            continue
        if size >= finest:
            break
        gone[at], left = True, left - 1
        after[before[at]], before[after[at]] = after[at], before[at]
        for beside in (before[at], after[at]):
            if 0 < beside < len(arc) - 1:
                heappush(waiting, (corner(beside), beside))
    return tuple(point for at, point in enumerate(arc) if not gone[at])


def topojson(places: dict[str, list[Ring]], source: str, date: str) -> dict[str, Any]:
    """Places as TopoJSON, with where they come from."""
    shared = Topology(places)
    arcs = [
        [list(arc[0]), *([x - a, y - b] for (a, b), (x, y) in pairwise(arc))]
        for arc in map(_as_written, shared.simplified())
    ]
    shapes = [
        {"type": "Polygon", "id": code, "arcs": rings} for code, rings in shared.drawn.items()
    ]
    return {
        "type": "Topology",
        "source": source,
        "date": date,
        "licence": LICENCE,
        "transform": {"scale": [1 / GRID, 1 / GRID], "translate": [0, 0]},
        "objects": {"places": {"type": "GeometryCollection", "geometries": shapes}},
        "arcs": arcs,
    }


def _as_written(arc: Arc) -> list[Point]:
    """An arc on the coarser grid, with two points at least."""
    step = READ // GRID
    points = [(round(x / step), round(y / step)) for x, y in arc]
    kept = [point for point, after in pairwise(points) if point != after]
    return [*kept, points[-1]]


def positions(published: Path) -> Iterator[tuple[str, str, str]]:
    """Code, longitude and latitude of each practice that can be placed by where one stood in 2022.

    A practice that opened since, or has another postcode now, stands where one with its postcode stood.
    One that moved to another district of postcodes, where nobody stood, has no place.
    """
    tool = list(rows_in(published / "geography" / "icb_place_tool_practices_2022.csv"))
    stood = {row["PRACTICE_CODE"]: row for row in tool}
    at = {_plain(row["PRACTICE_POSTCODE"]): row for row in reversed(tool)}
    with (SAMPLE / "england_local_authorities.csv").open(encoding="utf-8", newline="") as file:
        now = {row["practice_code"]: row["postcode"] for row in csv.DictReader(file)}
    for code in sorted({*stood, *now}):
        then = stood.get(code)
        postcode = now.get(code) or (then or {}).get("PRACTICE_POSTCODE", "")
        found = at.get(_plain(postcode))
        if found is None and then and _district(postcode) == _district(then["PRACTICE_POSTCODE"]):
            found = then
        if found:
            x, y = (float(found[name]) for name in ("LONGITUDE", "LATITUDE"))
            yield code, f"{x:.{POSITION}f}", f"{y:.{POSITION}f}"


def _plain(postcode: str) -> str:
    return "".join(postcode.split()).upper()


def _district(postcode: str) -> str:
    return _plain(postcode)[:-3]


def main() -> None:
    """Write the two files."""
    published = Path(sys.argv[1]) if len(sys.argv) > 1 else PUBLISHED
    places = authorities(published)
    source = "Explore local statistics, local authorities, Office for National Statistics"
    shapes = topojson(places, source, "authorities of April 2025")
    text = json.dumps(shapes, ensure_ascii=False, separators=(",", ":"))
    (OUT / "authorities.json").write_text(f"{text}\n", encoding="utf-8")
    print(f"  authorities.json: {len(places)} places, {len(text):,} characters")
    write_csv(
        OUT / "practices.csv", ("practice_code", "longitude", "latitude"), positions(published)
    )


if __name__ == "__main__":
    main()
