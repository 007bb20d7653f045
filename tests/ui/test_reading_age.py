"""Sentences of the committee's pages can be read by most grown-ups.

Measured by the Automated Readability Index, a school grade from the length of words and sentences
(Senter and Smith, 1967); a grade and 5 is a reading age. Figures and names are not words that a writer
chooses: each counts as one short word.
"""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
import textstat
import yaml

from tests.ui.conftest import OpenApp
from tests.ui.looking import PAGES, unescaped
from wfcore.arrs import name_of
from wfcore.declared import declared

ROOT = Path(__file__).resolve().parents[2]
READ_BY_MEMBERS = [
    page for page in PAGES if page not in ("set-up", "new-quarter", "set-aims", "methods")
]
PLACES = ({}, {"level": "icb", "place": "QZZ"}, {"level": "pcn", "staff": "nurse"})
FEWEST = 8  # words; the index says nothing about shorter sentences
# What is copied from elsewhere, or is a list of names: sources, files, formulas, the acronyms.
NOT_PROSE = re.compile(
    r"Source: |File|For \w+: |Formula|.*SHA-256|[A-Z]{2,5} is |\*\*|\[|.* ÷ |.*\w_\w"
)
# Roles and ways of counting GPs are names too, though printed in small letters.
NAMES = sorted(
    {
        *(name_of(role) for role in declared().arrs.roles),
        *(one.name for one in declared().staff.gp_definitions.values()),
        "memorandum of understanding",
    },
    key=len,
    reverse=True,
)
NAME = r"(?:[A-Z][\w’'.-]*)"


def plain(sentence: str) -> str:
    """The sentence with its figures and names as one short word each."""
    text = re.sub(r" \((?:[^()]|\([^()]*\))*\)", "", sentence)  # counts, sources and short names
    for name in NAMES:
        text = re.sub(rf"\b{re.escape(name)}s?\b", "Ann", text, flags=re.IGNORECASE)
    text = re.sub(r"[+−-]?£?\d[\d,./]*%?", "9", text)
    return re.sub(rf"(?<=[\w,] ){NAME}(?: (?:(?:and|of) )?{NAME})*", "Ann", text)


def sentences(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        for one in re.split(r"(?<=[.?!])\s+(?=[A-Z“])", line.strip().lstrip("- ")):
            if len(one.split()) >= FEWEST and not NOT_PROSE.match(one):
                yield one


def grade(sentence: str) -> float:
    return float(textstat.automated_readability_index(plain(sentence)))


def static() -> Iterator[str]:
    """What stands in the code of pages and answers, and the questions that figures raise."""
    for path in sorted((*ROOT.glob("pages/committee/*.py"), *ROOT.glob("wfcore/answers/*.py"))):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if (
                isinstance(text, str)
                and id(node) not in docs
                and text.rstrip().endswith((".", "?"))
            ):
                yield from sentences(text)
    questions = yaml.safe_load(
        (ROOT / "wfcore/definitions/questions.yaml").read_text(encoding="utf-8")
    )["questions"]
    for one in questions.values():
        yield from sentences(re.sub(r"\{\w+\}", "9", one["question"]))


@pytest.mark.parametrize("page", READ_BY_MEMBERS)
@pytest.mark.parametrize("link", PLACES, ids=["home", "invented", "network"])
def test_every_sentence_of_a_page(drawn: OpenApp, page: str, link: dict[str, str]):
    at = drawn(page, link)
    said = {
        one
        for element in (*at.markdown, *at.caption, *at.info)
        if not element.value.startswith(("- **", "| "))  # lists of words and of facts
        for one in sentences(unescaped(element.value))
    }
    limit = declared().rules.reading
    graded = sorted(((grade(one), one) for one in said), reverse=True)
    assert [found for found in graded if found[0] > limit.most_grade] == []
    if len(graded) > 5:
        assert statistics.median(found for found, _ in graded) <= limit.middle_grade


def test_what_stands_in_the_code_and_the_questions():
    graded = sorted({(grade(one), one) for one in static()}, reverse=True)
    limit = declared().rules.reading
    assert len(graded) > 60
    assert [found for found in graded if found[0] > limit.most_grade] == []
    assert statistics.median(found for found, _ in graded) <= limit.middle_grade


def test_the_measure_tells_plain_from_not():
    assert grade("We have fewer nurses than we had a year ago, and more people on our lists.") < 7
    assert (
        grade(
            "Notwithstanding considerable heterogeneity across constituent organisations, commissioning "
            "intentions necessitate comprehensive multidisciplinary workforce transformation."
        )
        > 20
    )
