"""The notebook: the questions of a committee about one place, as a reader has ordered, noted and changed them."""

import streamlit as st

from pages.parts import display, notebook_cells, notebook_state, selection
from wfcore.declared import declared
from wfcore.errors import UnfitPaper

choice = selection.choose()
display.title(f"The notebook: {display.plain(choice.name)}")
try:
    notebook = notebook_state.current()
except UnfitPaper as error:
    display.refusal(error)
    notebook = notebook_state.current()
here = choice.figures.measure(
    [choice.metric.id], choice.level, period=choice.period, area_code=choice.code
)
display.invented_banner("".join(here["flags"]))
notebook_cells.tools(choice, notebook, notebook_state.write())
cells = [(cell, notebook_cells.asked(choice, cell)) for cell in notebook.cells]
drawn = [(cell, question) for cell, question in cells if question is not None]
side, main = st.columns([1, 4], gap="medium")
with side:
    notebook_cells.contents([question for _, question in drawn])
with main:
    # Each cell is sent to the reader as soon as it is ready, so the first ones can be read while the
    # last ones are worked out. What is folded waits until it is opened.
    for cell, question in drawn:
        notebook_cells.cell(choice, cell, question, first=cell is drawn[0][0])
    left_out = [declared().answers[cell.kind].title for cell, question in cells if question is None]
    if left_out:
        display.note(
            f"Not asked of this kind of place: {' '.join(left_out)} "
            "Choose a borough, a network or an integrated care board (ICB) to ask it."
        )
