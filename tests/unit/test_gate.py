"""The gate, with a stand-in for Streamlit behind it."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from gate import downloads, headers, readiness, requests, sockets
from gate.rate_limited_log import RateLimitedLog
from pages.parts import visits
from pages.parts.visits import Visit
from tests.loops import run
from wfcore.access import digest
from wfcore.errors import UnfitPaper

MINE, THEIRS = "my-cookie", "their-cookie"
UPLOAD = "/_stcore/upload_file/my-session/file-1"


@pytest.fixture(autouse=True)
def known_visits(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        "my-session": Visit(digest(MINE), sends_files=True),
        "my-reading": Visit(digest(MINE), sends_files=False),
        "their-session": Visit(digest(THEIRS), sends_files=True),
        "no-cookie": Visit("", sends_files=True),
    }
    monkeypatch.setattr(visits, "_visits", found)
    monkeypatch.delenv("WORKFORCE_ANALYST", raising=False)


class Behind:
    """Stands for Streamlit: answers 200 and remembers what reached it."""

    def __init__(self, *more: tuple[bytes, bytes]) -> None:
        self.scopes: list[dict[str, Any]] = []
        self.headers = list(more)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        if scope["type"] == "http":
            start = {"type": "http.response.start", "status": 200, "headers": self.headers}
            await send(start)
            await send({"type": "http.response.body", "body": b""})


def ask(
    app: Any, path: str, method: str = "GET", cookie: str = "", **more: str
) -> tuple[int, list[tuple[str, str]]]:
    """Status and headers of the answer; further headers are named with underscores."""
    given = [(k.replace("_", "-").encode(), v.encode()) for k, v in more.items()]
    if cookie:
        given.append((b"cookie", f"other=1; {visits.COOKIE}={cookie}".encode()))
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "method": method, "path": path, "query_string": query.encode(),
        "headers": given, "scheme": "http",
    }  # fmt: skip
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    run(app(scope, receive, send))
    found = [(k.decode(), v.decode()) for k, v in sent[0]["headers"]]
    return sent[0]["status"], found


class Runtime:
    """Holds the files of sessions, as Streamlit's does."""

    def __init__(self, *sizes: int) -> None:
        self.uploaded_file_mgr = self
        self.sizes = sizes

    def get_files(self, session: str, ids: list[str]) -> list[Any]:
        kept = zip(ids, self.sizes, strict=False)
        return [type("File", (), {"file_id": i, "data": b"x" * size}) for i, size in kept]


@pytest.fixture
def no_files_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests.runtime, "get_instance", Runtime)


# Who may send files.


@pytest.mark.usefixtures("no_files_yet")
@pytest.mark.parametrize(
    ("session", "cookie", "status"),
    [
        ("my-session", MINE, 200),
        ("my-session", THEIRS, 404),
        ("my-session", "", 404),
        ("my-reading", MINE, 404),
        ("their-session", MINE, 404),
        ("no-cookie", "", 404),
        ("unheard-of", MINE, 404),
    ],
)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
def test_files_come_only_from_the_browser_of_an_analysts_session(
    session: str, cookie: str, status: int, method: str
):
    behind = Behind()
    answer, _ = ask(
        requests.Requests(behind), f"/_stcore/upload_file/{session}/f", method, cookie,
        content_length="10",
    )  # fmt: skip
    assert answer == status
    assert len(behind.scopes) == (status == 200)


@pytest.mark.usefixtures("no_files_yet")
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "OPTIONS", "GET"])
def test_a_viewers_process_takes_no_files_from_anybody(
    monkeypatch: pytest.MonkeyPatch, method: str
):
    monkeypatch.setenv("WORKFORCE_ANALYST", "off")
    behind = Behind()
    assert ask(requests.Requests(behind), UPLOAD, method, MINE)[0] == 404
    assert behind.scopes == []


MB = 1024 * 1024


@pytest.mark.parametrize(
    ("kept", "announced", "status"),
    [
        ((), 25 * MB, 200),
        ((), 27 * MB, 413),
        ((100 * MB, 100 * MB, 90 * MB), 5 * MB, 200),
        ((100 * MB, 100 * MB, 90 * MB), 11 * MB, 413),
    ],
)
def test_files_of_a_session_are_bounded_together(
    monkeypatch: pytest.MonkeyPatch, kept: tuple[int, ...], announced: int, status: int
):
    monkeypatch.setattr(requests.runtime, "get_instance", lambda: Runtime(*kept))
    gate = requests.Requests(Behind())
    gate.files["my-session"] = [f"f{n}" for n in range(len(kept))]
    assert ask(gate, UPLOAD, "PUT", MINE, content_length=str(announced))[0] == status


@pytest.mark.usefixtures("no_files_yet")
def test_a_file_that_does_not_say_its_size_is_refused():
    assert ask(requests.Requests(Behind()), UPLOAD, "PUT", MINE, transfer_encoding="chunked")[0] == 413  # fmt: skip


def test_files_let_go_make_room(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(requests.runtime, "get_instance", Runtime)
    gate = requests.Requests(Behind())
    gate.files["my-session"] = [f"f{n}" for n in range(requests.MOST_FILES)]
    assert ask(gate, UPLOAD, "PUT", MINE, content_length="10")[0] == 200
    assert gate.files["my-session"] == ["file-1"]


@pytest.mark.parametrize(
    ("path", "more", "status"),
    [
        ("/compare", {}, 200),
        ("/compare", {"content_length": "65536"}, 200),
        ("/compare", {"content_length": "65537"}, 413),
        ("/compare", {"transfer_encoding": "chunked"}, 413),
        ("/_stcore/agent/run", {}, 404),
        ("/_stcore/script-health-check", {}, 404),
        ("/_stcore/health", {}, 200),
    ],
)
def test_other_requests(path: str, more: dict[str, str], status: int):
    assert ask(requests.Requests(Behind()), path, "POST", **more)[0] == status


def test_a_base_path_opens_no_way_round(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("gate.paths.st.get_option", lambda name: "workforce")
    monkeypatch.setenv("WORKFORCE_ANALYST", "off")
    assert ask(requests.Requests(Behind()), f"/workforce{UPLOAD}", "PUT", MINE)[0] == 404


# Headers.


def test_every_answer_says_what_a_page_may_load():
    _, found = ask(headers.Headers(Behind()), "/anything")
    policy = dict(found)["content-security-policy"]
    parts = {part.split()[0]: part.split()[1:] for part in policy.split("; ")}
    assert parts["default-src"] == parts["connect-src"] == ["'self'"]
    assert parts["object-src"] == parts["frame-ancestors"] == ["'none'"]
    assert all(word == "'self'" or word.startswith("'sha256-") for word in parts["script-src"])
    assert not any(word.startswith(("http", "*")) for words in parts.values() for word in words)
    assert dict(found)["x-content-type-options"] == "nosniff"
    assert dict(found)["referrer-policy"] == "no-referrer"


ANSWER = "/compare?kind=spread&view=answer"


@pytest.mark.parametrize(
    ("sites", "address", "may"),
    [
        (None, ANSWER, "'none'"),
        ("", ANSWER, "'none'"),
        ("https://www.example.gov.uk", ANSWER, "https://www.example.gov.uk"),
        ("https://a.example.uk:8443 https://*.b.uk", ANSWER, "https://a.example.uk:8443 https://*.b.uk"),
        ("https://www.example.gov.uk", "/compare?kind=spread", "'none'"),
        ("https://www.example.gov.uk", "/new-quarter?view=answers", "'none'"),
        ("https://www.example.gov.uk", "/?view=answer&view=page", "'none'"),
        ("*", ANSWER, "'none'"),
        ("https:", ANSWER, "'none'"),
        ("http://www.example.gov.uk", ANSWER, "'none'"),
        ("https://www.example.gov.uk *", ANSWER, "'none'"),
        ("https://www.example.gov.uk; script-src *", ANSWER, "'none'"),
    ],
)  # fmt: skip
def test_one_answer_is_framed_by_the_sites_that_are_named_and_nothing_else_by_any(
    monkeypatch: pytest.MonkeyPatch, sites: str | None, address: str, may: str
):
    monkeypatch.delenv("WORKFORCE_FRAMED_BY", raising=False)
    if sites is not None:
        monkeypatch.setenv("WORKFORCE_FRAMED_BY", sites)
    found = dict(ask(headers.Headers(Behind()), address)[1])
    assert found["content-security-policy"].endswith(f"; frame-ancestors {may}")
    assert found["content-security-policy"].count("script-src") == 1
    assert found.get("x-frame-options") == ("DENY" if may == "'none'" else None)


def test_a_download_is_kept_by_no_cache():
    assert dict(ask(headers.Headers(Behind()), "/media/abc.csv")[1])["cache-control"] == "no-store"


def given_cookies(app: Any, **more: str) -> list[str]:
    return [v for k, v in ask(app, "/", **more)[1] if k == "set-cookie"]


def test_a_browser_is_bound_at_its_first_page_and_once():
    app = headers.Headers(Behind())
    (first,) = given_cookies(app, accept="text/html,*/*")
    (second,) = given_cookies(app, accept="text/html", x_forwarded_proto="https")
    assert second.startswith(f"__Host-{visits.COOKIE}=")
    assert "; Path=/;" in second  # browsers take `__Host-` with this, with Secure, without a domain
    assert "domain" not in second.lower()
    assert first.startswith(f"{visits.COOKIE}=")
    assert first.endswith("; Path=/; HttpOnly; SameSite=Lax")
    assert second.endswith("; Secure")
    assert len(first.split(";")[0]) > 40
    assert first.split(";")[0] != second.split(";")[0]
    assert given_cookies(app, accept="text/html", cookie=MINE) == []
    assert given_cookies(app, accept="*/*") == []


def test_the_cookie_of_a_sign_in_lives_no_longer_than_the_sign_in():
    streamlits = [
        (b"set-cookie", b"_streamlit_user=abc; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax"),
        (b"set-cookie", b"_streamlit_user_tokens=abc; HttpOnly; Max-Age=0; Path=/"),
        (b"set-cookie", b"_streamlit_xsrf=abc; Path=/"),
    ]
    assert given_cookies(headers.Headers(Behind(*streamlits)), x_forwarded_proto="https") == [
        "_streamlit_user=abc; HttpOnly; Max-Age=28800; Path=/; SameSite=lax; Secure",
        "_streamlit_user_tokens=abc; HttpOnly; Max-Age=0; Path=/; Secure",
        "_streamlit_xsrf=abc; Path=/",
    ]


# Sockets.


def protocols_that_arrive(asked: str, cookie: str) -> str:
    behind = Behind()
    given = [(b"sec-websocket-protocol", asked.encode()), (b"host", b"h")]
    if cookie:
        given.append((b"cookie", f"{visits.COOKIE}={cookie}".encode()))
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": given}
    run(sockets.Sockets(behind)(scope, None, None))
    return dict(behind.scopes[0]["headers"])[b"sec-websocket-protocol"].decode()


@pytest.mark.parametrize(
    ("asked", "cookie", "arrives"),
    [
        ("streamlit, token, my-session", MINE, "streamlit, token, my-session"),
        ("streamlit, token, my-session", THEIRS, "streamlit, token"),
        ("streamlit, token, my-session", "", "streamlit, token"),
        ("streamlit, token, their-session", MINE, "streamlit, token"),
        ("streamlit,, no-cookie", "", "streamlit,"),
        ("streamlit, token", MINE, "streamlit, token"),
        ("streamlit", "", "streamlit"),
    ],
)
def test_a_session_is_resumed_only_by_its_own_browser(asked: str, cookie: str, arrives: str):
    assert protocols_that_arrive(asked, cookie) == arrives


def test_an_allowance_is_a_burst_and_then_three_a_second(monkeypatch: pytest.MonkeyPatch):
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    allowance = sockets.Allowance(per_second=3, burst=12)
    assert [allowance.wait() for _ in range(12)] == [0.0] * 12
    waits = [allowance.wait() for _ in range(6)]
    assert waits == pytest.approx([n / 3 for n in range(1, 7)])
    clock[0] += 60
    assert [allowance.wait() for _ in range(12)] == [0.0] * 12
    assert allowance.wait() == pytest.approx(1 / 3)


def test_now_and_then_is_once_for_each_key():
    noted = RateLimitedLog(60, keys=2)
    assert [noted.is_due("a"), noted.is_due("a"), noted.is_due("b"), noted.is_due("b")] == [
        True, False, True, False
    ]  # fmt: skip
    assert noted.is_due("c")
    assert len(noted._last) <= 2


# Readiness.


@pytest.mark.parametrize(
    ("warm", "head", "status"), [(False, 3, 503), (True, 0, 503), (True, 3, 200)]
)
def test_ready_is_a_page_drawn_and_a_version_in_the_store(
    monkeypatch: pytest.MonkeyPatch, warm: bool, head: int, status: int
):
    monkeypatch.setattr(readiness, "_head", lambda: head)
    ready = readiness.Readiness()
    ready.warm = warm
    answer = run(ready.answer(None))
    assert answer.status_code == status
    assert json.loads(bytes(answer.body)) == {"ready": status == 200, "version": head or None}


def test_a_store_that_cannot_be_read_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WORKFORCE_STORE", str(tmp_path / "nothing here"))
    assert readiness._head() == 0


def answered(make: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the browser is told when it asks for a file that `make` makes."""
    for kind, door in ((MediaFileManager, "execute_deferred"), (DeferredFileHandler, "handle")):
        monkeypatch.setattr(kind, door, getattr(kind, door))  # put back as it was
    downloads.name_refusals()
    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    asked = files.add_deferred(make, "text/csv", "1.2", "figures.csv")
    request = BackendOperationRequest(request_id="1")
    request.deferred_file.file_id = asked
    return run(DeferredFileHandler(lambda: files).handle(request, "my-session"))


def test_a_refused_download_says_why(monkeypatch: pytest.MonkeyPatch):
    def refuses() -> bytes:
        raise UnfitPaper("This could not be made as Word: it broke.", "Take another format.")

    told = answered(refuses, monkeypatch)
    assert told.error_msg == "This could not be made as Word: it broke. Take another format."
    made = answered(lambda: b"a,b", monkeypatch)
    assert (made.error_msg, made.deferred_file.url[:7]) == ("", "/media/")


def test_what_no_refusal_explains_is_told_in_no_words_of_ours(monkeypatch: pytest.MonkeyPatch):
    def breaks() -> bytes:
        raise RuntimeError("/home/somebody/store")

    assert "/home" not in answered(breaks, monkeypatch).error_msg
