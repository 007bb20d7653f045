"""Where things stand on every page: what is in sight, what is cut, who is shut out.

Each page is opened once in each size, and asked everything there.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.browser.looking import NOT_IN_MENU, PAGES, TITLES
from tools.browsing import NARROW, WIDE, settle

SMALL = (320, 640)
BAR = {WIDE: 64, NARROW: 100}  # pixels that the bar may take
PICTURE = 600  # pixels from the top within which the first picture begins
SECTIONS = ["Look", "Try", "Take", "About the figures", "For analysts"]
# Streamlit gives the drop zone of its upload widget role="presentation" though it takes the focus.
KNOWN = re.compile(r"^presentation-role-conflict .*stFileUploaderDropzone", re.DOTALL)

_SEEN = """
() => {
    const box = e => { const r = e.getBoundingClientRect(); return [r.top, r.bottom, r.left, r.right]; };
    const first = name => { const e = document.querySelector(name); return e && box(e); };
    const main = document.querySelector('[data-testid="stMain"]'), root = document.documentElement;
    const cut = [];
    for (const e of document.querySelectorAll(
        '[data-testid="stMain"] :is(p, h1, h2, h3, td, th, input, button, a, summary, li, label)')) {
        if (!e.offsetParent || e.type === "range" || e.placeholder && !e.value) continue;
        const style = getComputedStyle(e), hides = e.tagName === "INPUT" || style.overflowX !== "visible";
        if (!(e.value || e.innerText || "").trim()) continue;
        if (hides && e.scrollWidth > e.clientWidth + 1) cut.push((e.value || e.innerText).slice(0, 80));
    }
    const rect = e => e.getBoundingClientRect(), seen = e => e.offsetParent && rect(e).width > 0;
    const way = document.querySelector('[data-testid="stExpandSidebarButton"]');  // to the menu
    const under = !way || !seen(way) ? [] : [...document.querySelectorAll(".st-key-bar :is(button, a, input)")]
        .filter(e => seen(e) && rect(e).left < rect(way).right && rect(e).right > rect(way).left
            && rect(e).top < rect(way).bottom && rect(e).bottom > rect(way).top)
        .map(e => (e.value || e.innerText || e.getAttribute("aria-label") || "a button").slice(0, 40));
    return {
        under,
        bar: first(".st-key-bar"),
        lead: first(".st-key-lead"),
        title: first("h1"),
        picture: first('[data-testid="stMain"] [data-testid="stVegaLiteChart"]'),
        titles: document.querySelectorAll("h1").length,
        sideways: [main.scrollWidth - main.clientWidth, root.scrollWidth - root.clientWidth],
        cut,
    };
}
"""


def faults(page: Page, size: tuple[int, int]) -> Iterator[str]:
    """What is out of place on a page that was just opened."""
    seen: dict[str, Any] = page.evaluate(_SEEN)
    yield from (f"cut: {text}" for text in seen["cut"])
    yield from (f"under the way to the menu: {name}" for name in seen["under"])
    if seen["titles"] != 1:
        yield f"{seen['titles']} titles"
    if seen["sideways"] != [0, 0]:
        yield f"scrolls sideways by {seen['sideways']}"
    bar, lead, picture = seen["bar"], seen["lead"], seen["picture"]
    if size not in BAR:
        return
    if not (bar[0] == 0 and 30 < bar[1] <= BAR[size]):
        yield f"the bar reaches from {bar[0]} to {bar[1]}"
    if not bar[1] <= seen["title"][0]:
        yield "the title is under the bar"
    if lead and lead[1] > size[1]:
        yield f"the verdict ends at {lead[1]:.0f}"
    if size == WIDE and picture and picture[0] > PICTURE:
        yield f"the first picture begins at {picture[0]:.0f}"


@pytest.mark.parametrize("address", PAGES)
def test_everything_has_its_place(
    open_page: Opener, axe: Callable[[Page], list[str]], address: str, size: tuple[int, int]
):
    page = open_page(address, size=size)
    assert page.title() == TITLES[address]
    found = [fault for fault in axe(page) if not KNOWN.search(fault)]
    found += faults(page, size)
    if size == NARROW:
        page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
        settle(page)
        found += [f"at 320 px: {fault}" for fault in faults(page, SMALL)]
    else:
        page.locator(".st-key-bar").evaluate(
            "bar => bar.closest('[data-testid=\"stMain\"]').scrollTo(0, 1e6)"
        )
        top = page.locator(".st-key-bar").bounding_box()
        found += [] if top and top["y"] == 0 else ["the bar does not stay in sight"]
    assert found == []


_MENU = """
() => [...document.querySelectorAll('[data-testid="stSidebarNavItems"] > li')].map(entry =>
    [getComputedStyle(entry, "::before").content, entry.innerText.trim()])
"""
_FOCUSED = """
() => {
    const here = document.activeElement, drawn = e => {
        const style = getComputedStyle(e);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    };
    let shown = false;
    for (let e = here, i = 0; e && i < 4; e = e.parentElement, i++) shown ||= drawn(e);
    const copy = here.cloneNode(true);
    copy.querySelectorAll('[aria-hidden="true"]').forEach(e => e.remove());
    return [here.getAttribute("aria-label") || copy.textContent.trim(), shown];
}
"""


def test_the_keyboard_goes_through_menu_and_bar_and_shows_where_it_is(open_page: Opener):
    page = open_page("/")
    menu = page.evaluate(_MENU)
    assert [said.strip('"') for said, _ in menu if said not in ("none", "normal")] == SECTIONS
    assert [entry for _, entry in menu] == [
        TITLES[address] for address in PAGES if address not in NOT_IN_MENU
    ]
    bar = ["Havering", "Staff", "Month of the figures", "More", "Share", "Paper (0)"]
    reached: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        name, shown = page.evaluate(_FOCUSED)
        reached.append(name)
        assert shown or name not in (*bar, *TITLES.values()), name
    assert [name for name in reached if name in bar] == bar
    assert set(reached) >= {entry for _, entry in menu}
