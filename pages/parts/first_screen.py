"""What a place's first answer has besides words: pictures side by side, and a card for each staff group."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import display, words
from wfcore.answers import Card
from wfcore.charts import Chart


def side_by_side(pictures: Sequence[Chart]) -> None:
    """Pictures beside each other where there is room, below each other on a phone."""
    for column, picture in zip(st.columns(len(pictures)), pictures, strict=True):
        with column:
            display.chart(picture)


def cards(staff: Sequence[Card]) -> None:
    """A staff group each, side by side; one below the other on a phone."""
    display.note(f"Each staff group in {staff[0].unit}")
    with st.container(key="cards", horizontal=True):
        for card in staff:
            _card(card)


def _card(card: Card) -> None:
    words.heard(card.staff, card.reported)
    course = [value for _, value in card.course]
    st.metric(
        display.plain(card.staff),
        display.plain(card.figure),
        display.plain(card.change) if card.value is not None else None,
        delta_color="off",
        delta_arrow="off",
        delta_description=display.plain(card.reported),
        chart_data=course if len(course) > 1 else None,
    )
