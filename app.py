"""The frame: what every page shares, and which pages there are."""

from functools import partial

import streamlit as st

from pages.parts import alone, bar, display, selection, sharing, signing_in, visits, words
from wfcore.errors import WorkforceError

display.house_style()
analyst = signing_in.actor().is_analyst
visits.note(sends_files=analyst)


MENU = {
    "Look": [
        st.Page("pages/committee/overview.py", title="Summary", default=True),
        st.Page("pages/committee/notebook.py", title="The notebook", url_path="notebook"),
        st.Page("pages/committee/compare.py", title="Compare", url_path="compare"),
        st.Page("pages/committee/change.py", title="What changed", url_path="change"),
        st.Page("pages/committee/people.py", title="The people", url_path="people"),
        st.Page(
            "pages/committee/pipeline.py",
            title="Where do the next ones come from?",
            url_path="pipeline",
            visibility="hidden",  # the way stands on The people: twelve entries are as many as one reads
        ),
        st.Page("pages/committee/practice.py", title="A practice", url_path="practice"),
        st.Page("pages/committee/map.py", title="Map", url_path="map"),
    ],
    "Try": [
        st.Page("pages/committee/what_if.py", title="What would it take?", url_path="what-if"),
        st.Page(
            "pages/committee/meeting.py",
            title="In the meeting",
            url_path="meeting",
            visibility="hidden",
        ),
        st.Page(
            "pages/committee/scenarios.py",
            title="Two scenarios side by side",
            url_path="scenarios",
            visibility="hidden",
        ),
        st.Page(
            "pages/committee/additional_roles.py",
            title="Additional roles",
            url_path="additional-roles",
        ),
    ],
    "Take": [
        st.Page("pages/committee/paper.py", title="The paper", url_path="paper"),
        st.Page(
            "pages/committee/groups.py",
            title="Groups of practices",
            url_path="groups",
            visibility="visible"
            if analyst
            else "hidden",  # a member's way stands beside the places
        ),
    ],
    "About the figures": [
        st.Page(
            "pages/committee/quality.py", title="How good are the figures?", url_path="quality"
        ),
        st.Page("pages/committee/methods.py", title="How the numbers are made", url_path="methods"),
    ],
}
if analyst:
    MENU["For analysts"] = [
        st.Page("pages/analyst/set_up_area.py", title="Set up an area", url_path="set-up"),
        st.Page("pages/analyst/new_quarter.py", title="New quarter", url_path="new-quarter"),
        st.Page("pages/analyst/set_aims.py", title="Set aims", url_path="set-aims"),
        st.Page("pages/analyst/table_doctor.py", title="Table doctor", url_path="table-doctor"),
    ]

# These set the newest figures beside those of the link themselves.
SAY_WHAT_IS_NEWER = {"what-if", "meeting"}
WITHOUT_MENU = {"meeting"}

is_alone = alone.is_wanted()
# The style writes the names of the sections: Streamlit's own make a list that is none.
chosen = st.navigation(
    [page for pages in MENU.values() for page in pages],
    position="hidden" if is_alone else "sidebar",
    expanded=True,
)
# Said once a run, here: where a page said it after this, a run between the two opened the menu again.
st.set_page_config(
    layout="wide",
    initial_sidebar_state="collapsed" if chosen.url_path in WITHOUT_MENU else "auto",
)
words.begin()
if not is_alone:
    signing_in.controls()
    st.sidebar.caption("Primary Care Workforce Notebook")
    bar.begin(partial(sharing.draw, chosen.url_path))
try:
    selection.open_notebook(chosen.url_path)
    if is_alone:
        alone.draw(chosen.url_path)
    else:
        if chosen.url_path not in SAY_WHAT_IS_NEWER:
            selection.say_if_older()
        chosen.run()
except WorkforceError as error:
    display.refusal(error, to_analyst=analyst)
finally:
    selection.write_link()
    bar.finish()
    words.explain()
