"""Which places a page sets beside each other, and a map of them on which a place can be opened."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from pages.parts import display, kept, words
from pages.parts.selection import Choice
from wfcore import charts
from wfcore.answers import BESIDE, Answer
from wfcore.geography import Level, display_name

_INSIDE = "inside-"  # and a level, as a link names the places of that level
_MAP = "map:places"


def choose_inside(
    choice: Choice, insides: Sequence[str], label: str, widget: Any, *, short: bool = False
) -> str | None:
    """Which places are set beside each other, as `Question.inside` names them; None where there are none.

    Args:
        choice: what the page looks at.
        insides: what can be chosen; the first is shown where nobody chose.
        label: of the control.
        widget: `st.selectbox` or its kin.
        short: whether the places inside are named without saying in what.
    """
    if not insides:
        return None
    above = choice.above()
    called = {
        inside if inside == BESIDE else f"{_INSIDE}{inside}": (
            f"{choice.kinds(choice.level, above[1])} in {above[2]}"
            if inside == BESIDE and above
            else choice.kinds(Level(inside)) + ("" if short else f" in {choice.name}")
        )
        for inside in insides
    }
    kinds = {f"{_INSIDE}{level}": level.plural for level in Level} | {BESIDE: "places beside it"}
    picked = kept.remembered(
        "compare",
        list(called),
        next(iter(called)),
        widget,
        label,
        format_func=lambda option: called[option][0].upper() + called[option][1:],
        known=kinds.get,
    )
    return picked.removeprefix(_INSIDE)


def segments(label: str, options: Sequence[str], *, index: int | None = None, **more: Any) -> None:
    """A row of a few options, of which one is always chosen; told where to start as a select box is."""
    start = {} if index is None else {"default": options[index]}
    st.segmented_control(
        label, options, required=True, label_visibility="collapsed", **start, **more
    )


def clickable_map(answer: Answer, drawn: charts.Chart) -> None:
    """A large map; a place that is clicked becomes the place of every page.

    Args:
        answer: whose picture it is.
        drawn: the picture.
    """
    words.heard(drawn.get("description"))
    level = answer.table.rows["level"][0] if answer.table else answer.question.level
    key = f"{_MAP}-{answer.question.place}-{level}"
    with st.container(key="large-map"):
        st.vega_lite_chart(
            spec=charts.clickable(drawn), width="stretch", height=charts.LARGE_MAP, theme=None, key=key,
            on_select=partial(_open, key, level), selection_mode=charts.PICKED,
        )  # fmt: skip


def _open(key: str, level: str) -> None:
    for mark in kept.clicked(key, charts.PICKED):
        kept.choose_place(level, str(mark["code"]))


def offer_places(answer: Answer) -> None:
    """The places of a map by name, for whoever does not point; drawn while the fold is open."""
    if answer.table is None:
        return
    box = display.folded("Open one of these places", "map-places")
    if not box:
        return
    with box, st.container(horizontal=True):
        for row in answer.table.rows.select("level", "area_code", "area_name").iter_rows():
            level, code, name = row
            # A link to the page that is shown would leave the address as it is.
            st.button(
                display.plain(display_name(name)), key=f"map:{code}", type="tertiary",
                on_click=kept.choose_place, args=(level, code),
            )  # fmt: skip
