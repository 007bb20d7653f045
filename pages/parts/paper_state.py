"""The paper a reader is putting together: kept for the visit and in the address of its page, with undo.

Like `selection`, a room with session, cache and query code.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from pages.parts import levers, pinboards, selection
from pages.parts.pinboards import Pinboard
from pages.parts.selection import Choice
from wfcore import papers
from wfcore.answers import Question
from wfcore.errors import UnfitPaper, WorkforceError
from wfcore.months import Month
from wfcore.papers import MOST_PARTS, PAPER_LINK_KEYS, Document, Paper, PaperPart, PdfFile
from wfcore.wording import month

_PAPER = "_paper"
_BEFORE = "_paper_before"  # what was pinned before a link brought another paper
_UNDO = "_paper_undo"
_SENT = "_paper_sent"
_REFUSED = "_paper_refused"
_WORDS = "paper:"  # keys of its boxes for words
_AROUND = ("version", "level", "place", "period")
_STEPS_BACK = 50


def current() -> Paper:
    """The paper of this visit, begun with what this browser pinned last; empty before anything is pinned."""
    if _PAPER not in st.session_state:
        board = pinboards.found() or Pinboard(Paper())
        st.session_state[_PAPER], st.session_state[_BEFORE] = board.paper, board.before
    return st.session_state[_PAPER]


def before_link() -> Paper | None:
    """What was pinned before a link brought the paper that is shown; None where none did."""
    before: Paper | None = st.session_state.get(_BEFORE)
    return before if before is not None and before != current() else None


def take_back() -> None:
    """Return to what was pinned before a link brought another paper."""
    if (before := before_link()) is not None:
        st.session_state[_BEFORE] = None
        change_to(before)


def opened() -> Paper:
    """The paper of the link, where the link says another one than this visit; else the visit's.

    Raises:
        UnfitPaper: the link says something that cannot be read. The paper of the visit is kept.
    """
    asked = {key: st.query_params[key] for key in PAPER_LINK_KEYS if key in st.query_params}
    new = selection.followed_a_link() and asked != st.session_state.get(_SENT)
    if asked.get("paper") and new:
        around = {key: st.query_params.get(key, "") for key in _AROUND} | {
            "map": st.query_params.get("map", "today")
        }
        st.session_state[_SENT] = asked
        brought, mine = papers.paper_from_link(around | asked), current()
        if mine.parts and mine != brought:
            st.session_state[_BEFORE] = before_link() or mine
        change_to(brought, of_a_link=True)
    return current()


def change_to(paper: Paper, *, of_a_link: bool = False) -> None:
    """Take another paper as the current one; the one before can be had back.

    Args:
        paper: the other one.
        of_a_link: whether nobody here made it; then it does not take the place of what was pinned.
    """
    held = current()
    if paper != held:
        back = st.session_state.setdefault(_UNDO, [])
        back.append(held)
        del back[:-_STEPS_BACK]
        _hold(paper, of_a_link=of_a_link)
        redraw()


def _hold(paper: Paper, *, of_a_link: bool = False) -> None:
    st.session_state[_PAPER] = paper
    if not of_a_link:
        pinboards.keep(paper, st.session_state.get(_BEFORE))


def redraw() -> None:
    """Let every box for words take its text from the paper again; a text that was refused stays."""
    waiting = st.session_state.get(_REFUSED, ("", None))[0]
    for key in [k for k in st.session_state if str(k).startswith(_WORDS)]:
        if key != f"{_WORDS}{waiting}":
            del st.session_state[key]


def box(key: str, text: str) -> str:
    """The name of a box for words, at the paper's text until somebody types."""
    name = f"{_WORDS}{key}"
    st.session_state.setdefault(name, text)
    return name


def words_of(at: int) -> str:
    """What the box under a part is called, wherever the part stands."""
    parts = current().parts
    asked = parts[at].asked
    nth = sum(part.asked == asked for part in parts[:at])
    return f"{hash(asked.model_dump_json())}-{nth}"


def undo() -> None:
    """One step back."""
    back = st.session_state.get(_UNDO, [])
    if back:
        _hold(back.pop())
        redraw()


def can_undo() -> bool:
    """Whether there is a step back."""
    return bool(st.session_state.get(_UNDO))


def pin(asked: Question) -> None:
    """Put a question at the end of the paper, or take it out again if it is there."""
    paper = current()
    at = next((n for n, part in enumerate(paper.parts) if part.asked == asked), None)
    if at is not None:
        change_to(paper.without(at))
    elif len(paper.parts) < MOST_PARTS:
        change_to(paper.with_part(PaperPart(asked=asked)))


def is_full() -> bool:
    """Whether nothing more fits."""
    return len(current().parts) >= MOST_PARTS


def move(at: int, by: int) -> None:
    """Move a part up or down."""
    change_to(current().move_part(at, by))


def remove(at: int) -> None:
    """Take a part out."""
    change_to(current().without(at))


def comment(at: int) -> None:
    """Take over what stands in the box under a part; too long a text stays in its box."""
    _write(words_of(at), lambda paper, text: paper.commented(at, text))


def retitle() -> None:
    """Take over what stands in the box of the title."""
    _write("title", lambda paper, text: paper.titled(text))


def _write(key: str, written: Callable[[Paper, str], Paper]) -> None:
    st.session_state.pop(_REFUSED, None)
    text = str(st.session_state.get(f"{_WORDS}{key}", ""))
    try:
        paper = written(current(), text)
    except UnfitPaper as error:
        st.session_state[_REFUSED] = (key, error)
        return
    if paper != current():
        st.session_state.setdefault(_UNDO, []).append(current())
        _hold(paper)


def refused(key: str) -> WorkforceError | None:
    """Why the text in a box was not taken over, if it was not."""
    found = st.session_state.get(_REFUSED)
    return found[1] if found and found[0] == key else None


# Link and print


def link(choice: Choice) -> dict[str, str]:
    """Everything that an address needs to show this paper again.

    Raises:
        UnfitPaper: a printed table is in it.
    """
    around = {
        "version": str(choice.figures.version.name), "level": choice.level.value, "place": choice.code,
        "period": choice.period, "map": choice.figures.map,
    }  # fmt: skip
    paper = current().named(selection.name_of)
    return around | (papers.paper_to_link(paper, around) if paper.parts else {})


def sent(whole: Mapping[str, str]) -> None:
    """Put the paper into the address of its page."""
    mine = {key: value for key, value in whole.items() if key in PAPER_LINK_KEYS}
    st.session_state["_link"] = {**st.session_state["_link"], **mine}
    st.session_state[_SENT] = mine


def document(paper: Paper, where: str) -> Document:
    """The paper with its answers, worked out once.

    Args:
        paper: what is asked.
        where: the address that shows the same.
    """
    return _document(
        selection.store_address(), str(selection.this_store().newest()), _day(), where, _Key(paper)
    )


def printed(paper: Paper, where: str) -> PdfFile:
    """The paper as PDF, set once."""
    return _printed(
        selection.store_address(), str(selection.this_store().newest()), _day(), where, _Key(paper)
    )


class _Key:
    """A paper as what an answer is kept under."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper


def _words(key: _Key) -> str:
    return papers.paper_to_yaml(key.paper)


_HASHED: dict[str | type[Any], Callable[[Any], Any]] = {_Key: _words}


@st.cache_resource(show_spinner="Asking again …", max_entries=32, hash_funcs=_HASHED)
def _document(address: str, newest: str, made: str, where: str, key: _Key) -> Document:
    _ = address, newest  # what the answer is kept under: a version that is not there now may come
    return papers.document(
        key.paper, selection.figures_of, made=made, today=selection.this_month(), link=where
    )


@st.cache_resource(show_spinner="Setting the pages …", max_entries=32, hash_funcs=_HASHED)
def _printed(address: str, newest: str, made: str, where: str, key: _Key) -> PdfFile:
    return papers.as_pdf(_document(address, newest, made, where, key))


def preview(paper: Paper, where: str) -> tuple[bytes, ...]:
    """The pages of the PDF as pictures, drawn once."""
    return _preview(
        selection.store_address(), str(selection.this_store().newest()), _day(), where, _Key(paper)
    )


@st.cache_resource(show_spinner="Drawing the pages …", max_entries=16, hash_funcs=_HASHED)
def _preview(address: str, newest: str, made: str, where: str, key: _Key) -> tuple[bytes, ...]:
    return papers.as_pages(
        _document(address, newest, made, where, key), _printed(address, newest, made, where, key)
    )


def _day() -> str:
    today = datetime.now(tz=UTC)
    return f"{today.day} {month(Month.of(today))}"


def address(whole: Mapping[str, str]) -> str:
    """A whole address to copy."""
    return levers.address(whole, "paper")
