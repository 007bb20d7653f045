"""Every code that the core can give stands in docs/reference/findings.md, and no other."""

import ast
import re
from pathlib import Path

import pytest

from tools import findings
from wfcore import errors

ROOT = Path(__file__).resolve().parents[2]
PRINTED = re.findall(r"^\| `(\w+)` \|(.*)\|$", findings.PAGE.read_text(encoding="utf-8"), re.M)
CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def test_the_page_is_what_the_code_says():
    assert findings.PAGE.read_text(encoding="utf-8") == findings.page(), (
        "run python -m tools.findings"
    )


def test_every_call_gives_a_code_that_the_collector_understands():
    """By another road: every literal that stands where a code stands."""
    found, refused = findings.collected()
    for path, tree in findings.modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ("finding", "of_rows") and len(node.args) > 1:
                literals = [n.value for n in ast.walk(node.args[1]) if isinstance(n, ast.Constant)]
                codes = [c for c in literals if isinstance(c, str) and len(c) > 5]
                for part in set(codes) - {"blocks", "warns", "notes"}:
                    # A part of a code that is put together stands at the end of one.
                    assert any(c.endswith(part) for c in found), (path, part)
            if node.func.id in vars(errors):
                given = [k.value for k in node.keywords if k.arg == "code"]
                codes = [g.value for g in given if isinstance(g, ast.Constant)]
                assert set(codes) <= set(refused), (path, codes)


@pytest.mark.parametrize(("code", "rest"), PRINTED)
def test_a_code_has_words_and_says_what_to_do(code: str, rest: str):
    assert CODE.fullmatch(code)
    *_, means, do = (part.strip() for part in re.split(r"(?<!\\)\|", rest))
    assert len(means) > 5
    assert do.endswith((".", "?", ")", "…")), do


def test_codes_are_many_and_each_kind_of_error_has_its_own():
    found, refused = findings.collected()
    assert len(found) > 90
    assert len(refused) > 30
    kinds = [k for k in vars(errors).values() if isinstance(k, type)]
    usual = [k.usual_code for k in kinds if issubclass(k, errors.WorkforceError)]
    assert len(set(usual)) == len(usual)
