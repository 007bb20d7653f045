"""What was chosen, moved, frozen and minuted stays, from page to page, after a reload and in another browser."""

import re
import shutil
import urllib.parse
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, StartServer
from tests.browser.looking import TITLES, lead, unfold
from tests.commands import publish
from tests.ui import shipped
from tests.walking import every_way
from tools.browsing import settle

RETIRE = re.compile("^Over-55s who retire")
ALL = pytest.mark.nightly("ui/test_kept.py, every way between all pages, without a browser")
# The two scenarios have their place under “Compare” on the what-if; their own page is for older links alone.
WALKED = [address for address in TITLES if address != "/scenarios"]
PRACTICE = "level=practice&place=F82670"

FOLDS = ("More levers", "Aim and date")  # what holds the controls of the what-if

# Every control in sight, by what it is called.
_CONTROLS = """
() => {
    const found = {};
    const at = (e, value) => { found[(e.getAttribute("aria-label") || e.id || e.name) + ""] = value; };
    for (const e of document.querySelectorAll('[role="combobox"]')) at(e, e.value);
    for (const e of document.querySelectorAll('input[type="range"]')) at(e, e.value);
    for (const e of document.querySelectorAll('input[type="number"]')) at(e, e.value);
    for (const e of document.querySelectorAll('input[type="checkbox"]')) at(e, e.checked);
    for (const e of document.querySelectorAll('textarea')) at(e, e.value);
    return found;
}
"""


def go(page: Page, address: str) -> None:
    """Choose a page: in the menu, at the side or behind its arrow; the meeting by “Present” on the what-if."""
    title = TITLES[address]
    if address == "/meeting":
        go(page, "/what-if")
        way = page.get_by_test_id("stMain").get_by_role("link", name="Present")
    else:
        way = page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True)
        expand = page.get_by_test_id("stExpandSidebarButton")
        if expand.is_visible():
            expand.click()
            expect(expand).to_be_hidden()
    way.click()
    expect(page).to_have_title(title)
    settle(page)


def link(page: Page) -> dict[str, list[str]]:
    return urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)


def seen(page: Page) -> tuple[dict[str, Any], dict[str, list[str]]]:
    for title in FOLDS:
        if page.locator("summary").filter(has_text=title).count():
            unfold(page, title)
    return page.evaluate(_CONTROLS), link(page)


def nudge(page: Page, key: str, *names: str | re.Pattern[str]) -> None:
    """Move sliders with an arrow key."""
    for name in names:
        page.get_by_role("slider", name=name).focus()
        page.keyboard.press(key)
        settle(page)


def test_the_meeting_begins_where_the_what_if_stands(open_page: Opener):
    page = open_page("/what-if")
    said = lead(page)
    assert "If nothing changes, " in said
    go(page, "/meeting")
    assert lead(page) == said
    thumb = page.get_by_role("slider", name=RETIRE)
    expect(thumb).to_have_value("50")
    assert "set" not in link(page)
    go(page, "/what-if")
    nudge(page, "PageDown", RETIRE)
    moved, values = lead(page), page.evaluate(_CONTROLS)
    set_to = link(page)["set"]
    assert moved != said
    for address in ("/meeting", "/", "/meeting", "/what-if"):
        go(page, address)
        if address != "/":
            assert lead(page) == moved
            assert link(page)["set"] == set_to
    assert page.evaluate(_CONTROLS) == values


@pytest.mark.parametrize(
    "addresses",
    [
        pytest.param(["/practice", "/what-if", "/meeting"], id="three pages", marks=ALL),
        pytest.param(WALKED, id="all pages", marks=ALL),
    ],
)
def test_no_way_from_page_to_page_changes_a_control_or_the_address(
    open_page: Opener, addresses: list[str]
):
    page = open_page(f"/what-if?{PRACTICE}&staff=gp&period=2024-09")
    for title in FOLDS:
        unfold(page, title)
    nudge(
        page, "ArrowRight", RETIRE, re.compile("^Leavers under 55"), re.compile("^Extra recruits")
    )
    nudge(page, "ArrowLeft", re.compile("^Growth of"), re.compile("^Aim "), re.compile("^By when"))
    first: dict[str, tuple[dict[str, Any], dict[str, list[str]]]] = {}
    for address in addresses:
        go(page, address)
        first[address] = seen(page)
    assert first["/practice"][1]["place"] == first["/what-if"][1]["place"] == ["F82670"]
    for address in every_way(addresses):
        go(page, address)
        assert seen(page) == first[address], address


def _press(page: Page, name: str, *, in_menu: bool) -> None:
    """A button of the meeting; what is seldom wanted stands in its menu."""
    if in_menu:
        page.get_by_test_id("stMain").get_by_role("button", name="Menu").click()
        settle(page)
    page.get_by_role("button", name=name, exact=True).click()
    settle(page)


@pytest.mark.parametrize(
    "press",
    [
        pytest.param(
            "Freeze",
            marks=pytest.mark.nightly("ui/test_meeting.py; the other stamp goes the same way"),
        ),
        "As minuted",
    ],
)
def test_what_is_held_stands_in_the_address_and_in_a_link_to_copy(
    open_page: Opener, start_server: StartServer, samples: Path, tmp_path: Path, press: str
):
    store = shutil.copytree(samples, tmp_path / "store")
    page = open_page(f"{start_server(store=store).url}/meeting?level=borough&place=Newham")
    nudge(page, "PageDown", RETIRE)
    said = lead(page)
    _press(page, press, in_menu=press == "Freeze")
    settle(page)
    key = "frozen" if press == "Freeze" else "minuted"
    assert key in link(page)
    copied = page.get_by_test_id("stMain").get_by_test_id("stCode").first.inner_text().strip()
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(copied).query)
    assert query == {k: v for k, v in link(page).items() if k in query}
    assert set(link(page)) - set(query) <= {"compare"}
    text = page.get_by_test_id("stMain").inner_text()
    page.reload()
    settle(page)
    held = [page, open_page(page.url), open_page(copied)]
    file = tmp_path / "detailed.csv"
    file.write_bytes(shipped.detailed())
    done = publish(store, file, period="2025-12", why="the next quarter")
    assert done.code == 0, done.err
    held += [open_page(page.url), open_page(copied)]
    for at in held:
        assert lead(at) == said
        assert at.get_by_role("slider").count() == 0
        assert ("As minuted on" in at.get_by_test_id("stMain").inner_text()) == (key == "minuted")
    assert "Link to exactly this view" in text
    _press(page, "Go on from here", in_menu=press == "Freeze")
    assert not {"frozen", "minuted"} & set(link(page))
    assert page.get_by_role("slider").count() == 1
