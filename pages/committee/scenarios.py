"""Two scenarios side by side: what they assume differently, and what comes of it."""

from urllib.parse import urlencode

import streamlit as st

from pages.parts import display, levers, scenario_recovery, sections, selection
from pages.parts.scenario_sections import question_about
from wfcore import answers
from wfcore.answers import NAMES
from wfcore.projecting import scenario_to_link

selection.figures()
display.title("Two scenarios side by side")
missing = [name for name in NAMES if levers.saved(name) is None]
outlooks = [scenario_recovery.saved(name) for name in NAMES]
if missing:
    display.lead(f"Nothing is saved yet as scenario {' or '.join(missing)}.")
    display.say(
        "Open “What would it take?”, move the sliders, and press “Save as A”. Change something, and "
        "press “Save as B”. Then come back here."
    )
    selection.end_page()
a, b = outlooks
if a is None or b is None:
    display.lead("These two scenarios cannot be set side by side any more.")
    display.say("Open the one that cannot be read on its own, mend it, and save it again.")
    selection.end_page()

display.invented_banner(
    "invented"
    if any(each.choice.measure("registered_patients").is_invented for each in (a, b))
    else ""
)
beside = {"beside": urlencode(scenario_to_link(b.scenario))}
question = question_about(a.choice, "beside", a.scenario, options=beside)
sections.draw(answers.compare_outlooks(a, b, question), lead=True, whole=True, pinned=False)
st.header("What comes of it", anchor=False)
for column, name, outlook in zip(st.columns(2, gap="large"), NAMES, (a, b), strict=True):
    with column:
        st.subheader(f"Scenario {name}", anchor=False)
        takes, costs = (
            answers.answer_outlook(outlook, question_about(outlook.choice, kind, outlook.scenario))
            for kind in ("takes", "costs")
        )
        display.say(takes.verdict, costs.verdict)
        display.say(*takes.detail)
        st.caption("Link to this scenario")
        st.code(levers.address(levers.saved(name) or {}, "what-if"), language=None, wrap_lines=True)
st.header("At the end", anchor=False)
ends = answers.compare_ends(a, b)
display.table(ends.as_read(), ends.headings, name=ends.name)
