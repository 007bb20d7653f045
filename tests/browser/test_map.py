"""A map in a browser: a place is opened by pointing at it, or by its name."""

from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tools.browsing import settle


def test_a_click_or_a_name_opens_a_place(open_page: Opener):
    page = open_page("/map?place=Havering")
    shapes = page.locator("svg.marks path[aria-label*='patients covered']")
    expect(shapes).to_have_count(7)
    redbridge = page.locator("svg.marks path[aria-label^='Redbridge:']")
    redbridge.click()
    settle(page)
    expect(page.locator(".st-key-bar").get_by_role("button", name="Redbridge")).to_be_visible()
    assert "place=Redbridge" in page.url
    page.get_by_text("Open one of these places").click()
    settle(page)
    page.get_by_role("button", name="Newham", exact=True).press("Enter")
    settle(page)
    assert "place=Newham" in page.url
    expect(page.locator(".st-key-bar").get_by_role("button", name="Newham")).to_be_visible()
