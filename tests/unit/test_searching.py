"""What is typed → the place that is meant, over all England."""

import csv
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.commands import run
from tests.unit.making import csv_text, figures, places_csv, staff_csv
from wfcore.answers import on_fitting_map
from wfcore.declared.loading import DEFINITIONS
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.searching import search_places

LEEDS = (Level.BOROUGH, "E08000035")


def first(figures: VersionMeasures, typed: str) -> tuple[Level, str]:
    place = search_places(figures, typed).found[0]
    return place.level, place.code


@pytest.mark.parametrize(
    ("typed", "level", "code"),
    [
        ("Leeds", *LEEDS),
        ("  lEEDS ", *LEEDS),
        ("E08000035", *LEEDS),
        ("15f", Level.SUB_ICB, "15F"),
        ("Norfolk and Suffolk", Level.ICB, "T6Y0W"),
        ("norfolk & suffolk", Level.ICB, "T6Y0W"),
        ("Norfolk and Waveney", Level.ICB, "QMM"),  # until the boards of April 2026
        ("B86012", Level.PRACTICE, "B86012"),
        ("U55939", Level.PCN, "U55939"),
        ("England", Level.ENGLAND, "E92000001"),
        ("Headingley", *LEEDS),  # a ward
        ("Leeds North East", *LEEDS),  # a constituency
        ("Sutton Coldfield", Level.BOROUGH, "E08000025"),  # of Birmingham, not of Sutton
        ("Harrogate", Level.BOROUGH, "E06000065"),  # a district of North Yorkshire until April 2023
        ("E07000165", Level.BOROUGH, "E06000065"),
        ("LS6", *LEEDS),
        # With an error in it:
        ("wolverhamptn", Level.BOROUGH, "E08000031"),
        ("Sheffeild", Level.BOROUGH, "E08000039"),
        ("waveny", Level.ICB, "QMM"),
        ("great yarmoth", Level.BOROUGH, "E07000145"),
        ("kings lyn", Level.BOROUGH, "E07000146"),
    ],
)
def test_what_is_meant(england_figures: VersionMeasures, typed: str, level: Level, code: str):
    assert first(england_figures, typed) == (level, code)


def test_a_place_is_told_by_what_it_is_and_where_it_lies(england_figures: VersionMeasures):
    leeds, *others = search_places(england_figures, "Leeds").found
    assert leeds.label == "Leeds – metropolitan district, West Yorkshire"
    assert "Leeds City Medical Practice – practice, Leeds" in {place.label for place in others}
    ward = search_places(england_figures, "Headingley").found[0]
    assert ward.label == f"Headingley & Hyde Park, ward → {leeds.label}"


def test_a_postcode_of_a_practice(england_figures: VersionMeasures):
    """B83031, by the file that is shipped; with and without its space."""
    for typed in ("BD16 3PA", "bd163pa"):
        found = search_places(england_figures, typed)
        assert not found.note
        assert {place.level for place in found.found} == {Level.PRACTICE}
        assert {place.said for place in found.found} == {"practice, Bradford"}


def test_a_postcode_nobody_has(england_figures: VersionMeasures):
    near = search_places(england_figures, "LS6 1ZZ")
    assert near.note == "No practice has the postcode LS6 1ZZ. These are in LS6."
    assert (near.found[0].level, near.found[0].code) == LEEDS
    nowhere = search_places(england_figures, "ZZ1 1ZZ")
    assert nowhere.found == ()
    assert "Type the name of the town, the ward or the practice" in nowhere.note


@pytest.mark.parametrize("typed", ["", " ", "%%%", "☃", "xyzzy qqq", "'; drop table", "a" * 10_000])
def test_nothing_is_found_and_said(england_figures: VersionMeasures, typed: str):
    found = search_places(england_figures, typed)
    assert found.found == ()
    assert found.note.endswith(".")
    assert len(found.note) < 400


@pytest.mark.parametrize(
    "typed", ["leeds", "wolverhamptn", "LS6 1ZZ", "nothing like it", "medical"]
)
def test_it_is_quick(england_figures: VersionMeasures, typed: str):
    search_places(england_figures, typed)  # makes the index
    took: list[float] = []
    for _ in range(5):
        begun = time.perf_counter()
        search_places(england_figures, typed)
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.05


def test_the_command_lists_what_may_be_meant(england: Path):
    found = run("places", "waveny", "--store", england)
    assert found.code == 0
    assert found.rows()[0]["code"] == "QMM"
    assert run("places", "xyzzy", "--store", england).code == 2


@pytest.mark.parametrize("typed", ["Leeds", "Headingley & Hyde Park", "E08000035"])
def test_commands_take_the_same_words(england: Path, typed: str):
    answer = run("answer", "enough", "--place", typed, "--store", england)
    assert answer.code == 0
    assert "Leeds has " in answer.out


def test_commands_ask_what_was_meant(england: Path):
    refused = run("answer", "enough", "--place", "Leads", "--store", england)
    assert refused.code == 2
    assert "Did you mean: Leeds – metropolitan district, West Yorkshire (E08000035)" in refused.err
    refused = run(
        "measures",
        "--metric",
        "gp_rate",
        "--level",
        "pcn",
        "--within",
        "wolverhamptn",
        "--store",
        england,
    )
    assert "Did you mean: Wolverhampton – metropolitan district, Black Country" in refused.err


DIRECTORY = [  # postcode, authority, ward, constituency: invented, but for the codes
    ("LS6 1AA", "E08000035", "", "E14001131"), ("LS6 1AB", "E08000035", "", "E14001131"),
    ("BD1 1AA", "E08000032", "", "E14001131"), ("HG1 1AA", "E07000165", "", "E14001131"),
]  # fmt: skip


def listed_areas() -> list[dict[str, str]]:
    with (DEFINITIONS / "gazetteer.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_constituency_that_only_a_directory_places():
    """Another road: which constituencies the gazetteer leaves open is read from its file."""
    rows = listed_areas()
    open_ones = [row for row in rows if row["code"].startswith("E14") and not row["within"]]
    names = Counter(row["name"] for row in rows)
    target = next(row for row in open_ones if names[row["name"]] == 1)
    made = places_csv([("A00001", "U00001", "Leeds"), ("A00002", "U00001", "Bradford")])
    staff = staff_csv([("", "A00001", 5), ("", "A00002", 5)])
    bare = figures(made, staff)
    said = search_places(bare, target["name"])
    assert said.note.startswith(f"{target['name']}, constituency: these data do not say in which")
    assert "directory of postcodes (ONSPD or NSPL)" in said.note
    cells = [(p, a, w, target["code"]) for p, a, w, _ in DIRECTORY]
    directory = csv_text(["pcds", "oslaua", "osward", "pcon"], cells)
    found = search_places(figures(made, staff, directory), target["name"])
    assert not found.note
    via = f"{target['name']}, constituency"
    assert {(p.name, p.via) for p in found.found[:2]} == {("Leeds", via), ("Bradford", via)}


def test_every_constituency_is_found_or_said_to_be_open(england_figures: VersionMeasures):
    for name in [row["name"] for row in listed_areas() if row["code"].startswith("E14")]:
        found = search_places(england_figures, name)
        assert found.found or "these data do not say in which" in found.note, name


def test_a_place_that_is_gone_is_found_and_shown_as_it_was(england_figures: VersionMeasures):
    """Norfolk and Waveney merged in April 2026: the search finds it, the map follows, the heir is named."""
    found = search_places(england_figures, "Norfolk and Waveney").found[0]
    assert "until" in found.said
    shown, why = on_fitting_map(england_figures, found.code, None)
    assert shown.map == "then"
    assert "Norfolk and Suffolk" in why
    months = shown.periods_of("practice", found.level, found.code)
    assert months[-1] < "2026-04"
    measured = shown.measure_of("gp_excl_trainees_rate", found.level, found.code, "2025-12")
    assert measured.value == pytest.approx(
        47.665, abs=0.05
    )  # 26A is all of it: the oracle's figure
