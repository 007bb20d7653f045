"""What a meeting keeps in the address bar: whether it is frozen, when it was minuted, and of what.

Like `selection`, a room with session and query code.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

import streamlit as st

from pages.parts import kept, selection
from wfcore import answers

_FROZEN = "frozen"
_MINUTED = "minuted"
_VIEW = "_meeting_view"  # the whole link of what is held
_CODE = "_meeting_code"
_SHAPES = {_FROZEN: r"1", _MINUTED: answers.STAMP}
_ONLY_HERE = ("localhost", "127.0.0.1", "::1", "")


def opened(view: Mapping[str, str]) -> dict[str, str] | None:
    """Take from the link what it says of the meeting; later runs keep what was pressed.

    Args:
        view: the whole link of what the page shows.

    Returns:
        The link of what was held, where the page shows something else by now: that was never frozen
        nor minuted, so it is let go. None otherwise.
    """
    for key, shape in _SHAPES.items():
        gone = selection.followed_a_link() and key not in st.query_params
        if gone or not re.fullmatch(shape, kept.chosen(key) or ""):
            kept.forget(key)
    if selection.followed_a_link() or not frozen():
        st.session_state.pop(_VIEW, None)
    if not frozen():
        return None
    held = st.session_state.setdefault(_VIEW, dict(view))
    if held != view:
        held |= of_this_view()
        thaw()
        return held
    kept.also_in_link(*_SHAPES)
    return None


def frozen() -> bool:
    """Whether nothing moves until somebody thaws it."""
    return kept.chosen(_FROZEN) is not None or minuted() is not None


def minuted() -> datetime | None:
    """When this view was minuted, in UK time; None when it was not."""
    return answers.parse_stamp(kept.chosen(_MINUTED) or "")


def stamp() -> str | None:
    """The stamp of a view that was minuted."""
    return kept.chosen(_MINUTED) if minuted() is not None else None


def freeze() -> None:
    """Hold the view as it is, and show the link that opens it."""
    kept.choose(_FROZEN, "1")
    show_code()


def shows_code() -> bool:
    """Whether the code and the link of the view stand where the picture was."""
    return bool(st.session_state.get(_CODE))


def show_code() -> None:
    """Show the code and the link of the view in place of the picture."""
    st.session_state[_CODE] = True


def hide_code() -> None:
    """Show the picture again."""
    st.session_state[_CODE] = False


def minute() -> None:
    """Stamp the view with the time, and hold it."""
    freeze()
    kept.choose(_MINUTED, _stamp_now())


def minuted_link() -> dict[str, str]:
    """What a link says that opens the view as minuted now."""
    return {_MINUTED: _stamp_now()}


def _stamp_now() -> str:
    return answers.minute_stamp(datetime.now(tz=UTC))


def thaw() -> None:
    """Go on from here; a stamp is taken off, because what follows was not minuted."""
    kept.forget(*_SHAPES)
    st.session_state.pop(_VIEW, None)
    hide_code()


def of_this_view() -> dict[str, str]:
    """What the link to this view says of the meeting."""
    return {key: value for key in _SHAPES if (value := kept.chosen(key))}


def reachable() -> bool:
    """Whether other people's phones can open the address that this page came from."""
    return (urlsplit(str(st.context.url or "")).hostname or "") not in _ONLY_HERE
