"""The end of the bar: a link to what is seen, and the way to the paper."""

from datetime import timedelta

import streamlit as st

from pages.parts import display, kept, levers, meeting_state, paper_state, selection
from wfcore import charts

_SHARE = "bar:share"
_STAMPED = ("what-if", "meeting")  # whose scenario can be minuted
_MOST = 2_000  # letters of an address that a phone still reads off a screen


def draw(page: str) -> None:
    """Draw *Share* and the way to the paper.

    Args:
        page: its part of the address.
    """
    kept.shut(_SHARE)  # what a page shows is known once it was worked out
    _share(page)
    st.page_link(
        "pages/committee/paper.py",
        label=f"Paper ({len(paper_state.current().parts)})",
        icon=":material/description:",
        query_params=selection.link_here(),
    )


# A page that is to do something by itself later asks for a run as soon as it finds a server again, with
# its address and controls: so a restart takes nothing away, and an idle tablet wakes where it was.
@st.fragment(run_every=timedelta(days=1))
def _share(page: str) -> None:
    box = st.popover("Share", icon=":material/share:", key=_SHARE, on_change="rerun")
    if box.open:
        with box:
            _links(levers.address(selection.link_here(), page))
            if page in _STAMPED and meeting_state.minuted() is None:
                _as_minuted()


def _as_minuted() -> None:
    """The same view for the minutes: stamped with the time, and held."""
    st.markdown("For the minutes: the same, held as it is now, with today's date and time.")
    held = selection.link_here() | meeting_state.minuted_link()
    st.code(levers.address(held, "meeting"), language=None, wrap_lines=True)


def _links(address: str) -> None:
    st.markdown("Whoever opens this link sees what you see now, from the same data.")
    st.code(address, language=None, wrap_lines=True)
    if not meeting_state.reachable():
        display.note(
            "This notebook runs on this machine alone, so nobody else can open the link yet."
        )
    elif len(address) <= _MOST:
        st.image(charts.qr_code(address), alt="QR code that opens this page", width=240)
