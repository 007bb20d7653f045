"""The paper: pinned, ordered, commented, kept and shared."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from streamlit.testing.v1 import AppTest

from tests.ui.looking import everything, lead, nodes, paragraphs, unescaped, unfold
from wfcore import papers

PAPER = "pages/committee/paper.py"
OpenApp = Callable[..., AppTest]


def press(at: AppTest, label: str, nth: int = 0) -> AppTest:
    [b for b in at.button if b.label == label][nth].click().run()
    assert [e.value for e in at.exception] == []
    return at


def to_paper(at: AppTest) -> AppTest:
    at.switch_page(PAPER).run()
    assert [e.value for e in at.exception] == []
    return at


def parts(at: AppTest) -> list[str]:
    return [unescaped(s.value).partition(". ")[2] for s in at.subheader]


def link(at: AppTest) -> dict[str, str]:
    unfold(at, "menu:paper-link")
    return dict(parse_qsl(urlsplit(at.code[0].value).query))


def boxes(at: AppTest) -> list[Any]:
    return [area for area in at.text_area if area.label.startswith("Your line under")]


def test_two_presses_from_nothing_to_a_paper_of_two_sides(open_app: OpenApp):
    at = to_paper(open_app())
    assert lead(at) == "Nothing is pinned yet."
    press(at, "Start with the paper for Havering")
    assert len(parts(at)) == 7
    assert "The PDF has 2 sides of A4." in [unescaped(m.value) for m in at.markdown]
    assert [b.label for b in at.get("download_button")] == ["Download PDF"]
    labels = [b.label for b in unfold(at, "menu:formats").get("download_button")]
    for label in ("Download PDF", "Word", "Web page", "Data (XLSX)", "Data (CSV)"):
        assert label in labels


def test_the_pages_are_seen_beside_the_parts_and_follow_them(open_app: OpenApp):
    at = press(to_paper(open_app()), "Start with the paper for Havering")
    assert alternatives(at) == [f"Page {n} of 2, as it will be printed" for n in (1, 2)]
    before = images(at)
    press(at, "Down")
    assert len(images(at)) == 2
    assert images(at) != before
    press(at, "Undo")
    assert images(at) == before


def pictures(at: AppTest) -> list[Any]:
    found = [image for n in nodes(at) if n.type == "image" for image in n.proto.imgs]
    return sorted(found, key=lambda image: image.alt)


def alternatives(at: AppTest) -> list[str]:
    return [image.alt for image in pictures(at)]


def images(at: AppTest) -> list[str]:
    return [image.url for image in pictures(at)]


def test_a_finding_is_pinned_and_taken_out_where_it_stands(open_app: OpenApp):
    at = press(open_app(), "Pin to the paper")
    assert [b.label for b in at.button].count("In the paper") == 1
    assert parts(to_paper(at)) == ["Have we enough?"]
    at.switch_page("pages/committee/overview.py").run()
    press(at, "In the paper")
    assert lead(to_paper(at)) == "Nothing is pinned yet."


def test_every_page_with_findings_pins(open_app: OpenApp):
    at = open_app()
    pages = ("overview", 0), ("compare", 2), ("change", 0), ("change", 0), ("what_if", 0)
    for page, nth in (*pages, ("additional_roles", 0)):
        at.switch_page(f"pages/committee/{page}.py").run()
        press(at, "Pin to the paper", nth)
    found = parts(to_paper(at))
    assert [title.partition(" (")[0] for title in found] == [
        "Have we enough?",
        "All staff groups at once",
        "What made the difference?",
        "Where did it change?",
        "What would it take?",
        "What about additional roles?",
    ]


def test_a_practice_is_pinned_as_its_page_says_it(open_app: OpenApp):
    at = open_app("practice")
    said = lead(at)
    found = to_paper(press(at, "Pin to the paper"))
    assert parts(found)[0].startswith("How does one practice compare?")
    assert said in paragraphs(found)


def test_what_was_minuted_is_pinned_with_its_stamp(open_app: OpenApp):
    at = open_app("meeting", set="gp.recruits:4")
    press(press(at, "As minuted"), "Pin to the paper")
    said = lead(at)
    found = to_paper(at)
    assert parts(found) == ["What would it take? (as minuted)"]
    text = paragraphs(unfold(found, "fold:part-0-What would it take? (as minuted)"))
    assert said in text
    assert re.search(r"As minuted on \d+ \w+ \d{4} at \d\d:\d\d, on version 1", text)
    # The link of the paper carries the stamp, and opens the same.
    cold = open_app("paper", link(found))
    assert parts(cold) == parts(found)


def test_order_removal_and_undo(open_app: OpenApp):
    at = press(to_paper(open_app()), "Start with the paper for Havering")
    first, second, *rest = parts(at)
    press(at, "Down")
    assert parts(at) == [second, first, *rest]
    press(at, "Remove")
    assert parts(at) == [first, *rest]
    press(at, "Undo")
    press(at, "Undo")
    assert parts(at) == [first, second, *rest]


def test_commentary_too_long_is_refused_in_words_and_stays_in_its_box(open_app: OpenApp):
    at = press(to_paper(open_app()), "Start with the paper for Havering")
    long = "x" * 50_000
    boxes(at)[0].set_value(long).run()
    assert "50,000 characters, and at most 2,000" in at.error[0].value
    assert boxes(at)[0].value == long
    press(at, "Remove", 3)
    assert boxes(at)[0].value == long
    boxes(at)[0].set_value("<b>We</b> asked [this](http://x) before.").run()
    assert list(at.error) == []
    assert link(at)["say1"] == "<b>We</b> asked [this](http://x) before."


def test_the_link_opens_the_same_paper_cold(open_app: OpenApp):
    at = press(to_paper(open_app()), "Start with the paper for Havering")
    boxes(at)[1].set_value("Ask again in March.").run()
    press(at, "Remove", 2)
    shared = link(at)
    cold = open_app("paper", **shared)
    assert parts(cold) == parts(at)
    assert [box.value for box in boxes(cold)] == [box.value for box in boxes(at)]
    assert link(cold) == shared


def test_a_link_of_another_time_is_explained_and_keeps_its_words(open_app: OpenApp):
    at = open_app(
        "paper", version="99", level="borough", place="Havering", period="2025-09",
        paper="enough.better~v1~pAtlantis", say1="Mine.", say2="Too.",
    )  # fmt: skip
    warnings = " ".join(unescaped(w.value) for w in at.warning)
    assert "no version 99 of the data here" in warnings
    assert "Atlantis (local authority) is not in version 1" in warnings
    assert [box.value for box in boxes(at)] == ["Mine.", "Too."]
    assert (link(at)["say1"], link(at)["say2"]) == ("Mine.", "Too.")
    edited = open_app("paper", paper="magic")
    assert "no part of a paper" in edited.error[0].value
    assert lead(edited) == "Nothing is pinned yet."


def test_a_paper_is_opened_from_its_file(open_app: OpenApp):
    at = press(to_paper(open_app()), "Start with the paper for Havering")
    boxes(at)[0].set_value("Kept.").run()
    paper = at.session_state["_paper"]
    other = unfold(to_paper(open_app()), "menu:paper-file")
    other.text_area(key="paper-text").set_value("parts: 3").run()
    press(other, "Open it")
    assert "cannot be read" in other.error[0].value
    other.text_area(key="paper-text").set_value(papers.paper_to_yaml(paper)).run()
    press(other, "Open it")
    assert parts(other) == parts(at)
    assert boxes(other)[0].value == "Kept."


def test_what_is_folded_shows_picture_table_and_source(open_app: OpenApp):
    at = press(open_app(), "Pin to the paper")
    to_paper(at)
    assert "Source: General Practice Workforce" not in everything(at)
    at.session_state["fold:part-0-Have we enough?"] = True
    at.run()
    assert "Source: General Practice Workforce" in everything(at)


def test_a_paper_of_a_link_does_not_take_the_place_of_what_was_pinned(open_app: OpenApp):
    theirs = link(to_paper(press(open_app(), "Pin to the paper", 1)))
    at = press(open_app(), "Pin to the paper", 0)
    mine = parts(to_paper(at))
    for key, value in theirs.items():  # as a link does that is opened in the same tab
        at.query_params[key] = value
    at.run()
    assert parts(at) != mine
    assert "This paper came with a link. What you had pinned is kept: one part." in paragraphs(at)
    press(at, "Back to what you had pinned")
    assert parts(at) == mine
    assert "came with a link" not in paragraphs(at)


def test_a_link_says_nothing_of_what_was_pinned(open_app: OpenApp):
    at = press(open_app(), "Pin to the paper", 0)
    assert "paper" not in at.query_params
    at.switch_page("pages/committee/change.py").run()
    assert "paper" not in at.query_params
