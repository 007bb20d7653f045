# pyright: basic
"""Readers without a browser: they open a page over the websocket, move a slider and wait for the answer."""

import asyncio
import itertools
import statistics
import time
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Origin, Subprotocol

_WAIT = 60.0
_FINISHED = ("FINISHED_SUCCESSFULLY", "FINISHED_FRAGMENT_RUN_SUCCESSFULLY")


@dataclass
class Viewer:
    """One reader of one page.

    `sliders` maps the label of each slider to its id and the fragment it belongs to; `texts` holds
    the paragraphs of the last run; `bytes_read` counts what the server sent.
    """

    socket: Any
    page: str
    query: str
    sliders: dict[str, tuple[str, str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    bytes_read: int = 0
    page_hash: str = ""

    async def look(self) -> float:
        """Open the page; seconds until it is whole."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        return await self._run(message)

    async def move(self, label: str, value: float) -> float:
        """Move a slider; seconds until everything it changes has arrived."""
        widget, fragment = self.sliders[label]
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.page_hash
        message.rerun_script.fragment_id = fragment
        state = message.rerun_script.widget_states.widgets.add()
        state.id = widget
        state.double_array_value.data.append(value)
        return await self._run(message)

    async def _run(self, message: BackMsg) -> float:
        self.texts.clear()
        started = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        while True:
            data = await asyncio.wait_for(self.socket.recv(), _WAIT)
            self.bytes_read += len(data)
            said = ForwardMsg()
            said.ParseFromString(data)
            kind = said.WhichOneof("type")
            if kind == "delta":
                self._note(said)
            elif kind == "new_session":
                self.page_hash = said.new_session.page_script_hash
            elif (
                kind == "session_event" and said.session_event.script_compilation_exception.message
            ):
                self.faults.append(said.session_event.script_compilation_exception.message)
            elif kind == "script_finished":
                name = ForwardMsg.ScriptFinishedStatus.Name(said.script_finished)
                if name in _FINISHED:
                    return time.perf_counter() - started

    def _note(self, said: ForwardMsg) -> None:
        element = said.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "slider":
            self.sliders[element.slider.label] = (element.slider.id, said.delta.fragment_id)
        elif kind == "markdown":
            self.texts.append(element.markdown.body)
        elif kind == "exception":
            self.faults.append(element.exception.message)


async def opened(url: str, page: str, query: str = "") -> Viewer:
    """A reader who has just opened a page.

    Args:
        url: of the server, such as `http://127.0.0.1:8501`.
        page: its path, such as `what-if`.
        query: what follows the question mark.
    """
    socket = await websockets.connect(
        f"{url.replace('http', 'ws', 1)}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(url),
        max_size=None,
    )
    viewer = Viewer(socket, page, query)
    await viewer.look()
    return viewer


async def calmly() -> bool:
    """Wait as long as a person would, so that the limit on messages of a socket is not met."""
    await asyncio.sleep(0.35)
    return True


async def alone(url: str, page: str, query: str, label: str, values: list[float]) -> list[float]:
    """Seconds of each move of a single reader."""
    viewer = await opened(url, page, query)
    times = [await viewer.move(label, value) for value in values if await calmly()]
    await viewer.socket.close()
    if viewer.faults:
        raise RuntimeError(viewer.faults[0])
    return times


async def together(
    url: str,
    page: str,
    query: str,
    label: str,
    values: list[float],
    *,
    viewers: int,
    every: float,
    seconds: float,
) -> list[float]:
    """Seconds of each move of many readers, each moving once in so many seconds."""
    readers = [await opened(url, page, query) for _ in range(viewers)]
    return await moving(readers, label, values, every=every, seconds=seconds)


async def moving(
    readers: list[Viewer], label: str, values: list[float], *, every: float, seconds: float
) -> list[float]:
    """The same of readers who have opened the page; they leave afterwards."""
    ends = time.perf_counter() + seconds
    times: list[float] = []

    async def moves(number: int, reader: Viewer) -> None:
        await asyncio.sleep(every * number / len(readers))
        for value in itertools.cycle(values):
            if time.perf_counter() > ends:
                break
            took = await reader.move(label, value)
            times.append(took)
            await asyncio.sleep(max(0.0, every - took))

    await asyncio.gather(*(moves(i, r) for i, r in enumerate(readers)))
    for reader in readers:
        await reader.socket.close()
        if reader.faults:
            raise RuntimeError(reader.faults[0])
    return times


def p95(times: list[float]) -> float:
    """The time that 95 of 100 stay below."""
    return statistics.quantiles(times, n=20)[-1]
