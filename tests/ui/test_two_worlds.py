"""Worlds that look alike in `measures` look alike on every page; tests/properties/test_two_worlds.py."""

import re

import pytest

from tests.ui.conftest import OpenApp
from tests.ui.looking import PAGES, everything
from tests.unit import worlds
from wfcore.store import Store

ASKED = {
    "place": "U00001",
    "level": "pcn",
    "gp.turnover": "5",
    "target": "120",
}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> list[Store]:
    return [worlds.publish_world(tmp_path_factory.mktemp("world") / "store", n) for n in (0, 1)]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("place", ["U00001", "U00006"])
def test_every_page_is_alike(
    stores: list[Store], open_app: OpenApp, page: str, place: str, monkeypatch: pytest.MonkeyPatch
):
    seen: list[str] = []
    for store in stores:
        monkeypatch.setenv("WORKFORCE_STORE", store.uri)
        at = open_app(page, ASKED | {"place": place})
        said = worlds.unnamed(everything(at), store)
        seen.append(re.sub(r'file_id: "\w+"|[0-9]{2}\\*:[0-9]{2} UTC', "", said))
    assert len(seen[0]) > 200
    assert seen[0] == seen[1]
