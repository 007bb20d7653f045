"""Requests that stop on the way, and addresses that no page has, with a stand-in for Streamlit behind the gate."""

import asyncio
from typing import Any

import pytest
import uvicorn

from gate import slow_clients, unknown_addresses
from tests.loops import run
from tests.unit.test_gate import UPLOAD, Behind, ask


def slow(messages: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> tuple[int, bool]:
    """The status where the rest of a body never comes, and whether it was waited for."""
    monkeypatch.setattr(slow_clients, "SILENT_FOR", 0.05)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not messages:
            await asyncio.sleep(30)
        return messages.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def reads(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        await Behind()(scope, receive, send)

    scope = {"type": "http", "method": "PUT", "path": UPLOAD, "headers": []}
    run(slow_clients.SlowClients(reads)(scope, receive, send))
    return sent[0]["status"], (b"connection", b"close") in sent[0]["headers"]


def test_a_body_that_stops_on_the_way_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    part = {"type": "http.request", "body": b"a", "more_body": True}
    assert slow([part, part], monkeypatch) == (408, True)
    assert slow([part, {**part, "more_body": False}], monkeypatch) == (200, False)


@pytest.mark.parametrize("protocol", ["h11", "httptools"])
def test_headers_that_stop_on_the_way_are_not_waited_for(
    protocol: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(slow_clients, "HEAD_WITHIN", 0.2)
    slow_clients.close_half_requests()

    async def hold_and_ask() -> tuple[bytes, bytes]:
        config = uvicorn.Config(
            Behind(), port=0, http=protocol, log_level="critical", lifespan="off"
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        answers: list[bytes] = []
        for asked in (b"GET / HTTP/1.1\r\nHost: x", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(asked)
            answers.append(await asyncio.wait_for(reader.read(15), 5))
            writer.close()
        server.should_exit = True
        await serving
        return answers[0], answers[1]

    half, whole = run(hold_and_ask())
    assert half in (b"", b"HTTP/1.1 400 Ba")
    assert whole.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("asked", "kind", "status"),
    [
        ("/", b"text/html", 200),
        ("/what-if", b"text/html; charset=utf-8", 200),
        ("/what-if/", b"text/html", 200),
        ("/nowhere", b"text/html; charset=utf-8", 404),
        ("/what-if/more", b"text/html", 404),
        ("/wp-login.php", b"text/html", 404),
        ("/static/js/main.js", b"text/javascript", 200),
        ("/_stcore/health", b"text/plain", 200),
    ],
)
def test_an_address_that_no_page_has(asked: str, kind: bytes, status: int):
    app = unknown_addresses.UnknownAddresses(Behind((b"content-type", kind)))
    assert ask(app, asked)[0] == status


def test_every_page_has_its_address():
    assert {
        "/what-if",
        "/new-quarter",
        "/table-doctor",
        "/methods",
        "/",
    } <= unknown_addresses.page_addresses()
