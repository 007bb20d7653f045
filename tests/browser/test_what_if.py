"""What would it take?, with a mouse and a keyboard in a real browser."""

import re
import urllib.parse

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.looking import lead
from tools.browsing import NARROW, settle

DEMO = "/what-if?level=icb&place=QZZ&staff=gp&count=gp_excl_trainees"


def press_right(page: Page, label: str, times: int) -> None:
    """Move a slider with the arrow keys."""
    thumb = page.get_by_role("slider", name=re.compile(f"^{re.escape(label)}"))
    thumb.focus()
    for _ in range(times):
        page.keyboard.press("ArrowRight")
    settle(page)


def query(page: Page) -> dict[str, list[str]]:
    return urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)


def test_a_slider_moves_the_sentence_and_leaves_the_rest_of_the_page_alone(open_page: Opener):
    page = open_page(DEMO)
    before = lead(page)
    assert "If nothing changes, " in before
    # A mark on an element outside: it would be gone if the page were drawn again.
    page.locator("h1").evaluate("heading => heading.dataset.seen = 'yes'")
    press_right(page, "Extra recruits a year", 4)
    after = lead(page)
    assert after != before
    assert "these changes would give " in after
    assert page.locator("h1").get_attribute("data-seen") == "yes"
    assert query(page)["set"] == ["gp.recruits:4"]
    assert lead(open_page(page.url)) == after


def test_undo_and_reset_are_in_sight_on_a_phone_wherever_one_scrolls(open_page: Opener):
    page = open_page(DEMO, size=NARROW)
    slider = page.get_by_role("slider", name=re.compile("^Trainees who stay"))
    slider.scroll_into_view_if_needed()
    slider.focus()
    page.keyboard.press("ArrowRight")
    settle(page)
    for name in ("Reset", "Undo"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport()
    expect(page.locator(".st-key-lead")).to_be_in_viewport()
    said = lead(page)
    page.get_by_role("button", name="Undo").click()
    settle(page)
    assert lead(page) != said
    assert "If nothing changes, " in lead(page)


def test_two_scenarios_saved_in_the_room_stand_side_by_side(open_page: Opener):
    page = open_page(DEMO)
    for name, times in (("A", 2), ("B", 5)):
        press_right(page, "Extra recruits a year", times)
        page.get_by_role("button", name="Keep this").click()
        page.get_by_role("button", name=f"Save as {name}").click()
        settle(page)
        page.keyboard.press("Escape")
    page.get_by_role("link", name="Two scenarios side by side").click()
    settle(page)
    assert lead(page).startswith("B ends at")
    assert (
        "2 people a year in A, 7 people a year in B"
        in page.locator("main, [data-testid=stMain]").first.inner_text()
    )
    assert lead(open_page(page.url)) == lead(page)


def test_a_programme_is_filled_in_and_counts(open_page: Opener):
    link = "U99903,gp,recruits,4,2025-12,2027-09,25000,mou,,,Harbour fellowship"
    page = open_page(f"{DEMO}&do={urllib.parse.quote(link)}&aims=U99903:46")
    words = page.get_by_test_id("stMain").inner_text()
    assert (
        "Harbour fellowship in Harbour PCN (invented): extra recruits a year 4 people a year"
        in words
    )
    assert "agreed in a memorandum of understanding" in words
    assert "these changes would give " in lead(page)
    page.get_by_role("button", name="Apply").click()
    settle(page)
    assert query(page)["aims"] == ["U99903:46"]
