"""From a finding to the committee's paper: pinned, commented, exported, and read back."""

import io
import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import Opener
from tests.browser.looking import lead
from tools.browsing import settle

LINE = "The board should say by when, and who answers for it."


def test_a_finding_is_pinned_commented_and_read_in_the_pdf(open_page: Opener):
    page = open_page("/?level=borough&place=Havering&staff=gp&count=gp&period=2025-09")
    said = lead(page)
    (number,) = re.findall(r" has (\d+\.\d) GPs", said)
    page.get_by_role("button", name="Pin to the paper").first.click()
    settle(page)
    page.get_by_role("link", name="The paper", exact=True).click()
    settle(page)
    assert lead(page) == "One part is in the paper."
    page.get_by_label(re.compile("^Your line under")).fill(LINE)
    page.keyboard.press("Tab")
    settle(page)
    version = parse_qs(urlsplit(page.url).query)["version"][0].partition("-")[0]
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download PDF").click()
    made = waiting.value
    assert made.suggested_filename == "paper-havering-2025-09.pdf"
    reader = PdfReader(io.BytesIO(made.path().read_bytes()))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert len(reader.pages) == 1
    text = " ".join(reader.pages[0].extract_text().split())
    for wanted in ("Havering", "September 2025", f"Data version {version}", number, said, LINE):
        assert wanted in text
    # The foot has the link of this very paper.
    assert "paper=enough" in text.replace(" ", "")


def test_pins_survive_another_link_and_go_nowhere_else(open_page: Opener):
    page = open_page("/?level=borough&place=Havering")
    page.get_by_role("button", name="Pin to the paper").first.click()
    settle(page)
    root = page.url.partition("/?")[0]
    page.goto(f"{root}/change?level=borough&place=Newham")  # another link, in the same tab
    settle(page)
    assert "paper=" not in page.url
    page.get_by_test_id("stSidebar").get_by_role("link", name="The paper", exact=True).click()
    settle(page)
    assert lead(page) == "One part is in the paper."
    assert "Havering" in page.get_by_test_id("stMain").inner_text()
    mine = page.url
    page.context.clear_cookies()
    page.close()  # what it keeps in this browser goes when the next page opens
    # Another browser has pins of its own, and one that opens the paper's link keeps them.
    other = open_page("/compare?level=borough&place=Newham")
    expect(other.get_by_role("button", name="In the paper")).to_have_count(0)
    other.get_by_role("button", name="Pin to the paper").first.click()
    settle(other)
    other.goto(mine)
    settle(other)
    words = other.get_by_test_id("stMain").inner_text()
    assert "Havering" in words
    assert "What you had pinned is kept: one part." in words
    other.get_by_role("button", name="Back to what you had pinned").click()
    settle(other)
    assert "Newham" in other.get_by_test_id("stMain").inner_text()
