"""What the browser tests know about the pages."""

from playwright.sync_api import Page, expect

from tools.browsing import settle

TITLES = {
    "/": "Have we enough staff?",
    "/notebook": "The notebook",
    "/compare": "Is it one place or all of us?",
    "/map": "Where is it high, and where low?",
    "/change": "Did it really change?",
    "/practice": "How does one practice compare?",
    "/what-if": "What would it take?",
    "/meeting": "In the meeting",
    "/scenarios": "Two scenarios side by side",
    "/additional-roles": "What about additional roles?",
    "/quality": "How good are the figures?",
    "/paper": "The paper",
    "/groups": "Groups of practices",
    "/methods": "How the numbers are made",
    "/new-quarter": "New quarter",
    "/set-aims": "Set aims",
    "/set-up": "Set up an area",
    "/table-doctor": "Table doctor",
}
PAGES = list(TITLES)


def lead(page: Page) -> str:
    """The sentence that answers the page's question."""
    return page.locator(".st-key-lead").inner_text().strip()


def choose(page: Page, label: str, text: str) -> None:
    """Type into one of the boxes of the sidebar and take what it offers."""
    box = page.get_by_test_id("stSidebar").get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(text)
    expect(page.get_by_role("option", name=text, exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    settle(page)
