"""Groups of practices: those that are published, who is in none, and a group that a reader picks and shares."""

import streamlit as st

from pages.parts import display, selection
from wfcore import wording
from wfcore.errors import UnknownName
from wfcore.geography import MOST_IN_A_LINK, Level, PracticeGroup, display_name
from wfcore.measuring import in_no_group, published_groups, with_group

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

st.header(f"Pick practices of {display.plain(choice.name)}", anchor=False)
areas = choice.figures.measure(
    ["gp_rate"], Level.PRACTICE, period=choice.period, within=choice.code
)
names = dict(areas.sort("area_name").select("area_code", "area_name").iter_rows())
picked = st.multiselect(
    display.plain(f"Practices, up to {MOST_IN_A_LINK}"), list(names), key=f"group-picked-{choice.code}",
    format_func=lambda code: display.plain(f"{names[code]} ({code})"),
)  # fmt: skip
called = st.text_input("What the group is called", max_chars=60, key="group-name")
if picked:
    try:
        group = PracticeGroup.of_practices(called or "My group", picked)
        cut = with_group(choice.figures, group.code).cut_networks(choice.period)
    except UnknownName as error:
        display.refusal(error)
    else:
        st.page_link(
            "pages/committee/overview.py",
            label=display.plain(f"Look at {group.name}"),
            query_params=selection.link_of_place(Level.GROUP, group.code),
        )
        display.note(
            "The practices stand in the link itself: whoever opens it sees the same group, and it can be chosen "
            "on every page from there. Small numbers stay hidden in it as everywhere.",
            wording.cut_networks_sentence(cut),
        )
