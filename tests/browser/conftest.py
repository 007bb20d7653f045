"""The real app, served to a real browser.

The browser tests of a worker share one server, and those of a file one worker.
"""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tools.browsing import NARROW, WIDE, Seen, go, watch
from tools.serving import Server, running_app

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

PHONE = pytest.mark.nightly(
    "the wide window, ui/test_on_a_phone.py, browser/test_what_if.py on a phone"
)

StartServer = Callable[..., Server]


@pytest.fixture(scope="session")
def server(
    profile: BrowserContext, samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The app, started once, and asked once. It has a store of its own."""
    folder = tmp_path_factory.mktemp("app")
    with running_app(folder, store=shutil.copytree(samples, folder / "store")) as running:
        with profile.new_page() as first:
            go(first, running.url)
        yield running


@pytest.fixture
def start_server(chromium: str, tmp_path: Path) -> Iterator[StartServer]:
    """A function that starts a further server, cold and with an empty store.

    Keyword arguments are those of `running_app`: env={"WORKFORCE_ANALYST": "off"}, store=folder.
    """
    with contextlib.ExitStack() as stack:
        yield lambda **options: stack.enter_context(running_app(tmp_path, **options))


class Opener:
    """Opens pages and remembers what they did: `open_page("/gap?area=…", size=NARROW)`."""

    def __init__(self, profile: BrowserContext, server_url: Callable[[], str]) -> None:
        self.seen = Seen()
        self._profile = profile
        self._server_url = server_url
        self._pages: list[Page] = []

    def __call__(self, address: str = "/", *, size: tuple[int, int] = WIDE) -> Page:
        """The page of somebody who has chosen nothing yet, once everything on it is drawn.

        Args:
            address: a path on the shared server, or a whole address on another one.
            size: WIDE or NARROW from tools.browsing, or any width and height.
        """
        if address.startswith("/"):
            address = self._server_url() + address
        width, height = size
        page = self._profile.new_page()
        self._pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        self._forget(page, address)
        watch(page, self.seen)
        go(page, address)
        return page

    def _forget(self, page: Page, address: str) -> None:
        parts = urlsplit(address)
        told = {"origin": f"{parts.scheme}://{parts.netloc}", "storageTypes": "local_storage"}
        self._profile.new_cdp_session(page).send("Storage.clearDataForOrigin", told)

    def close(self) -> None:
        for page in self._pages:
            page.close()
        self._profile.clear_cookies()


@pytest.fixture
def open_page(
    profile: BrowserContext, request: pytest.FixtureRequest, start_server: StartServer
) -> Iterator[Opener]:
    """Opens pages, and fails the test if one complained or asked another machine for anything.

    A test that provokes complaints clears `open_page.seen.console_errors` before it ends.
    """
    # `start_server` is asked for so that its servers outlive the pages.
    opener = Opener(profile, lambda: request.getfixturevalue("server").url)
    yield opener
    opener.close()
    assert opener.seen.outside_requests == []
    assert opener.seen.console_errors == []


@pytest.fixture(
    params=[
        pytest.param(WIDE, id="wide"),
        pytest.param(NARROW, id="narrow", marks=PHONE),
    ]
)
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Runs a test once in a wide window and once in a narrow one."""
    return request.param


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """A function that lists what breaks WCAG 2.2 A or AA on a page, one line for each fault."""
    engine = Axe()

    def violations(page: Page) -> list[str]:
        options: dict[str, Any] = {"runOnly": {"type": "tag", "values": WCAG}}
        found = engine.run(page, options=options).response["violations"]
        return [
            f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html']}"
            for rule in found
            for node in rule["nodes"]
        ]

    return violations
