"""Start the real app in a process of its own and stop it again."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wfcore.seeding import seed_store

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Server:
    """A running app.

    Attributes:
        url: where it answers, without a closing slash.
        store: the folder of its published versions.
        log_file: what it has printed so far.
        pid: its process.
    """

    url: str
    store: Path
    log_file: Path
    pid: int

    @property
    def log(self) -> str:
        """What the server has printed so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")


class ServerFailedError(RuntimeError):
    """The app did not start; the message ends with its log."""


@contextlib.contextmanager
def running_app(
    folder: Path,
    *,
    store: Path | None = None,
    env: Mapping[str, str] | None = None,
    root: Path = ROOT,
    script: Path | None = None,
    port: int | None = None,
    base: str = "",
    timeout: float = 120,
) -> Generator[Server]:
    """Run `streamlit run app.py` on a free loopback port until the block ends.

    Args:
        folder: an existing scratch folder for the log and, unless `store` is given, the store.
        store: the folder of published versions; one with the samples is made when none is given.
        env: further environment variables, such as WORKFORCE_ANALYST.
        root: the folder that holds app.py and .streamlit.
        script: another page to run in place of the app, for the benchmark.
        port: one that somebody else has to know beforehand; otherwise any free one.
        base: the path it is served under, when the environment sets one.
        timeout: seconds until the app must answer.
    """
    if store is None:
        store = folder / "store"
        if "WORKFORCE_STORE" not in (env or {}):
            seed_store(store)
    port = port or free_port()
    log_file = folder / f"server-{port}.log"
    command = [sys.executable, "-m"]
    command += ["streamlit", "run", str(script)] if script else ["tools.serve"]
    command += ["--server.port", str(port), "--server.address", "localhost"]
    surroundings = {**os.environ, "WORKFORCE_STORE": str(store), **(env or {})}
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=root,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(f"http://localhost:{port}", store, log_file, process.pid)
    try:
        _wait_until_healthy(server, process, base, timeout)
        yield server
    finally:
        _stop(process)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_healthy(
    server: Server, process: subprocess.Popen[bytes], base: str, timeout: float
) -> None:
    address = "/".join(part for part in (server.url, base, "_stcore/health") if part)
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and process.poll() is None:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(address, timeout=2) as answer,
        ):
            if answer.status == 200:
                return
        time.sleep(0.1)
    happened = "stopped" if process.poll() is not None else f"did not answer within {timeout:.0f} s"
    message = f"The app {happened}. Its log:\n{server.log}"
    raise ServerFailedError(message)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server together with any child it has started."""
    if os.name == "posix":
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
    else:
        process.kill()
    process.wait(timeout=5)
