"""Where is it high, and where low? The places beside this one, or in it, on a map."""

from functools import partial

import streamlit as st

from pages.parts import display, first_screen, places_drawn, sections, selection
from wfcore.answers import map_choices, standard_questions

choice = selection.choose(about="Maps")
display.title("Where is it high, and where low?")
verdict = st.container()
inside = places_drawn.choose_inside(
    choice, map_choices(choice), "Draw", places_drawn.segments, short=True
)
for question in standard_questions(choice, ("map",)):
    answer = sections.ask(choice, question.but(inside=inside))
    first_screen.lead_above(verdict, answer)
    sections.draw(answer, said=True, chart=partial(places_drawn.clickable_map, answer))
    places_drawn.offer_places(answer)
