"""The succession list of a place: for analysts alone, so it has no link, no pin and no place in a paper."""

import streamlit as st

from pages.parts import display, signing_in
from pages.parts.selection import Choice
from wfcore import wording
from wfcore.people import everybody_of, succession_list

_HEADINGS = {
    "practice": "Practice",
    "network": "Network",
    "patients": ("Patients", 0),
    "people": ("People of known age", 0),
    "older": ("55 or older", 0),
    "share": ("% of the time", 0),
}


@st.fragment
def draw(choice: Choice) -> None:
    """A fold with the practices where most of the time is near retirement."""
    if not signing_in.actor().is_analyst:
        return
    box = display.folded("Who follows whom: practices to talk to (analysts only)", "succession")
    if not box:
        return
    metric = everybody_of(choice.metric)
    found = succession_list(choice.figures, metric, choice.level, choice.code, choice.period)
    with box:
        display.say(wording.succession_sentence(metric.short, choice.name, found))
        display.note(*wording.succession_notes(found))
        if found.rows.height:
            display.rows(found.rows, _HEADINGS)
