"""Sign-in with a real OpenID provider, in a real browser."""

import json
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    decode_signed_value,
)

from tests.browser.test_publishing import NAME
from tests.security.conftest import SECRET, Provider, Tried, status_of
from tests.ui import shipped
from tools.browsing import go, settle
from tools.serving import Server
from wfcore.store import Store

pytestmark = pytest.mark.nightly(
    "security/test_role_withdrawn.py, with claims and a provider of our own; unit/test_access.py"
)
USER = "_streamlit_user"
ROLE = "workforce-analyst"


@pytest.fixture(scope="module")
def app(
    served: Callable[..., Server], provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Server:
    home = tmp_path_factory.mktemp("home")
    return served(env=provider.settings(home), port=provider.app_port)


def only_this_machine(route: Route) -> None:
    """The provider's own pages ask for a font from elsewhere."""
    local = re.match(r"https?://localhost:", route.request.url)
    route.continue_() if local else route.abort()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """A function that opens a browser of somebody else."""
    opened: list[BrowserContext] = []

    def new() -> BrowserContext:
        opened.append(browser.new_context())
        opened[-1].route("**/*", only_this_machine)
        return opened[-1]

    yield new
    for context in opened:
        context.close()


def sign_in(page: Page, app: Server, name: str) -> None:
    go(page, app.url)
    page.get_by_role("button", name="Sign in as an analyst").click()
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill("any")
    page.locator("button[type=submit]").click()
    page.wait_for_url(f"{app.url}/**")
    settle(page)


def sees_the_analysts_page(page: Page, app: Server) -> bool:
    go(page, f"{app.url}/new-quarter")
    shown = page.get_by_role("link", name="New quarter").count() > 0
    # Whoever does not see the link is not served the page either.
    expect(page.get_by_test_id("stFileUploader")).to_have_count(int(shown))
    return shown


@contextmanager
def clock_of_the_cookie(context: BrowserContext, app: Server, seconds: float) -> Iterator[None]:
    """The sign-in's cookie as it would be had it been given so many seconds earlier."""
    cookies = {c["name"]: c for c in context.cookies(app.url)}
    assert f"{USER}_1" not in cookies  # in one piece
    before = cookies[USER]
    raw = decode_signed_value(SECRET, USER, before["value"].strip('"').encode("latin-1"))
    assert raw is not None
    claims = json.loads(raw)
    claims["iat"] -= seconds
    value = create_signed_value(SECRET, USER, json.dumps(claims)).decode()
    context.add_cookies([{"name": USER, "value": value, "url": app.url}])
    yield
    context.add_cookies([{"name": USER, "value": before["value"], "url": app.url}])


def test_no_role_no_page_and_a_role_gives_it(
    app: Server, provider: Provider, visitor: Callable[[], BrowserContext], tried: Tried
):
    provider.give("bob", "some-other-role")
    provider.give("ann", ROLE)
    nobody = visitor().new_page()
    assert not sees_the_analysts_page(nobody, app)
    bob = visitor().new_page()
    sign_in(bob, app, "bob")
    expect(bob.get_by_text("Your account does not have the analyst's role.")).to_be_visible()
    assert not sees_the_analysts_page(bob, app)
    context = visitor()
    ann = context.new_page()
    sign_in(ann, app, "ann")
    expect(ann.get_by_text("Signed in as an analyst")).to_be_visible()
    assert sees_the_analysts_page(ann, app)
    cookie = next(c for c in context.cookies(app.url) if c["name"] == USER)
    assert cookie["httpOnly"]
    assert cookie["expires"] < time.time() + 8 * 3600 + 60
    tried("sign-ins: nobody, without the role, with it", 3)


def test_after_eight_hours_the_page_is_gone(
    app: Server, provider: Provider, visitor: Callable[[], BrowserContext], tried: Tried
):
    provider.give("cat", ROLE)
    context = visitor()
    page = context.new_page()
    sign_in(page, app, "cat")
    with clock_of_the_cookie(context, app, 8 * 3600 - 120):
        assert sees_the_analysts_page(page, app)
    with clock_of_the_cookie(context, app, 8 * 3600 + 5):
        assert not sees_the_analysts_page(page, app)
        expect(page.get_by_text("Your sign-in has ended: it lasts 8 hours.")).to_be_visible()
    with clock_of_the_cookie(context, app, -3600):  # from the future
        assert not sees_the_analysts_page(page, app)
    assert sees_the_analysts_page(page, app)
    tried("cookies with another clock", 3)


def test_signing_out_ends_it_in_every_tab_and_for_a_copied_cookie(
    app: Server, provider: Provider, visitor: Callable[[], BrowserContext], tried: Tried
):
    provider.give("dan", ROLE)
    context = visitor()
    page, tab = context.new_page(), context.new_page()
    sign_in(page, app, "dan")
    go(tab, f"{app.url}/new-quarter")
    expect(tab.get_by_test_id("stFileUploader")).to_have_count(1)
    copied = [c for c in context.cookies(app.url) if c["name"].startswith(USER)]
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    page.wait_for_url(f"{app.url}/**")
    settle(page)
    expect(page.get_by_role("button", name="Sign in as an analyst")).to_be_visible()
    assert not sees_the_analysts_page(page, app)
    # The other tab keeps its socket; whatever it does next finds the sign-in ended.
    tab.get_by_role("link", name="How the numbers are made").click()
    settle(tab)
    expect(tab.get_by_role("link", name="New quarter")).to_have_count(0)
    thief = visitor()
    thief.add_cookies(copied)
    assert not sees_the_analysts_page(thief.new_page(), app)
    tried("ways to go on after a sign-out", 3)


def test_a_role_withdrawn_while_the_form_is_open(
    app: Server, provider: Provider, visitor: Callable[[], BrowserContext], tried: Tried
):
    provider.give("eve", ROLE)
    page = visitor().new_page()
    sign_in(page, app, "eve")
    go(page, f"{app.url}/new-quarter")
    page.get_by_test_id("stFileUploader").locator("input").set_input_files(
        {
            "name": NAME,
            "mimeType": "text/csv",
            "buffer": shipped.detailed({"F82670": {"TOTAL_GP_FTE": "9.5"}}),
        }
    )
    settle(page)
    page.get_by_text("Yes, the figures are for this month").click()
    settle(page)
    for box in page.get_by_test_id("stForm").get_by_test_id("stCheckbox").all():
        box.click()
    expect(page.get_by_label("Your name").first).to_have_value("eve Analyst")
    store = Store.open(app.store)
    before = store.head()
    provider.give("eve")
    page.get_by_role("button", name="Publish", exact=True).click()
    settle(page)
    expect(page.get_by_text("Your account no longer has the analyst's role.").first).to_be_visible()
    assert store.head() == before
    page.reload()
    settle(page)
    expect(page.get_by_role("link", name="New quarter")).to_have_count(0)
    provider.give("eve", ROLE)
    tried("roles withdrawn mid-session", 1)


def test_a_file_from_somebody_without_the_role(
    app: Server, provider: Provider, visitor: Callable[[], BrowserContext], tried: Tried
):
    """The visitor's own session and cookies, and still 404."""
    provider.give("fay")
    context = visitor()
    page = context.new_page()
    sessions: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda f: _note(f, sessions)))
    sign_in(page, app, "fay")
    assert sessions
    cookies = {c["name"]: c["value"] for c in context.cookies(app.url)}
    header = "; ".join(f"{k}={v}" for k, v in cookies.items())
    status = status_of(
        f"{app.url}/_stcore/upload_file/{sessions[-1]}/f1", "PUT", b"x" * 100,
        Cookie=header, **{"X-Xsrftoken": cookies["_streamlit_xsrf"]},
    )  # fmt: skip
    assert status == 404
    tried("files from somebody without the role", 1)


def _note(frame: Any, sessions: list[str]) -> None:
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    if isinstance(frame, bytes):
        said = ForwardMsg()
        said.ParseFromString(frame)
        if said.WhichOneof("type") == "new_session":
            sessions.append(said.new_session.initialize.session_id)


def test_the_audit_log_names_nobody(app: Server, provider: Provider):
    del provider
    home = next(Path(app.log_file).parent.parent.glob("home*"))
    text = (home / "audit.jsonl").read_text(encoding="utf-8")
    found = [json.loads(line) for line in text.splitlines()]
    seen = {(line["event"], line["outcome"]) for line in found}
    assert {("signed_in", "done"), ("signed_in", "refused"), ("signed_out", "done")} <= seen
    assert ("publish", "refused") in seen
    assert not re.search(r"Analyst|\b(?:ann|bob|cat|dan|eve|fay)\b|localhost|token|version=", text)
    with urllib.request.urlopen(f"{app.url}/readyz", timeout=20) as answer:
        assert json.load(answer) == {"ready": True, "version": 1}
