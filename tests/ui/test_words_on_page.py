"""Every page lists the words it uses at its foot, its acronyms among them; nothing stands before its answer."""

import re
from pathlib import Path

import pytest

from pages.parts.display import sentences
from tests.ui.conftest import OpenApp
from tests.ui.looking import PAGES, everything
from wfcore.errors import StoreError, UnfitScenario
from wfcore.wording.glossary import glossary

ROOT = Path(__file__).parents[2]
FULL = {t.acronym: t.spelled_out for t in glossary() if t.acronym}
LINKS = [
    *((page, {}) for page in PAGES),
    ("notebook", {"level": "icb", "place": "QZZ", "staff": "nurse"}),
    ("overview", {"staff": "dpc", "level": "pcn"}),
    ("compare", {"level": "icb", "place": "QZZ"}),
]

QUIET = (
    "scenarios",
    "paper",
    "groups",
    "set-up",
    "table-doctor",
    "pipeline",
)  # nothing is saved, pinned or pasted yet


def acronyms(text: str) -> set[str]:
    return {a for a in FULL if re.search(rf"\b{a}s?\b", text)}


def test_the_glossary_spells_out_its_acronyms():
    assert FULL == {
        "ARRS": "Additional Roles Reimbursement Scheme",
        "DPC": "direct patient care",
        "FTE": "full-time equivalent",
        "GP": "general practitioner",
        "ICB": "integrated care board",
        "IMD": "Index of Multiple Deprivation",
        "PCN": "primary care network",
    }


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_every_acronym_of_a_page_is_explained(drawn: OpenApp, page: str, link: dict[str, str]):
    at = drawn(page, link)
    shown = [
        "\n".join(e.value for e in kind)
        for kind in (
            at.markdown,
            at.caption,
            at.header,
            at.subheader,
            at.title,
            at.info,
            at.warning,
        )
    ]
    used = acronyms("\n".join(shown))
    assert used or page in QUIET
    said = everything(at)
    missing = {a for a in used if FULL[a].casefold() not in said.casefold()}
    where = [text for part in shown for text in part.splitlines() if acronyms(text) & missing]
    assert (missing, where) == (set(), [])


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_the_words_of_a_page_are_listed(drawn: OpenApp, page: str, link: dict[str, str]):
    at = drawn(page, link)
    boxes = [e for e in at.expander if e.label == "Words on this page"]
    assert len(boxes) == 1 or page in QUIET
    text = "\n".join(box.markdown[0].value for box in boxes)
    listed = re.findall(r"^- \*\*(.+?)\*\*:", text, re.MULTILINE)
    names = [t.name for t in glossary()]
    assert listed == [n for n in names if n in listed]
    assert {a for a in FULL if f"is {FULL[a]}" in everything(at)} <= {
        t.acronym for t in glossary() if t.name in listed
    }


@pytest.mark.parametrize("page", ["overview", "change", "compare"])
def test_the_answer_comes_first(drawn: OpenApp, page: str):
    """Below the title stands what answers its question, and no list of acronyms."""
    at = drawn(page)
    assert not [c.value for c in at.caption if re.match(r"[A-Z]{2,5} is [a-z]", c.value)]
    kinds = [(type(e).__name__, getattr(e, "value", "")) for e in at.main.children.values()]
    title = next(i for i, (kind, _) in enumerate(kinds) if kind == "Title")
    assert kinds[title + 1][0] != "Caption"


@pytest.mark.parametrize("guide", ["for-members", "for-analysts"])
def test_the_guides_can_be_read_in_the_app(open_app: OpenApp, guide: str):
    at = open_app("methods")
    at.session_state[f"fold:{guide}"] = True
    at.run()
    text = "\n".join(m.value for m in at.markdown)
    written = (ROOT / "docs" / "tutorials" / f"{guide}.md").read_text(encoding="utf-8")
    for heading in re.findall(r"^## (.+)$", written, re.MULTILINE):
        assert f"### {heading}" in text
    assert "](../images/" in written
    assert "](../images/" not in text


def test_a_visitor_is_not_told_where_the_data_lie(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WORKFORCE_STORE", "/srv/secret/store")
    broken = StoreError(
        "The store at /srv/secret/store cannot be read: Kernel error: Generic delta kernel error.",
        "Open /srv/secret/store.",
    )
    assert sentences._for_visitors(broken) == ("The store cannot be read.", "Open the store.")
    gone = StoreError("There is no store at /srv/secret/store.")
    assert sentences._for_visitors(gone)[0] == "There is no store."
    own = UnfitScenario("This scenario file cannot be read: 'place' stands in it twice.", "")
    assert sentences._for_visitors(own)[0] == own.message
