"""What would it take?, with a mouse and a keyboard in a real browser."""

import re
import urllib.parse

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.looking import lead, unfold
from tools.browsing import NARROW, WIDE, settle

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
    slider = page.get_by_role("slider", name=re.compile("^Over-55s who retire"))
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


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_picture_is_in_sight_while_any_lever_moves(open_page: Opener, size: tuple[int, int]):
    """Each slider is scrolled to, as a thumb does, and moved; the whole picture must be seen then."""
    page = open_page("/what-if?level=borough&place=Havering&count=gp", size=size)
    unfold(page, "More levers")
    unfold(page, "Aim and date")
    sliders = page.locator(".st-key-moves").get_by_role("slider")
    expect(sliders.first).to_be_visible()
    picture = page.locator(".st-key-picture [data-testid=stVegaLiteChart]")
    wanted = 220 if size == NARROW else 370
    assert abs((picture.bounding_box() or {})["height"] - wanted) < 2
    hidden: list[str] = []
    for index in range(sliders.count()):
        slider = sliders.nth(index)
        slider.evaluate("thumb => thumb.scrollIntoView({block: 'nearest'})")
        slider.press("ArrowRight")
        box, thumb = picture.bounding_box(), slider.bounding_box()
        assert box is not None
        assert thumb is not None
        whole = box["y"] >= 0 and box["y"] + box["height"] <= size[1]
        apart = thumb["x"] > box["x"] + box["width"] or thumb["y"] > box["y"] + box["height"]
        if not (whole and apart and thumb["y"] < size[1]):
            hidden.append(str(slider.get_attribute("aria-label")))
    settle(page)
    assert sliders.count() >= 9
    assert hidden == []


def test_answer_levers_and_questions_are_on_the_first_screen(open_page: Opener):
    page = open_page(DEMO)
    for part in (
        page.locator(".st-key-lead"),
        page.get_by_role("radio", name="Nobody over 55 leaves"),
        page.get_by_role("radio", name="Meet the aim"),
        page.get_by_role("link", name="Present"),
        page.locator(".st-key-moves").get_by_test_id("stSlider"),
    ):
        expect(part.first).to_be_in_viewport(ratio=1)


def test_a_question_that_is_always_asked_and_back(open_page: Opener):
    page = open_page(DEMO)
    before = lead(page)
    page.get_by_role("radio", name="Nobody over 55 leaves").click()
    settle(page)
    assert query(page)["set"] == ["gp.retirement:0"]
    assert lead(page) != before
    assert "is set to 0%. Undo takes it back." in page.get_by_test_id("stMain").inner_text()
    page.get_by_role("button", name="Undo").click()
    settle(page)
    assert lead(page) == before


def test_a_b_and_compare_stand_in_one_place(open_page: Opener):
    page = open_page(DEMO)
    press_right(page, "Extra recruits a year", 2)
    page.wait_for_url(re.compile("recruits(:|%3A)2"))
    settle(page)
    in_a = lead(page)
    sides = page.locator(".st-key-which-side")
    sides.get_by_role("radio", name="B", exact=True).click()
    settle(page)
    assert "A is kept" in page.get_by_test_id("stMain").inner_text()
    press_right(page, "Extra recruits a year", 5)
    sides.get_by_role("radio", name="Compare").click()
    settle(page)
    assert lead(page).startswith("B ends at")
    assert (
        "2 people a year in A, 7 people a year in B" in page.get_by_test_id("stMain").inner_text()
    )
    cold = open_page(page.url)
    assert lead(cold) == lead(page)
    sides.get_by_role("radio", name="A", exact=True).click()
    settle(page)
    assert lead(page) == in_a
    assert lead(open_page(page.url.replace("/what-if", "/scenarios"))) == lead(cold)


def test_present_is_the_meeting_with_the_lever_that_was_moved(open_page: Opener):
    page = open_page(DEMO)
    press_right(page, "Over-55s who retire", 2)
    said = lead(page)
    page.get_by_role("link", name="Present").click()
    page.wait_for_url(re.compile("/meeting"))
    settle(page)
    assert lead(page) == said
    expect(page.get_by_role("slider", name=re.compile("^Over-55s who retire"))).to_be_visible()


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
    unfold(page, "For officers")
    page.get_by_role("button", name="Apply").click()
    settle(page)
    assert query(page)["aims"] == ["U99903:46"]


_TICKS = """
() => [...document.querySelectorAll('[class*="st-key-ticks-"]')].map(box => {
    const track = box.querySelector('[role="group"] > div'), thumb = box.querySelector('input[type="range"]');
    const at = part => { const s = getComputedStyle(track, part);
        return s.content === "none" ? null : parseFloat(s.left) / track.clientWidth; };
    const share = value => (value - thumb.min) / (thumb.max - thumb.min);
    return [thumb.getAttribute("aria-label"), at("::before"), at("::after"), share(+thumb.value)];
})
"""


def test_a_tick_stands_where_a_lever_stands_now(open_page: Opener):
    """Nothing is moved yet, so the tick is under the thumb; the best growth seen has one of its own."""
    page = open_page(DEMO)
    ticks = page.evaluate(_TICKS)
    assert len(ticks) == 3
    assert [round(now - thumb, 2) for _, now, _, thumb in ticks] == [0, 0, 0]
    press_right(page, "Extra recruits a year", 4)
    moved = page.evaluate(_TICKS)
    assert [tick[1:3] for tick in moved] == [tick[1:3] for tick in ticks]
    assert max(thumb - now for _, now, _, thumb in moved) > 0.05
