"""A flipped bit in a stored table is refused, never read as another figure."""

import random
import shutil
from pathlib import Path

import pytest

from wfcore.errors import StoreError
from wfcore.measuring import measure
from wfcore.store import Store


@pytest.fixture(scope="module")
def seeded_store(samples, tmp_path_factory):
    return Store.open(shutil.copytree(samples, tmp_path_factory.mktemp("flipped") / "store"))


def test_no_flipped_bit_gives_another_figure(seeded_store: Store):
    def havering() -> float:
        rows = measure(seeded_store.read(), ["gp_rate"], "borough", period="2025-09")
        return rows.filter(area_code="Havering")["value"][0]

    right = havering()
    parts = seeded_store.read().parts.filter(edition="gpw_detailed.2025-09", kind="staff_total")
    path = Path(parts["path"][0])
    whole = path.read_bytes()
    chance = random.Random(7)
    for _ in range(60):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        with pytest.raises(StoreError, match="missing or damaged"):
            havering()
    path.write_bytes(whole)
    assert havering() == right
