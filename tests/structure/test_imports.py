"""One direction: what may import what. The order of rooms is a contract in pyproject.toml."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.structure.parsed import parsed

ROOT = Path(__file__).resolve().parents[2]

STATE = {"session_state", "cache_data", "cache_resource", "query_params"}
SELECTION = "pages/parts/selection.py"  # the choices of a visit
KEPT = "pages/parts/kept.py"  # what controls hold
LEVERS = "pages/parts/levers.py"  # the scenario of a visit
MINUTES = "pages/parts/meeting_state.py"  # what a meeting holds
SIDES = "pages/parts/sides.py"  # the two scenarios of a visit
DRAFT = "pages/parts/paper_state.py"  # the paper of a visit
NOTEBOOK = "pages/parts/notebook_state.py"  # the notebook of a visit


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
    if path in (SELECTION, KEPT, LEVERS, MINUTES, SIDES, DRAFT, NOTEBOOK):
        return []
    tree = parsed(source)
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used |= {module.split(".")[-1] for module in imported(path, source)}
    return [f"{path}: {name} belongs in {SELECTION}" for name in sorted(used & STATE)]


def files(*patterns: str) -> list[tuple[str, str]]:
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern))]
    return [(p.relative_to(ROOT).as_posix(), p.read_text(encoding="utf-8")) for p in found]


def test_core_points_one_way():
    """The contracts of pyproject.toml: the order of rooms, no screen in the core, altair in charts alone."""
    kept = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert kept == EXIT_STATUS_SUCCESS


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


BREAKS = {
    "wfcore/reading.py": "import streamlit as st",
    "wfcore/normalising.py": "from pages.parts import display",
    "wfcore/templates.py": "from wfcore import measuring",
    "wfcore/checking.py": "def check():\n    import wfcore.charts",
    "wfcore/seeding.py": "from .measuring import measure",
    "wfcore/wording.py": "import altair as alt",
    "wfcore/helpers.py": "",
}


def test_contracts_catch_every_break(tmp_path: Path):
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    order = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = [f"wfcore/{room}.py" for room in order if room != "charts"]
    allowed = {"wfcore/charts/__init__.py": "", "wfcore/charts/house.py": "import altair"}
    for path in ("wfcore/__init__.py", *rooms, *allowed, *BREAKS):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text((allowed | BREAKS).get(path, ""), encoding="utf-8")
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache", ROOT / "pyproject.toml"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    for name in ("streamlit", "pages", "wfcore.measuring", "wfcore.charts", "altair", "helpers"):
        assert name in done.stdout, name
    for path in BREAKS:
        assert path.removesuffix(".py").replace("/", ".") in done.stdout, path


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
