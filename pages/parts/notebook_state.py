"""The notebook a reader is changing: one word of the address, kept for the visit, with undo.

Like `selection`, a room with session and query code.
"""

from collections.abc import Callable

import streamlit as st

from pages.parts import kept, levers, selection, staff_controls
from wfcore import papers
from wfcore.answers import Choice
from wfcore.errors import UnfitPaper, WorkforceError
from wfcore.papers import Notebook
from wfcore.store import VersionName

_WORD = "cells"
_UNDO = "_notebook_undo"
_WHOLE = "_notebook_whole"  # with the notes that did not fit into the address
_REFUSED = "_notebook_refused"
_STEPS_BACK = 50


def current() -> Notebook:
    """The notebook of this visit; the standard one before anything was changed.

    Raises:
        UnfitPaper: the link says something that cannot be read; it is let go.
    """
    if selection.went_back() and _WORD not in st.query_params:
        kept.forget(_WORD)
    word = kept.chosen(_WORD)
    if not word:
        return papers.standard_notebook()
    written, whole = st.session_state.get(_WHOLE, ("", None))
    if whole is not None and word == written:
        return whole
    try:
        return papers.notebook_from_word(word)
    except UnfitPaper:
        kept.forget(_WORD)
        raise


def change_to(notebook: Notebook) -> None:
    """Take another notebook; the one before can be had back."""
    back = st.session_state.setdefault(_UNDO, [])
    back.append(current())
    del back[:-_STEPS_BACK]
    _hold(notebook)


def _hold(notebook: Notebook) -> None:
    word, _ = papers.notebook_to_word(notebook)
    kept.choose(_WORD, word)
    st.session_state[_WHOLE] = word, notebook


def undo() -> None:
    """One step back."""
    if back := st.session_state.get(_UNDO, []):
        _hold(back.pop())


def can_undo() -> bool:
    """Whether there is a step back."""
    return bool(st.session_state.get(_UNDO))


def edit(changed: Callable[[Notebook], Notebook]) -> None:
    """Change the notebook; what does not fit is said the next time it is drawn."""
    try:
        change_to(changed(current()))
    except WorkforceError as error:
        st.session_state[_REFUSED] = error


def take(kind: str, name: str, key: str) -> None:
    """Take over what a control of a cell was moved to.

    Args:
        kind: of the cell.
        name: the field of `Cell`; a place stands with its level, as `pcn:U55939`.
        key: of the control.
    """
    value = str(st.session_state[key])
    what: dict[str, str | None] = {name: value if name == "note" else value or None}
    if name == "place":
        level, _, code = value.partition(":")
        what = {"level": level or None, "place": code or None}
    edit(lambda notebook: notebook.changed(kind, **what))


def refused() -> WorkforceError | None:
    """Why the last change was not made, once."""
    return st.session_state.pop(_REFUSED, None)


def write() -> int:
    """Put the notebook into the address of its page; returns how many notes did not fit."""
    kept.also_in_link(_WORD)
    return papers.notebook_to_word(current())[1]


def as_yaml(notebook: Notebook, choice: Choice) -> bytes:
    """The notebook as a file that this page, and the page of the paper, open again."""
    paper = papers.notebook_to_paper(notebook, choice).named(selection.name_of)
    return papers.paper_to_yaml(paper).encode()


def open_file(text: str | bytes) -> None:
    """Show the notebook of a file, at its place, staff and month; never returns.

    Raises:
        UnfitPaper: it is no paper, or has no question of the notebook.
    """
    paper = papers.paper_from_yaml(text)
    base, notebook = papers.notebook_of_paper(paper)
    word, _ = papers.notebook_to_word(notebook)
    st.session_state[_WHOLE] = word, notebook
    looked_at = {"level": base.level, "place": base.place, "period": base.period, "map": base.map}
    if base.version:
        identity = dict(paper.data).get(base.version)
        looked_at["version"] = str(VersionName(base.version, identity))
    levers.follow(looked_at | staff_controls.words_of(base.metric) | {_WORD: word})
