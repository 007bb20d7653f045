"""The quiet button that puts a finding into the paper."""

import streamlit as st

from pages.parts import draft
from pages.parts.selection import Choice
from wfcore.answers import TITLES, Asked, Kind, asked_of
from wfcore.projecting import Scenario, to_link


def pin(choice: Choice, kind: Kind, *, since: str | None = None, inside: str | None = None) -> None:
    """Offer one finding of a page: sentence, picture and table.

    Args:
        choice: what the page looks at.
        kind: the question it answers.
        since: the earlier month, where the reader chose one.
        inside: the level of the places listed, or `beside`.
    """
    draw(asked_of(choice, kind, since=since, inside=inside))


def pin_scenario(choice: Choice, scenario: Scenario, *, minuted: str | None = None) -> None:
    """Offer a scenario with its answer; `minuted`: the stamp of the meeting that saw it."""
    draw(asked_of(choice, "takes", scenario=to_link(scenario), minuted=minuted))


def draw(asked: Asked) -> None:
    """The button for one question; pressed again it takes the part out."""
    there = draft.current().holds(asked)
    full = draft.is_full() and not there
    st.button(
        "In the paper" if there else "The paper is full" if full else "Pin to the paper",
        key=f"pin-{asked.kind}-{asked.inside or ''}",
        on_click=draft.pin,
        args=(asked,),
        disabled=full,
        type="tertiary",
        icon=":material/check:" if there else ":material/keep:",
        help=f"{TITLES[asked.kind]} {'Press again to take it out.' if there else 'Kept on the page “The paper”.'}",
    )
