"""The pages on the store of a first start: every place of England can be chosen."""

from pathlib import Path

import pytest

from tests.ui.conftest import OpenApp
from tests.ui.looking import choice, lead, paragraphs, unfold


@pytest.fixture(autouse=True)
def first_store(england: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKFORCE_STORE", str(england))


def test_opens_on_the_count_that_the_aim_is_set_in(open_app: OpenApp):
    at = open_app()
    assert lead(at).startswith(
        "Havering has 36.2 qualified GPs per 100,000 patients, fewer than England or North East London."
    )
    assert choice(at, "count").value == "gp_excl_trainees"


@pytest.mark.parametrize(
    ("level", "place", "first"),
    [
        (
            "sub_icb",
            "15F",
            "Leeds (15F) has 47.5 qualified GPs per 100,000 patients, more than England and West Yorkshire.",
        ),
        (
            "sub_icb",
            "26A",
            "Norfolk and Waveney (26A) has 47.7 qualified GPs per 100,000 patients, more than England and",
        ),
        (
            "england",
            "E92000001",
            "England has 45.4 qualified GPs per 100,000 patients, more than in December 2025.",
        ),
        (
            "icb",
            "D7T5G",
            "Essex has 39.2 qualified GPs per 100,000 patients, fewer than England or East of England.",
        ),
        (
            "borough",
            "E08000031",
            "Wolverhampton has 41.7 qualified GPs per 100,000 patients, fewer than England or",
        ),
        (
            "borough",
            "Leeds",
            "Leeds has 47.0 qualified GPs per 100,000 patients, more than England and West Yorkshire.",
        ),  # as a look-up without codes names it
    ],
)
def test_a_link_to_a_place(open_app: OpenApp, level: str, place: str, first: str):
    assert lead(open_app(level=level, place=place)).startswith(first)


def test_the_count_stays_when_another_place_is_chosen(open_app: OpenApp):
    at = open_app(level="sub_icb", place="A3A8R", count="gp")
    choice(at, "place").select("15F").run()
    assert choice(at, "count").value == "gp"
    assert "GPs and trainees" in lead(at)


def test_lists_are_of_the_neighbourhood(open_app: OpenApp):
    """Of 1,300 networks those of the place looked at, or of its integrated care board."""
    at = open_app(level="sub_icb", place="15F")
    choice(at, "level").select("pcn").run()
    assert 10 < len(choice(at, "place").options) < 40
    assert choice(at, "borough").value == "E08000035"
    assert 2 < len(choice(at, "borough").options) < 10
    choice(at, "borough").select("all").run()
    assert choice(at, "borough").options[0] == "Anywhere in West Yorkshire"
    assert 40 < len(choice(at, "place").options) < 70


def test_a_place_is_found_by_typing_and_is_that_of_every_page(open_app: OpenApp):
    at = open_app()
    unfold(at, "bar:place").text_input(key="find-a-place").set_value("wolverhamptn").run()
    first = at.button(key="found-0")
    assert first.label == "Wolverhampton – metropolitan district, Black Country"
    first.click().run()
    assert lead(at).startswith("Wolverhampton has ")
    assert (at.query_params["level"], at.query_params["place"]) == ("borough", "E08000031")
    assert "find-a-place" not in [box.key for box in at.text_input]  # the box is shut
    assert unfold(at, "bar:place").text_input(key="find-a-place").value == ""
    assert "found-0" not in {button.key for button in at.button}


def test_a_postcode_nobody_knows_is_said_kindly(open_app: OpenApp):
    at = open_app()
    unfold(at, "bar:place").text_input(key="find-a-place").set_value("ZZ1 1ZZ").run()
    assert any(
        "No practice of these data has a postcode like ZZ1 1ZZ" in c.value for c in at.caption
    )


def test_a_network_far_from_the_last_place_is_shown_with_its_neighbours(open_app: OpenApp):
    at = open_app()
    unfold(at, "bar:place").text_input(key="find-a-place").set_value("U26715").run()
    at.button(key="found-0").click().run()
    assert "Wolverhampton South East" in lead(at)
    assert choice(at, "borough").options[0] == "Anywhere in Black Country"


def test_a_board_that_merged_says_its_last_month(open_app: OpenApp):
    at = open_app(level="icb", place="QRV")
    assert "North West London, until December 2025" in choice(at, "place").options
    assert " has 36.4 qualified GPs per 100,000 patients, fewer than England or London." in lead(at)
    assert (
        "England has 44.9 fully qualified GPs per 100,000 patients and London 40.4."
        in paragraphs(at)
    )


@pytest.mark.parametrize("page", ["notebook", "compare", "change", "meeting", "what-if", "quality"])
def test_every_page_stands_for_a_place_without_other_staff(open_app: OpenApp, page: str):
    at = open_app(page, level="sub_icb", place="15F")
    assert [error.value for error in at.error] == []
    assert "West Yorkshire" in lead(at) or "Leeds" in lead(at)


def test_a_place_may_be_called_by_its_name_in_a_link(open_app: OpenApp):
    for link in ({"place": "havering"}, {"place": "Newham", "period": "2025-09"}):
        at = open_app("overview", level="borough", **link)
        assert [note.value for note in at.info] == []
        assert lead(at).lower().startswith(link["place"].lower())
