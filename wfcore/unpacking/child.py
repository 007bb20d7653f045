"""Run as a child process: hostile bytes on standard input → parts on standard output.

The child limits its own memory, processor time and writing, so a hostile file ends the child alone.
"""

import json
import sys
from dataclasses import asdict
from typing import Any

from wfcore.errors import UnreadableFile
from wfcore.unpacking.parts import Sizes, UnpackedPart


def main() -> None:
    """Read standard input, write a line of JSON and then the bytes of each part."""
    order: dict[str, Any] = json.loads(sys.argv[1])
    sizes: Sizes = order["sizes"]
    _limit_this_process(sizes)
    data = sys.stdin.buffer.read()
    try:
        parts = work(order["job"], order["name"], data, sizes, order["more"])
    except UnreadableFile as error:
        refused = {"message": error.message, "advice": error.advice, "code": error.code}
        _answer({"refused": refused})
        return
    _answer(
        {
            "parts": [
                {
                    "name": part.name,
                    "kind": part.kind,
                    "bytes": len(part.data),
                    "notices": [asdict(notice) for notice in part.notices],
                    "more": part.more,
                }
                for part in parts
            ]
        }
    )
    for part in parts:
        sys.stdout.buffer.write(part.data)


def work(
    job: str, name: str, data: bytes, sizes: Sizes, more: dict[str, Any]
) -> list[UnpackedPart]:
    """One job, in whatever process this is.

    Raises:
        UnreadableFile: with what was found and what to do.
    """
    if job == "rows":
        from wfcore.unpacking.rows import sheet_of  # noqa: PLC0415 - imported under the limits

        return [sheet_of(name, data, sizes, **more)]
    if job == "pdf":
        from wfcore.unpacking.pdf_pages import tables_of_pdf  # noqa: PLC0415 - imported under the limits

        return tables_of_pdf(name, data, sizes)
    from wfcore.unpacking.archives import parts_of  # noqa: PLC0415 - imported under the limits

    return parts_of(name, data, sizes)


def _answer(content: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(content).encode() + b"\n")


def _limit_this_process(sizes: Sizes) -> None:
    try:
        import resource  # noqa: PLC0415 - absent on Windows, where only the time limit holds
    except ImportError:
        return
    memory, seconds = sizes["child_memory_bytes"], sizes["child_seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
