"""Addresses as Streamlit routes them, and short answers."""

from http.cookies import CookieError, SimpleCookie

import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.types import Scope

from pages.parts.visits import COOKIE, SECURE_COOKIE

UPLOADS = "/_stcore/upload_file/"
MEDIA = "/media/"
NOT_SERVED = ("/_stcore/agent", "/_stcore/script-health-check")


def base_path() -> str:
    """What stands before the paths of pages behind a proxy, such as `/workforce`; empty without."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def path(scope: Scope) -> str:
    """The path below the base path, beginning with a slash."""
    return str(scope["path"]).removeprefix(base_path())


def header(scope: Scope, name: bytes) -> str:
    """A header of a request; empty when it is not there."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def cookie(scope: Scope, name: str) -> str:
    """A cookie of a request; empty when it is not there or cannot be read."""
    try:
        found = SimpleCookie(header(scope, b"cookie")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def visit_of(scope: Scope) -> str:
    """The cookie that a browser's sessions are bound to; over TLS the one that only we can have set."""
    return cookie(scope, SECURE_COOKIE if is_https(scope) else COOKIE)


def is_https(scope: Scope) -> bool:
    """Whether the visitor's browser speaks TLS, to us or to the proxy before us."""
    schemes = (str(scope.get("scheme")), header(scope, b"x-forwarded-proto"))
    return "https" in schemes or "wss" in schemes


def plain_response(status: int, words: str) -> PlainTextResponse:
    """A short answer in plain words."""
    return PlainTextResponse(words, status)
