"""What a page would show if somebody brought it: one block, and where to see it meanwhile."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import display, selection, signing_in
from pages.parts.selection import Choice
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.wording import turnover as said


def draw(choice: Choice, lacking: Sequence[str], who: str) -> None:
    """The block; nothing where nothing is lacking.

    Args:
        choice: what the page looks at.
        lacking: what would be seen, in words.
        who: a sentence that says who has it.
    """
    if not lacking:
        return
    with st.container(border=True, key="not-here"):
        display.say(said.shown_if_brought(lacking), who)
        with st.container(horizontal=True, key="not-here-ways"):
            if signing_in.actor().is_analyst:
                st.page_link(
                    "pages/analyst/new_quarter.py",
                    label="Templates to fill in, on New quarter",
                    icon=":material/upload_file:",
                )
            _demonstration(choice)


def _demonstration(choice: Choice) -> None:
    """The same page of the invented place, if this version holds it."""
    code = declared().people.demonstration
    if not choice.figures.knows(code, "practice"):
        return
    address = selection.page()
    st.page_link(
        f"pages/committee/{address.replace('-', '_')}.py",
        label="See it in the demonstration place (invented)",
        icon=":material/visibility:",
        query_params=selection.link_of_place(Level.ICB, code),
    )
