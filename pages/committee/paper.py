"""The paper: what is pinned, in order, with a line under each, to print, keep and share."""

import streamlit as st

from pages.parts import display, paper_sections, paper_state, selection
from wfcore.errors import UnfitPaper

choice = selection.choose()
display.title("The paper")
try:
    paper = paper_state.opened()
except UnfitPaper as error:
    display.refusal(error)
    paper = paper_state.current()
paper_sections.say_kept()
if not paper.parts:
    paper_sections.begin(choice)
    selection.end_page()

many = "One part is" if len(paper.parts) == 1 else f"{len(paper.parts)} parts are"
display.lead(f"{many} in the paper.")
whole: dict[str, str] = {}
try:
    whole = paper_state.link(choice)
    paper_state.sent(whole)
except UnfitPaper as error:
    display.note(str(error))
short = {key: value for key, value in whole.items() if not key.startswith(("say", "title"))}
where = paper_state.address(short) if whole else ""
where = where if where.startswith("http") else ""
document = paper_state.document(paper, where)
display.invented_banner("invented" if document.warning else "")
printed = paper_sections.printed_or_refused(paper, where)
paper_sections.ways_out(document, printed, f"paper-{choice.code}-{choice.period}", whole)
parts, look = st.columns([1, 1], gap="medium")
with parts:
    st.text_input("Title", key=paper_state.box("title", paper.title), on_change=paper_state.retitle)
    if refused := paper_state.refused("title"):
        display.refusal(refused)
    for at, section in enumerate(document.sections):
        paper_sections.part(paper, at, section)
if printed is not None:
    with look:
        paper_sections.preview(paper, where, printed)
