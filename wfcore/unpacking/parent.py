"""The parent's side: start a child, give it bytes, take back parts or a refusal."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from wfcore.errors import UnreadableFile
from wfcore.unpacking.parts import Notice, Sizes, UnpackedPart

_PROJECT = Path(__file__).parents[2]
_AT_ONCE = threading.BoundedSemaphore(2)  # children, each of which may take the whole memory limit
# The child sees nothing of the server's environment, least of all its secrets.
_KEPT = ("PATH", "SYSTEMROOT", "LANG", "LD_LIBRARY_PATH", "TZ")


def in_child(job: str, name: str, data: bytes, sizes: Sizes, **more: Any) -> list[UnpackedPart]:
    """Do a job on hostile bytes in a process of its own.

    Args:
        job: `archive` (ZIP or workbook → parts), `rows` (text → a sheet) or `pdf` (pages → tables).
        name: what to call the upload in messages.
        data: the bytes.
        sizes: the declared limits.
        more: what else the job needs; plain JSON.

    Raises:
        UnreadableFile: the child refused, died, or took too long.
    """
    order = json.dumps({"job": job, "name": name, "sizes": sizes, "more": more})
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
                [sys.executable, "-m", "wfcore.unpacking.child", order],
                input=data,
                capture_output=True,
                # The processor time is limited too; a busy machine may need longer on the clock.
                timeout=sizes.get("clock_seconds", 3 * sizes["child_seconds"]),
                cwd=_PROJECT,  # so that the child finds the module wherever the product was started
                env={**environment, "POLARS_MAX_THREADS": "1"},
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _not_opened(job, name) from error
    if done.returncode != 0:
        raise _not_opened(job, name)
    header, _, body = done.stdout.partition(b"\n")
    answer = json.loads(header)
    if "refused" in answer:
        said = answer["refused"]
        raise UnreadableFile(said["message"], said["advice"], code=said["code"])
    parts: list[UnpackedPart] = []
    at = 0
    for one in answer["parts"]:
        said = tuple(map(_notice, one["notices"]))
        parts.append(
            UnpackedPart(one["name"], one["kind"], body[at : at + one["bytes"]], said, one["more"])
        )
        at += one["bytes"]
    return parts


def _notice(plain: dict[str, Any]) -> Notice:
    plain["examples"] = tuple(plain["examples"])
    return Notice(**plain)


def _not_opened(job: str, name: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: the file is damaged, or too large to open safely.",
        "Print the page with the table to a PDF of its own, or copy the table and paste it."
        if job == "pdf"
        else "Delete unused rows and columns, save it again, or save the sheet as CSV.",
        code="not_opened_safely",
    )
