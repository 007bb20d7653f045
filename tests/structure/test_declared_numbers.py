"""A number that somebody decided stands in the definitions alone: prose takes it from there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from wfcore.declared import declared

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("wfcore/wording", "wfcore/answers", "wfcore/papers", "wfcore/charts", "pages")
NUMBER = r"(?:\d+(?:\.\d+)?|half|two|three|four|five|six|seven|eight|nine|ten|twelve)"
# Ways to say a threshold. What is no threshold, as “two months” that a change needs, is not among them.
THRESHOLD = re.compile(
    rf"(?:fewer than|less than|more than|at least|at most|within|under|over|above|below|up to) (?:the )?{NUMBER}"
    rf"(?: ?%| per cent| people| persons| practices| patients| months| years| of a full-time post)",
    re.IGNORECASE,
)
SHARE = re.compile(r"(?<![\w.])\d+(?:\.\d+)? ?(?:%|per cent)")
# Never a decision: what lies next to the whole, a year, and what others print of theirs.
FIXED = {"over 99%", "over twelve months", "leavers are 6% to 7% a year"}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The strings of a module that are not its documentation; the gaps of f-strings are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documented
        ):
            yield node.lineno, node.value


def decided(text: str) -> list[str]:
    found = [match[0] for pattern in (THRESHOLD, SHARE) for match in pattern.finditer(text)]
    return [one for one in found if not any(one in fixed for fixed in FIXED if fixed in text)]


@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_of_the_code_holds_a_declared_number(room: str):
    found = [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for line, text in texts(path)
        if re.search(r"[a-z]{3,} [a-z]", text)  # prose, not a style or a format
        for what in decided(text)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["metrics.yaml", "questions.yaml", "answers.yaml"])
def test_no_sentence_of_the_definitions_holds_one(name: str):
    def strings(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for inner in value.values():
                yield from strings(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from strings(inner)
        elif isinstance(value, str):
            yield value

    raw = yaml.safe_load((ROOT / "wfcore/definitions" / name).read_text(encoding="utf-8"))
    assert [(text, decided(text)) for text in strings(raw) if decided(text)] == []


def test_the_test_finds_what_it_looks_for():
    assert decided("Hidden on fewer than five people.") == ["fewer than five people"]
    assert decided("no list size within 3 months, so no rate") == ["within 3 months"]
    assert decided("a move of less than 1%") == ["less than 1%", "1%"]
    assert decided("There are not two months with a figure.") == []


def test_every_gap_of_the_definitions_is_filled():
    data = declared()
    said = [*data.flags.values(), *(metric.why for metric in data.metrics.values())]
    assert [text for text in said if "{" in text] == []
    assert any(f"within {data.rules.list_months_apart} months" in text for text in said)


def test_the_glossary_says_the_declared_rule():
    rule = declared().rules.no_clear_change
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    assert (
        f"a change of at least {rule.relative:.0%} and at least half a full-time post" in glossary
    )
    assert rule.fte == 0.5
