"""The frame: what every page shares, and which pages there are."""

import streamlit as st

from pages.parts import display, selection, signing_in, visits, words
from wfcore.errors import WorkforceError

st.set_page_config(layout="wide", initial_sidebar_state="auto")
display.house_style()
analyst = signing_in.actor().is_analyst
visits.note(sends_files=analyst)

PAGES = [
    st.Page("pages/committee/overview.py", title="Have we enough staff?", default=True),
    st.Page("pages/committee/notebook.py", title="The notebook", url_path="notebook"),
    st.Page(
        "pages/committee/compare.py", title="Is it one place or all of us?", url_path="compare"
    ),
    st.Page("pages/committee/map.py", title="Where is it high, and where low?", url_path="map"),
    st.Page("pages/committee/change.py", title="Did it really change?", url_path="change"),
    st.Page(
        "pages/committee/practice.py", title="How does one practice compare?", url_path="practice"
    ),
    st.Page("pages/committee/what_if.py", title="What would it take?", url_path="what-if"),
    st.Page("pages/committee/meeting.py", title="In the meeting", url_path="meeting"),
    st.Page(
        "pages/committee/scenarios.py", title="Two scenarios side by side", url_path="scenarios"
    ),
    st.Page(
        "pages/committee/additional_roles.py",
        title="What about additional roles?",
        url_path="additional-roles",
    ),
    st.Page("pages/committee/paper.py", title="The paper", url_path="paper"),
    st.Page("pages/committee/quality.py", title="How good are the figures?", url_path="quality"),
    st.Page("pages/committee/groups.py", title="Groups of practices", url_path="groups"),
    st.Page("pages/committee/methods.py", title="How the numbers are made", url_path="methods"),
]
if analyst:
    PAGES.append(st.Page("pages/analyst/set_up_area.py", title="Set up an area", url_path="set-up"))
    PAGES.append(
        st.Page("pages/analyst/new_quarter.py", title="New quarter", url_path="new-quarter")
    )
    PAGES.append(st.Page("pages/analyst/set_aims.py", title="Set aims", url_path="set-aims"))
    PAGES.append(
        st.Page("pages/analyst/table_doctor.py", title="Table doctor", url_path="table-doctor")
    )

# These set the newest figures beside those of the link themselves.
SAY_WHAT_IS_NEWER = {"what-if", "meeting"}

page = st.navigation(PAGES, expanded=True)
signing_in.controls()
st.sidebar.caption("Primary Care Workforce Notebook")
words.begin()
try:
    selection.open_notebook(page.url_path)
    if page.url_path not in SAY_WHAT_IS_NEWER:
        selection.say_if_older()
    page.run()
except WorkforceError as error:
    display.refusal(error, to_analyst=analyst)
finally:
    selection.write_link()
    words.explain()
