"""Groups of practices: those that are published, who is in none, and a group that a reader picks and shares."""

import streamlit as st

from pages.parts import display, group_picking, selection
from wfcore import wording
from wfcore.geography import Level, display_name
from wfcore.measuring import in_no_group, published_groups

choice = selection.choose(
    levels=(Level.ENGLAND, Level.REGION, Level.ICB, Level.SUB_ICB, Level.BOROUGH, Level.PCN),
    about="Groups", only="gp_rate",
)  # fmt: skip
display.title("Groups of practices")
display.lead(
    "A federation, a chambers or a neighbourhood team is a group of practices. "
    "Its figures are sums of its practices."
)

groups = published_groups(choice.figures)
if groups:
    st.header("Groups that are published", anchor=False)
    for group in groups:
        st.page_link(
            "pages/committee/overview.py",
            label=display.plain(f"{group.name} ({group.kind}; practices: {len(group.members)})"),
            query_params=selection.link_of_place(Level.GROUP, group.code),
        )
    for kind in dict.fromkeys(group.kind for group in groups):
        rows = in_no_group(choice.figures, kind, choice.period, choice.code)
        names = [display_name(name) or code for code, name in rows.iter_rows()]
        display.say(wording.in_no_group_sentence(choice.name, kind, names))
else:
    display.say("No groups are published. An analyst brings them as a table, or you pick one here.")

group_picking.pick(choice)
