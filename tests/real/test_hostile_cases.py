"""Scripts that once broke the product, from ../shared/cases/hostile where it is, run as they stand in a checkout."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import NO_DATA

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def hostile(real_data: Path) -> Path:
    folder = real_data.parent / "cases" / "hostile"
    if not folder.is_dir():
        pytest.skip(NO_DATA)
    return folder


@pytest.fixture
def checkout(hostile: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder as the scripts want it: the product under its names, an own .scratch, and the cases beside it."""
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("wfcore", "tests", "pages", "sample_data", "app.py", "asgi.py", "gate", ".venv"):
        if (ROOT / name).exists():
            (clone / name).symlink_to(ROOT / name)
    (clone / ".scratch").mkdir()
    (tmp_path / "shared" / "cases").mkdir(parents=True)
    (tmp_path / "shared" / "cases" / "hostile").symlink_to(hostile)
    yield clone
    shutil.rmtree(clone)


def said_by(checkout: Path, *command: object) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=checkout, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_two_worlds_that_look_alike_are_answered_alike(hostile: Path, checkout: Path):
    said = said_by(checkout, sys.executable, hostile / "whatif_disclosure.py")
    answers = [line for line in said.splitlines() if " SAME " in line or " DIFFERENT " in line]
    assert len(answers) == 11
    assert not [line for line in answers if " DIFFERENT " in line]


def test_no_hidden_count_is_worked_out_through_a_goal(hostile: Path, checkout: Path):
    said = said_by(checkout, sys.executable, hostile / "whatif_recover.py")
    assert "all shown figures alike: True" in said
    assert "each hidden count has its own answer: False" in said
