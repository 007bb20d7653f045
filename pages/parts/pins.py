"""The quiet button that puts a finding into the paper."""

import streamlit as st

from pages.parts import paper_state
from wfcore.answers import Question


def draw(asked: Question) -> None:
    """The button for one question; pressed again it takes the part out."""
    there = paper_state.current().holds(asked)
    full = paper_state.is_full() and not there
    pressed = st.button(
        "In the paper" if there else "The paper is full" if full else "Pin to the paper",
        key=f"pin-{asked.kind}-{asked.inside or ''}",
        on_click=paper_state.pin,
        args=(asked,),
        disabled=full,
        type="tertiary",
        icon=":material/check:" if there else ":material/keep:",
        help=f"{asked.title} {'Press again to take it out.' if there else 'Kept on the page “The paper”.'}",
    )
    if pressed:
        st.rerun()  # the bar says how many parts the paper has
