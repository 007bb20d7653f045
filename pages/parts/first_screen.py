"""What stands first on a page: its verdict, pictures side by side, and a card for each staff group."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.parts import display, words
from wfcore.answers import Answer, Card
from wfcore.charts import Chart, at_height

_HEIGHT = 215  # pixels, so that the cards stand on the first screen


def side_by_side(own: Chart, beside: Chart) -> None:
    """A picture and a map beside it; on a phone, where it has a page of its own, the map gives way."""
    with st.container(key="side-by-side"):
        for column, picture in zip(st.columns(2), (own, at_height(beside, _HEIGHT)), strict=True):
            with column:
                display.chart(picture)


def lead_above(box: Any, answer: Answer) -> None:
    """What leads a page, in a box over the control that changes it: an answer comes before its settings."""
    with box:
        display.invented_banner("invented" if answer.invented else "")
        display.lead(answer.verdict)


def cards(staff: Sequence[Card], kind: str) -> None:
    """A figure each, side by side; one below the other on a phone. `kind`: of the question they answer."""
    display.note(f"In {staff[0].unit}")
    with st.container(key=f"cards-{kind}", horizontal=True):
        for card in staff:
            _card(card)


def _card(card: Card) -> None:
    words.heard(card.staff, card.reported)
    course = [value for _, value in card.course]
    st.metric(
        display.plain(_unbroken(card.staff)),
        display.plain(card.figure),
        display.plain(_unbroken(card.change)) if card.value is not None else None,
        delta_color="off",
        delta_arrow="off",
        delta_description=display.plain(card.reported),
        chart_data=course if len(course) > 1 else None,
    )


def _unbroken(said: str) -> str:
    """A narrow card breaks no line inside “full-time”."""
    return said.replace("full-time", "full\u2011time")
