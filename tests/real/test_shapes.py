"""Outlines and positions against the published files that they were made from."""

import csv
import json
import math
from pathlib import Path

from wfcore.charts import atlas, positions
from wfcore.charts.outlines import flat

SHIPPED = Path(__file__).parents[2] / "wfcore" / "charts" / "shapes"
NORTH_TO_SOUTH = 111.2  # kilometres in a degree of latitude, and, drawn flat, in one to the east


def published_outlines(real_data: Path) -> dict[str, list[list[tuple[float, float]]]]:
    """The rings of each authority as printed, by code; decoded by the letter of the TopoJSON specification."""
    whole = json.loads((real_data / "context/ons_els/topo_la_uk.json").read_text(encoding="utf-8"))
    sx, sy = whole["transform"]["scale"]
    tx, ty = whole["transform"]["translate"]

    def arc(at: int) -> list[tuple[float, float]]:
        x = y = 0
        points = []
        for dx, dy in whole["arcs"][at if at >= 0 else ~at]:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        return points if at >= 0 else points[::-1]

    found = {}
    for shape in whole["objects"]["ltla"]["geometries"]:
        many = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        found[shape["properties"]["areacd"]] = [
            [point for at in ring for point in arc(at)] for polygon in many for ring in polygon
        ]
    return found


def size(rings) -> float:
    return abs(sum(
        sum(x * b - a * y for (x, y), (a, b) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2
        for ring in rings
    ))  # fmt: skip


def test_an_outline_has_the_size_of_the_published_one(real_data: Path):
    published = published_outlines(real_data)
    atlas_of_today = atlas()
    off = {}
    for code in set(atlas_of_today.chains) & set(published):
        there = size([[flat(*point) for point in ring] for ring in published[code]])
        off[code] = abs(size(atlas_of_today.outline([code])) / there - 1)
    assert len(off) == 294
    assert {code for code, share in off.items() if share > 0.05} <= {
        "E06000053"
    }  # the Isles of Scilly
    assert sum(off.values()) / len(off) < 0.01


def test_a_practice_stands_where_it_stood(real_data: Path):
    path = real_data / "geography" / "icb_place_tool_practices_2022.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        tool = {row["Practice_Code"]: row for row in csv.DictReader(file)}
    known = positions()
    far = {
        code: NORTH_TO_SOUTH * math.dist(at, flat(float(row["Longitude"]), float(row["Latitude"])))
        for code, at in known.items()
        if (row := tool.get(code))
    }
    moved = {code for code, distance in far.items() if distance > 0.1}
    # Whose postcode is another now, and is one at which somebody stood in 2022.
    assert len(moved) < 80
    assert set(known) - set(tool) == {"Y07275", "Y07819"}  # opened since, in a house that was known
    assert len(known) > 6_400


def test_the_shipped_files_are_those_the_tool_writes(real_data: Path, tmp_path, monkeypatch):
    from tools import make_shapes

    monkeypatch.setattr(make_shapes, "OUT", tmp_path)
    monkeypatch.setattr("sys.argv", ["make_shapes", str(real_data)])
    make_shapes.main()
    data = {path.name for path in SHIPPED.iterdir() if path.suffix in (".json", ".csv")}
    assert {path.name for path in tmp_path.iterdir()} == data
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (SHIPPED / path.name).read_bytes(), path.name
