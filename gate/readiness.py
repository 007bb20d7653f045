"""Ready: a page has been drawn once in this process, and the store holds a version."""

import asyncio
import contextlib
import gc
import time
from collections.abc import AsyncGenerator
from typing import Any

import anyio.to_thread
import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from streamlit import runtime

from pages.parts.selection import store_address
from wfcore import audit
from wfcore.errors import WorkforceError
from wfcore.store import Store

_AGAIN = 5.0  # seconds until a page that failed is tried again
_HOLDS = 1.0  # seconds that an answer holds, so that asking costs nothing


class Readiness:
    """Whether a proxy may send visitors here."""

    def __init__(self) -> None:
        self.warm = False
        self._version = 0
        self._asked = 0.0

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: st.App) -> AsyncGenerator[dict[str, Any]]:
        """Draw the first page in the background, from the start until it has worked."""
        audit.record("started", "done")
        warming = asyncio.create_task(self._warm())
        try:
            yield {}
        finally:
            warming.cancel()

    async def _warm(self) -> None:
        while not self.warm:
            drawn, _ = await runtime.get_instance().does_script_run_without_error()
            self.warm = drawn and await self.version() > 0
            if self.warm:
                # What is loaded by now stays for ever: the collector need not walk through it again.
                gc.collect()
                gc.freeze()
                audit.record("ready", "done", version=self._version)
            else:
                await asyncio.sleep(_AGAIN)

    async def version(self) -> int:
        """The newest version in the store; 0 when it cannot be read or is empty."""
        if time.monotonic() - self._asked > _HOLDS:
            self._version = await anyio.to_thread.run_sync(_head)
            self._asked = time.monotonic()
        return self._version

    async def answer(self, _request: Request) -> JSONResponse:
        """200 with the version when ready, else 503."""
        version = await self.version()
        ready = self.warm and version > 0
        return JSONResponse(
            {"ready": ready, "version": version or None},
            200 if ready else 503,
            {"Cache-Control": "no-store"},
        )


def _head() -> int:
    try:
        return Store.open(store_address()).head()
    except WorkforceError:
        return 0
