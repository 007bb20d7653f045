"""Which requests reach Streamlit: no files from viewers, nothing large, no doors that stand unused."""

import streamlit as st
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime

from gate.paths import NOT_SERVED, UPLOADS, header, path, plain_response, visit_of
from gate.rate_limited_log import RateLimitedLog
from pages.parts import visits
from wfcore import audit
from wfcore.access import mode

LARGEST_BODY = 64 * 1024  # bytes of a request that is not an upload
FRAMING = 1024 * 1024  # bytes that a form puts around a file
MOST_KEPT = 300 * 1024 * 1024  # bytes of files that one session may keep in memory
MOST_FILES = 200  # files that one session may send


class Requests:
    """Answers 404 to uploads that no page asked for, and 413 to what is too large."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.files: dict[str, list[str]] = {}  # session → ids of the files it has sent
        self.noted = RateLimitedLog(60)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = path(scope)
        if asked.startswith(UPLOADS):
            status = self._upload(scope, *_session_and_file(asked))
        elif asked.startswith(NOT_SERVED):
            status = 404
        else:
            status = 0 if _body(scope) <= LARGEST_BODY else 413
        if not status:
            await self.app(scope, receive, send)
            return
        if self.noted.is_due(f"{asked[:40]} {status}"):
            event = "upload_refused" if asked.startswith(UPLOADS) else "request_refused"
            audit.record(event, "refused", session=_session_and_file(asked)[0], code=str(status))
        words = "Not Found" if status == 404 else "Too large."
        await plain_response(status, words)(scope, receive, send)

    def _upload(self, scope: Scope, session: str, file: str) -> int:
        """The status of a refusal; 0 lets it through."""
        if mode() == "off" or not visits.may_send_files(session, visit_of(scope)):
            return 404
        if scope["method"] != "PUT":
            return 0
        size = _body(scope)
        largest = int(st.get_option("server.maxUploadSize")) * 1024 * 1024
        sent = self.files.setdefault(session, [])
        held = runtime.get_instance().uploaded_file_mgr.get_files(session, sent)
        sent[:] = [one.file_id for one in held]
        kept = sum(len(one.data) for one in held)
        if size > largest + FRAMING or kept + size > MOST_KEPT or len(sent) >= MOST_FILES:
            return 413
        sent.append(file)
        if len(self.files) > 1000:
            self.files = {key: ids for key, ids in self.files.items() if ids}
        return 0


def _session_and_file(asked: str) -> tuple[str, str]:
    session, _, file = asked.removeprefix(UPLOADS).partition("/")
    return (session, file) if asked.startswith(UPLOADS) else ("", "")


def _body(scope: Scope) -> int:
    """Bytes of the body as announced; one that is not announced counts as too large."""
    if header(scope, b"transfer-encoding"):
        return 1 << 62
    length = header(scope, b"content-length")
    return int(length) if length.isdecimal() else 0
