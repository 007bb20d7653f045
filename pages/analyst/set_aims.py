"""Set aims: what a place aims at, by when and who set it; looked at before it is published, and taken back."""

import streamlit as st

from pages.parts import aim_editing, display, publishing, sections, selection, signing_in
from wfcore.answers import question_of

signing_in.require_analyst()
store = selection.this_store()
choice = selection.choose(about="Aims")

display.title("Set aims")
display.lead(
    "What a place aims at, by when and who set it. Nothing changes for readers until you publish."
)
done = selection.stowed("published")
if done:
    st.success(done)
    selection.stow("published", None)
    selection.stow("aims", None)

sections.section(choice, question_of(choice, "aims"))

st.header("Set, change or withdraw one", anchor=False)
aim_editing.asked(choice, store)
wanted = aim_editing.wanted()
if wanted is not None:
    made = aim_editing.checked(wanted, store)
    display.report(made.report)
    if not made.report.of("blocks"):
        aim_editing.preview(choice, made)
        publishing.publish(made, store)

aim_editing.history(store)
publishing.undo(store, "targets.standing")
