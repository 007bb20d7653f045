"""The notebook in a browser: its contents stay in sight, nothing is pushed out at the side."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tools.browsing import NARROW, WIDE, settle

CELLS = (
    "/notebook?level=borough&place=Havering&cells=spread~ipractice.better~nAsk again.enough.last"
)
IN_SIGHT = """() => {
    const list = document.querySelector(".st-key-contents").getBoundingClientRect();
    const bar = document.querySelector(".st-key-bar").getBoundingClientRect();
    return [list.top >= bar.bottom - 1, list.bottom <= innerHeight];
}"""
SIDEWAYS = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return main.scrollWidth - main.clientWidth;
}"""


def scroll(page: Page, to: int) -> None:
    page.get_by_test_id("stMain").evaluate("(main, to) => main.scrollTo(0, to)", to)
    settle(page)


@pytest.mark.nightly("ui/test_notebook.py::test_the_contents_stand_where_the_style_keeps_them")
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_contents_stay_in_sight_and_nothing_goes_sideways(open_page: Opener, size: tuple[int, int]):
    page = open_page(CELLS, size=size)
    expect(page.get_by_text("Ask again")).to_be_visible()
    for to in (0, 700):
        scroll(page, to)
        assert page.evaluate(SIDEWAYS) == 0
        assert page.evaluate(IN_SIGHT) == [True, True], to
    page.get_by_text("Details, figures and how they are made").first.click()
    settle(page)
    assert page.evaluate(SIDEWAYS) == 0
    page.get_by_role("link", name="What did we ask last time?").click()
    settle(page)
    expect(page.get_by_role("heading", name="What did we ask last time?")).to_be_in_viewport()
    page.locator(".st-key-cell-last button", has_text="Change").click()
    page.get_by_role("button", name="Hide").click()
    settle(page)
    expect(page.get_by_role("heading", name="What did we ask last time?")).to_have_count(0)
    assert "last" not in page.url.partition("cells=")[2].partition("&")[0]
    page.get_by_role("button", name="Undo").click()
    settle(page)
    expect(page.get_by_role("heading", name="What did we ask last time?")).to_have_count(1)
