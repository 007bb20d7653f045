"""Where is it high, and where low? The places beside this one, or in it, on a map."""

from dataclasses import replace

import streamlit as st

from pages.parts import display, kept, sections, selection
from wfcore import charts
from wfcore.answers import BESIDE, map_choices, standard_questions
from wfcore.geography import Level

choice = selection.choose(about="Maps")
display.title("Where is it high, and where low?")
above = choice.above()
# Option in the link → how it is called; the same as on Compare, so that a choice goes along.
called = {
    inside
    if inside == BESIDE
    else f"inside-{inside}": f"{choice.kinds(choice.level, above[1])} in {above[2]}"
    if inside == BESIDE and above
    else f"{choice.kinds(Level(inside))} in {choice.name}"
    for inside in map_choices(choice)
}
kinds = {f"inside-{level}": level.plural for level in Level} | {BESIDE: "places beside it"}
inside = None
if called:
    picked = kept.remembered(
        "compare",
        list(called),
        next(iter(called)),
        st.selectbox,
        "Draw",
        format_func=lambda option: called[option][0].upper() + called[option][1:],
        known=kinds.get,
    )
    inside = picked.removeprefix("inside-")
for question in standard_questions(choice, ("map",)):
    answer = sections.ask(choice, question.but(inside=inside))
    large = answer.picture and charts.at_height(answer.picture, charts.LARGE_MAP)
    display.invented_banner("invented" if answer.invented else "")
    sections.draw(replace(answer, picture=large), lead=True)
