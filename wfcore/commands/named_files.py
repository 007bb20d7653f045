"""Files named on the command line: as much of them as may be read, and their names as they are shown."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from wfcore.declared import declared
from wfcore.errors import UnreadableFile


def name_as_text(path: Path) -> str:
    """The last part of a path, as Unicode: a name on a disk may be any bytes."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def read_named(path: Path) -> bytes:
    """The bytes of a file or a pipe; of one that is too large nothing is kept, and of a file nothing read.

    Args:
        path: of a file, or of a pipe such as `/dev/fd/63`.

    Raises:
        OSError: it cannot be opened.
        UnreadableFile: it is larger than what is read of an upload.
    """
    with path.open("rb") as file:
        about = os.fstat(file.fileno())
        if stat.S_ISREG(about.st_mode) and about.st_size > declared().rules.limits.file_bytes:
            raise _too_large(name_as_text(path), f"is {about.st_size / 2**20:,.0f} MB")
        return read_open(file, name_as_text(path))


def read_open(file: BinaryIO, name: str) -> bytes:
    """The same of what is open already, such as standard input."""
    most = declared().rules.limits.file_bytes
    data = file.read(most + 1)
    if len(data) > most:
        raise _too_large(name, "goes on and on")
    return data


def _too_large(name: str, how: str) -> UnreadableFile:
    return UnreadableFile(
        f"{name}: the file {how}; the limit is {declared().rules.limits.file_bytes / 2**20:.0f} MB.",
        "Use the ZIP as published, or one file at a time.",
        code="file_too_large",
    )
