"""A callback runs before app.py and a fragment without it: both ask for the role at that moment."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import signing_in
from tests.security.conftest import Tried
from tests.unit.making import lists_csv, publish
from wfcore.store import Store

SEPT = lists_csv([("A00001", 5000)])
SEPT_AGAIN = lists_csv([("A00001", 5100)])


def page() -> None:
    """Two ways to change the store that never pass through a page's own check."""
    import os

    import streamlit as st

    from pages.parts import signing_in
    from wfcore.access import acting_as
    from wfcore.errors import WorkforceError
    from wfcore.store import Store

    store = Store.open(os.environ["WORKFORCE_STORE"])

    def bring_back() -> None:
        try:
            with acting_as(signing_in.actor(at_this_moment=True)):
                store.restore(1, by="somebody else")
        except WorkforceError as error:
            st.session_state["refused"] = str(error)

    @st.fragment
    def fragment() -> None:
        if st.button("in a fragment"):
            bring_back()

    st.button("by a callback", on_click=bring_back)
    fragment()


class Provider:
    """Stands for a provider's userinfo address: its answer can be changed."""

    def __init__(self) -> None:
        self.answer: tuple[int, Any] = (200, {"sub": "ann", "roles": ["workforce-analyst"]})
        self.asked = 0
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked += 1
                status, body = provider.answer
                if self.headers["Authorization"] != "Bearer a-token":
                    status = 401
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/userinfo"


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def two(store: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of two versions, in a process where people sign in."""
    made = publish(store, SEPT)
    publish(store, SEPT_AGAIN)
    for name, value in {
        "WORKFORCE_STORE": str(store),
        "WORKFORCE_ANALYST": "sign-in",
        "WORKFORCE_USERINFO": provider.url,
    }.items():
        monkeypatch.setenv(name, value)
    for kept in ("_ended", "_answers"):
        monkeypatch.setattr(signing_in, kept, {})
    return made


def claims(**changed: Any) -> dict[str, Any]:
    return {
        "is_logged_in": True, "iss": "https://login.example", "sub": "ann", "name": "Ann Analyst",
        "iat": int(time.time()), "nonce": os.urandom(8).hex(), "roles": ["workforce-analyst"],
        "tokens": {"access": "a-token"},
    } | changed  # fmt: skip


def opened(**changed: Any) -> AppTest:
    at = AppTest.from_function(page, default_timeout=120)
    at.user = claims(**changed)
    at.run()
    assert [e.value for e in at.exception] == []
    return at


BUTTONS = ["by a callback", "in a fragment"]


def press(at: AppTest, label: str) -> str:
    """Press, and return the refusal, if there was one."""
    next(b for b in at.button if b.label == label).click().run()
    assert [e.value for e in at.exception] == []
    state = at.session_state  # has no get()
    return str(state["refused"]) if "refused" in state else ""


@pytest.mark.parametrize("button", BUTTONS)
def test_with_the_role_it_works_and_is_signed_by_the_sign_in(two: Store, button: str):
    assert press(opened(), button) == ""
    assert two.head() == 3
    assert two.history()[0].by == "Ann Analyst"


AFTER: dict[str, Callable[[AppTest, Provider], None]] = {
    "role taken away": lambda at, p: setattr(p, "answer", (200, {"sub": "ann", "roles": []})),
    "somebody else's answer": lambda at, p: setattr(
        p, "answer", (200, {"sub": "bob", "roles": ["workforce-analyst"]})
    ),
    "token ended": lambda at, p: setattr(p, "answer", (401, {})),
    "nonsense": lambda at, p: setattr(p, "answer", (200, "workforce-analyst")),
    "provider down": lambda at, p: setattr(p, "answer", (503, {})),
    "signed out elsewhere": lambda at, p: signing_in._ended.update(
        {login: time.time() + 9 for login in signing_in._answers}
    ),
    "eight hours over": lambda at, p: at.user.update(iat=time.time() - 8 * 3600 - 1),
    "no token": lambda at, p: at.user.update(tokens={}),
    "logged out": lambda at, p: at.user.update(is_logged_in=False),
}


@pytest.mark.parametrize("button", BUTTONS)
@pytest.mark.parametrize("what", AFTER)
def test_what_happens_after_the_page_was_drawn_counts(
    two: Store, provider: Provider, tried: Tried, button: str, what: str
):
    at = opened()
    if what == "signed out elsewhere":
        signing_in._answers[_login(at)] = (0.0, "")
    AFTER[what](at, provider)
    assert press(at, button) != ""
    assert two.head() == 2
    tried("buttons and fragments after the role was withdrawn", 1)


def _login(at: AppTest) -> str:
    found = signing_in._from_claims(dict(at.user))
    assert found.is_analyst
    return found.login


@pytest.mark.parametrize(
    "changed",
    [
        {"roles": []}, {"roles": None}, {"roles": "workforce-analyst-not"}, {"roles": ["other"]},
        {"roles": {"workforce-analyst": 1}}, {"iat": None}, {"iat": "now"}, {"iat": 1e18},
        {"is_logged_in": None}, {"name": None, "sub": None},
    ],
)  # fmt: skip
def test_claims_that_do_not_make_an_analyst(two: Store, tried: Tried, changed: dict[str, Any]):
    assert press(opened(**changed), BUTTONS[0]) != ""
    assert two.head() == 2
    tried("claims that do not make an analyst", 1)


def test_a_role_may_be_a_word_and_have_another_name(two: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WORKFORCE_ROLE_CLAIM", "groups")
    monkeypatch.setenv("WORKFORCE_ROLE", "icb-workforce")
    monkeypatch.delenv("WORKFORCE_USERINFO")
    assert press(opened(roles=[], groups="icb-workforce"), BUTTONS[0]) == ""
    assert two.head() == 3


def test_pages_ask_the_provider_once_a_minute(
    two: Store, provider: Provider, monkeypatch: pytest.MonkeyPatch
):
    found = claims()
    monkeypatch.setattr(signing_in.st, "user", type("User", (), {"to_dict": lambda: found}))
    assert all(signing_in.actor().is_analyst for _ in range(5))
    assert provider.asked == 1
    assert signing_in.actor(at_this_moment=True).is_analyst
    assert provider.asked == 2


@pytest.mark.parametrize(
    ("word", "hours"),
    [("8", 8), ("0.5", 0.5), ("0", 8), ("-1", 8), ("99", 8), ("x", 8), ("nan", 8)],
)
def test_hours_are_bounded(monkeypatch: pytest.MonkeyPatch, word: str, hours: float):
    monkeypatch.setenv("WORKFORCE_SIGNED_IN_HOURS", word)
    assert signing_in.hours() == hours
