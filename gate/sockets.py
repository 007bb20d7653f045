"""The socket of a page: nobody takes over another browser's session, nobody floods."""

import asyncio
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gate.paths import visit_of
from gate.rate_limited_log import RateLimitedLog
from pages.parts import visits
from wfcore import audit

PER_SECOND = 3.0  # messages that a socket may send in the long run; a dragged slider sends up to 5
BURST = 12.0  # messages that it may send at once
_PROTOCOL = b"sec-websocket-protocol"


class Allowance:
    """A bucket of `burst` messages that fills at so many a second."""

    def __init__(self, per_second: float = PER_SECOND, burst: float = BURST) -> None:
        self.per_second = per_second
        self.burst = burst
        self.left = burst
        self.at = time.monotonic()

    def wait(self) -> float:
        """Take one message; seconds that it has to wait."""
        now = time.monotonic()
        self.left = min(self.burst, self.left + (now - self.at) * self.per_second) - 1
        self.at = now
        return max(0.0, -self.left / self.per_second)


class Sockets:
    """Lets the messages of each socket through no faster than a person makes them.

    A message waits, it is not lost: the last move of a slider counts. While one waits no other is
    taken from the network, so a flood stays on the side of who sends it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.noted = RateLimitedLog(60)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        allowance = Allowance()
        name = str(id(allowance))

        async def unhurried() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive":
                wait = allowance.wait()
                if wait:
                    if self.noted.is_due(name):
                        audit.record("slowed_down", "refused", session=name)
                    await asyncio.sleep(wait)
            return message

        await self.app(self._own_session(scope), unhurried, send)

    def _own_session(self, scope: Scope) -> Scope:
        """The request without the session it names, unless this browser opened that session."""
        headers: list[tuple[bytes, bytes]] = []
        given: list[tuple[bytes, bytes]] = list(scope["headers"])
        for key, value in given:
            parts = value.split(b",") if key == _PROTOCOL else list[bytes]()
            session = parts[2].strip().decode("latin-1") if len(parts) > 2 else ""
            if session and not visits.belongs(session, visit_of(scope)):
                audit.record("session_refused", "refused", session=session)
                headers.append((key, b",".join(parts[:2])))
            else:
                headers.append((key, value))
        return {**scope, "headers": headers}
