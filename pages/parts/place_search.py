"""The box in which a place is looked for: a name, a code, a postcode, a ward, a constituency."""

import streamlit as st

from pages.parts import kept
from pages.parts.display.escaping import plain
from wfcore.measuring import VersionMeasures
from wfcore.searching import search_places

PLACE = "bar:place"  # the box it stands in
_BOX = "find-a-place"


@st.fragment
def find_place(figures: VersionMeasures) -> None:
    """Draw the box, and what was found as buttons; one that is pressed is the place of every page."""
    if kept.was_found():
        st.rerun()
    typed = st.text_input(
        "Find a place",
        key=_BOX,
        max_chars=200,
        live="300ms",
        placeholder="Name, postcode, ward or code",
        help="Any place of England: a region, an integrated care board, a borough or district, a network, a "
        "practice; by its name, its code, a postcode, a ward, a constituency, or what it was called before.",
    )
    if not typed:
        st.page_link(
            "pages/committee/groups.py",
            label="Make a group of practices",
            icon=":material/group_work:",
        )
        return
    found = search_places(figures, typed)
    if found.note:
        st.caption(plain(found.note))
    for at, place in enumerate(found.found):
        st.button(
            plain(place.label), key=f"found-{at}", type="tertiary",
            on_click=_take, args=(place.level.value, place.code),
        )  # fmt: skip


def _take(level: str, place: str) -> None:
    kept.choose_found(level, place, _BOX)
    kept.shut(PLACE)
