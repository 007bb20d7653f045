"""Set up an area: choose it, bring its public files, publish them together; the notebook then opens on it."""

from typing import Literal

import streamlit as st

from pages.parts import display, intake, publishing, selection, signing_in
from wfcore.setting_up import (
    SetupLine,
    area_named,
    boards,
    is_set_up,
    locations_of,
    settings_draft,
    setup_lines,
)

_SAID: dict[str, tuple[Literal["green", "orange", "gray"], str]] = {
    "there": ("green", "There"),
    "partly": ("orange", "In part"),
    "missing": ("gray", "Not yet"),
}

signing_in.require_analyst()
store = selection.this_store()
version = store.read()

display.title("Set up an area")
display.lead(
    "Choose your integrated care board and drop in its public files. Each line turns green as its file comes."
)
done = selection.stowed("published")
if done:
    st.success(done)
    selection.stow("published", None)


def shown(line: SetupLine) -> None:
    """One file: its state in words and colour, what it gives, and where it is published while it lacks."""
    colour, word = _SAID[line.state]
    file = line.file
    optional = "" if file.needed else "(optional)"
    come = "In this upload, not published yet." if line.here else ""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(display.plain(word), color=colour)
            st.markdown(f"**{display.plain(file.title)}**", width="content")
        display.say(" ".join(filter(None, [line.said, optional, come])))
        display.note(file.gives)
        if line.state != "there":
            display.note(f"{file.form}.")
            st.link_button(display.plain(file.publication), file.address, type="tertiary")


def set_up(board: str) -> None:
    """The public files of a board, what they make together, and the place to open on."""
    parts = locations_of(board, version)
    whole = {board: f"{known[board]}, the whole board", **parts}
    opens = st.selectbox(
        "The notebook opens on", list(whole), format_func=whole.__getitem__, key="setup-opens"
    )
    area = area_named(opens, version)

    tables = intake.uploaded()
    months = intake.dated(tables)
    made = (
        intake.checked(tables, months, store, settings_draft(area))
        if months is not None and (tables or not is_set_up(area, version))
        else None
    )

    st.header("Public files", anchor=False)
    for each in setup_lines(area, version, made.drafts if made else ()):
        shown(each)

    if made is not None:
        st.header("Quality report", anchor=False)
        display.report(made.report)
        if made.report.of("blocks"):
            display.say(
                "Something must be put right first. The files cannot be published like this."
            )
        else:
            publishing.publish(made, store, together=True)
    if is_set_up(area, version):
        display.say(f"The notebook opens on {whole[opens]}.")
        st.page_link("pages/committee/overview.py", label="Open the first page")


known = boards(version)
chosen = st.selectbox(
    "Integrated care board (ICB)", list(known), index=None, placeholder="Choose your board",
    format_func=known.__getitem__, key="setup-board",
)  # fmt: skip
if chosen is not None:
    set_up(chosen)
