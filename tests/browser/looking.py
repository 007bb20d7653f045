"""What the browser tests know about the pages."""

from playwright.sync_api import Page, expect

from tools.browsing import settle

TITLES = {
    "/": "Summary",
    "/notebook": "The notebook",
    "/compare": "Compare",
    "/change": "What changed",
    "/people": "The people",
    "/pipeline": "Where do the next ones come from?",
    "/practice": "A practice",
    "/map": "Map",
    "/what-if": "What would it take?",
    "/meeting": "In the meeting",
    "/scenarios": "Two scenarios side by side",
    "/additional-roles": "Additional roles",
    "/paper": "The paper",
    "/groups": "Groups of practices",
    "/quality": "How good are the figures?",
    "/methods": "How the numbers are made",
    "/set-up": "Set up an area",
    "/new-quarter": "New quarter",
    "/set-aims": "Set aims",
    "/table-doctor": "Table doctor",
}
PAGES = list(TITLES)
NOT_IN_MENU = ("/meeting", "/pipeline", "/scenarios")
PLACE = ".st-key-bar-place button"  # what opens the box of the place
IN_PLACE = ("Kind of place", "In local authority", "In network", "Place")


def lead(page: Page) -> str:
    """The sentence that answers the page's question."""
    return page.locator(".st-key-lead").inner_text().strip()


def choose(page: Page, label: str, text: str) -> None:
    """Choose in a box of the bar; the place in the box behind its name."""
    if label in IN_PLACE:
        open_place(page)
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(text)
    expect(page.get_by_role("option", name=text, exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    settle(page)


def open_place(page: Page) -> None:
    """Open the box behind the name of the place."""
    if not page.get_by_label("Find a place").is_visible():
        page.locator(PLACE).click()
        settle(page)


def unfold(page: Page, title: str) -> None:
    """Open a fold of the page, unless it is open."""
    fold = page.locator("details").filter(has=page.locator("summary").filter(has_text=title))
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
        settle(page)
