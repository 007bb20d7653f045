"""No container engine builds the Dockerfile here, so what it copies is copied, and every page run from that."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.ui.looking import PAGES

# Runs in the copy, with nothing else of the project to be found.
EVERY_PAGE = """
import json, sys
from streamlit.testing.v1 import AppTest
failed = {}
at = AppTest.from_file("app.py", default_timeout=120).run()
for name, page in json.loads(sys.argv[1]).items():
    at.switch_page(page).run()
    if at.exception:
        failed[name] = [e.message for e in at.exception]
    elif not at.title:
        failed[name] = "no title"
import wfcore
print(json.dumps({"failed": failed, "from": wfcore.__file__}))
"""


def copies(root: Path) -> list[tuple[list[str], str]]:
    """What each COPY takes, and where it puts it."""
    lines = (root / "Dockerfile").read_text(encoding="utf-8").splitlines()
    found = [shlex.split(line)[1:] for line in lines if line.startswith("COPY ")]
    return [(words[:-1], words[-1]) for words in found]


def left_out(root: Path, path: str) -> bool:
    """Whether .dockerignore keeps a file from the builder: the last line that fits decides."""
    out = False
    for line in (root / ".dockerignore").read_text(encoding="utf-8").split():
        pattern = line.removeprefix("!").removeprefix("**/")
        parts = path.split("/")
        anywhere = "**/" in line
        tries = ["/".join(parts[i:n]) for n in range(1, len(parts) + 1)
                 for i in (range(n) if anywhere else (0,))]  # fmt: skip
        if any(fnmatch(one, pattern) and one.count("/") == pattern.count("/") for one in tries):
            out = not line.startswith("!")
    return out


@pytest.fixture(scope="module")
def copied(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as a builder would fill it, from the files that are in version control."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    there = [
        path for path in listed if path and not left_out(root, path) and (root / path).exists()
    ]
    folder = tmp_path_factory.mktemp("notebook")
    for sources, to in copies(root):
        for source in sources:
            mine = [path for path in there if path == source or path.startswith(f"{source}/")]
            assert mine, f"COPY {source}: nothing there, or .dockerignore leaves it out"
            for path in mine:
                inside = path.removeprefix(f"{source}/") if path != source else Path(path).name
                whole_folder = path != source
                target = folder / to / inside if whole_folder or to.endswith("/") else folder / to
                if to in (".", "./"):
                    target = folder / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(root / path, target)
    return folder


def test_every_page_runs_from_what_is_copied(copied: Path, samples: Path):
    surroundings = {
        k: v for k, v in os.environ.items() if not k.startswith(("WORKFORCE_", "PYTHON"))
    }
    done = subprocess.run(
        [sys.executable, "-c", EVERY_PAGE, json.dumps(PAGES)],
        cwd=copied, env=surroundings | {"WORKFORCE_STORE": str(samples)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["failed"] == {}
    assert Path(told["from"]).is_relative_to(copied)


def test_nothing_private_is_copied(copied: Path):
    files = {str(path.relative_to(copied)) for path in copied.rglob("*") if path.is_file()}
    assert {"asgi.py", "requirements.txt", ".streamlit/config.toml"} <= files
    assert not [path for path in files if path.startswith(("tests", ".git", "store", "bench"))]
    assert ".streamlit/secrets.toml" not in files
