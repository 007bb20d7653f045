"""A group of practices that a reader picks; it stands in the link."""

import streamlit as st

from pages.parts import display, selection
from wfcore import wording
from wfcore.answers import Choice
from wfcore.errors import UnknownName
from wfcore.geography import MOST_IN_A_LINK, Level, PracticeGroup
from wfcore.measuring import with_group


def pick(choice: Choice) -> None:
    """Ask for practices of a place and a name; gives the link of their group."""
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
