"""In the meeting: one question, one control, large enough for the back of the room."""

import streamlit as st

from pages.parts import (
    display,
    levers,
    meeting_sections,
    meeting_state,
    scenario_recovery,
    sections,
    selection,
    words,
)
from wfcore.projecting import LEVELS
from wfcore.wording import month

choice = selection.choose(levels=LEVELS, about="What-ifs", projected=True)
with st.container(key="meeting"):
    st.title(display.plain(f"{choice.name}, {month(choice.period)}"), anchor=False)
    words.remarks()
outlook = scenario_recovery.opened(choice)
meeting_sections.say_let_go(meeting_state.opened(levers.whole_link(choice, outlook.scenario)))
display.invented_banner("invented" if choice.measure("registered_patients").is_invented else "")


@st.fragment
def meeting() -> None:
    """The part that the slider reruns."""
    scenario_recovery.drawn(lambda: meeting_sections.with_control(choice, outlook))


meeting()
if meeting_state.minuted() is not None:
    meeting_sections.beside_newest(choice)
sections.receipts(choice, [choice.metric.id], choice.period)
