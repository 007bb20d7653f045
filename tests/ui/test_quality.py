"""How good are the figures?"""

import re
from pathlib import Path

import pytest

from tests.ui import shipped
from tests.ui.looking import everything, lead, paragraphs, pick, tables
from wfcore.answers import answer_question, choice_of, question_of
from wfcore.measuring import VersionMeasures
from wfcore.store import Store


@pytest.fixture
def open_page(open_app):
    return lambda **link: open_app("quality", link)


def nurses_missing(borough: str) -> set[str]:
    """Codes of practices of a borough whose nurses are printed as NA in September 2025."""
    here = {r["practice_code"] for r in shipped.rows("nel_places") if r["borough_name"] == borough}
    return {
        r["area_code"]
        for r in shipped.rows("nel_practice_staff")
        if r["period"] == "2025-09" and r["staff_group"] == "nurse" and r["fte"] == "NA"
    } & here


def test_it_names_who_to_ring_and_what_the_gap_does(open_page):
    at = open_page(level="borough", place="Newham", staff="nurse", period="2025-09")
    expected = nurses_missing("Newham")
    assert expected
    text = everything(at)
    assert all(code in text for code in expected)
    assert f"{len(expected)} practices sent no figure for nurses." in paragraphs(at)
    assert "highest tenth" in paragraphs(at)
    assert "practices sent a return. Half of them score " in lead(at)


def test_no_gap_is_said(open_page):
    at = open_page(level="borough", place="Havering", staff="admin", period="2025-09")
    assert "Nobody is missing: every return has a figure" in paragraphs(at)
    assert "so none is missing from the rate" in paragraphs(at)


def test_networks_are_scored_on_their_own_returns(open_page):
    at = open_page(
        level="borough", place="Barking and Dagenham", staff="pcn_staff", period="2025-11"
    )
    assert "4 of 6 networks sent a return" in lead(at)
    pick(at, "level", "icb")
    assert "networks sent a return" in lead(at)


@pytest.mark.parametrize(
    ("link", "metric"),
    [
        ({"place": "Newham", "staff": "nurse", "period": "2025-09"}, "nurse_fte"),
        ({"place": "Havering", "staff": "admin", "period": "2025-09"}, "admin_rate"),
        (
            {"place": "Barking and Dagenham", "staff": "pcn_staff", "period": "2025-11"},
            "pcn_staff_rate",
        ),
    ],
)
def test_the_notebook_says_the_same(open_page, samples: Path, link, metric: str):
    figures = VersionMeasures(Store.open(samples).read())
    choice = choice_of(figures, link["place"], metric, link["period"])
    answer = answer_question(figures, question_of(choice, "quality"), today="2026-11")
    at = open_page(level="borough", **link)
    assert lead(at) in answer.detail
    rows = next((t for t in tables(at) if "Patients affected" in t[0]), None)
    if rows is None:
        assert not any(said.startswith("Did not report") for said in answer.detail)
        return
    (named,) = [said for said in answer.detail if said.startswith("Did not report")]
    there = [named.index(name) for name in [next(iter(row.values())) for row in rows[:6]]]
    assert there == sorted(there)
    said = paragraphs(at)
    assert [
        one for one in re.split(r"(?<=[.]) (?=[A-Z])", answer.detail[-1]) if one not in said
    ] == []
    assert "per 100,000 patients" in answer.detail[-1]
