"""The bar on top of every page: the place, the staff, the month, and what is rarely moved.

What is chosen is worked out from link and session before it is drawn. A shut box costs nothing.
"""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts import kept
from pages.parts.display.escaping import plain
from pages.parts.kept import Box
from pages.parts.place_search import PLACE, find_place
from wfcore.measuring import VersionMeasures

_MORE = "bar:more"


@dataclass
class _Row:
    """The row of one run of a page, and what its end is drawn by, until it is."""

    who: Any
    when: Any
    end: Callable[[], None] | None


_ROW: ContextVar[_Row | None] = ContextVar("row", default=None)


def begin(end: Callable[[], None]) -> None:
    """Draw the row.

    Args:
        end: draws what every page has, once it is known what is chosen.
    """
    with st.container(key="bar", horizontal=True, vertical_alignment="center"):
        who, when = (st.container(key=f"bar-{part}", horizontal=True) for part in ("who", "when"))
    _ROW.set(_Row(who, when, end))


def finish() -> None:
    """Draw the end of the row, if there is a row and it is not there yet."""
    row = _ROW.get()
    if row is not None and row.end is not None:
        end, row.end = row.end, None
        with row.when:
            end()


@dataclass
class Choices:
    """What is chosen on a page, and what its controls offer.

    Attributes:
        figures: in which places are looked for.
        name: of the place.
        place: choices that lead to the place, in their order.
        staff: choice of whom to count, on pages that have one.
        month: choice of the month.
        seldom: choices that stand behind *More*.
        is_new: whether the page was worked out for them, and they have not been drawn since.
    """

    figures: VersionMeasures
    name: str
    place: Sequence[Box]
    staff: Sequence[Box]
    month: Box
    seldom: Sequence[Box]
    is_new: bool = True


def draw(choices: Choices) -> None:
    """Draw the choices of a page into the bar."""
    row = _ROW.get()
    if row is None:
        return
    with row.who:
        _place(choices)
        for box in choices.staff:
            box.draw(st.selectbox, label_visibility="collapsed")
    with row.when:
        choices.month.draw(st.selectbox, label_visibility="collapsed")
        seldom = [box for box in choices.seldom if len(box.options) > 1]
        if seldom:
            _more(seldom)
    finish()


@st.fragment
def _place(choices: Choices) -> None:
    """The place: opening its box works out no page."""
    if not choices.is_new and kept.was_moved():
        if kept.was_moved("place"):
            kept.shut(PLACE)
        st.rerun()
    choices.is_new = False
    box = st.popover(
        plain(choices.name), icon=":material/location_on:", key=PLACE, on_change="rerun"
    )
    if not box.open:
        return
    with box:
        find_place(choices.figures)
        for each in choices.place:
            each.draw(st.selectbox)


def _more(seldom: Sequence[Box]) -> None:
    box = st.popover("More", icon=":material/tune:", key=_MORE, on_change="rerun")
    if box.open:
        with box:
            for each in seldom:
                each.draw(st.selectbox)
