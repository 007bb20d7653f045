"""A store with one small published version."""

import shutil
from pathlib import Path

import pytest

from tests.commands import publish, run
from tests.faults.files import State, as_csv, practices, state


@pytest.fixture(scope="session")
def first_version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; use `published`."""
    folder = tmp_path_factory.mktemp("first")
    path = folder / "practices.csv"
    path.write_bytes(as_csv(practices()))
    done = publish(folder / "store", path, period="2025-09", why="the first")
    assert (done.code, done.out) == (0, "Published version 1\n"), done.err
    return folder / "store"


@pytest.fixture
def published(first_version: Path, tmp_path: Path) -> Path:
    """A store of its own, with the small file of September 2025 as version 1."""
    return Path(shutil.copytree(first_version, tmp_path / "published"))


@pytest.fixture(scope="session")
def before(first_version: Path) -> State:
    """What `published` answers as long as nothing is published to it."""
    return state(first_version)


@pytest.fixture(scope="session")
def four_versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """September published, published again, the first brought back, December added. Copy it."""
    folder = tmp_path_factory.mktemp("four")
    store, path = folder / "store", folder / "practices.csv"
    for gp in (4.5, 5.5):
        path.write_bytes(as_csv(practices(gp=gp)))
        assert publish(store, path, period="2025-09").code == 0
    assert run("restore", 1, "--store", store, "--by", "tests").code == 0
    path.write_bytes(as_csv(practices(gp=6.5)))
    assert publish(store, path, period="2025-12").code == 0
    return store
