"""From a printed table to a paper of two pages, as somebody does it: every action is counted."""

import io
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page
from pypdf import PdfReader

from tests.unit.test_prints import HAVERING

MOST_ACTIONS = 6
OpenPage = Callable[..., Page]


def test_a_pasted_table_becomes_a_paper_in_six_actions(open_page: OpenPage):
    page, actions = open_page("/table-doctor"), 0

    page.get_by_label("The table, as copied from Excel, Word or a PDF").fill(HAVERING)
    actions += 1  # paste
    page.keyboard.press("Control+Enter")
    actions += 1  # done with it
    page.get_by_role("button", name="Use this table").click()
    actions += 1
    page.get_by_role("combobox", name="Whom does set 2 count?").click()
    page.get_by_role("option", name="admin staff").click()
    actions += 2  # whom the repeated heading counts
    page.get_by_text("Admin staff", exact=False).first.wait_for()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download PDF").click()
    actions += 1

    assert actions <= MOST_ACTIONS
    pages = PdfReader(io.BytesIO(Path(taken.value.path()).read_bytes())).pages
    assert len(pages) == 2
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for said in (
        "12.23 short, 38.5% more than it has",
        "11.56",
        "12.30",
        "16.22 to 13.60, 1.40 short",
    ):
        assert said in text
    assert "Admin staff" in text
    assert "heading printed twice" not in text
