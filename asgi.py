"""The notebook as an ASGI app: `python -m tools.serve`, or `uvicorn asgi:app` behind a proxy.

Streamlit would take the folder called `pages` for an older kind of app until somebody has opened
app.py once, and cover the first deep link with a “Page not found” box; so it is told beforehand.
"""

import gc
import importlib
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager

from gate.downloads import name_refusals
from gate.headers import Headers
from gate.paths import base_path
from gate.readiness import Readiness
from gate.requests import Requests
from gate.slow_clients import SlowClients, close_half_requests
from gate.sockets import Sockets
from gate.unknown_addresses import UnknownAddresses
from wfcore import audit

importlib.import_module("pandas")  # two first visitors at once must not find it half imported
PagesManager.uses_pages_directory = False
close_half_requests()
name_refusals()
# A run of a page makes thousands of objects that end with it; every collection stops all readers
# (docs/explanation/decisions.md).
gc.set_threshold(20_000, 20, 50)


def note_failure(error: Exception) -> None:
    """Count what went wrong; the visitor sees that something did, the log says what."""
    audit.record("page_failed", "failed", code=type(error).__name__)


readiness = Readiness()
app = st.App(
    Path(__file__).parent / "app.py",
    lifespan=readiness.lifespan,
    # Streamlit serves pages below the base path, and routes of ours where they are told to stand.
    routes=[
        Route(f"{prefix}/readyz", readiness.answer) for prefix in dict.fromkeys(("", base_path()))
    ],
    on_script_error=note_failure,
    middleware=[
        Middleware(kind) for kind in (Headers, SlowClients, Requests, UnknownAddresses, Sockets)
    ],
)
