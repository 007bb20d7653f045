"""Headers of every answer: what a page may load, and the cookies."""

import base64
import hashlib
import os
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gate.paths import MEDIA, base_path, header, is_https, path, visit_of
from pages.parts.signing_in import hours
from pages.parts.visits import COOKIE, SECURE_COOKIE

_LOGIN_COOKIE = re.compile(r"^_streamlit_user\w*=")
_SITE = re.compile(r"https://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?")
_MAX_AGE = re.compile(r"max-age=(\d+)", re.IGNORECASE)


def inline_scripts() -> list[str]:
    """The hashes of the scripts that stand inside Streamlit's own page; another version, others."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    bodies = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digests = (hashlib.sha256(body.encode()).digest() for body in bodies)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def framed_by() -> str:
    """Which sites may show one answer in a frame, from `WORKFORCE_FRAMED_BY`; none unless all are sites."""
    asked = os.environ.get("WORKFORCE_FRAMED_BY", "").split()
    return " ".join(asked) if asked and all(map(_SITE.fullmatch, asked)) else "'none'"


def policy(framed_by: str = "'none'") -> str:
    """The content security policy: nothing from elsewhere, no script in text, no frame but of these sites.

    Streamlit writes styles into its elements, so `style-src` allows that; its charts are drawn
    without `eval`.
    """
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {' '.join(inline_scripts())}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {framed_by}",
        )
    )


class Headers:
    """Adds the headers, and gives a browser the cookie that its sessions are bound to."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.framed = policy(framed_by())
        self.fixed = {
            "Content-Security-Policy": policy(),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.fixed)
                if _is_one_answer(scope) and framed_by() != "'none'":
                    headers["Content-Security-Policy"] = self.framed
                    del headers["X-Frame-Options"]  # knows no list of sites
                if path(scope).startswith(MEDIA):
                    headers["Cache-Control"] = "no-store"
                _cookies(scope, headers)
            await send(message)

        await self.app(scope, receive, with_headers)


def _is_one_answer(scope: Scope) -> bool:
    """Whether a page is asked for that shows one answer alone, and nothing that could be pressed in error."""
    return parse_qs(scope.get("query_string", b"").decode("latin-1")).get("view") == ["answer"]


def _cookies(scope: Scope, headers: MutableHeaders) -> None:
    """Shorten the life of a sign-in's cookie, and bind the browser at its first page."""
    secure = "; Secure" if is_https(scope) else ""
    given = headers.getlist("set-cookie")
    if any(_LOGIN_COOKIE.match(one) for one in given):
        del headers["set-cookie"]
        for one in given:
            headers.append("set-cookie", _shortened(one) + secure if _is_login(one) else one)
    # What the request says, because the page itself often comes from the browser's own cache.
    if "text/html" in header(scope, b"accept") and not visit_of(scope):
        # Over TLS nobody else, no neighbouring host and no plain http, can set `__Host-`. Browsers take
        # it with Secure and Path=/ alone, so without TLS, on one's own machine, it has its plain name.
        name = SECURE_COOKIE if secure else COOKIE
        below = "/" if secure else base_path() or "/"
        value = secrets.token_urlsafe(24)
        headers.append(
            "set-cookie", f"{name}={value}; Path={below}; HttpOnly; SameSite=Lax{secure}"
        )


def _is_login(one: str) -> bool:
    return _LOGIN_COOKIE.match(one) is not None


def _shortened(one: str) -> str:
    longest = int(hours() * 3600)
    return _MAX_AGE.sub(lambda found: f"Max-Age={min(int(found[1]), longest)}", one)
