"""The stores kept here, unpacked: see README.md."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
KEPT = sorted(path.name.removesuffix(".tar.xz") for path in HERE.glob("*.tar.xz"))
Sums = dict[str, dict[str, float]]
Unpack = Callable[[str], tuple[Path, Sums]]


@pytest.fixture(scope="session")
def unpack(tmp_path_factory: pytest.TempPathFactory) -> Unpack:
    """A copy of a kept store, and what the release that made it read of its newest version."""

    def unpack(name: str) -> tuple[Path, Sums]:
        folder = tmp_path_factory.mktemp(name)
        shutil.unpack_archive(HERE / f"{name}.tar.xz", folder, filter="data")
        return folder / "store", json.loads((folder / "expected.json").read_text())

    return unpack
