"""Maps: outlines, classes, and what an answer says of them."""

import csv
import json
import math
from itertools import pairwise
from pathlib import Path

import pytest

from wfcore.answers import answer_question, choice_of, map_choices, question_of
from wfcore.charts import atlas, embed_rows
from wfcore.charts.classes import SILENT, classes_of
from wfcore.charts.map_frames import best_room, hatched
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
    assert coded - set(atlas("borough").chains) == set()
    assert {"E09000001", "E09000012"}.isdisjoint(coded)


def test_borders_are_kept_once():
    authorities = atlas("borough")
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
    borders = atlas("borough").borders
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
    wide, (x, y) = best_room(SQUARE, 2.0)
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
    assert "no figure is available for these" in found.verdict


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
            assert len(map_choices(choice)) > 1 or level is Level.ENGLAND
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
