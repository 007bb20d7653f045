"""The small store that most tests look at: North East London and the demonstration place."""

import tempfile
from pathlib import Path

from wfcore.declared.samples import SAMPLE_DATA
from wfcore.seeding import seed_store
from wfcore.store import Store


def small_samples(folder: Path) -> Path:
    """A folder inside this one with the samples but for those of England."""
    samples = Path(tempfile.mkdtemp(prefix="samples-", dir=folder))
    for path in SAMPLE_DATA.glob("*.csv"):
        if not path.name.startswith("england_"):
            (samples / path.name).symlink_to(path)
    return samples


def seed_small_store(store: Path) -> Store:
    """The small store, made at this address."""
    return seed_store(store, small_samples(store.parent))
