"""One direction: what may import what. The order is that of docs/design.md."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.structure.parsed import parsed

ROOT = Path(__file__).resolve().parents[2]

ORDER = [
    "errors",
    "months",
    "unpacking",
    "safe_yaml",
    "access",
    "audit",
    "geography",
    "definitions",
    "declared",
    "tables",
    "findings",
    "reading",
    "normalising",
    "templates",
    "checking",
    "table_checks",
    "store",
    "seeding",
    "measuring",
    "comparing",
    "quality",
    "targeting",
    "arrs",
    "projecting",
    "wording",
    "charts",
    "answers",
    "papers",
    "arguments",
    "commands",
    "__main__",
]
STATE = {"session_state", "cache_data", "cache_resource", "query_params"}
SELECTION = "pages/parts/selection.py"  # the choices of a visit
LEVERS = "pages/parts/levers.py"  # the scenario of a visit
MINUTES = "pages/parts/minutes.py"  # what a meeting holds
DRAFT = "pages/parts/draft.py"  # the paper of a visit


def imported(path: str, source: str) -> Iterator[str]:
    """Every module that a file imports, anywhere in it, by its full dotted name."""
    package = list(Path(path).parent.parts)
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            # `from wfcore import reading` names a module only with its last part.
            yield from (f"{base}.{alias.name}" for alias in node.names)


def room(module: str) -> str | None:
    """wfcore.reading.excel.open_it → reading; wfcore.__version__ → None."""
    parts = module.split(".")
    if parts[0] != "wfcore" or len(parts) < 2:
        return None
    return parts[1] if parts[1] in ORDER else None


def core_faults(path: str, source: str) -> list[str]:
    """What a module of wfcore imports and may not."""
    parts = Path(path).parts
    own = Path(parts[1]).stem
    if own != "__init__" and own not in ORDER:
        return [f"{path}: {own} has no place in the order of rooms"]
    limit = -1 if own == "__init__" else ORDER.index(own)
    faults: list[str] = []
    for module in imported(path, source):
        top = module.split(".", maxsplit=1)[0]
        if top in {"streamlit", "pages", "app", "tools", "tests", "bench"}:
            faults.append(f"{path}: the core imports {module}")
        if top == "altair" and own != "charts":
            faults.append(f"{path}: only charts imports altair")
        other = room(module)
        if other and other != own and ORDER.index(other) > limit:
            faults.append(f"{path}: {other} stands below {own}")
    return faults


def page_faults(path: str, source: str) -> list[str]:
    """What a page, or a part of pages, imports and may not."""
    faults: list[str] = []
    for module in imported(path, source):
        top = module.split(".", maxsplit=1)[0]
        if top == "pages":
            if not module.startswith("pages.parts."):
                faults.append(f"{path}: pages do not import each other, but {module}")
        elif top not in {"wfcore", "streamlit", "polars"} | sys.stdlib_module_names:
            faults.append(f"{path}: imports {module}")
    return faults


def state_faults(path: str, source: str) -> list[str]:
    """Where session, cache and query-string code stands outside its one file."""
    if path in (SELECTION, LEVERS, MINUTES, DRAFT):
        return []
    tree = parsed(source)
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used |= {module.split(".")[-1] for module in imported(path, source)}
    return [f"{path}: {name} belongs in {SELECTION}" for name in sorted(used & STATE)]


def files(*patterns: str) -> list[tuple[str, str]]:
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return [(p.relative_to(ROOT).as_posix(), p.read_text(encoding="utf-8")) for p in found]


def test_core_points_one_way():
    modules = files("wfcore/**/*.py")
    assert modules or not (ROOT / "wfcore").exists()
    assert [fault for module in modules for fault in core_faults(*module)] == []


def test_pages_import_only_the_core_and_their_parts():
    pages = files("pages/**/*.py")
    assert pages or not (ROOT / "pages").exists()
    assert [fault for page in pages for fault in page_faults(*page)] == []


def test_session_cache_and_query_code_stand_in_three_files():
    everything = files("app.py", "pages/**/*.py", "wfcore/**/*.py")
    assert [fault for file in everything for fault in state_faults(*file)] == []


def test_only_charts_imports_altair():
    outside = files("app.py", "pages/**/*.py")
    users = [path for path, source in outside if "altair" in set(top_names(path, source))]
    assert users == []


def top_names(path: str, source: str) -> Iterator[str]:
    return (module.split(".", maxsplit=1)[0] for module in imported(path, source))


# The rules themselves, held against lines that break them.


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("wfcore/reading.py", "import streamlit as st"),
        ("wfcore/reading.py", "from pages.parts import display"),
        ("wfcore/reading.py", "from wfcore import measuring"),
        ("wfcore/reading.py", "from wfcore.measuring import measure"),
        ("wfcore/reading.py", "from . import measuring"),
        ("wfcore/reading.py", "def f():\n    import wfcore.charts"),
        ("wfcore/reading/excel.py", "from ..checking import check"),
        ("wfcore/seeding.py", "from wfcore.measuring import measure"),
        ("wfcore/wording.py", "import altair as alt"),
        ("wfcore/helpers.py", ""),
        ("wfcore/__init__.py", "from wfcore.errors import WorkforceError"),
    ],
)
def test_core_rule_catches(path: str, line: str):
    assert core_faults(path, line)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("wfcore/reading/excel.py", "from wfcore.reading.limits import LIMIT"),
        ("wfcore/reading/excel.py", "from .limits import LIMIT"),
        ("wfcore/checking.py", "from wfcore import __version__, reading"),
        ("wfcore/seeding.py", "from wfcore.store import publish"),
        ("wfcore/charts/house.py", "import altair as alt\nfrom wfcore.wording import sentence"),
        ("wfcore/__main__.py", "from wfcore import charts, papers"),
    ],
)
def test_core_rule_allows(path: str, line: str):
    assert core_faults(path, line) == []


@pytest.mark.parametrize(
    "line",
    [
        "from pages.committee import gap",
        "from pages import committee",
        "import pandas as pd",
        "import altair as alt",
        "from app import frame",
    ],
)
def test_page_rule_catches(line: str):
    assert page_faults("pages/committee/trend.py", line)


@pytest.mark.parametrize(
    "line",
    [
        "from pages.parts import selection, display",
        "from pages.parts.display import card",
        "import datetime as dt\nimport polars as pl\nimport streamlit as st",
        "from wfcore import measuring",
    ],
)
def test_page_rule_allows(line: str):
    assert page_faults("pages/committee/trend.py", line) == []


@pytest.mark.parametrize(
    "line",
    [
        "import streamlit as st\nst.session_state['a'] = 1",
        "from streamlit import cache_data",
        "import streamlit\n@streamlit.cache_resource\ndef f(): ...",
        "import streamlit as st\nx = st.query_params.get('a')",
    ],
)
def test_state_rule_catches(line: str):
    assert state_faults("app.py", line)
    assert state_faults(SELECTION, line) == []
