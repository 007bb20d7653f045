"""The notebook: each question once, in order, answered with sentence, picture or table, and what to ask."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui import shipped
from tests.ui.conftest import OpenApp
from tests.ui.looking import lead, nodes, paragraphs, tables, unfold
from wfcore.answers import kinds_of
from wfcore.declared import declared
from wfcore.papers import MOST_NOTE, paper_to_yaml

NOTEBOOK = kinds_of("notebook")
ONE_TO_FOUR = ("enough", "better", "spread", "alike", "fair", "counts")


def headings(at) -> list[str]:
    return [h.value for h in at.header]


def test_every_question_of_the_committee_in_order(open_app: OpenApp):
    at = open_app("notebook")
    assert headings(at)[:2] == [
        "Have we enough?",
        "Is it getting better, and did it really change?",
    ]
    assert headings(at) == [declared().answers[kind].title for kind in NOTEBOOK]
    listed = next(m.value for m in at.markdown if "](#" in m.value)
    jumps = re.findall(r"\[(.+?)\]\(#(\w+)\)", listed)
    assert [title for title, _ in jumps] == headings(at)
    assert [anchor for _, anchor in jumps] == [h.proto.anchor for h in at.header]


def test_the_figures_are_those_of_the_files(open_app: OpenApp):
    at = unfold(open_app("notebook", period="2025-09"), "fold:more-counts")
    gps = shipped.practices("2025-09", borough="Havering")
    assert f"{gps.rate:.1f}" in lead(at)
    excluding = shipped.practices("2025-09", definition="excl_locums", borough="Havering")
    assert f"Without locums it has {excluding.rate:.1f}." in paragraphs(at)


def test_tables_and_receipts_wait_until_they_are_opened(open_app: OpenApp):
    at = open_app("notebook")
    shut = len(tables(at))
    assert "SHA-256" not in paragraphs(at)
    unfold(at, "fold:more-better")
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
    unfold(at, "fold:more-ask")
    last = at.markdown[-1].value if "Who can answer" in at.markdown[-1].value else next(
        m.value for m in reversed(at.markdown) if "Who can answer" in m.value
    )  # fmt: skip
    listed = re.findall(r"^- \*\*(.+?)\*\* Who can answer: (.+)\.$", last, re.MULTILINE)
    said = next(m.value for m in at.markdown if "come from these figures" in m.value)
    assert int(said.split()[0]) == len(listed) > 2


@pytest.mark.parametrize(("level", "missing"), [("practice", 3), ("region", 2), ("pcn", 0)])
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
    words = paragraphs(unfold(at, "fold:more-last"))
    assert "Three things were asked of Demonstration place (invented): one is closed" in words
    table = next(rows for rows in tables(at) if "What was asked" in rows[0])
    asked = {row["reference"]: row for row in shipped.rows("demonstration_recommendations")}
    assert sorted(row["What was asked"] for row in table) == sorted(
        asked[r]["recommendation"] for r in ("R1", "R2", "R3")
    )
    at.button(key="pin-last-").click().run()
    assert at.button(key="pin-last-").label == "In the paper"


# A notebook of one's own: what is hidden, moved, noted and asked otherwise.

NOTE = "Ask <b>the</b> board. [By](http://x) March | :red[when]? ~50%\n| a | b |"


def press(at: AppTest, kind: str, label: str) -> AppTest:
    unfold(at, f"menu:cell-{kind}")
    at.button(key=f"cell-{kind}-{label}").click().run()
    assert [e.value for e in (*at.exception, *at.error)] == []
    return at


def anchors(at: AppTest) -> list[str]:
    return [h.proto.anchor for h in at.header]


def test_a_cell_is_hidden_moved_and_had_back(open_app: OpenApp):
    at = open_app("notebook")
    assert "cells" not in at.query_params
    press(at, "better", "hide")
    press(at, "counts", "Up")
    expected = [
        "enough",
        "spread",
        "alike",
        "counts",
        "fair",
        *[k for k in NOTEBOOK if k not in ONE_TO_FOUR],
    ]
    assert anchors(at) == expected
    assert [m.value.count("](#") for m in at.markdown if "](#" in m.value] == [len(expected)]
    for _ in range(2):
        next(b for b in at.button if b.label == "Undo").click().run()
    assert anchors(at) == list(NOTEBOOK)
    press(at, "enough", "hide")
    unfold(at, "menu:hidden")
    at.button(key="show-enough").click().run()
    assert anchors(at) == [*NOTEBOOK[1:], "enough"]


def test_a_notebook_of_ones_own_opens_cold_from_its_link(open_app: OpenApp):
    at = press(open_app("notebook", level="borough", place="Havering"), "roles", "hide")
    unfold(at, "menu:cell-better", "menu:cell-spread")
    at.text_area(key="cell-better-note").set_value(NOTE).run()
    at.selectbox(key="cell-better-metric").set_value("nurse_rate").run()
    at.selectbox(key="cell-spread-inside").set_value("practice").run()
    assert "In Havering, nurses per 100,000 patients" in paragraphs(at)
    link = {key: at.query_params[key] for key in at.query_params}
    link = {key: value if isinstance(value, str) else value[0] for key, value in link.items()}
    cold = open_app("notebook", link)
    assert (anchors(cold), paragraphs(cold)) == (anchors(at), paragraphs(at))
    assert " ".join(NOTE.split()) in " ".join(paragraphs(cold).split())
    assert tables(cold) == tables(at) == []  # a note is text, never a table, a link or a colour
    assert cold.query_params["cells"] in (link["cells"], [link["cells"]])


def test_a_cell_asks_of_a_place_inside_and_follows_the_page_again(open_app: OpenApp):
    at = unfold(open_app("notebook", level="borough", place="Havering"), "menu:cell-enough")
    at.selectbox(key="cell-enough-place").set_value("pcn:U55939").run()
    assert lead(at).startswith("Havering North PCN")
    assert "Asked here of" in paragraphs(at)
    at = open_app("notebook", level="borough", place="Newham", cells="enough~lpcn~pU55939")
    assert lead(at).startswith("Newham")


def test_the_file_opens_the_same_notebook(open_app: OpenApp):
    at = press(open_app("notebook", level="borough", place="Newham", staff="nurse"), "last", "hide")
    unfold(at, "menu:cell-counts")
    at.text_area(key="cell-counts-note").set_value(NOTE).run()
    unfold(at, "menu:notebook")
    next(b for b in at.button if b.label == "Make a paper of it").click().run()
    text = paper_to_yaml(at.session_state["_paper"])
    other = unfold(open_app("notebook", level="borough", place="Havering"), "menu:notebook")
    other.text_area(key="notebook-text").set_value(text).run()
    next(b for b in other.button if b.label == "Open it").click().run()
    assert (anchors(other), paragraphs(other)) == (anchors(at), paragraphs(at))


@pytest.mark.parametrize(
    "word", ["magic", "enough~q1", "enough.enough", "enough~s20", "x" * 20_000]
)
def test_a_link_that_is_no_notebook_is_explained(open_app: OpenApp, word: str):
    at = open_app("notebook", cells=word)
    assert len(at.error) == 1
    assert anchors(at) == (["enough"] if word == "enough~s20" else list(NOTEBOOK))


def test_a_note_is_kept_only_as_long_as_it_may_be(open_app: OpenApp):
    at = unfold(open_app("notebook"), "menu:cell-enough")
    at.text_area(key="cell-enough-note").set_value("x" * 5_000).run()
    assert max(map(len, re.findall("x+", paragraphs(at)))) <= MOST_NOTE
    linked = open_app("notebook", cells=f"enough~n{'x' * (MOST_NOTE + 1)}")
    assert "cannot be used" in linked.error[0].value
    assert anchors(linked) == list(NOTEBOOK)


def test_the_contents_stand_where_the_style_keeps_them(open_app: OpenApp, root: Path):
    at = open_app("notebook")
    first, *_ = [node for node in nodes(at) if node.type == "column" and node.weight < 0.5]
    keys = [str(getattr(child.proto, "id", "")) for child in first.children.values()]
    assert any(key.endswith("-contents") for key in keys)
    style = (root / "pages/parts/display/style.css").read_text(encoding="utf-8")
    rule = style[style.index("> .st-key-contents)") :].partition("}")[0]
    assert "position: sticky" in rule
