"""Every question that a cell raises is declared, and gets the words for its gaps."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DECLARED = yaml.safe_load((ROOT / "wfcore/definitions/questions.yaml").read_text(encoding="utf-8"))[
    "questions"
]


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """File, rule and names of the words, of every `make_follow_up(…)` in the notebook."""
    for path in sorted((ROOT / "wfcore/answers").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "make_follow_up":
                rule = node.args[0]
                assert isinstance(rule, ast.Constant), path
                yield path.name, str(rule.value), {str(k.arg) for k in node.keywords}


def test_every_gap_is_filled_and_nothing_else():
    wrong = {
        (file, rule): names ^ gaps
        for file, rule, names in raised()
        if names
        != (gaps := {g for _, g, _, _ in string.Formatter().parse(DECLARED[rule]["question"]) if g})
    }
    assert wrong == {}


def test_every_question_is_raised_somewhere():
    assert set(DECLARED) == {rule for _, rule, _ in raised()}
