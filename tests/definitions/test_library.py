"""The examples of docs/reference/library.md are run as they stand, and its promise is the package's."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import wfcore

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "library.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_examples_run_from_top_to_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for example in re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL):
        exec(compile(example, str(PAGE), "exec"), names)
    assert names["answer"]


def test_what_is_promised_is_there_and_on_the_page():
    assert set(wfcore.__all__) == set(wfcore._ROOM_OF)
    for name in wfcore.__all__:
        room = importlib.import_module(f"wfcore.{wfcore._ROOM_OF[name]}")
        assert getattr(wfcore, name) is getattr(room, name)
        assert re.search(rf"\b{name}\b", TEXT), name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = wfcore.nothing


def test_types_see_the_same_names():
    tree = ast.parse(Path(wfcore.__file__).read_text(encoding="utf-8"))
    seen = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wfcore.")
        for alias in node.names
    }
    assert seen == {f"wfcore.{room}.{name}" for name, room in wfcore._ROOM_OF.items()}
    assert (Path(wfcore.__file__).parent / "py.typed").exists()


def test_importing_it_takes_nothing_heavy():
    code = "import sys, wfcore; sys.exit(any(m in sys.modules for m in ('polars', 'pydantic')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
