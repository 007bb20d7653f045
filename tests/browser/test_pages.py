"""Every page in a real browser: as a link opened cold, on a phone, with a keyboard, for everyone."""

import contextlib
import csv
import os
import re
import signal
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, StartServer
from tests.browser.looking import NOT_IN_MENU, PAGES, PLACE, choose, lead
from tools.browsing import settle
from tools.serving import Server, free_port

FIRST = (
    "Havering has 48.8 GPs and trainees per 100,000 patients, fewer than North East London. "
    "That is 1.0 more than a year ago."
)


# A link opened cold.


COLD = {
    "/compare?level=icb&place=QMF": "boroughs have fewer GPs and trainees for their patients than North East London",
    "/new-quarter": "Drop in the files as published.",
}
LATER = pytest.mark.nightly(
    "one page for the committee and one for analysts, of COLD; ui/test_links.py"
)
OTHERS = {
    "/?place=Newham&staff=nurse": "Newham has 13.0 nurses per 100,000 patients, fewer than North East London.",
    "/change?place=Redbridge": "In Redbridge, GPs per 100,000 patients rose by 2.0",
    "/practice?place=F82670": " has 31.9 GPs and trainees per 100,000 patients, ",
    "/what-if?place=Newham": "Newham would have",
    "/scenarios": "Nothing is kept yet",
    "/additional-roles?place=Newham": "Newham has",
    "/methods": "Every figure is staff divided by patients",
    "/table-doctor": "Paste a table from a paper",
}


@pytest.mark.parametrize(
    ("address", "words"),
    [*COLD.items(), *(pytest.param(*each, marks=LATER) for each in OTHERS.items())],
)
def test_first_request_of_a_fresh_process(
    open_page: Opener, start_server: StartServer, server, address: str, words: str
):
    fresh = start_server(store=server.store)
    page = open_page(fresh.url + address)
    expect(page.get_by_test_id("stSidebarNav").get_by_role("link")).to_have_count(
        len(PAGES) - len(NOT_IN_MENU)
    )
    assert words in lead(page)
    assert page.get_by_role("dialog").count() == 0  # nothing covers it
    assert "Traceback" not in fresh.log


@pytest.mark.parametrize(
    ("analyst", "words"),
    [
        ("off", "The data of this notebook are not where they should be"),
        ("on", "There is no such folder. Check the address"),
    ],
)
def test_a_store_that_is_missing_is_said_and_none_is_made(
    open_page: Opener, start_server: StartServer, tmp_path: Path, analyst: str, words: str
):
    missing = tmp_path / "not mounted"
    served = start_server(store=missing, env={"WORKFORCE_ANALYST": analyst})
    said = open_page(f"{served.url}/what-if").get_by_test_id("stAlert").inner_text()
    assert words in " ".join(said.split())
    assert (str(missing) in said) == (analyst == "on")
    with pytest.raises(HTTPError, match="503"):
        urlopen(f"{served.url}/readyz", timeout=10)
    assert not missing.exists()


def test_without_an_analyst_nothing_can_be_uploaded(
    open_page: Opener, start_server: StartServer, server
):
    fresh = start_server(store=server.store, env={"WORKFORCE_ANALYST": "off"})
    for _ in range(2):  # the first session of a process, and one after it
        page = open_page(f"{fresh.url}/new-quarter")
        expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
        expect(page.locator('input[type="file"]')).to_have_count(0)
        expect(page.get_by_role("link", name="New quarter")).to_have_count(0)
        assert 10 <= page.get_by_test_id("stSidebarNavLink").count() <= 12
    open_page.seen.console_errors.clear()  # "page not found" is what it should say


# The address bar.


def test_a_choice_changes_the_sentence_and_the_address_and_can_be_passed_on(open_page: Opener):
    page = open_page("/")
    assert lead(page) == FIRST
    choose(page, "Place", "Redbridge")
    choose(page, "Staff", "Nurses")
    said = lead(page)
    assert said.startswith(
        "Redbridge has 9.7 nurses per 100,000 patients, fewer than North East London."
    )
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)
    assert (query["place"], query["staff"]) == (["Redbridge"], ["nurse"])
    assert query["version"][0].startswith("1-")
    assert lead(open_page(page.url)) == said


def test_back_goes_back_one_choice_and_then_leaves(open_page: Opener):
    page = open_page("/methods")
    page.get_by_role("link", name="Summary").click()
    settle(page)
    expect(page.locator(".st-key-lead")).to_have_text(FIRST)
    choose(page, "Place", "Newham")
    expect(page.locator(".st-key-lead")).to_have_text(re.compile("^Newham"))
    page.go_back()
    settle(page)
    expect(page.locator(".st-key-lead")).to_have_text(FIRST)
    expect(page.locator(PLACE)).to_contain_text("Havering")
    page.go_forward()
    settle(page)
    expect(page.locator(".st-key-lead")).to_have_text(re.compile("^Newham"))
    for _ in range(4):
        page.go_back()
        settle(page)
        if "/methods" in page.url:
            break
    assert "/methods" in page.url


def test_a_choice_is_kept_from_page_to_page(open_page: Opener):
    page = open_page("/")
    choose(page, "Place", "Newham")
    for name in ("What changed", "How the numbers are made", "Summary"):
        page.get_by_test_id("stSidebar").get_by_role("link", name=name).click()
        settle(page)
    assert re.match("Newham (has|is) ", lead(page))
    assert "place=Newham" in page.url


def test_a_section_has_a_link_of_its_own(open_page: Opener):
    """Place, month and version in the address, and the section behind the #."""
    page = open_page("/notebook?place=Havering&period=2025-09&version=1")
    page.get_by_test_id("stMain").locator('a[href$="#takes"]').first.click()
    expect(page.locator("#takes")).to_be_in_viewport()
    expect(page.locator("#takes")).to_have_text(re.compile("^What would it take"))
    assert re.search("place=Havering&period=2025-09.*#takes$", page.url)


def test_a_page_outlives_its_server(open_page: Opener, start_server: StartServer, server: Server):
    port = free_port()
    first = start_server(store=server.store, port=port)
    page = open_page(f"{first.url}/?place=Redbridge")
    said = lead(page)
    os.kill(first.pid, signal.SIGKILL)
    page.wait_for_function(
        """() => document.querySelector('[data-testid="stApp"]')
            .dataset.testConnectionState !== "CONNECTED" """
    )
    assert lead(page) == said  # what was read can still be read
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
    start_server(store=server.store, port=port)
    settle(page)
    assert lead(page) == said
    page.reload()  # the link holds every choice, though the new process knows nothing of the visit
    settle(page)
    assert lead(page) == said
    open_page.seen.console_errors.clear()  # nobody answered for a while


# Everyone.


def test_the_invented_place_and_an_open_receipt_shut_nobody_out(
    open_page: Opener, axe: Callable[[Page], list[str]]
):
    page = open_page("/?level=icb&place=QZZ")
    page.get_by_text("How is this number made?").click()
    settle(page)
    assert axe(page) == []


def test_the_keyboard_can_choose(open_page: Opener):
    page = open_page("/")
    page.locator(PLACE).focus()
    page.keyboard.press("Enter")
    settle(page)
    box = page.get_by_role("combobox", name="Place", exact=True)
    box.focus()
    pointed_at = ""
    for _ in range(20):  # a picture drawn late can shut the list; the next press opens it again
        page.keyboard.press("ArrowDown")
        with contextlib.suppress(AssertionError):
            expect(box).not_to_have_attribute("aria-activedescendant", pointed_at, timeout=5_000)
            expect(box).to_have_attribute("aria-activedescendant", re.compile("."), timeout=5_000)
        pointed_at = box.get_attribute("aria-activedescendant") or ""
        if pointed_at and page.locator(f"[id='{pointed_at}']").inner_text() == "Newham":
            break
    page.keyboard.press("Enter")
    settle(page)
    assert re.match("Newham (has|is) ", lead(page))


# Charts and tables.


@pytest.mark.parametrize(
    ("address", "described"),
    [
        (
            "/",
            ["Boroughs of North East London", "Map of 7 places", "5 places from highest to lowest"],
        ),
        (
            "/compare",
            [
                "5 places from highest to lowest",
                "5 places by 4 staff groups",
                "by deprivation score",
            ],
        ),
        ("/change", ["In between: Staff numbers", "September 2024 and September 2025"]),
        ("/practice", ["Practices of Havering, September 2025 on one line"]),
    ],
)
def test_charts_are_drawn_and_described(open_page: Opener, address: str, described: list[str]):
    page = open_page(address)
    charts = page.get_by_test_id("stVegaLiteChart")
    expect(charts).to_have_count(len(described))
    for chart, words in zip(charts.all(), described, strict=True):
        drawn = chart.locator("canvas, svg").first
        box = drawn.bounding_box()
        assert box is not None
        assert box["width"] > 300
        assert box["height"] > 80
        said = chart.get_attribute("aria-label") or ""
        assert words in said, said


def test_a_table_is_downloaded_as_csv(open_page: Opener):
    page = open_page("/compare?level=icb&place=QMF")
    page.locator("[class*=st-key-small-] button", has_text="Download").first.click()
    settle(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download this table (CSV)").click()
    assert waiting.value.suggested_filename == "gp_rate-borough-QMF-2025-09-north-east-london.csv"
    with waiting.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 7
    (havering,) = [row for row in rows if row["Place"] == "Havering"]
    assert havering["FTE per 100,000"] == "48.8"
    assert havering["FTE per 100,000, in full"].startswith("48.80")
    assert havering["Asked of"] == "North East London"


def test_on_paper_a_shut_fold_takes_no_room(open_page: Opener):
    page = open_page("/")
    page.locator("summary", has_text="Words on this page").click()
    settle(page)
    page.emulate_media(media="print")
    expect(page.locator("summary", has_text="Words on this page")).to_be_visible()
    expect(page.locator("summary", has_text="How is this number made?")).to_be_hidden()


@pytest.mark.nightly("ui/test_links.py: the address of each page holds every choice")
def test_a_restart_takes_neither_place_nor_choice(
    open_page: Opener, start_server: StartServer, server: Server
):
    """The next click after it goes on from there; nothing is reloaded by hand."""
    port = free_port()
    running = start_server(store=server.store, port=port)
    page = open_page(f"{running.url}/?place=Redbridge&staff=nurse")
    said = lead(page)

    def restart(running: Server) -> Server:
        os.kill(running.pid, signal.SIGKILL)
        page.wait_for_function(
            """() => document.querySelector('[data-testid="stApp"]')
                .dataset.testConnectionState !== "CONNECTED" """
        )
        again = start_server(store=server.store, port=port)
        settle(page)
        open_page.seen.console_errors.clear()  # nobody answered for a while
        return again

    page.get_by_test_id("stSidebarNav").get_by_role("link", name="How the numbers are made").click()
    settle(page)
    running = restart(running)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Summary").click()
    settle(page)
    assert lead(page) == said
    restart(running)
    choose(page, "Staff", "GPs")
    assert lead(page).startswith("Redbridge has ")
    assert "GPs" in lead(page)
