"""The same store on an object store: one on loopback, spoken to as Amazon's."""

import pytest
from deltalake import DeltaTable

from tests.object_store import BUCKET, client, object_store
from wfcore.errors import StoreError
from wfcore.measuring import measure
from wfcore.seeding import seed_store
from wfcore.store import Store

pytestmark = pytest.mark.nightly("unit/test_store.py, the same in a folder")


@pytest.fixture(scope="module")
def address():
    with object_store() as bucket:
        yield f"{bucket}/store"


@pytest.fixture(scope="module")
def samples(root, tmp_path_factory):
    """A small part of the samples: what one rate needs."""
    folder = tmp_path_factory.mktemp("samples")
    for name in ("nel_practice_staff", "nel_lists", "nel_places"):
        (folder / f"{name}.csv").write_bytes((root / "sample_data" / f"{name}.csv").read_bytes())
    return folder


def test_publish_read_restore(address, samples):
    assert not Store.exists(address)
    store = seed_store(address, samples)
    assert store.head() == 1
    version = store.read()
    havering = measure(version, ["gp_rate"], "borough", period="2025-09", within="Havering")
    assert round(havering["value"][0], 3) == 48.807
    assert store.restore(0, by="A Tester", why="test") == 2
    assert store.read().parts.is_empty()
    assert store.read(1).parts.height == version.parts.height
    assert [p.by for p in store.history()] == ["A Tester", "sample data"]


def test_the_log_names_the_true_size_of_every_file(address, samples):
    seed_store(address, samples)
    actions = DeltaTable(address, 1).get_add_actions(flatten=True)
    listed = dict(zip(actions["path"].to_pylist(), actions["size_bytes"].to_pylist(), strict=True))
    objects = client().list_objects_v2(Bucket=BUCKET, Prefix="store/edition")
    stored = {o["Key"].removeprefix("store/"): o["Size"] for o in objects["Contents"]}
    assert listed == stored


def test_no_store_at_an_address(address):
    with pytest.raises(StoreError, match="no store"):
        Store.open("s3://workforce/elsewhere")
