"""Every declared question has one function, a page that shows it, and ways on that hold."""

import ast
import re
from pathlib import Path

import pytest

from tests.definitions.test_definitions import broken
from wfcore.answers.answering import ANSWER_OF_KIND
from wfcore.declared import declared

ROOT = Path(__file__).resolve().parents[2]
KINDS = declared().answers


def test_every_question_is_answered_by_one_function():
    assert set(ANSWER_OF_KIND) == {kind for kind in KINDS if not kind.startswith("printed")}
    assert len(set(ANSWER_OF_KIND.values())) == len(ANSWER_OF_KIND)


def test_every_question_is_shown_on_a_page_that_there_is():
    source = (ROOT / "app.py").read_text(encoding="utf-8")
    addresses = {
        keyword.value.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "url_path" and isinstance(keyword.value, ast.Constant)
    }
    assert {kind.page for kind in KINDS.values()} <= addresses | {"overview"}
    for kind in KINDS.values():
        assert (ROOT / f"pages/committee/{kind.page.replace('-', '_')}.py").exists(), kind.id


def test_titles_tell_questions_apart():
    titles = [kind.title for kind in KINDS.values()]
    assert len(set(titles)) == len(titles)


def test_somewhere_leads_on():
    gathered = {
        "ask",
        *(k for k in KINDS if k.startswith("printed")),
    }  # the one lists every other, the other rests on no version
    assert {kind.id for kind in KINDS.values() if not 2 <= len(kind.ways_on) <= 3} <= gathered


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("ways_on: [better, spread, takes]", "ways_on: [best]", "way on best is not declared"),
        ("ways_on: [better, spread, takes]", "ways_on: [enough]", "is the question itself"),
        ("collection: pcn", "collection: pcns", "roles.collection"),
        ("levels: [practice]", "levels: [surgery]", "practice.levels"),
    ],
)
def test_a_fault_names_file_and_question(tmp_path: Path, old: str, new: str, fault: str):
    message = broken(tmp_path, ("answers.yaml", old, new))
    assert re.search(rf"answers\.yaml: .*{re.escape(fault)}", message), message
