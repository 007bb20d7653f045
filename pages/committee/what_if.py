"""What would it take? Levers, the answer in words, and the way back."""

import streamlit as st

from pages.parts import (
    display,
    programme,
    scenario_recovery,
    scenario_sections,
    sections,
    selection,
)
from wfcore.projecting import LEVELS

choice = selection.choose(levels=LEVELS, about="What-ifs", projected=True)
display.title("What would it take?")
with st.container(horizontal=True):
    st.page_link("pages/committee/meeting.py", query_params=selection.link_here())
    st.page_link("pages/committee/scenarios.py", query_params=selection.link_here())
outlook = scenario_recovery.opened(choice)
display.invented_banner("invented" if choice.measure("registered_patients").is_invented else "")


@st.fragment
def what_if() -> None:
    """The part that a slider reruns: answer, picture, levers, and what follows from them."""
    scenario_recovery.drawn(lambda: scenario_sections.with_levers(choice, outlook))


what_if()
programme.form(outlook)
scenario_sections.afterwards(choice, outlook)
scenario_sections.from_file(choice)
st.header("What is taken for granted", anchor=False)
display.assumptions(outlook.scenario.staff)
sections.receipts(choice, [choice.metric.id], choice.period)
