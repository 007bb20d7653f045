"""A process that forks a child for each order and has it fail at the step that the order names.

Run as `python tests/faults/steps.py`; orders and answers are lines of JSON. The parent never starts a
thread, so that forking is safe, and imports are paid once.

A step is a place where power may go or a disk may fill: half of a file written, before and after
each fsync, rename, removal, upload to an object store and commit.
"""

import errno
import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import deltalake

from wfcore.checking import check_drafts
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.normalising import normalise
from wfcore.reading import read_upload
from wfcore.store import Store, accept_all_warnings, compare_to_published
from wfcore.store.address import Address


class Steps:
    """Counts steps, and fails at one of them."""

    def __init__(self, fail_at: int, how: str) -> None:
        self.fail_at, self.how = fail_at, how
        self.names: list[str] = []

    def step(self, name: str) -> None:
        """Pass a step, or die or raise here."""
        self.names.append(name)
        if len(self.names) - 1 == self.fail_at:
            if self.how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def around(self, owner: Any, method: str, *, after: bool = True) -> None:
        """Make what a method does a step."""
        real = getattr(owner, method)

        def wrapped(*args: Any, **more: Any) -> Any:
            self.step(f"before {method}")
            done = real(*args, **more)
            if after:
                self.step(f"after {method}")
            return done

        setattr(owner, method, wrapped)

    def arm(self, *, local: bool) -> None:
        """From here on steps count."""
        self.around(deltalake.DeltaTable, "create_write_transaction")
        self.around(deltalake.DeltaTable, "restore")
        if not local:
            self.around(Address, "write")
            self.around(Address, "delete")
            return
        self.around(os, "fsync", after=False)
        self.around(Path, "rename")
        self.around(Path, "unlink", after=False)
        real, steps = Path.open, self

        class Half:
            """A file that is written in two halves, with a step between them."""

            def __init__(self, file: Any) -> None:
                self.file = file

            def __enter__(self) -> "Half":
                return self

            def __exit__(self, *_: object) -> None:
                self.file.close()

            def __getattr__(self, name: str) -> Any:
                return getattr(self.file, name)

            def write(self, data: bytes) -> None:
                self.file.write(data[: len(data) // 2])
                self.file.flush()
                steps.step("half a file")
                self.file.write(data[len(data) // 2 :])

        def opened(self: Path, mode: str = "r", *args: Any, **more: Any) -> Any:
            file = real(self, mode, *args, **more)
            return Half(file) if mode == "wb" else file

        Path.open = opened


def obey(order: dict[str, Any], steps: Steps) -> object:
    """Do one thing to a store."""
    store = Store.open(order["store"])
    if order["do"] in ("publish", "propose"):
        data = Path(order["file"]).read_bytes()
        drafts = normalise(read_upload("file.csv", data, declared())[0], order["period"])
        drafts, report = check_drafts(drafts)
        report = compare_to_published(drafts, report, store)
        act = getattr(store, order["do"])
        given = {"by": "a child", "accepted": accept_all_warnings(report, "a test")}
        steps.arm(local="://" not in store.uri)
        return act(drafts, report, **given)
    waits = [proposal.id for proposal in store.waiting()]
    steps.arm(local="://" not in store.uri)
    if order["do"] == "approve":
        return store.approve(waits[0], by="another child")
    if order["do"] == "restore":
        return store.restore(1, by="a child")
    return len(store.tidy(timedelta(seconds=-60)))


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """What a child made of an order; run inside it."""
    steps = Steps(order["at"], order["how"])
    try:
        done: dict[str, Any] = {"done": obey(order, steps)}
    except WorkforceError as error:
        done = {"refused": str(error)}
    return {**done, "steps": steps.names}


def main() -> None:
    """Fork a child for each order and tell how it ended."""
    for text in sys.stdin:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            with os.fdopen(write, "w") as out:
                json.dump(answer(json.loads(text)), out)
                out.flush()
                os._exit(0)
        os.close(write)
        with os.fdopen(read) as told:
            said = told.read()
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        sys.stdout.write(
            json.dumps({**(json.loads(said) if said else {}), "killed": killed}) + "\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
