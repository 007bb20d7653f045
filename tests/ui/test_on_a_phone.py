"""Which pictures scroll inside themselves on a phone: only those with too many columns for it."""

import pytest

from tests.ui.conftest import OpenApp
from tests.ui.looking import nodes


@pytest.mark.parametrize(
    ("page", "link", "scrolls"),
    [
        ("notebook", {}, False),
        ("quality", {}, False),
        ("quality", {"level": "icb", "place": "QZZ"}, True),
        ("additional-roles", {}, False),
    ],
)
def test_only_wide_pictures_scroll(
    open_app: OpenApp, page: str, link: dict[str, str], scrolls: bool
):
    at = open_app(page, link)
    keys = [str(getattr(node.proto, "id", "")) for node in nodes(at)]
    assert any(key.endswith("-wide") for key in keys) is scrolls
