"""Maps: outlines, classes, and what an answer says of them."""

import csv
import json
import math
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from wfcore.answers import answer_question, choice_of, map_choices, question_of
from wfcore.charts import INK, SEQUENCE, FramedShapes, area_map, atlas, embed_rows, enlarge_chart
from wfcore.charts.classes import SILENT, classes_of
from wfcore.charts.house import PAPER
from wfcore.charts.map_frames import best_room, edges_of, hatched, hull, kept_apart
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.papers.pictures import picture

ROOT = Path(__file__).parents[2]
SHAPES = ROOT / "wfcore" / "charts" / "shapes"
SQUARE = (((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)),)


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "sample_data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def size(rings) -> float:
    return sum(sum(x * b - a * y for (x, y), (a, b) in pairwise(ring)) / 2 for ring in rings)


def test_shapes_are_light_and_say_where_they_come_from():
    assert sum(path.stat().st_size for path in SHAPES.iterdir()) < 400_000
    said = (SHAPES / "README.md").read_text(encoding="utf-8")
    for path in SHAPES.iterdir():
        assert path.name == "README.md" or f"`{path.name}`" in said
    for path in SHAPES.glob("*.json"):
        held = json.loads(path.read_text(encoding="utf-8"))
        assert held["source"]
        assert held["date"]
        assert "Open Government Licence v3.0" in held["licence"]


def test_every_authority_with_practices_has_an_outline():
    # Those of North East London stand in their own file by name; two are counted together.
    coded = {row["borough_code"] for row in rows("england_local_authorities.csv")}
    assert len(coded) > 290
    assert coded - set(atlas().chains) == set()
    assert {"E09000001", "E09000012"}.isdisjoint(coded)


def test_borders_are_kept_once():
    authorities = atlas()
    boroughs = ["City and Hackney", *(f"E090000{n}" for n in ("02", "16", "25", "26", "30", "31"))]
    apart = [size(authorities.outline([code])) for code in boroughs]
    together = authorities.outline(boroughs)
    assert size(together) == pytest.approx(sum(apart))
    assert len(together) == 1  # no line inside is left
    assert together[0][0] == together[0][-1]
    # Square kilometres of Havering: 112 (ONS, Standard Area Measurements).
    to_km = 111.2**2 * math.cos(math.radians(51.55)) / math.cos(math.radians(52.8))
    assert abs(size(authorities.outline(["E09000016"]))) * to_km == pytest.approx(112.3, rel=0.03)


def test_neighbours_touch_and_others_do_not():
    borders = atlas().borders
    havering = borders(["E09000016"])
    assert havering & borders(["E09000026"])  # Redbridge
    assert not havering & borders(["E09000025"])  # Newham


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([31.9, 33.5, 33.8, 36.1, 36.2, 40.0, 53.8], ["under 34", "34 to 36", "36 to 38", "38 or more"]),
        ([0.61, 0.72, 0.9], ["under 0.7", "0.7 to 0.8", "0.8 or more"]),
        ([1_500, 2_400], ["under 1,750", "1,750 to 2,000", "2,000 to 2,250", "2,250 or more"]),
        ([4.0, 4.0], ["all alike"]),
        ([7.0], ["all alike"]),
    ],
)  # fmt: skip
def test_classes_have_round_bounds(values: list[float], labels: list[str]):
    classes = classes_of(values)
    assert classes.labels == labels
    assert len(set(classes.colours)) == len(labels)


def test_a_figure_on_a_bound_is_in_the_higher_class():
    classes = classes_of([30, 40, 50])
    assert 40 in classes.bounds
    assert classes.label(40) != classes.label(39.9)
    assert classes.label(40) == classes.labels[classes.bounds.index(40) + 1]


def test_one_odd_place_is_no_class_of_its_own():
    classes = classes_of([*range(30, 60), 4_000])
    assert classes.bounds[-1] < 60
    assert classes.label(4_000) == classes.labels[-1]


def test_no_figure_is_never_a_colour_of_0():
    classes = classes_of([30, None, 40])
    kinds, colours = classes.legend([30, None, 40])
    assert kinds[-1] == classes.label(None) == SILENT
    assert colours.count(colours[-1]) == 1
    assert classes_of([None]).legend([None])[0] == [SILENT]


def test_room_and_hatching_stay_inside():
    wide, (x, y) = best_room(edges_of(SQUARE), 2.0)
    assert wide == pytest.approx(10)
    assert 0 < x < 10
    assert 1 <= y <= 9
    lines = hatched([[(x * 100, y * 100) for x, y in SQUARE[0]]], 90)
    assert len(lines) > 10
    assert all(0 <= x <= 1000 and 0 <= y <= 1000 for line in lines for x, y in line)


def asked(
    figures: VersionMeasures,
    place: str,
    inside: str | None = None,
    metric: str = "gp_excl_trainees_rate",
):
    choice = choice_of(figures, place, metric, "2026-05")
    return answer_question(choice.figures, question_of(choice, "map", inside=inside))


def test_the_map_of_a_borough_says_where_it_lies(england_figures: VersionMeasures):
    found = asked(england_figures, "Havering")
    # Added up independently: tests/real/test_england_sample.py holds the same figures.
    assert found.verdict == (
        "Fully qualified GPs per 100,000 patients are lowest in Redbridge (31.9) and highest in City and "
        "Hackney (53.8). Havering, with 36.2, is third highest of 7."
    )
    assert "Both boroughs that touch Havering are lower: 31.9 to 33.8." in found.detail
    assert "Outlined: Havering 36.2." in found.alt
    areas = {area["code"]: area for area in found.picture["layer"][0]["data"]["values"]}
    assert len(areas) == 7
    assert areas["E09000016"]["label"] == "36 to 38"
    assert "295,886 patients; 98% of patients covered" in areas["E09000016"]["said"]
    assert found.table is not None
    assert found.table.rows.height == 7


def test_a_place_without_a_figure_is_hatched(england_figures: VersionMeasures):
    found = asked(
        england_figures, "Y63", "borough", "nurse_rate"
    )  # the extract has nurses of London alone
    assert found.picture["layer"][1]["data"]["values"]
    assert {a["label"] for a in found.picture["layer"][0]["data"]["values"]} == {SILENT}
    assert found.verdict.startswith("No figure for nurses")


def test_what_has_no_outline_stands_as_squares_and_says_so(sample_figures: VersionMeasures):
    choice = choice_of(sample_figures, "Demonstration place (invented)", "gp_rate")
    found = answer_question(choice.figures, question_of(choice, "map"))
    assert "each is a square" in " ".join(found.cautions)
    assert found.invented


def test_every_board_and_region_can_be_drawn(england_figures: VersionMeasures):
    shapes = []
    for level in (Level.ICB, Level.REGION, Level.ENGLAND):
        for code in england_figures.areas("practice", "2026-05", level)["area_code"]:
            choice = choice_of(england_figures, code, "gp_excl_trainees_rate", "2026-05")
            assert len(map_choices(choice)) > 1
            found = asked(england_figures, code)
            assert not any("square" in caution for caution in found.cautions), code
            shapes.append(len(found.picture["layer"][0]["data"]["values"]))
            assert shapes[-1] == found.table.rows.height, code
            assert len(found.verdict.split()) <= 30, found.verdict
    assert len(shapes) == 36 + 7 + 1


def test_a_map_is_drawn_for_paper_and_travels_alone(england_figures: VersionMeasures):
    found = asked(england_figures, "Havering")
    drawn = picture(found.picture)
    assert "Havering" in drawn.svg
    assert "under 34" in drawn.svg
    assert drawn.alt == found.alt
    assert len(json.dumps(embed_rows(found.picture))) < 20_000


# Practices and networks


def practices_of(icb: str, month: str = "2026-07") -> set[str]:
    return {
        row["practice_code"]
        for row in rows("england_places.csv")
        if (row["period"], row["icb_code"]) == (month, icb)
    }


def lists() -> dict[str, int]:
    found = rows("england_lists.csv")
    return {row["practice_code"]: int(row["registered"]) for row in found}


def placed() -> set[str]:
    with (SHAPES / "practices.csv").open(encoding="utf-8", newline="") as file:
        return {row["practice_code"] for row in csv.DictReader(file)}


# South Yorkshire: every practice has a place. North East London: three have none.
@pytest.mark.parametrize(("icb", "missing"), [("QF7", 0), ("QMF", 3)])
def test_on_the_map_and_not_on_it_are_the_whole(
    england_figures: VersionMeasures, icb: str, missing: int
):
    patients, known = lists(), placed()
    counted = {
        row["practice_code"] for row in rows("england_practices.csv") if row["period"] == "2026-05"
    }
    # Practices of the file of May; their lists of July.
    whole = {
        code: patients[code] for code in practices_of(icb) if code in counted and code in patients
    }
    on_it = sum(size for code, size in whole.items() if code in known)
    found = asked(england_figures, icb, "practice")
    assert (
        found.receipt[-1] == f"On the map: {on_it:,} of {sum(whole.values()):,} registered patients"
    )
    dots = found.picture["datasets"]["dots"]
    assert dots.height == len(whole) - missing
    assert dots["patients"].sum() == on_it
    said = [caution for caution in found.cautions if "Not on the map" in caution]
    off = sum(whole.values()) - on_it
    assert [f"with {off:,} patients" in one for one in said] == [True] * bool(missing)


def test_networks_are_told_apart_by_number_line_and_key(england_figures: VersionMeasures):
    found = asked(england_figures, "Havering", "pcn")
    dots, key = (found.picture["datasets"][name] for name in ("dots", "key"))
    numbers = {row["number"] for row in dots.to_dicts()}
    assert numbers == {"1", "2", "3", "4", "5"}
    assert [text.split()[0] for text in key["text"]] == sorted(numbers)
    # Figures of the networks, added up by themselves: tests/real holds them against the published ones.
    assert key["text"].to_list()[0] == "1  Havering Crest PCN 49.3"
    assert "1 Havering Crest PCN 49.3; 2 Havering Liberty PCN 40.9" in found.alt
    hulls = next(
        layer for layer in found.picture["layer"] if len(layer["data"].get("values", ())) == 5
    )
    assert all(
        ring["geometry"]["coordinates"][0][0] == ring["geometry"]["coordinates"][0][-1]
        for ring in hulls["data"]["values"]
    )
    assert found.table is not None
    assert set(found.table.rows["network"]) >= {"1 Havering Crest PCN"}


def test_a_practice_without_a_figure_is_white_and_dashed(england_figures: VersionMeasures):
    found = asked(england_figures, "Havering", "practice")
    silent = found.picture["datasets"]["dots"].filter(label=SILENT)
    assert silent.height == 1  # one of forty sent no figure of GPs
    assert "Without a figure, with a dashed edge: 1." in found.alt


def test_a_hull_has_no_dent_and_holds_every_point():
    ring = hull([(0, 0), (4, 0), (4, 4), (0, 4), (2, 2), (1, 3), (2, 0)])
    assert set(ring) == {(0, 0), (4, 0), (4, 4), (0, 4)}
    assert ring[0] == ring[-1]
    assert hull([(1, 1)]) == ((1, 1), (1, 1))
    assert set(hull([(1, 1), (2, 2)])) == {(1, 1), (2, 2)}


def test_practices_in_one_house_are_each_seen():
    spots = kept_apart([(100, 100)] * 4 + [(400, 400)], [10] * 5)
    pairs = [math.dist(a, b) for i, a in enumerate(spots) for b in spots[:i]]
    assert min(pairs) > 10  # no dot hides another
    assert math.dist(spots[-1], (400, 400)) < 1  # who stands alone stays
    assert all(math.dist(spot, (100, 100)) < 30 for spot in spots[:4])


# Colours

# Viénot, Brettel and Mollon (1999) for red and green, Brettel, Viénot and Mollon (1997) for blue:
# what is left of linear red, green and blue.
BLIND = {
    "protanopia": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deuteranopia": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
    "tritanopia": ((1.01277, 0.13548, -0.14826), (-0.01243, 0.86812, 0.14431), (0.07589, 0.80500, 0.11911)),
}  # fmt: skip


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def lab(rgb: list[float]) -> tuple[float, float, float]:
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        max(sum(m * p for m, p in zip(row, rgb, strict=True)), 0.0) / w
        for row, w in zip(to_xyz, white, strict=True)
    )
    f, g, h = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * g - 16, 500 * (f - g), 200 * (g - h)


def luminance(colour: str) -> float:
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def schemes() -> list[list[str]]:
    return [classes_of(values).colours for values in ([1, 2], [1, 2, 3], [*range(10)])]


@pytest.mark.parametrize("kind", BLIND)
def test_classes_are_told_apart_whoever_looks(kind: str):
    for colours in [*schemes(), SEQUENCE]:
        seen = [
            lab([sum(m * p for m, p in zip(row, linear(c), strict=True)) for row in BLIND[kind]])
            for c in colours
        ]
        # 20 and more apart in CIELAB: a difference at a glance.
        assert all(math.dist(a, b) > 20 for a, b in pairwise(seen)), colours


def test_classes_are_told_apart_in_grey():
    for colours in schemes():
        lights = [luminance(colour) + 0.05 for colour in colours]
        assert all(a / b >= 1.5 for a, b in pairwise(lights)), colours  # each clearly darker
    # A number in a dot, and words on their white edge, can be read on every class.
    for values in ([1, 2], [1, 2, 3], [*range(10)]):
        classes = classes_of(values)
        for value, colour in ((v, classes.colours[classes.at(v) or 0]) for v in values):
            ink = PAPER if classes.is_dark(value) else INK
            light, dark = sorted((luminance(ink) + 0.05, luminance(colour) + 0.05), reverse=True)
            assert light / dark >= 4.5, (colour, ink)


# In other sizes


def test_a_projector_has_larger_labels_that_still_fit(england_figures: VersionMeasures):
    found = asked(england_figures, "Havering")
    grown = enlarge_chart(found.picture, 1.5)
    assert {p["name"]: p.get("value") for p in grown["params"]}["letter"] == 18
    assert {p["name"]: p.get("value") for p in found.picture["params"]}["letter"] == 12
    assert (
        grown["layer"][0]["data"] == found.picture["layer"][0]["data"]
    )  # shapes are left as they are
    assert "Redbridge" in picture(found.picture).svg


def test_a_small_place_that_is_looked_at_is_named_beside_it(england_figures: VersionMeasures):
    # Hartlepool is a few pixels wide among the authorities of its board.
    rate = "gp_excl_trainees_rate"
    found = england_figures.measure([rate], "borough", period="2026-05", within="QHM")
    shapes = FramedShapes({code: atlas().outline([code]) for code in found["area_code"]})
    drawn = area_map(found, declared().metric(rate), shapes, here="E06000001")
    labels = drawn["datasets"]["labels"]
    ours = labels.filter(pl.col("label").str.starts_with("Hartlepool"))
    assert ours["aside"].to_list()[-1] > 0  # to the right, where the sea is
    assert "Hartlepool" in picture(drawn).svg
