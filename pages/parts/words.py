"""The words of a page: what it said, and its glossary at the foot."""

from contextvars import ContextVar
from dataclasses import dataclass, field

import streamlit as st

from pages.parts.display.escaping import plain
from wfcore.wording.glossary import glossary, words_in


@dataclass
class _Page:
    """What one run of a page has said so far, and whether its title is drawn."""

    said: list[str] = field(default_factory=list[str])
    remarks: list[str] = field(default_factory=list[str])
    titled: bool = False


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
    if page is None or page.titled:
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
    """What was to be said here."""
    remarks()
    page = _PAGE.get()
    if page is not None:
        page.titled = True


def explain() -> None:
    """List the words of the page."""
    page = _PAGE.get()
    _PAGE.set(None)
    if page is None or not page.said:
        return
    said = words_in("\n".join(page.said))
    # What a word means has words of its own: those are explained too, and the acronyms of theirs.
    also = (*said, *words_in("\n".join(term.meaning for term in said)))
    acronyms = [t for t in words_in("\n".join(term.meaning for term in also)) if t.acronym]
    used = [term for term in glossary() if term in also or term in acronyms]
    if used:
        with st.expander("Words on this page"):
            st.markdown("\n".join(f"- **{term.name}**: {term.meaning}" for term in used))
