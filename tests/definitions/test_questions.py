"""Questions: every one is raised by a rule, asks something, and names who can answer."""

import ast
from string import Formatter

from wfcore.declared import declared
from wfcore.declared.loading import DEFINITIONS

CORE = DEFINITIONS.parent


def raised() -> list[tuple[str, set[str]]]:
    """Every rule with the facts it is asked with, wherever the code asks."""
    found: list[tuple[str, set[str]]] = []
    for path in (CORE / "answers").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "make_follow_up":
                (rule,) = node.args
                assert isinstance(rule, ast.Constant), path
                found.append((str(rule.value), {str(given.arg) for given in node.keywords}))
    return found


def test_every_question_is_raised_and_every_rule_has_one():
    assert {rule for rule, _ in raised()} == set(declared().questions.questions)


def test_every_gap_is_filled_and_nothing_is_given_in_vain():
    for rule, facts in raised():
        asked = declared().questions.questions[rule].question
        assert {name for _, name, _, _ in Formatter().parse(asked) if name} == facts, rule


def test_questions_ask_and_name_who_can_answer():
    for rule, one in declared().questions.questions.items():
        assert one.question.endswith("?"), rule
        assert one.who, rule
        assert not one.who.endswith("."), rule
