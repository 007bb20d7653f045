"""In the meeting, on a projector and on the phones in the room."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.looking import lead
from tools.browsing import NARROW, WIDE, settle

DEMO = "/meeting?level=icb&place=QZZ&staff=gp&count=gp_excl_trainees"


PROJECTOR = (1920, 1080)


def test_sentence_slider_two_buttons_and_picture_fit_a_projector_at_once(open_page: Opener):
    page = open_page(DEMO)
    expect(page.locator("h1")).to_have_text("Demonstration place (invented), September 2025")
    for part in (
        page.locator("h1"),
        page.locator(".st-key-lead"),
        page.get_by_test_id("stSlider"),
        page.get_by_role("button", name="As minuted"),
        page.get_by_role("button", name="On your phone"),
        page.get_by_role("button", name="Menu", exact=True),
    ):
        expect(part).to_be_in_viewport(ratio=1)
    box = page.get_by_test_id("stVegaLiteChart").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 720
    size = page.locator(".st-key-lead p").evaluate("p => parseFloat(getComputedStyle(p).fontSize)")
    assert size >= 24
    page.get_by_role("button", name="Menu", exact=True).click()
    for name in ("Reset", "Undo", "Freeze"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    assert "seed" not in page.get_by_test_id("stMain").inner_text()


def test_the_link_for_the_minutes_is_shared_from_the_what_if(open_page: Opener):
    page = open_page(DEMO.replace("/meeting", "/what-if") + "&set=gp.turnover:8")
    said = lead(page)
    page.get_by_role("button", name="Share").click()
    settle(page)
    address = page.get_by_test_id("stPopoverBody").locator("code").nth(1).inner_text().strip()
    other = open_page(address[address.index("/meeting") :])
    expect(other.get_by_test_id("stMain")).to_contain_text("As minuted on ")
    assert lead(other) == said


@pytest.mark.parametrize("size", [WIDE, PROJECTOR], ids=["720", "1080"])
def test_what_was_minuted_is_a_code_whole_in_sight_and_a_link_that_opens_the_same(
    open_page: Opener, size: tuple[int, int]
):
    page = open_page(DEMO, size=size)
    page.get_by_role("slider").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    settle(page)
    said = lead(page)
    page.get_by_role("button", name="As minuted").click()
    settle(page)
    code = page.get_by_alt_text("QR code that opens this view")
    expect(code).to_be_in_viewport(ratio=1)
    box = code.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 300
    assert abs(box["width"] - box["height"]) < 2
    expect(page.locator(".st-key-phones code")).to_be_in_viewport(ratio=0.8)
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")
    address = page.locator(".st-key-phones code").inner_text().strip()
    assert "minuted=" in address
    assert "minuted=" in page.url
    phone = open_page(address, size=NARROW)
    assert lead(phone) == said
    assert re.search(r"As minuted on \d+ \w+ 20\d\d", phone.get_by_test_id("stMain").inner_text())
    assert phone.get_by_role("slider").count() == 0
    expect(phone.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    page.get_by_role("button", name="Show the picture").click()
    settle(page)
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_in_viewport()
    assert "minuted=" in page.url


@pytest.mark.parametrize("page", ["/what-if", "/meeting"])
def test_a_screen_reader_is_told_what_the_slider_changed(open_page: Opener, page: str):
    shown = open_page(f"{page}?level=icb&place=QZZ&staff=gp&count=gp_excl_trainees")
    region = shown.locator(".st-key-lead [role=status]").first
    before = region.inner_text()
    # The region itself must stay: one that is put there anew with its text is not announced.
    region.evaluate("node => { node.dataset.kept = 'yes' }")
    shown.get_by_role("slider").first.focus()
    for _ in range(3):
        shown.keyboard.press("ArrowRight")
    settle(shown)
    expect(region).not_to_have_text(before)
    assert region.get_attribute("data-kept") == "yes"
    assert lead(shown) == region.inner_text().strip()
    ratio = region.evaluate("n => getComputedStyle(n.querySelector('p')).color")
    assert ratio == "rgb(33, 43, 50)"
