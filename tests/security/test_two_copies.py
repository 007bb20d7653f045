"""deploy/nginx.conf as it stands, in front of two viewers' processes and one for analysts."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.object_store import object_store
from tests.security.conftest import Tried, status_of
from tests.small_store import seed_small_store
from tools.browsing import Seen, go, settle, watch
from tools.serving import Server, free_port
from wfcore.seeding import seed_store
from wfcore.store import Store

pytestmark = pytest.mark.nightly("unit/test_gate.py and security/test_wire.py, on one copy")
VIEWERS = {
    "STREAMLIT_SERVER_COOKIE_SECRET": "the same on every copy, for the tests",
    "STREAMLIT_SERVER_BASE_URL_PATH": "workforce",
    "WORKFORCE_ANALYST": "off",
}


@dataclass(frozen=True)
class Site:
    """The copies behind one address.

    Attributes:
        url: of nginx, without a path.
        copies: the viewers' processes.
        log: what nginx has written down.
    """

    url: str
    copies: list[Server]
    log: Path


@pytest.fixture(scope="module")
def site(
    served: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory, root: Path
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("nginx")
    store = folder / "store"
    seed_small_store(store)
    copies = [served(store=store, env=VIEWERS, base="workforce") for _ in range(2)]
    with behind_nginx(copies, folder, root) as site:
        yield site


@pytest.fixture(scope="module")
def site_on_objects(
    served: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory, root: Path
) -> Iterator[tuple[Site, Store]]:
    """The same, with the published versions on an object store."""
    folder = tmp_path_factory.mktemp("objects")
    samples = folder / "samples"
    samples.mkdir()
    for name in ("nel_practice_staff", "nel_lists", "nel_places"):
        shutil.copy(root / "sample_data" / f"{name}.csv", samples)
    with object_store() as bucket:
        store = seed_store(f"{bucket}/store", samples)
        viewers = VIEWERS | {"WORKFORCE_STORE": store.uri}
        copies = [served(env=viewers, base="workforce") for _ in range(2)]
        with behind_nginx(copies, folder, root) as site:
            yield site, store


@contextlib.contextmanager
def behind_nginx(copies: list[Server], folder: Path, root: Path) -> Iterator[Site]:
    """nginx, as deploy/nginx.conf has it, in front of these."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        pytest.fail("no nginx on PATH: sh tools/programs.sh nginx")
    port = free_port()
    text = (root / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for ours, theirs in (
        ("127.0.0.1:8501", copies[0].url.removeprefix("http://")),
        ("127.0.0.1:8502", copies[1].url.removeprefix("http://")),
        ("listen 8080;", f"listen 127.0.0.1:{port};"),
        ("/var/log/nginx/workforce.log", f"{folder}/access.log"),
    ):
        assert ours in text
        text = text.replace(ours, theirs.removesuffix("/workforce"))
    for name in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        (folder / name).mkdir()
    (folder / "site.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;\n"
        "events {}\nhttp {\n"
        f"client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
        f"fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;\n"
        f"scgi_temp_path {folder}/scgi; include /etc/nginx/mime.types;\n"
        f"include {folder}/site.conf;\n}}\n",
        encoding="utf-8",
    )
    process = subprocess.Popen([nginx, "-c", folder / "nginx.conf", "-e", folder / "error.log"])
    try:
        url = f"http://localhost:{port}"
        _wait(lambda: status_of(f"{url}/workforce/readyz") == 200)
        yield Site(url, copies, folder / "access.log")
    finally:
        process.terminate()
        process.wait()


def _wait(until: Callable[[], bool], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with contextlib.suppress(OSError):
            if until():
                return
        time.sleep(0.2)
    raise TimeoutError


def test_doors_that_stay_shut(site: Site, tried: Tried):
    doors = [
        ("/workforce/_stcore/metrics", "GET"),
        ("/workforce/_stcore/agent/x", "POST"),
        ("/workforce/_stcore/script-health-check", "GET"),
        ("/workforce/_stcore/upload_file/a-session-of-somebody/f", "PUT"),
        ("/workforce-analysts/_stcore/metrics", "GET"),
    ]
    assert [status_of(site.url + path, method, b"") for path, method in doors] == [404] * len(doors)
    assert status_of(f"{site.url}/workforce/compare?place=canary-in-a-link") == 200
    written = site.log.read_text(encoding="utf-8")
    assert "/_stcore/upload_file/- " in written
    assert "a-session-of-somebody" not in written
    assert "canary" not in written
    tried("doors shut by the proxy", len(doors))


def test_a_visitor_stays_with_a_copy_and_survives_its_end(
    browser: Browser, site: Site, tried: Tried
):
    visitor = Visitor(browser, site)
    said = visitor.asks("/?place=Newham&staff=nurse")
    assert said.startswith("Newham has")
    cookies = {c["name"]: c for c in visitor.context.cookies(f"{site.url}/workforce/")}
    assert cookies["workforce_copy"]["httpOnly"]
    assert cookies["workforce_visit"]["path"] == "/workforce"
    served_by = [copy for copy in site.copies if _sessions(copy) > 0]
    assert len(served_by) == 1
    os.kill(served_by[0].pid, signal.SIGKILL)
    visitor.comes_back()
    assert visitor.lead() == said
    visitor.leaves()
    tried("copies killed under a visitor", 1)


def test_two_copies_on_an_object_store(
    browser: Browser, site_on_objects: tuple[Site, Store], tried: Tried
):
    """Visitors of both copies see what is published, at their next action, and survive the end of one."""
    site, store = site_on_objects
    asked = "/?place=Newham&staff=nurse"
    visitors: list[Visitor] = []
    while not all(_sessions(copy) for copy in site.copies):
        assert len(visitors) < 20
        visitors.append(Visitor(browser, site))
        said = visitors[-1].asks(asked)
        assert said.startswith("Newham has")
    ends = (visitors[0], visitors[-1])  # the last one is the first on the other copy
    assert store.restore(0, by="tests") == 2  # nothing is published any more
    assert store.restore(1, by="tests") == 3
    for visitor in ends:
        assert visitor.asks(asked) == said
        assert "version=3" in visitor.page.url
        assert visitor.asks(f"{asked}&version=1") == said
    os.kill(site.copies[0].pid, signal.SIGKILL)
    for visitor in ends:
        assert visitor.asks(asked) == said
    for visitor in visitors:
        visitor.leaves()
    tried("copies killed under a visitor", 1)


class Visitor:
    """Somebody with a browser of his own in front of a site."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.site = site
        self.seen = Seen()
        self.context = browser.new_context()
        self.page = self.context.new_page()
        watch(self.page, self.seen)

    def asks(self, path: str) -> str:
        """Open a page; its first sentence."""
        go(self.page, f"{self.site.url}/workforce{path}")
        return self.lead()

    def lead(self) -> str:
        return self.page.locator(".st-key-lead").inner_text()

    def comes_back(self) -> None:
        """Lose the copy and find another."""
        self.page.wait_for_function(f"() => {_STATE} !== 'CONNECTED'")
        self.page.wait_for_function(f"() => {_STATE} === 'CONNECTED'")
        settle(self.page)

    def leaves(self) -> None:
        assert self.seen.outside_requests == []
        self.context.close()


_STATE = """document.querySelector('[data-testid="stApp"]').dataset.testConnectionState"""


def _sessions(copy: Server) -> int:
    with urllib.request.urlopen(f"{copy.url}/workforce/_stcore/metrics", timeout=10) as answer:
        text = answer.read().decode()
    found = re.search(r"^active_sessions(?:\{\})? (\d+)", text, flags=re.MULTILINE)
    return int(found[1]) if found else 0
