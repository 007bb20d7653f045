"""Set up an area, through the page: from an empty store to the first page of that area."""

import itertools
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.commands import run
from tests.ui.conftest import OpenApp
from tests.ui.looking import everything, lead, paragraphs
from tests.unit.making import csv_text, lists_csv, staff_csv
from wfcore.access import acting_as, setup_actor
from wfcore.declared import declared
from wfcore.store import Store

MAP = [
    "EXTRACT_DATE", "PRACTICE_CODE", "PRACTICE_POSTCODE", "PCN_CODE", "PCN_NAME", "SUB_ICB_LOCATION_CODE",
    "SUB_ICB_LOCATION_NAME", "ICB_CODE", "ICB_NAME", "COMM_REGION_CODE", "COMM_REGION_NAME",
]  # fmt: skip
CODES = [f"A0000{n}" for n in range(1, 6)]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store in which nothing is published, and the app looks at it."""
    folder = tmp_path / "empty"
    with acting_as(setup_actor()):
        Store.create(folder)
    monkeypatch.setenv("WORKFORCE_STORE", str(folder))
    return folder


def states(at: AppTest) -> dict[str, str]:
    """Title of each public file → what its line says."""
    titles = {file.title for file in declared().setup.files.values()}
    said = [m.value for m in at.markdown]
    found: dict[str, str] = {}
    for before, line in itertools.pairwise(said):
        if (title := line.strip("*")) in titles:
            found[title] = before.split("[")[-1].split("]")[0]
    return found


def upload(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    at.file_uploader[0].set_value([(name, data, "text/csv") for name, data in files]).run()
    for box in at.checkbox:
        if str(box.key).startswith("upload-confirmed"):
            at = box.check().run()
    assert [e.value for e in at.exception] == []
    return at


def publish(at: AppTest) -> AppTest:
    """One tick and one reason for all warnings."""
    at.text_input(key="publish-by").set_value("Ann Analyst")
    assert len([b for b in at.checkbox if str(b.key).startswith("accept-")]) <= 1
    for box in at.checkbox:
        if box.key == "accept-all":
            box.check()
            at.text_input(key="reason-all").set_value("the first files of the area")
    next(b for b in at.button if b.label == "Publish").click().run()
    assert [e.value for e in at.exception] == []
    assert [e.value for e in at.error] == []
    return at


def small_files() -> list[tuple[str, bytes]]:
    rows = [
        ("01Sep2025", code, "LS6 1AA", "U00001", "HERE PCN", "15F", "NHS WEST YORKSHIRE ICB - 15F", "QWO",
         "NHS West Yorkshire Integrated Care Board", "Y63", "North East and Yorkshire")
        for code in CODES
    ]  # fmt: skip
    return [
        ("map.csv", csv_text(MAP, rows).encode()),
        ("lists.csv", lists_csv([(code, 10_000) for code in CODES]).encode()),
        ("staff.csv", staff_csv([("", code, 5) for code in CODES]).encode()),
    ]


def test_lines_turn_green_as_files_come_and_readers_open_on_the_area(
    open_app: OpenApp, empty: Path
):
    at = open_app("set-up")
    at.selectbox(key="setup-board").select("QWO").run()
    assert len(at.selectbox(key="setup-board").options) == 36
    assert set(states(at).values()) == {"Not yet"}
    assert "GP Practice Mapping file" in everything(at)
    at = upload(at, *small_files())
    there = {title for title, state in states(at).items() if state == "There"}
    assert there == {"Practice map", "Registered patients", "Staff of practices"}
    assert "In this upload, not published yet." in paragraphs(at)
    at = publish(at)
    assert "The notebook opens on West Yorkshire" in paragraphs(at)
    first = open_app()
    # Five practices are too few for a figure of the board: its network stands for it.
    assert lead(first).startswith("Here PCN has 50.0 GPs")
    assert "The notebook opens on it." in run("setup", "--icb", "QWO", "--store", empty).out


def test_an_area_is_its_stores_own_choice_and_can_be_changed(open_app: OpenApp, own_store: Path):
    """Without new files: only what the store opens on."""
    at = open_app("set-up")
    at.selectbox(key="setup-board").select("QMF").run()
    at = publish(at)
    assert lead(open_app()).startswith("North East London has")


def test_the_command_says_what_is_there(own_store: Path):
    listed = run("setup", "--store", own_store)
    assert listed.code == 0
    assert "QMF  North East London" in listed.out
    found = run("setup", "--icb", "north east london", "--store", own_store)
    assert "[x] Practice map: " in found.out
    assert "[ ] Directory of postcodes (optional): Not here." in found.out
    refused = run("setup", "--icb", "Atlantis", "--store", own_store)
    assert refused.code == 2
    assert "There is no integrated care board called 'Atlantis'" in refused.err


def test_a_board_that_was_joined_is_found_by_its_old_name(empty: Path):
    found = run("setup", "--icb", "Norfolk and Waveney", "--store", empty)
    assert found.out.startswith("Norfolk and Suffolk (T6Y0W), 26A\n")
