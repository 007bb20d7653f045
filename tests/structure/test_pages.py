"""Pages are named in one place; whatever goes through all of them goes by it."""

from gate.unknown_addresses import page_addresses
from tests.browser.looking import TITLES
from tests.ui.looking import PAGES
from tools.screenshots import every_page


def test_every_page_is_known_to_tests_and_pictures():
    declared = page_addresses() - {""}
    assert set(every_page()) == set(TITLES) == declared
    assert len(PAGES) == len(declared)
