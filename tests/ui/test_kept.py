"""Going from page to page changes no control, no sentence and no link; what a page cannot use is kept and said."""

from collections import Counter
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenApp
from tests.ui.looking import BOXES, PAGES, choice, lead, nodes, paragraphs, pick, unfold
from tests.walking import every_way

KINDS = (
    "selectbox", "slider", "select_slider", "toggle", "number_input", "radio", "text_input", "text_area",
)  # fmt: skip
FOLDS = (
    "levers",
    "reach",
    "posts",
    "costs",
)  # of “What would it take?”: they have controls in them
PRACTICE = {"level": "practice", "place": "F82670"}
# AppTest takes the labels of these for values.
BY_VALUE = {"backwards": "list_growth", "control": "turnover", "use": "100"}
NETWORK = "Havering North PCN"  # of that practice


def go(at: AppTest, page: str) -> AppTest:
    """Choose a page in the menu, which leaves the address behind; unfold what has controls in it."""
    for key in list(at.query_params):
        del at.query_params[key]
    at.switch_page(PAGES[page]).run()
    unfold(at, *BOXES, *(f"fold:{fold}" for fold in FOLDS if page == "what-if"))
    assert [e.value for e in at.exception] == [], page
    return at


def controls(at: AppTest) -> dict[str, Any]:
    """Every control of a page, by its key; what stands in a form is nothing before it is sent."""
    boxes = [box for kind in KINDS for box in at.get(kind)]
    return {box.key: box for box in boxes if box.key and not getattr(box, "form_id", "")}


def link(at: AppTest) -> dict[str, str]:
    return {k: v if isinstance(v, str) else v[0] for k, v in at.query_params.items()}


def seen(at: AppTest) -> tuple[dict[str, Any], dict[str, str], str]:
    """The values of all controls, the address, and what the page says first."""
    values = {key: box.value for key, box in controls(at).items()}
    return values, link(at), "".join(said.value for said in at.markdown[:1])


def move(box: Any) -> None:
    """Somewhere else than where it stands."""
    match box.type:
        case "selectbox" if box.key in BY_VALUE:
            box.set_value(BY_VALUE[box.key])
        case "selectbox":
            box.select_index(-1 if box.index != len(box.options) - 1 else 0)
        case "slider":
            box.set_value(box.min + box.step if box.value > box.min + box.step else box.max)
        case "select_slider":
            box.set_value(box.options[-2])
        case "toggle":
            box.set_value(not box.value)
        case "number_input":
            box.set_value((box.value or 0) + 7)
        case "radio":
            box.set_value(box.options[-1])
        case _:
            box.set_value("A line of ours")


def test_a_walk_goes_every_way_once():
    walk = list(every_way("abcd"))
    assert walk[0] == walk[-1] == "a"
    ways = Counter(pairwise(walk))
    assert len(ways) == 4 * 3
    assert set(ways.values()) == {1}


@pytest.mark.parametrize(
    ("start", "not_moved"),
    [
        pytest.param(
            {"level": "borough", "place": "Newham", "count": "gp_excl_trainees"},
            {"lever:aimed"},
            marks=pytest.mark.nightly("ui/test_kept.py: the same walk from a practice"),
        ),
        (PRACTICE | {"period": "2024-09", "staff": "nurse"}, {"lever:aimed"}),
        pytest.param(
            {"level": "pcn", "place": "U29424", "staff": "pcn_staff", "period": "2026-06"},
            set[str](),
            marks=pytest.mark.nightly("ui/test_kept.py: the same walk from a practice"),
        ),
    ],
    ids=["borough", "practice", "network"],
)
def test_no_way_from_page_to_page_changes_a_control_or_a_link(
    open_app: OpenApp, start: dict[str, str], not_moved: set[str]
):
    at = open_app(link=start)
    moved = (
        set(start) | {"staff", "count", "level", "borough", "pcn", "place", "period"} | not_moved
    )
    for page in PAGES:
        go(at, page)
        for key in [key for key in controls(at) if key not in moved]:
            box = controls(at).get(key)  # another control may have taken it away
            if box and len(getattr(box, "options", "two")) > 1:
                before = controls(at)[key].value
                move(controls(at)[key])
                at.run()
                assert [e.value for e in at.exception] == [], (page, key)
                assert controls(at)[key].value != before, (page, key)
            moved.add(key)
    first = {page: seen(go(at, page)) for page in PAGES}
    for page in every_way(list(PAGES)):
        assert seen(go(at, page)) == first[page], page
    # One lever is one thing, wherever it stands.
    alone, among = first["meeting"][0], first["what-if"][0]
    (lever,) = [key for key in alone if key.startswith("lever:")]
    assert alone[lever] == among[lever]


def test_a_link_of_each_page_opened_cold_shows_the_same(open_app: OpenApp):
    at = open_app(link=PRACTICE)
    for page in PAGES:
        shown = seen(go(at, page))
        again = open_app(page, shown[1])
        assert seen(again)[1:] == shown[1:], page


# The scenario that changed by itself.


def test_what_nobody_moved_is_not_moved_in_the_meeting(open_app: OpenApp):
    at = open_app("what-if")
    said = lead(at)
    assert "If nothing changes, " in said
    go(at, "meeting")
    assert at.slider(key="lever:gp.retirement").value == 50
    assert lead(at) == said
    assert "set" not in link(at)


def test_present_takes_the_chosen_practice_and_the_moved_lever_to_the_meeting(open_app: OpenApp):
    at = open_app("what-if", PRACTICE)
    at.slider(key="lever:gp.retirement").set_value(25.0).run()
    ways = [n.proto for n in nodes(at) if getattr(n, "type", "") == "page_link"]
    (way,) = [way for way in ways if way.label == "Present"]
    asked = {key: values[0] for key, values in parse_qs(way.query_string).items()}
    assert asked["control"] == "retirement"
    assert {key: asked[key] for key in link(at)} == link(at)
    there = open_app("meeting", asked)
    assert lead(there) == lead(at)
    assert [link(there)[key] for key in ("level", "place")] == ["practice", "F82670"]


@pytest.mark.parametrize("page", ["what-if", "meeting"])
def test_what_was_moved_stays_moved(open_app: OpenApp, page: str):
    at = open_app(page)
    at.slider(key="lever:gp.retirement").set_value(25.0).run()
    said, other = lead(at), "meeting" if page == "what-if" else "what-if"
    assert link(at)["set"] == "gp.retirement:25"
    for next_page in (other, "overview", page, "scenarios", other, page):
        go(at, next_page)
        if next_page in ("what-if", "meeting"):
            assert at.slider(key="lever:gp.retirement").value == 25
            assert lead(at) == said
            assert link(at)["set"] == "gp.retirement:25"


# A choice that a page cannot use.

STARTS = {
    "compare": "Comparisons start at networks",
    "what-if": "What-ifs start at networks",
    "meeting": "What-ifs start at networks",
    "additional-roles": "Additional roles start at networks",
    "quality": "Reports on the figures start at networks",
}


@pytest.mark.parametrize("page", STARTS)
def test_a_practice_is_kept_by_pages_that_have_none(open_app: OpenApp, page: str):
    at = open_app("practice", PRACTICE)
    said = lead(at)
    go(at, page)
    wanted = f"{STARTS[page]}: this is the network of Abbamoor Surgery, which stays chosen."
    assert wanted in paragraphs(at)
    assert choice(at, "level").value == "pcn"
    assert choice(at, "place").format_func is not None
    assert (link(at)["level"], link(at)["place"]) == ("practice", "F82670")
    cold = open_app(page, link(at))
    for shown in (at, cold):
        assert wanted in paragraphs(shown)
        assert not [i.value for i in shown.info if "the link asks" in i.value]
        assert NETWORK in paragraphs(shown) + "".join(i.value for i in shown.info)
        assert "closed" not in "".join(i.value for i in shown.info)
    assert lead(go(at, "practice")) == said
    assert lead(go(cold, "practice")) == said


def test_an_empty_paper_has_the_choices_in_its_address(open_app: OpenApp):
    at = go(open_app(link=PRACTICE), "paper")
    assert lead(at) == "Nothing is pinned yet."
    assert (link(at)["level"], link(at)["place"]) == ("practice", "F82670")


def test_a_link_that_names_a_practice_alone_is_understood(open_app: OpenApp):
    at = open_app("what-if", place="F82670")
    assert "this is the network of Abbamoor Surgery" in paragraphs(at)
    assert lead(open_app(link={"place": "F82670"})).startswith("Abbamoor Surgery")


def test_whoever_chooses_another_place_means_it(open_app: OpenApp):
    at = open_app("what-if", PRACTICE)
    other = next(o for o in choice(at, "place").options if NETWORK not in o)
    pick(at, "place", other.rpartition("(")[2].rstrip(")"))
    assert "stays chosen" not in paragraphs(at)
    assert link(at)["level"] == "pcn"
    go(at, "overview")
    assert lead(at).startswith(other.partition(" (")[0])


def test_a_borough_is_kept_by_the_page_of_practices(open_app: OpenApp):
    at = open_app(link={"level": "borough", "place": "Newham"})
    go(at, "practice")
    assert "this is one practice of Newham, which stays chosen." in paragraphs(at)
    assert choice(at, "borough").value == "Newham"
    go(at, "overview")
    assert lead(at).startswith("Newham has ")
    go(at, "practice")
    pick(at, "place", "F84077")
    go(at, "overview")
    assert link(at)["place"] == "F84077"


@pytest.mark.parametrize(
    ("key", "value", "page", "said"),
    [
        (
            "staff",
            "pcn_staff",
            "what-if",
            "Staff: Network staff cannot be chosen here. This shows GPs.",
        ),
        (
            "staff",
            "pcn_staff",
            "practice",
            "Staff: Network staff cannot be chosen here. This shows GPs.",
        ),
        ("count", "gp_excl_locums", "meeting", "Which GPs are counted: "),
        ("period", "2024-09", "additional-roles", ""),
        ("period", "2023-12", "additional-roles", ""),
    ],
)
def test_any_choice_is_kept_by_a_page_that_cannot_use_it(
    open_app: OpenApp, key: str, value: str, page: str, said: str
):
    at = open_app(link={key: value})
    before = seen(unfold(at, *BOXES))
    go(at, page)
    assert said in paragraphs(at)
    assert link(at).get(key, value) == value
    assert seen(go(at, "overview")) == before


def test_a_month_that_a_page_has_not_is_said_and_kept(open_app: OpenApp):
    at = open_app(link={"staff": "pcn_staff", "period": "2026-06"})
    go(at, "what-if")
    assert "Month of the figures: June 2026 cannot be chosen here. This shows September 2025." in (
        paragraphs(at)
    )
    go(at, "overview")
    assert link(at)["period"] == "2026-06"
    assert at.selectbox(key="period").value == "2026-06"


def test_a_place_that_is_in_no_figures_is_not_called_closed(open_app: OpenApp):
    at = open_app(link={"level": "practice", "place": "Z99999"})
    (note,) = [i.value for i in at.info]
    assert "the link asks for “Z99999”, which is not in these figures. This shows" in note
