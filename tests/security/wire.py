"""A visitor who writes the messages by hand: Streamlit's protocol over a bare socket."""

import asyncio
import http.cookiejar
import urllib.request
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

PATIENCE = 90.0
WIDGETS = (
    "selectbox", "multiselect", "slider", "button", "text_input", "text_area", "checkbox",
    "number_input", "radio", "file_uploader", "download_button", "expander",
)  # fmt: skip


def cookies_of(url: str) -> str:
    """The cookies that a browser would have after opening the app."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    for path in ("/", "/_stcore/health"):
        request = urllib.request.Request(url + path, headers={"Accept": "text/html"})
        opener.open(request, timeout=PATIENCE).close()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


@dataclass
class Run:
    """What one run of the script sent."""

    messages: list[ForwardMsg] = field(default_factory=list)

    def elements(self, *kinds: str) -> list[tuple[str, Any]]:
        """Every element of these kinds, with its kind."""
        found: list[tuple[str, Any]] = []
        for message in self.messages:
            if message.WhichOneof("type") == "delta":
                kind = message.delta.new_element.WhichOneof("type")
                if kind in kinds:
                    found.append((kind, getattr(message.delta.new_element, kind)))
        return found

    @property
    def texts(self) -> list[str]:
        """Every paragraph."""
        return [element.body for _, element in self.elements("markdown")]

    @property
    def drawn(self) -> list[bytes]:
        """Every chart and table, as sent."""
        kinds = ("dataframe", "vega_lite_chart")
        return [element.SerializeToString() for _, element in self.elements(*kinds)]

    @property
    def faults(self) -> list[str]:
        """Every exception shown."""
        return [f"{e.type}: {e.message}" for _, e in self.elements("exception")]


class Socket:
    """An open socket."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.session = ""
        self.page_hash = ""

    async def look(
        self,
        page: str = "",
        query: str = "",
        *,
        page_hash: str = "",
        fragment: str = "",
        widgets: Iterable[WidgetState] = (),
    ) -> Run:
        """Ask for a run and wait for its end."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        message.rerun_script.page_script_hash = page_hash
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.extend(widgets)
        await self.connection.send(message.SerializeToString())
        return await self.until_finished()

    async def until_finished(self) -> Run:
        run, begun = Run(), False
        while True:
            said = ForwardMsg()
            said.ParseFromString(await asyncio.wait_for(self.connection.recv(), PATIENCE))
            run.messages.append(said)
            kind = said.WhichOneof("type")
            if kind == "new_session":
                begun = True
                self.session = said.new_session.initialize.session_id
                self.page_hash = said.new_session.page_script_hash
            if kind == "script_finished" and begun:
                name = ForwardMsg.ScriptFinishedStatus.Name(said.script_finished)
                if name != "FINISHED_EARLY_FOR_RERUN":
                    return run


@asynccontextmanager
async def connected(url: str, cookies: str = "", session: str = "") -> AsyncIterator[Socket]:
    """A socket, as a browser opens it.

    Args:
        url: of the server.
        cookies: of the browser.
        session: the id of an earlier session, to go on with it.
    """
    asked = ["streamlit", *(["no-token", session] if session else [])]
    async with websockets.connect(
        f"{url.replace('http', 'ws', 1)}/_stcore/stream",
        subprotocols=asked,
        origin=url,
        additional_headers={"Cookie": cookies} if cookies else None,
        max_size=None,
        open_timeout=PATIENCE,
        ping_interval=None,
    ) as connection:
        yield Socket(connection)
