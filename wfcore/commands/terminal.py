"""What a command prints: nothing in it steers a terminal, and a reader may go before its end."""

import contextlib
import os
import re
import sys
from collections.abc import Callable, Generator
from io import TextIOWrapper
from typing import TextIO, cast

# Control characters, those that turn the direction of a line, what breaks one, and what is no character.
_STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def harmless(text: str) -> str:
    """A text in which what could steer a terminal is spelled out, as JSON spells it."""
    return _STEERS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class _Guarded:
    """Writes what is harmless; when its reader has gone, the rest is dropped: the work is done all the same."""

    def __init__(self, stream: TextIO) -> None:
        if isinstance(stream, TextIOWrapper):  # of a terminal that cannot write every letter
            stream.reconfigure(errors="backslashreplace")
        self._stream = stream
        self._gone = False

    def write(self, text: str) -> int:
        """Write a text; as many letters as it has."""
        self._try(lambda: self._stream.write(harmless(text)))
        return len(text)

    def flush(self) -> None:
        """Pass on what was written."""
        self._try(self._stream.flush)

    def _try(self, act: Callable[[], object]) -> None:
        if self._gone:
            return
        try:
            act()
        except BrokenPipeError:
            self._gone = True
            with contextlib.suppress(
                OSError, ValueError
            ):  # what is buffered must go somewhere at exit
                os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())


@contextlib.contextmanager
def guarded_output() -> Generator[None]:
    """Standard output and standard error, guarded while a command runs."""
    with (
        contextlib.redirect_stdout(cast("TextIO", _Guarded(sys.stdout))) as out,
        contextlib.redirect_stderr(cast("TextIO", _Guarded(sys.stderr))) as err,
    ):
        try:
            yield
        finally:
            out.flush()
            err.flush()
