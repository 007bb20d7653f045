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

    choices: Any
    end: Callable[[], None] | None


_ROW: ContextVar[_Row | None] = ContextVar("row", default=None)


def begin(end: Callable[[], None]) -> None:
    """Draw the row.

    Args:
        end: draws what every page has, once it is known what is chosen.
    """
    with st.container(key="bar", horizontal=True, vertical_alignment="center"):
        _ROW.set(_Row(st.container(key="bar-choices", horizontal=True), end))


def finish() -> None:
    """Draw the end of the row, if it is not there yet."""
    row = _ROW.get()
    if row is not None and row.end is not None:
        end, row.end = row.end, None
        with row.choices:
            end()


@dataclass
class Choices:
    """What is chosen on a page, and what its controls offer.

    Attributes:
        figures: in which places are looked for.
        name: of the place.
        place: choices that lead to the place, in their order.
        often: choices that stand in the bar.
        seldom: choices that stand behind *More*.
        is_new: whether the page was worked out for them, and they have not been drawn since.
    """

    figures: VersionMeasures
    name: str
    place: Sequence[Box]
    often: Sequence[Box]
    seldom: Sequence[Box]
    is_new: bool = True


def draw(choices: Choices) -> None:
    """Draw the choices of a page into the bar."""
    row = _ROW.get()
    with row.choices if row else st.container():
        _place(choices)
        for box in choices.often:
            with st.container(key=f"bar-{box.key}", width="content"):
                box.draw(st.selectbox, label_visibility="collapsed")
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
