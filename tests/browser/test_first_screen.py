"""The first screen answers: verdict, strip, map and cards without scrolling; on a phone verdict, strip, cards."""

from playwright.sync_api import expect

from tests.browser.conftest import Opener


def test_all_of_it_stands_on_one_screen_and_on_a_phone_in_a_row(open_page: Opener):
    page = open_page("/")
    page.set_viewport_size({"width": 1280, "height": 720})
    cards = page.get_by_test_id("stMetric")
    expect(cards).to_have_count(5)
    pictures = page.locator(".st-key-side-by-side [data-testid='stVegaLiteChart']")
    expect(pictures).to_have_count(2)
    boxes = [box for box in (one.bounding_box() for one in cards.all()) if box]
    assert max(box["y"] + box["height"] for box in boxes) <= 720
    tops = {round(box["y"]) for box in boxes}
    assert len(tops) == 1  # side by side
    drawn = [box for box in (one.bounding_box() for one in pictures.all()) if box]
    assert all(box["y"] < 600 for box in drawn)
    assert drawn[0]["x"] + drawn[0]["width"] <= drawn[1]["x"]
    # No word of a card is cut.
    cut = "els => els.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    assert page.locator("[data-testid='stMetric'] p").evaluate_all(cut) == []
    page.set_viewport_size({"width": 390, "height": 844})
    expect(pictures.nth(1)).to_be_hidden()
    expect(pictures.nth(0)).to_be_visible()
    page.wait_for_function("document.documentElement.scrollWidth <= 390")
    below = [box["x"] for box in (one.bounding_box() for one in cards.all()) if box]
    assert len({round(x) for x in below}) == 1  # one below the other
