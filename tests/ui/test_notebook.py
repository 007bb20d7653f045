"""The notebook: each question once, in order, answered with sentence, picture or table, and what to ask."""

import re

import pytest

from tests.ui import shipped
from tests.ui.conftest import OpenApp
from tests.ui.looking import lead, nodes, paragraphs, tables, unfold
from wfcore.answers import kinds_of
from wfcore.declared import declared

NOTEBOOK = kinds_of("notebook")


def headings(at) -> list[str]:
    return [h.value for h in at.header]


def test_every_question_of_the_committee_in_order(open_app: OpenApp):
    at = open_app("notebook")
    assert headings(at)[:2] == [
        "Have we enough?",
        "Is it getting better, and did it really change?",
    ]
    assert headings(at) == [declared().answers[kind].title for kind in NOTEBOOK]
    jumps = re.findall(r"\[(.+?)\]\(#(\w+)\)", at.markdown[0].value)
    assert [title for title, _ in jumps] == headings(at)
    assert [anchor for _, anchor in jumps] == [h.proto.anchor for h in at.header]


def test_the_figures_are_those_of_the_files(open_app: OpenApp):
    at = open_app("notebook", period="2025-09")
    gps = shipped.practices("2025-09", borough="Havering")
    assert f"{gps.rate:.1f}" in lead(at)
    excluding = shipped.practices("2025-09", definition="excl_locums", borough="Havering")
    assert f"The lowest count is {excluding.rate:.1f}: all, excluding locums." in paragraphs(at)


def test_tables_and_receipts_wait_until_they_are_opened(open_app: OpenApp):
    at = open_app("notebook")
    shut = len(tables(at))
    assert "SHA-256" not in paragraphs(at)
    unfold(at, "menu:receipt-better-", "fold:table-better")
    assert len(tables(at)) == shut + 1
    assert "SHA-256" in paragraphs(at)


def test_a_question_can_be_pinned(open_app: OpenApp):
    at = open_app("notebook")
    at.button(key="pin-counts-").click().run()
    assert at.button(key="pin-counts-").label == "In the paper"
    at.button(key="pin-counts-").click().run()
    assert at.button(key="pin-counts-").label == "Pin to the paper"


def test_the_last_section_has_every_question_and_who_can_answer(open_app: OpenApp):
    at = open_app("notebook")
    last = at.markdown[-1].value if "Who can answer" in at.markdown[-1].value else next(
        m.value for m in reversed(at.markdown) if "Who can answer" in m.value
    )  # fmt: skip
    listed = re.findall(r"^- \*\*(.+?)\*\* Who can answer: (.+)\.$", last, re.MULTILINE)
    said = next(m.value for m in at.markdown if "come from these figures" in m.value)
    assert int(said.split()[0]) == len(listed) > 2


@pytest.mark.parametrize(("level", "missing"), [("practice", 2), ("region", 2), ("pcn", 0)])
def test_what_cannot_be_asked_of_a_place_is_said(open_app: OpenApp, level: str, missing: int):
    at = open_app("notebook", level=level, place="", period="2025-09")
    assert len(headings(at)) == len(NOTEBOOK) - missing
    note = [c.value for c in at.caption if c.value.startswith("Not asked of this kind of place")]
    assert len(note) == (1 if missing else 0)
    assert [e.value for e in at.error] == []


def test_no_two_parts_share_a_key(open_app: OpenApp):
    at = open_app("notebook", staff="nurse", level="icb")
    ids = [str(n.proto.id) for n in nodes(at) if getattr(getattr(n, "proto", None), "id", "")]
    assert len(ids) == len(set(ids))


def test_what_was_asked_last_time(open_app: OpenApp):
    at = open_app("notebook", level="icb", place="QZZ")
    words = paragraphs(at)
    assert "3 things were asked of Demonstration place (invented): 1 is closed" in words
    table = next(rows for rows in tables(at) if "What was asked" in rows[0])
    asked = {row["reference"]: row for row in shipped.rows("demonstration_recommendations")}
    assert sorted(row["What was asked"] for row in table) == sorted(
        asked[r]["recommendation"] for r in ("R1", "R2", "R3")
    )
    at.button(key="pin-last-").click().run()
    assert at.button(key="pin-last-").label == "In the paper"
