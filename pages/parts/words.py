"""The words of a page: what it said, its acronyms in full below the title, its glossary at the foot."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from pages.parts.display.escaping import plain
from wfcore.wording.glossary import glossary, spelled_out, words_in


@dataclass
class _Page:
    """What one run of a page has said so far, and where its acronyms go."""

    said: list[str] = field(default_factory=list[str])
    remarks: list[str] = field(default_factory=list[str])
    below_title: Any = None


# Streamlit runs each script in a thread of its own. A fragment runs without a page: what it says
# anew was said when the page was drawn.
_PAGE: ContextVar[_Page | None] = ContextVar("page", default=None)


def begin() -> None:
    """Listen from here on."""
    _PAGE.set(_Page())


def heard(*texts: object) -> None:
    """Take down what the page says."""
    page = _PAGE.get()
    if page is not None:
        page.said += [str(text) for text in texts if text]


def remark(sentence: str) -> None:
    """Say how the page differs from what was chosen: below its title, or here once that is drawn."""
    page = _PAGE.get()
    if page is None or page.below_title is not None:
        st.caption(plain(sentence))
    else:
        page.remarks.append(sentence)


def remarks() -> None:
    """What was to be said below the title."""
    page = _PAGE.get()
    if page is not None and page.remarks:
        st.caption(plain(" ".join(page.remarks)))
        page.remarks.clear()


def below_title() -> None:
    """What was to be said here, and a place for the acronyms, where they are read before they are met."""
    remarks()
    page = _PAGE.get()
    if page is not None:
        page.below_title = st.empty()


def explain() -> None:
    """Spell out the acronyms of the page, and list its words."""
    page = _PAGE.get()
    _PAGE.set(None)
    if page is None or not page.said:
        return
    said = "\n".join(page.said)
    used = words_in(said)
    # What a word means has words of its own: those are explained too.
    listed = "\n".join(f"{term.name}: {term.meaning}" for term in used)
    full = spelled_out(f"{said}\n{listed}")
    used = tuple(dict.fromkeys((*used, *words_in(full))))
    if full:
        (page.below_title or st).caption(full)
    if used:
        used = tuple(term for term in glossary() if term in used)
        with st.expander("Words on this page"):
            st.markdown("\n".join(f"- **{term.name}**: {term.meaning}" for term in used))
