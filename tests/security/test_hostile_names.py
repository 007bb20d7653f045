"""Names of places that try to be more than text, on every page in a real browser, and in every file."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.looking import TITLES
from tests.security import exports
from tests.security.conftest import Tried
from tests.security.hostile import NAMES, hostile_store
from tools.browsing import Seen, go, settle, watch
from tools.serving import Server

LEVELS = (
    pytest.param("practice"),  # with the lists of boroughs and networks that narrow it
    pytest.param(
        "pcn", marks=pytest.mark.nightly("security/test_hostile_names.py, the page of a practice")
    ),
)


@pytest.fixture(scope="module")
def hostile(served: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    folder = tmp_path_factory.mktemp("hostile")
    hostile_store(folder)
    return served(store=folder / "store")


def drawn(page: Page) -> list[str]:
    """Whatever a name has become that is not text."""
    return page.evaluate(
        """() => {
            const found = [];
            for (const link of document.querySelectorAll("a[href], form[action], area[href]")) {
                const to = new URL(link.href || link.action, location.href);
                if (to.origin !== location.origin && to.hostname.includes("evil"))
                    found.push("link " + to.href);
            }
            for (const one of document.querySelectorAll("[src], [srcset], object, embed, iframe"))
                if (/evil/.test(one.outerHTML.slice(0, 500))) found.push(one.outerHTML.slice(0, 200));
            for (const style of document.querySelectorAll("style"))
                if (/^\\s*\\*\\s*\\{\\s*display/.test(style.textContent)) found.push("style");
            const main = document.querySelector('[data-testid="stMain"]');
            if (getComputedStyle(main).display === "none") found.push("hidden");
            const inside = main.querySelectorAll('script, img[onerror], h1 h1, mark, .katex');
            for (const one of inside) found.push(one.outerHTML.slice(0, 200));
            return found;
        }"""
    )


SHUT = '[data-testid="stMain"] details:not([open]) > summary'


def open_everything(page: Page) -> None:
    for _ in range(12):  # what a fold holds may have folds of its own
        if not page.locator(SHUT).count():
            return
        page.evaluate(
            "folds => document.querySelectorAll(folds).forEach(fold => fold.click())", SHUT
        )
        settle(page)


def downloads(page: Page) -> list[tuple[str, bytes]]:
    """Every file the page offers."""
    found: list[tuple[str, bytes]] = []
    buttons = page.get_by_test_id("stDownloadButton").get_by_role("button")
    for number in range(buttons.count()):
        with page.expect_download() as waiting:
            buttons.nth(number).click()
        found.append((waiting.value.suggested_filename, waiting.value.path().read_bytes()))
        settle(page, calm=250)  # Chromium drops what goes beyond ten downloads within a second
    return found


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("path", list(TITLES), ids=lambda path: path.strip("/") or "overview")
def test_a_name_stays_text_on_the_page_and_in_its_files(
    profile: BrowserContext, hostile: Server, tried: Tried, path: str, level: str
):
    seen = Seen()
    page = profile.new_page()
    watch(page, seen)
    go(page, f"{hostile.url}{path}?level={level}")
    open_everything(page)
    assert drawn(page) == []
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    named = "evil" in page.get_by_test_id("stApp").inner_text().lower()
    files = dict(downloads(page))
    page.close()
    assert named or path in (
        "/methods",
        "/new-quarter",
        "/scenarios",
        "/groups",
        "/set-up",
        "/table-doctor",
    )
    assert seen.outside_requests == []
    assert seen.console_errors == []
    assert [fault for name, data in files.items() for fault in exports.faults(name, data)] == []
    tried("pages with hostile names", 1)
    tried("files with hostile names", len(files))


@pytest.mark.parametrize("name", NAMES)
def test_the_judge_of_files_knows_a_formula(name: str):
    table = f'place,fte\n"{name.replace(chr(34), chr(34) * 2)}",-1.5\n'.encode()
    assert bool(exports.faults("x.csv", table)) == name.startswith(("=", "+", "-", "@"))
