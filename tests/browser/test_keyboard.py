"""Every control of every page is reached with the Tab key, in order, seen when it is, and named."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.browser.looking import PAGES
from tools.browsing import NARROW, WIDE

MOST = 400  # presses of the Tab key; a page with more stops than that is a fault of its own
LATER = pytest.mark.nightly("the first page, wide; browser/test_layout.py")
QUICK = ("/",)

# Whatever a mouse can work: each must be reached, or be one of a group of which one is.
_CONTROLS = """
() => {
    const seen = e => { const r = e.getBoundingClientRect(), s = getComputedStyle(e);
        return r.width > 0 && r.height > 0 && s.visibility !== "hidden" && e.offsetParent !== null; };
    const all = [...document.querySelectorAll(
        'a[href], button, summary, input, select, textarea, [role="slider"], [role="combobox"], [role="radio"]')]
        .filter(e => !e.disabled && e.tabIndex !== -1 && (seen(e) || e.type === "range"));
    all.forEach((e, at) => { e.dataset.wfnStop = at; });
    const groups = [...document.querySelectorAll('[role="radiogroup"], [data-testid="stButtonGroup"]')];
    const group = e => groups.findIndex(each => each.contains(e));  // inside of one, arrow keys lead on
    return all.map((e, at) => [
        e.getAttribute("aria-label") || e.innerText.trim() || e.value || e.outerHTML.slice(0, 120),
        group(e) < 0 ? -1 - at : group(e)]);
}
"""
_HERE = """
() => {
    const here = document.activeElement;
    if (!here || here === document.body) return null;
    if (here.dataset.testid === "stMain") return {stop: null, name: "what scrolls", shown: true, hidden: false};
    const name = here.getAttribute("aria-label") || here.innerText?.trim()
        || (here.getAttribute("aria-labelledby") || "").split(" ").map(
            id => document.getElementById(id)?.innerText || "").join(" ").trim()
        || [...(here.labels || [])].map(e => e.innerText).join(" ").trim() || here.title || "";
    const ring = e => { const s = getComputedStyle(e);
        return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== "none"; };
    let shown = false;
    for (let e = here, i = 0; e && i < 5; e = e.parentElement, i++) shown ||= ring(e);
    const box = here.getBoundingClientRect();
    const bar = document.querySelector(".st-key-bar")?.getBoundingClientRect();
    const hidden = bar && !here.closest(".st-key-bar") && here.closest('[data-testid="stMain"]')
        && box.height > 2 && box.bottom <= bar.bottom && box.top >= 0;
    return {stop: here.dataset.wfnStop ?? null, name, shown, hidden, said: here.outerHTML.slice(0, 160)};
}
"""


def walk(page: Page) -> list[str]:
    """What goes wrong on the way from the first control to the last, and back to the page."""
    named: list[tuple[str, int]] = page.evaluate(_CONTROLS)
    reached: set[int] = set()
    faults: list[str] = []
    page.evaluate("document.activeElement?.blur()")
    for _ in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        if here is None:
            if reached:
                break
            continue
        if here["stop"] is not None and int(here["stop"]) in reached:
            break
        if here["stop"] is not None:
            reached.add(int(here["stop"]))
        faults += [f"no name: {here['said']}"] if not here["name"] else []
        faults += [f"focus not shown: {here['name']}"] if not here["shown"] else []
        faults += [f"under the bar: {here['name']}"] if here["hidden"] else []
    there = {named[at][1] for at in reached}
    missed = [name for name, group in named if group not in there]
    return faults + [f"not reached: {name}" for name in missed]


@pytest.mark.parametrize(
    ("address", "size"),
    [
        *((address, WIDE) for address in QUICK),
        *(
            pytest.param(address, size, marks=LATER)
            for address in PAGES
            for size in (WIDE, NARROW)
            if (address, size) not in [(each, WIDE) for each in QUICK]
        ),
    ],
)
def test_every_control_is_reached_named_and_shown(
    open_page: Opener, address: str, size: tuple[int, int]
):
    assert walk(open_page(address, size=size)) == []
