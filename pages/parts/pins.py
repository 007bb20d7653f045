"""The quiet button that puts a finding into the paper."""

import streamlit as st

from pages.parts import paper_state
from pages.parts.selection import Choice
from wfcore.answers import Question, question_of
from wfcore.projecting import Scenario, scenario_to_link


def pin(choice: Choice, kind: str, *, since: str | None = None, inside: str | None = None) -> None:
    """Offer one finding of a page: sentence, picture and table.

    Args:
        choice: what the page looks at.
        kind: the question it answers.
        since: the earlier month, where the reader chose one.
        inside: the level of the places listed, or `beside`.
    """
    draw(question_of(choice, kind, since=since, inside=inside))


def pin_scenario(choice: Choice, scenario: Scenario, *, minuted: str | None = None) -> None:
    """Offer a scenario with its answer; `minuted`: the stamp of the meeting that saw it."""
    draw(question_of(choice, "takes", scenario=scenario_to_link(scenario), minuted=minuted))


def draw(asked: Question) -> None:
    """The button for one question; pressed again it takes the part out."""
    there = paper_state.current().holds(asked)
    full = paper_state.is_full() and not there
    st.button(
        "In the paper" if there else "The paper is full" if full else "Pin to the paper",
        key=f"pin-{asked.kind}-{asked.inside or ''}",
        on_click=paper_state.pin,
        args=(asked,),
        disabled=full,
        type="tertiary",
        icon=":material/check:" if there else ":material/keep:",
        help=f"{asked.title} {'Press again to take it out.' if there else 'Kept on the page “The paper”.'}",
    )
