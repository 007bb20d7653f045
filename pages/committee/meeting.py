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

st.set_page_config(initial_sidebar_state="collapsed")
choice = selection.choose(levels=LEVELS, about="What-ifs", projected=True)
with st.container(key="meeting"):
    st.title("In the meeting", anchor=False)
    words.remarks()
outlook = scenario_recovery.opened(choice)
meeting_sections.say_let_go(meeting_state.opened(levers.whole_link(choice, outlook.scenario)))
display.invented_banner("invented" if choice.measure("registered_patients").is_invented else "")
control = meeting_sections.choose_control(outlook.scenario.staff)


@st.fragment
def meeting() -> None:
    """The part that the slider reruns."""
    scenario_recovery.drawn(lambda: meeting_sections.with_control(choice, outlook, control))


meeting()
if meeting_state.minuted() is not None:
    meeting_sections.beside_newest(choice)
display.note(
    "The grey dashed line is what happens if nothing changes. "
    "Every lever, and where each assumption comes from, is on “What would it take?”."
)
sections.receipts(choice, [choice.metric.id], choice.period)
