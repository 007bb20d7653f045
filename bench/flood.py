# pyright: basic
"""One client that floods the server, and what its neighbours notice."""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg

from bench import viewers
from tools.serving import running_app

PAGE = "what-if"
LINK = "level=icb&place=QMF&staff=gp&count=gp_excl_trainees&period=2025-09"
LEVER = "Leavers under 55 (% a year)"
MOVES = [7 + 0.5 * i for i in range(12)]
NEIGHBOURS = 10
EVERY = 2.0  # seconds between two moves of a neighbour
SECONDS = 30.0
FLOOD = 50  # messages a second

Line = Callable[[str, float, float, float | None], None]


def measure(there: Path, line: Line) -> None:
    """p95 of the neighbours with one flooding client, against without; in turns, twice each."""
    with running_app(there, store=there / "samples", env={"WORKFORCE_ANALYST": "off"}) as app:
        pairs = [asyncio.run(_with_and_without(app.url)) for _ in range(2)]
    calm, flooded = (min(times) for times in zip(*pairs, strict=True))
    line(f"p95 of {NEIGHBOURS} viewers beside a flood", flooded, calm, 3)


async def _with_and_without(url: str) -> tuple[float, float]:
    calm = viewers.p95(await _neighbours(url))
    sent = [0]
    flood = asyncio.create_task(_flood(url, sent))
    await asyncio.sleep(5)  # past the burst that every socket may send
    flooded = viewers.p95(await _neighbours(url))
    flood.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await flood
    if sent[0] < FLOOD * SECONDS / 2:
        raise SystemExit(f"Only {sent[0]} messages were sent: that was no flood.")
    return calm, flooded


async def _neighbours(url: str) -> list[float]:
    return await viewers.together(
        url, PAGE, LINK, LEVER, MOVES, viewers=NEIGHBOURS, every=EVERY, seconds=SECONDS
    )


async def _flood(url: str, sent: list[int]) -> None:
    """Moves of a slider, whether or not they are answered; what comes back is thrown away."""
    viewer = await viewers.opened(url, PAGE, LINK)

    async def read() -> None:
        while True:
            await viewer.socket.recv()

    reading = asyncio.create_task(read())
    widget, fragment = viewer.sliders[LEVER]
    try:
        while True:
            message = BackMsg()
            message.rerun_script.query_string = LINK
            message.rerun_script.page_script_hash = viewer.page_hash
            message.rerun_script.fragment_id = fragment
            state = message.rerun_script.widget_states.widgets.add()
            state.id = widget
            state.double_array_value.data.append(MOVES[sent[0] % len(MOVES)])
            # A server that makes the sender wait is one way to stop it: then we go on trying.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(viewer.socket.send(message.SerializeToString()), 1)
            sent[0] += 1
            await asyncio.sleep(1 / FLOOD)
    finally:
        reading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await reading
        await viewer.socket.close()
