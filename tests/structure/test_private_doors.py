"""docs/reference/private-doors.md lists what we use of libraries that they do not promise, and no more."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.structure.parsed import parsed

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| (.+) \| `([^`:]+)::(\w+)` \|$", re.MULTILINE)
LISTED = ROW.findall((ROOT / "docs/reference/private-doors.md").read_text(encoding="utf-8"))
ROOMS = ("gate", "pages", "wfcore", "tools")
# Streamlit documents what `st` holds, and its tests of apps.
DOCUMENTED = ("streamlit", "streamlit.testing.v1")
UNDOCUMENTED = ("streamlit.config", "streamlit.runtime")
WORDS = ("_stcore/", "_streamlit_user")


def sources(ending: str) -> list[Path]:
    return [*ROOT.glob(f"*.{ending}"), *(p for r in ROOMS for p in (ROOT / r).rglob(f"*.{ending}"))]


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Doors of an import: a private module, or a module of Streamlit that it does not document."""
    module = getattr(node, "module", None) or ""
    for alias in node.names:
        whole = f"{module}.{alias.name}".strip(".")
        inside = [name for name in (module, whole) if any(map(is_private, name.split(".")))]
        undocumented = module not in DOCUMENTED or whole in UNDOCUMENTED
        if inside:
            yield inside[0]
        elif whole.startswith("streamlit.") and undocumented:
            yield whole


def doors(tree: ast.AST) -> Iterator[str]:
    """Every door in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imported(node)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr == "__file__" and node.value.id in ("st", "streamlit"):
                yield "streamlit.__file__"
            elif is_private(node.attr) and node.value.id not in ("self", "cls"):
                yield f".{node.attr}"
        elif isinstance(node, ast.Attribute) and is_private(node.attr):
            yield f".{node.attr}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (word for word in WORDS if word in node.value)


def used() -> set[tuple[str, str]]:
    found = {
        (path.relative_to(ROOT).as_posix(), door)
        for path in sources("py")
        for door in doors(parsed(path.read_text(encoding="utf-8")))
    }
    found |= {
        (path.relative_to(ROOT).as_posix(), "data-testid")
        for path in sources("css")
        if "data-testid" in path.read_text(encoding="utf-8")
    }
    return found


def test_the_list_is_what_the_code_does():
    assert {(where, door) for where, door, *_ in LISTED} == used()
    assert len(LISTED) == len({(where, door) for where, door, *_ in LISTED})


@pytest.mark.parametrize(("where", "door", "why", "file", "test"), LISTED)
def test_each_is_explained_and_held(where: str, door: str, why: str, file: str, test: str):
    assert why.endswith("."), (where, door)
    tree = parsed((ROOT / file).read_text(encoding="utf-8"))
    assert test in {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}


@pytest.mark.parametrize(
    ("line", "door"),
    [
        ("from deltalake._internal import X", "deltalake._internal"),
        ("import polars._plr", "polars._plr"),
        ("from altair.utils import _vegafusion_data", "altair.utils._vegafusion_data"),
        ("from streamlit import config", "streamlit.config"),
        ("from streamlit.runtime.state import X", "streamlit.runtime.state.X"),
        ("shape.thing()._p.add()", "._p"),
        ("run._r", "._r"),
        ("url = '/_stcore/stream'", "_stcore/"),
    ],
)
def test_a_new_door_would_be_seen(line: str, door: str):
    assert list(doors(parsed(line))) == [door]


@pytest.mark.parametrize(
    "line",
    ["import streamlit as st", "self._p", "cls._kept", "x.__name__", "from wfcore import store"],
)
def test_what_is_public_or_ours_is_no_door(line: str):
    assert list(doors(parsed(line))) == []
