"""Run as a child process: a workbook on standard input → its sheets as Arrow on standard output.

The child limits its own memory and processor time, so a hostile workbook ends the child alone.
"""

import io
import json
import sys
from typing import Any


def main() -> None:
    """Read standard input, write a line of JSON and then one Arrow file for each sheet."""
    limits: dict[str, Any] = json.loads(sys.argv[1])
    _limit_this_process(limits)
    import fastexcel  # noqa: PLC0415 - imported under the limits

    data = sys.stdin.buffer.read()
    try:
        book = fastexcel.read_excel(data)
        names = book.sheet_names
        blobs: list[bytes] = []
        for name in names:
            frame = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
            if frame.height > limits["sheet_rows"] or frame.width > limits["columns"]:
                _answer({"refused": f"sheet {name!r} is larger than {limits['sheet_rows']} rows."})
                return
            out = io.BytesIO()
            frame.write_ipc(out)
            blobs.append(out.getvalue())
    except fastexcel.FastExcelError as error:
        _answer({"refused": f"the workbook cannot be read ({type(error).__name__})."})
        return
    sheets = [{"name": n, "bytes": len(b)} for n, b in zip(names, blobs, strict=True)]
    _answer({"sheets": sheets})
    for blob in blobs:
        sys.stdout.buffer.write(blob)


def _answer(content: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(content).encode() + b"\n")


def _limit_this_process(limits: dict[str, Any]) -> None:
    try:
        import resource  # noqa: PLC0415 - absent on Windows, where only the time limit holds
    except ImportError:
        return
    memory = limits["child_memory_bytes"]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["child_seconds"], limits["child_seconds"]))


if __name__ == "__main__":
    main()
