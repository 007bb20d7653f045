"""What would it take? The course that stays in sight, its levers, and what follows from it."""

import streamlit as st

from pages.parts import (
    display,
    scenario_recovery,
    scenario_sections,
    sections,
    selection,
    sides,
)
from wfcore.projecting import LEVELS

choice = selection.choose(levels=LEVELS, about="What-ifs", projected=True)
display.title("What would it take?")
outlook = scenario_recovery.opened(choice)
sides.opened()
display.invented_banner("invented" if choice.measure("registered_patients").is_invented else "")


@st.fragment
def what_if() -> None:
    """The part that a slider reruns: answer, picture, levers, and what follows from them."""
    scenario_recovery.drawn(lambda: scenario_sections.with_levers(choice, outlook))


what_if()
scenario_sections.afterwards(choice, outlook)
scenario_sections.for_officers(choice)
display.assumptions(outlook.scenario.staff)
sections.receipts(choice, [choice.metric.id], choice.period)
