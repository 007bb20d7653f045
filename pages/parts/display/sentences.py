"""What a page says: its name, its answer, caveats, refusals."""

import streamlit as st

from pages.parts import words
from pages.parts.display.escaping import plain
from wfcore.errors import WorkforceError


def title(label: str) -> None:
    """The name of the page; below it every acronym of the page is spelled out."""
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


def refusal(error: WorkforceError) -> None:
    """What cannot be done, and what to do instead."""
    advice = f"\n\n{plain(error.advice)}" if error.advice else ""
    st.error(f"**{plain(error.message)}**{advice}\n\n{plain(f'Code: {error.code}')}")


def invented_banner(flags: str) -> None:
    """Invented figures say so wherever they stand."""
    if "invented" in flags:
        st.warning(
            "This place is invented. None of its figures are about anybody. It shows what a full file can answer."
        )
