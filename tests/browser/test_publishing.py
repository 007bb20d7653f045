"""From a file to what a reader sees, in a real browser."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener, StartServer
from tests.browser.looking import lead
from tests.ui import shipped
from tools.browsing import settle

NAME = "General Practice - December 2025 Practice Level - Detailed.csv"


def publish(page: Page, data: bytes) -> None:
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(
        {"name": NAME, "mimeType": "text/csv", "buffer": data}
    )
    settle(page)
    page.get_by_text("Yes, the figures are for this month").click()
    settle(page)
    expect(page.get_by_role("heading", name="Quality report")).to_be_visible()
    for box in page.get_by_test_id("stForm").get_by_test_id("stCheckbox").all():
        box.click()
    for reason in page.get_by_test_id("stForm").get_by_label("Why it is accepted").all():
        reason.fill("asked the practice")
    page.get_by_test_id("stForm").get_by_label("Your name").first.fill("Ann Analyst")
    page.get_by_role("button", name="Publish", exact=True).click()
    settle(page)
    expect(page.get_by_text("Published as version 2: December 2025.")).to_be_visible()


def test_a_file_becomes_what_readers_see(
    open_page: Opener, start_server: StartServer, samples: Path, tmp_path: Path
):
    server = start_server(store=shutil.copytree(samples, tmp_path / "store"))
    reader = open_page(server.url)
    before = lead(reader)
    analyst = open_page(f"{server.url}/new-quarter")
    publish(analyst, shipped.detailed({"F82670": {"TOTAL_GP_FTE": "9.5"}}))
    assert "version=2" in analyst.url
    newcomer = open_page(f"{server.url}/?level=practice&place=F82670&count=gp&period=2025-12")
    patients = next(
        int(row["registered"])
        for row in shipped.rows("nel_lists")
        if (row["period"], row["source"], row["practice_code"])
        == ("2025-09", "gpw_detailed", "F82670")
    )
    assert f" has {9.5 / patients * 100_000:.1f} GPs and trainees per 100,000 patients" in lead(
        newcomer
    )
    assert "period=2025-12" in newcomer.url
    reader.reload()
    settle(reader)
    assert lead(reader) == before
    reader.get_by_role("button", name="See it with the newest data").click()
    settle(reader)
    assert "version=2" in reader.url
