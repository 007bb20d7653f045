"""What a visitor can do who writes messages by hand instead of using a browser."""

import asyncio
import math
import re
import shutil
import socket
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.util import calc_hash

from gate.slow_clients import HEAD_WITHIN
from tests.loops import run
from tests.security.conftest import Tried, status_of
from tests.security.wire import PATIENCE, WIDGETS, Run, Socket, connected, cookies_of
from tests.ui import shipped
from tools.serving import Server
from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.normalising import normalise
from wfcore.reading import read_upload
from wfcore.store import Store, accept_all_warnings

T = TypeVar("T")


def wait_for(work: Awaitable[T]) -> T:
    async def bounded() -> T:
        return await asyncio.wait_for(work, 240)

    return run(bounded())


@pytest.fixture(scope="module")
def two_versions(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose second version has another month, with one practice's GPs changed."""
    folder = Path(shutil.copytree(samples, tmp_path_factory.mktemp("two") / "store"))
    store = Store.open(folder)
    data = shipped.detailed({"F82670": {"TOTAL_GP_FTE": "9.5"}})
    (table,) = read_upload("december.csv", data, declared())
    drafts, report = check_drafts(normalise(table, "2025-12"))
    store.publish(
        drafts, report, by="tests", accepted=accept_all_warnings(report, "made for tests")
    )
    return folder


@pytest.fixture(scope="module")
def viewers(served: Callable[..., Server], two_versions: Path) -> Server:
    """A viewers' process; nobody has asked it for anything yet."""
    audit = str(two_versions.parent / "audit.jsonl")
    return served(store=two_versions, env={"WORKFORCE_ANALYST": "off", "WORKFORCE_AUDIT": audit})


@pytest.fixture(scope="module")
def analysts(served: Callable[..., Server], two_versions: Path) -> Server:
    """A process in which analysts sign in; nobody has."""
    return served(store=two_versions, env={"WORKFORCE_ANALYST": "sign-in"})


def takes_nothing_in(run: Run) -> bool:
    """Whether a run offers no file to be sent and nothing to publish or bring back."""
    buttons = {element.label for _, element in run.elements("button")}
    return not run.elements("file_uploader") and not buttons & {"Publish", "Bring it back"}


def page_hashes(root: Path) -> list[str]:
    """What Streamlit may call the analyst's page: digests of its address, of its path."""
    names = ["new-quarter", "new_quarter", str(root / "pages/analyst/new_quarter.py")]
    return [calc_hash(name) for name in names]


# First on a cold server: these stand first in the file.


@pytest.mark.parametrize("which", ["viewers", "analysts"])
def test_a_cold_server_asked_first_for_the_analysts_page(
    request: pytest.FixtureRequest, root: Path, tried: Tried, which: str
):
    server: Server = request.getfixturevalue(which)
    asked = ["new-quarter", "new_quarter", "analyst/new_quarter", "pages/analyst/new_quarter"]

    async def all_of_them() -> list[Run]:
        runs: list[Run] = []
        for page in asked:
            async with connected(server.url) as socket:
                for page_hash in ["", *page_hashes(root)]:
                    runs += [await socket.look(page, page_hash=page_hash)]
        return runs

    runs = wait_for(all_of_them())
    assert [run.faults for run in runs if run.faults] == []
    assert all(run.texts for run in runs)  # a page was drawn each time, another one
    assert all(takes_nothing_in(run) for run in runs)
    tried("first requests for the analyst's page", len(runs))


def forged(element: Any) -> list[WidgetState]:
    """States of a widget that no browser would send."""
    states: list[WidgetState] = []

    def add(**values: Any) -> None:
        state = WidgetState(id=element.id)
        for name, value in values.items():
            if name.endswith("_array_value"):
                getattr(state, name).data.extend(value)
            else:
                setattr(state, name, value)
        states.append(state)

    add(string_value="[x](https://evil.example/)")
    add(string_value="x" * 100_000)
    add(string_value="")
    add(int_value=2**62)
    add(int_value=-1)
    add(double_value=math.nan)
    add(double_value=math.inf)
    add(bool_value=True)
    add(trigger_value=True)
    add(double_array_value=[1e308, -1e308])
    add(double_array_value=[])
    add(string_array_value=["<style>*{display:none}</style>"] * 50)
    add(json_value='{"a": [1, {}], "__proto__": 1}')
    return states


REDACTED = "This app has encountered an error. The original error message is redacted"


def test_forged_messages_do_no_harm(viewers: Server, tried: Tried):
    """A value of another type ends its own session, in Streamlit, and the visitor learns nothing."""
    before = Store.open(viewers.store).head()

    async def forge(page: str, element: Any, states: list[WidgetState]) -> list[str]:
        faults: list[str] = []
        async with connected(viewers.url) as socket:
            await socket.look(page)
            for state in states:
                run = await socket.look(page, page_hash=socket.page_hash, widgets=[state])
                faults += run.faults
        async with connected(viewers.url) as somebody_else:
            after = await somebody_else.look(page)
            assert after.texts
            assert after.faults == []
        return faults

    async def everything() -> tuple[int, list[str]]:
        count, faults = 0, []
        for page in ("", "what-if"):
            async with connected(viewers.url) as socket:
                run = await socket.look(page)
            one_of_each: dict[str, Any] = {}
            for kind, element in run.elements(*WIDGETS):
                one_of_each.setdefault(kind, element)
            assert one_of_each
            for element in one_of_each.values():
                states = forged(element)
                for some in (states[:7], states[7:]):  # within the burst of a socket
                    faults += await forge(page, element, some)
                    count += len(some)
        return count, faults

    count, faults = wait_for(everything())
    assert [fault for fault in faults if REDACTED not in fault] == []
    assert count > 50
    assert raised_by_us(viewers.log) == []
    assert Store.open(viewers.store).head() == before
    tried("forged widget messages", count)


def raised_by_us(log: str) -> list[str]:
    """The place of each error in a log that was raised in our own code."""
    traces = log.split("Traceback (most recent call last):")[1:]
    last = [re.findall(r'File "([^"]+)", line (\d+)', trace)[-1] for trace in traces]
    return [f"{path}:{line}" for path, line in last if "site-packages" not in path]


def test_a_forged_button_of_a_page_that_is_not_there(viewers: Server, root: Path, tried: Tried):
    """The very ids that the form has where analysts are; here they mean nothing."""
    before = Store.open(viewers.store).head()

    async def press() -> list[Run]:
        async with connected(viewers.url) as socket:
            await socket.look("")
            ids = ["$$ID-publish-by-publish-by", "FormSubmitter:publish-Publish", "restore-version"]
            states = [WidgetState(id=one, trigger_value=True) for one in ids]
            return [
                await socket.look("new-quarter", page_hash=page_hash, widgets=states)
                for page_hash in ["", *page_hashes(root)]
            ]

    runs = wait_for(press())
    assert [fault for run in runs for fault in run.faults if REDACTED not in fault] == []
    assert all(takes_nothing_in(run) for run in runs)
    assert raised_by_us(viewers.log) == []
    assert Store.open(viewers.store).head() == before
    tried("forged buttons", 4)


def test_frames_that_are_no_messages_end_their_own_socket_only(viewers: Server, tried: Tried):
    rerun = BackMsg()
    rerun.rerun_script.query_string = "?" + "place=" + "x" * 50_000
    shut = BackMsg(debug_shutdown_runtime=True)
    frames = [b"\xff" * 100, b"\x00", "text", b"x" * 26_000_000, shut.SerializeToString()]

    async def send(frame: bytes | str) -> None:
        async with connected(viewers.url) as socket:
            try:
                await socket.connection.send(frame)
                await asyncio.wait_for(socket.connection.recv(), 3)
            except (websockets.ConnectionClosed, TimeoutError):
                pass

    async def everything() -> Run:
        async with connected(viewers.url) as bystander:
            await bystander.look("")
            for frame in frames:
                await send(frame)
            await bystander.connection.send(rerun.SerializeToString())
            await bystander.until_finished()
            return await bystander.look("methods")

    run = wait_for(everything())
    assert run.texts
    assert run.faults == []
    tried("frames that are no messages", len(frames) + 1)


def test_other_peoples_sessions_cannot_be_taken_over(viewers: Server, tried: Tried):
    mine, theirs = cookies_of(viewers.url), cookies_of(viewers.url)
    assert "workforce_visit" in mine
    assert mine != theirs

    async def everything() -> None:
        async with connected(viewers.url, mine) as first:
            await first.look("", "level=borough&place=Newham")
            session = first.session
            for cookies in (theirs, ""):
                async with connected(viewers.url, cookies, session) as thief:
                    run = await thief.look("")
                    assert thief.session != session
                    assert not any("Newham has" in text for text in run.texts)
            # The owner was not thrown out, and her own browser comes back to it.
            assert (await first.look("methods")).texts
        async with connected(viewers.url, mine, session) as again:
            await again.look("")
            assert again.session == session
        async with connected(viewers.url, theirs, session) as thief:  # now it is only stored
            await thief.look("")
            assert thief.session != session

    wait_for(everything())
    tried("sessions of others named", 3)


def test_a_viewers_process_takes_no_file_for_any_session(viewers: Server, tried: Tried):
    cookies = cookies_of(viewers.url)
    token = dict(part.split("=", 1) for part in cookies.split("; "))["_streamlit_xsrf"]

    async def own_session() -> str:
        async with connected(viewers.url, cookies) as socket:
            await socket.look("")
            return socket.session

    session = wait_for(own_session())
    headers = {"Cookie": cookies, "X-Xsrftoken": token}
    paths = [
        f"/_stcore/upload_file/{session}/f1",
        f"/_stcore/upload_file/{session}/f1?x=1",
        "/_stcore/upload_file/unheard-of/f1",
        f"/_stcore/%75pload_file/{session}/f1",
    ]
    tries = [(path, method) for path in paths for method in ("PUT", "POST", "DELETE")]
    found = [status_of(viewers.url + path, method, b"x" * 99, **headers) for path, method in tries]
    assert found == [404] * len(tries)
    for path in (f"//_stcore/upload_file/{session}/f1", f"/x/../_stcore/upload_file/{session}/f1"):
        assert status_of(viewers.url + path, "PUT", b"x" * 99, **headers) in (400, 404, 405)
    tried("files sent to a viewers' process", len(tries) + 2)


def test_two_viewers_on_two_versions_never_see_each_others_data(viewers: Server, tried: Tried):
    rounds = 10

    def seen(run: Run) -> tuple[list[str], list[bytes]]:
        return run.texts, run.drawn

    async def look(socket: Socket, version: int) -> Run:
        return await socket.look("", f"version={version}&level=practice&place=F82670")

    async def everything() -> tuple[list[Any], list[Any]]:
        async with connected(viewers.url) as one, connected(viewers.url) as two:
            first: list[Any] = []
            second: list[Any] = []
            for _ in range(rounds):
                a, b = await asyncio.gather(look(one, 1), look(two, 2))
                first.append(seen(a))
                second.append(seen(b))
            return first, second

    first, second = wait_for(everything())
    # 31.9 is what the first version has always said; 9.5 FTE is what the second was given.
    patients = next(
        int(row["registered"])
        for row in shipped.rows("nel_lists")
        if (row["period"], row["source"], row["practice_code"])
        == ("2025-09", "gpw_detailed", "F82670")
    )
    said = {1: " has 31.9 ", 2: f" has {9.5 / patients * 100_000:.1f} "}
    assert said[1] != said[2]
    for runs, own, other in ((first, said[1], said[2]), (second, said[2], said[1])):
        for texts, drawn in runs:
            assert any(own in text for text in texts)
            assert not any(other in text for text in texts)
            assert drawn
            assert drawn == runs[0][1]
    assert first[0][1] != second[0][1]
    tried("runs of two viewers side by side", 2 * rounds)


@pytest.mark.parametrize(
    "query",
    [
        "version=999999", "version=-1", "version=1e9", "version=9" * 40, "place=../../etc/passwd",
        "place=%3Cscript%3Ealert(1)%3C/script%3E", "level=planet", "period=9999-99", "staff=%00",
        "place=" + "x" * 2000, "version=1&version=2", "a=1&" * 500, "%ff%fe=%ff", "period=NaN",
    ],
)  # fmt: skip
def test_edited_links(viewers: Server, tried: Tried, query: str):
    async def look() -> list[Run]:
        async with connected(viewers.url) as socket:
            return [await socket.look(page, query) for page in ("", "compare")]

    runs = wait_for(look())
    assert [run.faults for run in runs if run.faults] == []
    assert all(run.texts for run in runs)
    tried("edited links", 2)


def test_a_flood_is_slowed_down_and_others_are_served(viewers: Server, tried: Tried):
    """One socket sends 50 messages a second; another asks for pages meanwhile."""
    sent = 0

    def slowed_down() -> int:
        log = viewers.store.parent / "audit.jsonl"
        return log.read_text(encoding="utf-8").count("slowed_down")

    async def flood(stop: asyncio.Event, begun: asyncio.Event) -> None:
        nonlocal sent
        async with connected(viewers.url) as socket:
            await socket.look("")
            message = BackMsg()
            message.rerun_script.query_string = "place=Newham"
            begun.set()
            while not stop.is_set():
                try:
                    await asyncio.wait_for(socket.connection.send(message.SerializeToString()), 1)
                    sent += 1
                except TimeoutError:
                    pass
                await asyncio.sleep(0.02)

    async def everything() -> list[Run]:
        stop, begun = asyncio.Event(), asyncio.Event()
        flooding = asyncio.create_task(flood(stop, begun))
        await begun.wait()
        async with connected(viewers.url) as socket:
            await socket.look("")
            while slowed_down() == before or sent < 100:
                await asyncio.sleep(0.1)
            runs = [await socket.look("methods") for _ in range(3)]
            stop.set()
            await flooding
            return runs

    before = slowed_down()
    runs = wait_for(everything())
    assert all(run.texts and not run.faults for run in runs)
    with urllib.request.urlopen(f"{viewers.url}/_stcore/health", timeout=PATIENCE) as answer:
        assert answer.status == 200
    tried("messages of a flood", sent)


def test_only_pages_have_addresses(viewers: Server):
    for known in ("/", "/what-if", "/methods", "/_stcore/health"):
        assert status_of(f"{viewers.url}{known}") == 200, known
    for unknown in ("/nowhere", "/wp-login.php", "/what-if/more", "/.env"):
        assert status_of(f"{viewers.url}{unknown}", accept="text/html") == 404, unknown


def test_a_request_that_stops_on_the_way_is_cut_off(viewers: Server):
    host, _, port = viewers.url.removeprefix("http://").partition("/")[0].partition(":")
    with socket.create_connection((host, int(port)), timeout=HEAD_WITHIN + 10) as half:
        half.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        assert half.recv(64) in (
            b"",
            b"HTTP/1.1 400 Bad Request\r\n",
        )  # it was closed, not waited for
