"""Every page stands for every choice, and says what was chosen."""

import re
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui import shipped
from tests.ui.conftest import OpenApp
from tests.ui.looking import (
    COMMITTEE,
    PAGES,
    banner,
    everything,
    lead,
    nodes,
    paragraphs,
    pick_each,
)
from wfcore import wording

HEADINGS = {
    "overview": "Have we enough staff?",
    "notebook": "The notebook: Havering",
    "compare": "Is it one place or all of us?",
    "map": "Where is it high, and where low?",
    "change": "Did it really change?",
    "people": "Who is leaving, who is coming?",
    "pipeline": "Where do the next ones come from?",
    "practice": "How does one practice compare?",
    "quality": "How good are the figures?",
    "paper": "The paper",
    "methods": "How the numbers are made",
    "new-quarter": "New quarter",
    "set-up": "Set up an area",
    "set-aims": "Set aims",
    "groups": "Groups of practices",
    "table-doctor": "Table doctor",
    "what-if": "What would it take?",
    "meeting": "Havering, September 2025",
    "scenarios": "Two scenarios side by side",
    "additional-roles": "What about additional roles?",
}
# Words that must stand in the first sentence, by what the control was set to.
STAFF = {
    "GPs": "GPs",
    "Nurses": "nurses",
    "Direct patient care staff": "direct patient care staff",
    "Healthcare assistants": "healthcare assistants",
    "Admin staff": "admin",
    "Network staff": "network staff",
    "Network direct patient care staff": "network direct patient care staff",
    "Network-employed GPs": "network-employed GPs",
    "Network-employed nurses": "network-employed nurses",
    "Network admin staff": "network admin",
    "Network directors": "network directors",
}
COUNTS = {
    "all, including trainees": "GPs",
    "fully qualified, excluding trainees": "fully qualified",
    "all, excluding locums": "locums",
    "fully qualified permanent, excluding trainees and locums": "permanent",
}
SHOWN_AS = {
    "per 100,000 patients": "per 100,000 patients|for every 100,000|for (its|their) patients",
    "full-time posts (FTE)": "[Ff]ull-time",
    "patients for each post": "[Pp]atients for each full-time",
}
LEVELS = {
    "Region": "invented",  # North East London is too little of London to say anything about it
    "Integrated care board (ICB)": "North East London",
    "Sub-ICB location": "North East London",
    "Local authority": "Havering",
    "Primary care network (PCN)": "PCN",
    "Practice": "Practice|Surgery|Centre",
}


def stands(at: AppTest) -> None:
    assert [e.value for e in at.error] == []
    assert len(lead(at)) > 20
    assert not re.search(r"\b(None(?! of)|nan|null|inf)\b", lead(at) + paragraphs(at))
    assert banner(at) == ("(invented)" in lead(at))


@pytest.mark.parametrize("page", PAGES)
def test_opens(drawn: OpenApp, page: str):
    at = drawn(page)
    assert [title.value for title in at.title] == [HEADINGS[page]]
    stands(at)


@pytest.mark.parametrize("page", COMMITTEE)
def test_every_staff_group(open_app: OpenApp, page: str):
    at = open_app(page, period="2025-09")
    expected = {s: w for s, w in STAFF.items() if page != "practice" or "etwork" not in s}
    seen = []
    for label in pick_each(at, "staff"):
        seen.append(label)
        stands(at)
        words = f"{lead(at)} {paragraphs(at)}".lower()
        assert expected[label].lower() in words, (label, words)
    assert seen == list(expected)


@pytest.mark.parametrize("page", COMMITTEE)
def test_every_gp_count(open_app: OpenApp, page: str):
    at = open_app(page)
    seen = []
    for label in pick_each(at, "count"):
        seen.append(label)
        stands(at)
        words = f"{lead(at)} {paragraphs(at)}"
        assert COUNTS[label] in words, (label, words)
        if "fully qualified" in label:  # not in the files of North East London
            assert re.search(
                "This is an estimate|nobody can say|not available|No figure for",
                lead(at),
            ), lead(at)
    assert seen == list(COUNTS)


@pytest.mark.parametrize("page", COMMITTEE)
def test_every_way_to_show(open_app: OpenApp, page: str):
    at = open_app(page)
    said = {}
    for label in pick_each(at, "as"):
        stands(at)
        assert re.search(SHOWN_AS[label], lead(at)), (label, lead(at))
        said[label] = lead(at)
    assert list(said) == list(SHOWN_AS)
    assert len(set(said.values())) == 3


@pytest.mark.parametrize("page", ["overview", "compare", "change"])
def test_every_level(open_app: OpenApp, page: str):
    at = open_app(page)
    expected = {k: v for k, v in LEVELS.items() if page != "compare" or k != "Practice"}
    seen = []
    for label in pick_each(at, "level"):
        seen.append(label)
        stands(at)
        assert re.search(expected[label], lead(at)), lead(at)
    assert seen == list(expected)


@pytest.mark.parametrize("page", ["overview", "compare", "change"])
@pytest.mark.parametrize("level", ["icb", "borough", "pcn"])
def test_pcn_staff_at_every_level(open_app: OpenApp, page: str, level: str):
    at = open_app(page, staff="pcn_staff", level=level, period="2025-11")
    stands(at)
    assert at.selectbox(key="period").value == "2025-11"
    if (page, level) == ("change", "pcn"):
        assert lead(at) == "Havering Crest PCN has no figures before November 2025."
    else:
        assert "network staff" in lead(at)


def test_every_month_in_which_a_network_of_the_borough_reported(open_app: OpenApp):
    boroughs: dict[str, set[str]] = {}
    for row in shipped.rows("nel_places"):
        boroughs.setdefault(row["pcn_code"], set()).add(row["borough_name"])
    months = {
        row["period"]
        for row in shipped.rows("nel_pcn_staff")
        if boroughs.get(row["area_code"]) == {"Havering"}
    }
    at = open_app("change", staff="pcn_staff", **{"as": "fte"})
    labels = []
    for label in pick_each(at, "period"):
        labels.append(label)
        stands(at)
    assert labels == [wording.month(month) for month in sorted(months, reverse=True)]
    assert len(labels) == 10


def test_the_first_month_has_no_change(open_app: OpenApp):
    at = open_app("change", period="2024-09")
    assert lead(at) == "Havering has no figures before September 2024."
    assert "A change needs two months." in paragraphs(at)


def test_methods_explain_every_count_with_an_example(drawn: OpenApp):
    at = drawn("methods")
    text = everything(at)
    for words in STAFF.values():
        assert words.lower() in text.lower(), words
    others = ("What is taken for granted", "For members", "For analysts", "Words on this page")
    counts = [e for e in at.expander if not e.label.startswith(others)]
    assert text.count("Worked example") == len(counts) > 10
    assert len(at.expander) - len(counts) == 7  # four of assumptions, two guides, the words
    assert "Havering North against 44" in text
    assert "471 FTE" in text
    assert "a local aspiration, not a requirement" in text


def test_an_answer_leads_on_with_everything_that_was_chosen(open_app: OpenApp):
    at = open_app("change", level="borough", place="Havering", staff="nurse", period="2025-09")
    ways = {n.proto.label: n.proto for n in nodes(at) if getattr(n, "type", "") == "page_link"}
    way = dict(parse_qsl(ways["Which practices?"].query_string))
    assert (way["staff"], way["period"], way["compare"]) == ("nurse", "2025-09", "inside-practice")
    there = open_app("compare", way)
    assert "practices" in lead(there)
    assert there.selectbox(key="compare").value == "inside-practice"


@pytest.mark.parametrize("page", ["compare", "change", "map"])
def test_the_answer_stands_above_what_changes_it(open_app: OpenApp, page: str):
    found = list(nodes(open_app(page)))[::-1]  # as they stand, from the top
    (answer,) = [
        at for at, node in enumerate(found) if str(getattr(node.proto, "id", "")).endswith("-lead")
    ]
    own = {"Compare", "Compare with", "Draw"}
    controls = [at for at, node in enumerate(found) if str(getattr(node.proto, "label", "")) in own]
    assert controls
    assert answer < min(controls)
