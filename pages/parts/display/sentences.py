"""What a page says: its name, its answer, caveats, refusals."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from pages.parts import words
from pages.parts.display.escaping import plain
from wfcore.errors import StoreError, WorkforceError

# What the engine of a store says, in its own words, is for the log.
_ENGINE_SAID = re.compile(
    r"(cannot be (?:read|made|written)|could not be written): .+?(?=\. [A-Z]|\.$|$)"
)
_NO_DATA = (
    "The data of this notebook are not where they should be, so there is nothing to show.",
    "Nothing is lost by waiting. Tell whoever runs this notebook: a disk may not be connected.",
)


def title(label: str) -> None:
    """The name of the page."""
    st.title(label, anchor=False)
    words.heard(label)
    words.below_title()


def lead(sentence: str) -> None:
    """The sentence that answers the page's question."""
    words.heard(sentence)
    with st.container(key="lead"):
        st.markdown(plain(sentence))


def answer(sentence: str) -> None:
    """The same where a control beside it changes it: a screen reader is told of each change.

    Streamlit's alerts are live regions, which is all that is wanted of one here; the style takes
    its box away.
    """
    words.heard(sentence)
    with st.container(key="lead"):
        st.info(plain(sentence))


def say(*sentences: str) -> None:
    """Sentences of ordinary size, in one paragraph."""
    said = " ".join(s for s in sentences if s)
    words.heard(said)
    if said:
        st.markdown(plain(said))


def note(*sentences: str) -> None:
    """A caveat, beside what it is about."""
    said = " ".join(s for s in sentences if s)
    words.heard(said)
    if said:
        st.caption(plain(said))


def refusal(error: WorkforceError, *, to_analyst: bool = False) -> None:
    """What cannot be done, and what to do instead; where the data lie is said to analysts alone."""
    message, more = (error.message, error.advice) if to_analyst else _for_visitors(error)
    advice = f"\n\n{plain(more)}" if more else ""
    st.error(f"**{plain(message)}**{advice}\n\n{plain(f'Code: {error.code}')}")


def _for_visitors(error: WorkforceError) -> tuple[str, str]:
    """Message and advice without where the data lie, and without what the engine of a store says."""
    if error.code == "no_store":
        return _NO_DATA
    message = error.message
    if isinstance(error, StoreError):
        message = _ENGINE_SAID.sub(r"\1", message)
    return _without_paths(message), _without_paths(error.advice)


def _without_paths(said: str) -> str:
    given = os.environ.get("WORKFORCE_STORE", "./store")
    for address in (f"file://{Path(given).resolve()}", str(Path(given).resolve()), given):
        said = said.replace(f" at {address}", "").replace(address, "the store")
    return said


def refused_in_words(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """What makes a file that a visitor asked for; what it refuses is said as on a page, beside the button."""

    def made() -> bytes:
        try:
            return make()
        except WorkforceError as error:
            raise WorkforceError(*_for_visitors(error), code=error.code) from error

    return made


def invented_banner(flags: str) -> None:
    """Invented figures say so wherever they stand."""
    if "invented" in flags:
        st.warning(
            "This place is invented. None of its figures are about anybody. It shows what a full file can answer."
        )
