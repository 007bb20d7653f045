"""Running what awaits from a test that does not."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """The answer of a coroutine, from a loop in a thread of its own.

    A browser test before this one leaves a loop running in the main thread.
    """
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()
