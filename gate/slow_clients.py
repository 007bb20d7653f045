"""Half requests: who does not finish one in time is not waited for, so that nobody holds the doors open."""

import asyncio
import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gate.paths import plain_response

HEAD_WITHIN = 15.0  # seconds from opening a connection to the end of the first request's headers
SILENT_FOR = 20.0  # seconds without anything more of a body
BODY_WITHIN = 300.0  # seconds for a whole body: 25 MB at 0.7 Mbit/s


class TooSlowError(Exception):
    """A body did not come in time."""


class SlowClients:
    """Answers 408 to a body that stops on the way."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        ends, whole, begun = time.monotonic() + BODY_WITHIN, False, False

        async def in_time() -> Message:
            nonlocal whole
            if whole:  # from here on it only waits for the visitor to go
                return await receive()
            try:
                async with asyncio.timeout(min(SILENT_FOR, ends - time.monotonic())):
                    message = await receive()
            except TimeoutError as error:
                raise TooSlowError from error
            whole = not message.get("more_body", False)
            return message

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, in_time, noted)
        except TooSlowError:
            if not begun:
                late = plain_response(408, "The request did not come in time.")
                late.headers["connection"] = "close"
                await late(scope, receive, send)


def close_half_requests() -> None:
    """Close connections whose first request has not come in time: uvicorn waits for ever.

    It has no setting for that. Between requests its own `timeout_keep_alive` counts.
    """
    kinds: tuple[Any, ...] = (H11Protocol, HttpToolsProtocol)
    for kind in kinds:
        if not hasattr(kind.connection_made, "opens"):
            kind.connection_made = _watched(kind.connection_made)


def _watched(opens: Any) -> Any:
    def connection_made(protocol: Any, transport: asyncio.Transport) -> None:
        opens(protocol, transport)
        protocol.loop.call_later(HEAD_WITHIN, _close_if_unasked, protocol, transport)

    connection_made.opens = opens  # type: ignore[attr-defined]
    return connection_made


def _close_if_unasked(protocol: Any, transport: asyncio.Transport) -> None:
    if protocol.cycle is None and transport.get_protocol() is protocol:  # else it became a socket
        transport.close()
