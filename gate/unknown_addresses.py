"""Addresses that no page has: Streamlit answers each with its first page and 200."""

import html
import re
from pathlib import Path

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gate.paths import base_path, path

_APP = Path(__file__).parent.parent / "app.py"


def page_addresses() -> frozenset[str]:
    """The addresses of pages, as app.py declares them."""
    named = re.findall(r'url_path="([\w-]+)"', _APP.read_text(encoding="utf-8"))
    return frozenset(("/", "", *(f"/{name}" for name in named)))


class UnknownAddresses:
    """Answers 404, with a way home, where Streamlit would send its page for an address that is none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.pages = page_addresses()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or path(scope).rstrip("/") in self.pages:
            await self.app(scope, receive, send)
            return
        replaced = False

        async def looked_at(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start":
                replaced = _is_page(message)
            if not replaced:
                await send(message)

        await self.app(scope, receive, looked_at)
        if replaced:
            await HTMLResponse(_words(), 404)(scope, receive, send)


def _is_page(message: Message) -> bool:
    kind = dict(message.get("headers", ())).get(b"content-type", b"")
    return message["status"] == 200 and kind.startswith(b"text/html")


def _words() -> str:
    home = html.escape(f"{base_path()}/", quote=True)
    return (
        '<!DOCTYPE html><html lang="en-GB"><meta charset="utf-8"><title>No such page</title>'
        f'<h1>There is no page at this address</h1><p><a href="{home}">To the first page</a></p></html>'
    )
