"""A first store from `sample_data/`, so that the notebook opens on figures."""

from pathlib import Path

from wfcore.checking import check
from wfcore.declared import declared
from wfcore.errors import StoreError
from wfcore.normalising import Draft, normalise
from wfcore.reading import read_upload
from wfcore.snapshots import Store

SAMPLE_DATA = Path(__file__).parent.parent / "sample_data"


def seeded(uri: str | Path, samples: Path = SAMPLE_DATA) -> Store:
    """The store at an address; made and filled with the samples when there is none.

    Raises:
        StoreError: the samples are missing or do not pass their own checks.
    """
    if Store.exists(uri):
        store = Store.open(uri)
        if store.head() > 0:
            return store
    drafts: list[Draft] = []
    for path in sorted(samples.glob("*.csv")):
        for table in read_upload(path.name, path.read_bytes(), declared()):
            drafts += normalise(table)
    if not drafts:
        raise StoreError(
            f"There are no samples in {samples}.",
            "Publish your own files with `python -m wfcore publish`.",
        )
    drafts, report = check(drafts)
    store = Store.create(uri)
    store.publish(
        drafts, report, by="sample data", why="first store, from sample_data/", accept_warnings=True
    )
    return store
