"""The engineering house: what is promised in one place holds in the others."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from streamlit import config

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    "make|python3?|pip|uv|git|streamlit|docker|podman|pytest|apt|apt-get|sudo|curl|npm|bash|sh"
)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def settings() -> list[str]:
    found = tomllib.loads(text(".streamlit/config.toml"))
    return [f"{section}.{name}" for section, table in found.items() for name in table]


def pins(name: str) -> dict[str, list[str]]:
    """Each pinned requirement with its options, the continued lines put together."""
    joined = re.sub(r"\\\n", " ", text(name))
    lines = [line for line in joined.splitlines() if line.strip() and line.lstrip()[0] != "#"]
    return {line.split(" --hash=")[0].strip(): re.findall(r"--\S+", line) for line in lines}


def test_no_page_at_the_top_level():
    # Streamlit would run pages/x.py without app.py in a fresh process.
    assert list((ROOT / "pages").glob("*.py")) == []


def test_ci_runs_make_check_and_nothing_else():
    lines = text(".ci/run").splitlines()
    assert lines == [
        "#!/usr/bin/env bash",
        'cd "$(dirname "${BASH_SOURCE[0]}")/.." && exec make check',
    ]
    assert os.name != "posix" or os.access(ROOT / ".ci/run", os.X_OK)


def test_everything_a_room_reads_travels_with_the_package():
    carried = tomllib.loads(text("pyproject.toml"))["tool"]["setuptools"]["package-data"]["wfcore"]
    room = ROOT / "wfcore"
    beside = {
        path
        for path in room.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc", ".pyi")
    }
    assert {".typ", ".css", ".yaml"} <= {path.suffix for path in beside}
    assert beside == {path for pattern in carried for path in room.glob(pattern)}


@pytest.mark.parametrize("setting", settings())
def test_setting_is_known_to_streamlit_and_explained(setting: str):
    assert setting in config.get_config_options()
    assert f"`{setting}`" in text("docs/reference/settings.md")


def test_every_explained_setting_is_set():
    explained = re.findall(
        r"^\| `(\w+\.\w+)` \|", text("docs/reference/settings.md"), flags=re.MULTILINE
    )
    assert sorted(explained) == sorted(settings())


def test_environment_variables_are_explained():
    code = [*ROOT.glob("*.py")]
    for folder in ("wfcore", "pages", "tools", "tests", "bench"):
        code += (ROOT / folder).rglob("*.py")
    sources = "\n".join(path.read_text(encoding="utf-8") for path in code)
    names = set(re.findall(r"\b(?:WORKFORCE|WFN)_[A-Z_]+[A-Z]\b", sources))
    operating = text("docs/reference/settings.md")
    assert {name for name in names if f"`{name}" not in operating} == set()


def test_make_help_lists_every_target():
    phony = re.search(r"^\.PHONY: (.+)$", text("Makefile"), flags=re.MULTILINE)
    targets = re.findall(r"^([a-z][\w-]*):", text("Makefile"), flags=re.MULTILINE)
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make (\S+)", done.stdout, flags=re.MULTILINE)
    assert phony is not None
    assert listed == targets == phony[1].split()


def test_every_kind_of_test_is_marked_and_explained():
    kinds = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    marks = tomllib.loads(text("pyproject.toml"))["tool"]["pytest"]["ini_options"]["markers"]
    assert {re.split(r"\W", mark)[0] for mark in marks} == kinds | {"nightly"}
    assert set(re.findall(r"^\| `(\w+)` \|", text("CONTRIBUTING.md"), flags=re.M)) == kinds


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_exact_hashed_and_name_no_host(name: str):
    found = pins(name)
    assert len(found) > 40
    for requirement, options in found.items():
        assert re.match(r"[a-z0-9.-]+==\S+", requirement)
        assert options
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", option) for option in options)
    assert not re.search(r"https?:|://|index-url|find-links", text(name))


def test_checking_uses_the_versions_that_run():
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_requirements_are_made_from_their_source(name: str):
    asked = re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)$", text(f"{name}.in"), flags=re.MULTILINE)
    made = {requirement.split(" ;")[0] for requirement in pins(f"{name}.txt")}
    assert asked
    assert {f"{package.lower()}=={version}" for package, version in asked} <= made


def test_readme_begins_with_make_run_and_make_check():
    code = re.findall(r"^```.*?\n(.*?)^```|`([^`\n]+)`", text("README.md"), flags=re.M | re.S)
    lines = [line.strip("$ ").strip() for part in code for line in "\n".join(part).splitlines()]
    commands = [line for line in lines if re.match(rf"(?:{COMMANDS})\s+\w", line)]
    assert [" ".join(command.split()[:2]) for command in commands[:2]] == ["make run", "make check"]
