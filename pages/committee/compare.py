"""Is it one place or all of us? The spread first, the average second."""

import streamlit as st

from pages.parts import display, kept, sections, selection
from wfcore.answers import BESIDE, standard_questions
from wfcore.geography import Level

choice = selection.choose(
    levels=[level for level in Level if level is not Level.PRACTICE], about="Comparisons"
)
display.title("Is it one place or all of us?")
above = choice.above()
# Option in the link → the level of places it stands for, or `beside`, and how it is called.
options = {
    f"inside-{level}": (level.value, f"{choice.kinds(level)} in {choice.name}")
    for level in choice.inside()
}
if above:
    options[BESIDE] = (BESIDE, f"{choice.kinds(choice.level, above[1])} in {above[2]}")
kinds = {f"inside-{level}": level.plural for level in Level} | {BESIDE: "places beside it"}
inside = None
if options:
    picked = kept.remembered(
        "compare",
        list(options),
        next(iter(options)),
        st.selectbox,
        "Compare",
        format_func=lambda option: options[option][1][0].upper() + options[option][1][1:],
        known=kinds.get,
    )
    inside = options[picked][0]
sections.page(
    choice,
    [question.but(inside=inside) for question in standard_questions(choice, ("spread", "groups"))],
)
