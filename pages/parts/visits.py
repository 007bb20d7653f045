"""Which browser a session belongs to, and whether it may send files: what the gate asks.

Streamlit resumes any session whose id somebody names, and takes files for any session. A session id
stands in addresses and logs, so it is no secret. The cookie set by the gate is.
"""

import threading
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from wfcore.access import digest

COOKIE = "workforce_visit"
SECURE_COOKIE = f"__Host-{COOKIE}"  # over TLS
_KEPT = 20_000  # sessions; the oldest go first


@dataclass
class Visit:
    """A session.

    Attributes:
        browser: digest of the cookie of the browser that opened it; empty without one.
        sends_files: whether its visitor was an analyst when app.py last ran.
    """

    browser: str
    sends_files: bool = False


_visits: dict[str, Visit] = {}
_lock = threading.Lock()


def note(*, sends_files: bool) -> None:
    """Remember the browser of the session that runs; called at the start of each run of app.py.

    Args:
        sends_files: whether the visitor is an analyst.
    """
    context = get_script_run_ctx()
    if context is None:
        return
    with _lock:
        visit = _visits.get(context.session_id)
        if visit is None:
            while len(_visits) >= _KEPT:
                _visits.pop(next(iter(_visits)))
            given = (st.context.cookies.get(name) for name in (SECURE_COOKIE, COOKIE))
            # Without a browser a cookie may be anything at all.
            cookie = next((one for one in given if isinstance(one, str) and one), "")
            visit = _visits[context.session_id] = Visit(digest(cookie) if cookie else "")
        visit.sends_files = sends_files


def browser() -> str:
    """The digest that stands for the browser of the session that runs; empty where it has no cookie."""
    context = get_script_run_ctx()
    visit = _visits.get(context.session_id) if context else None
    return visit.browser if visit else ""


def belongs(session: str, cookie: str) -> bool:
    """Whether a browser with this cookie opened the session."""
    visit = _visits.get(session)
    return bool(visit and cookie and visit.browser == digest(cookie))


def may_send_files(session: str, cookie: str) -> bool:
    """Whether this browser may send a file for the session."""
    return belongs(session, cookie) and _visits[session].sends_files
