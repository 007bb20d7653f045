"""Stores of published files, made once."""

from pathlib import Path

import pytest

from tests.commands import publish
from tests.real.published import WIDE, borough_lookup, detailed, practice_map


@pytest.fixture(scope="session")
def nel(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Version 1: September 2025 with the map and the boroughs. Version 2: September 2024 too."""
    store = tmp_path_factory.mktemp("nel")
    first = publish(
        store,
        detailed(real_data, 2025),
        practice_map(real_data),
        borough_lookup(real_data),
        period="2025-09",
        why="September 2025",
    )
    assert (first.code, first.out) == (0, "Published version 1\n"), first.err
    second = publish(store, detailed(real_data, 2024), period="2024-09", why="the year before")
    assert (second.code, second.out) == (0, "Published version 2\n"), second.err
    return store


@pytest.fixture(scope="session")
def pcns(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All PCN files, the list sizes and the map of November 2025, and the boroughs."""
    store = tmp_path_factory.mktemp("pcns")
    folder = real_data / "pcn_workforce"
    lists = real_data / "registered_patients" / "2025-11" / "PracPopNov.csv"
    done = publish(
        store,
        *sorted(folder.glob("*.csv")),
        *sorted(folder.glob("*.zip")),
        lists,
        practice_map(real_data),
        borough_lookup(real_data),
    )
    assert done.code == 0, done.err
    return store


@pytest.fixture(scope="session")
def wide(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ten rows of full width, June and July 2025."""
    store = tmp_path_factory.mktemp("wide")
    done = publish(store, real_data / "gp_workforce" / WIDE)
    assert done.code == 0, done.err
    return store
