"""Is it one place or all of us? The spread first, the average second."""

import streamlit as st

from pages.parts import display, places_drawn, sections, selection
from wfcore.answers import BESIDE, standard_questions
from wfcore.geography import Level

choice = selection.choose(
    levels=[level for level in Level if level is not Level.PRACTICE], about="Comparisons"
)
display.title("Is it one place or all of us?")
verdict = st.container()
insides = [level.value for level in choice.inside()] + ([BESIDE] if choice.above() else [])
with st.container(key="compare-with"):
    inside = places_drawn.choose_inside(choice, insides, "Compare", st.selectbox)
sections.page(
    choice,
    [
        question if question.kind in ("alike", "fair") else question.but(inside=inside)
        for question in standard_questions(choice, ("spread", "alike", "groups", "fair"))
    ],
    above=verdict,
)
