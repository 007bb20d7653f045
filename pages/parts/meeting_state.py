"""What a meeting keeps in the address bar: the one control, whether it is frozen, when it was minuted.

Like `selection`, a room with session and query code.
"""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import streamlit as st

from wfcore import answers

_HELD = "_meeting"
_FROZEN = "frozen"
_MINUTED = "minuted"
_ONLY_HERE = ("localhost", "127.0.0.1", "::1", "")


def opened() -> None:
    """Take from the link what it says of the meeting; later runs keep what was pressed."""
    held = st.session_state.setdefault(
        _HELD,
        {
            key: st.query_params[key]
            for key, shape in ((_FROZEN, r"1"), (_MINUTED, answers.STAMP))
            if re.fullmatch(shape, st.query_params.get(key, ""))
        },
    )
    st.session_state["_link"].update(held)


def frozen() -> bool:
    """Whether nothing moves until somebody thaws it."""
    return _FROZEN in st.session_state[_HELD] or minuted() is not None


def minuted() -> datetime | None:
    """When this view was minuted, in London time; None when it was not."""
    return answers.parse_stamp(st.session_state[_HELD].get(_MINUTED, ""))


def stamp() -> str | None:
    """The stamp of a view that was minuted."""
    return st.session_state[_HELD][_MINUTED] if minuted() is not None else None


def freeze() -> None:
    """Hold the view as it is."""
    st.session_state[_HELD][_FROZEN] = "1"


def minute() -> None:
    """Stamp the view with the time, and hold it."""
    freeze()
    st.session_state[_HELD][_MINUTED] = answers.minute_stamp(datetime.now(tz=UTC))


def thaw() -> None:
    """Go on from here; a stamp is taken off, because what follows was not minuted."""
    st.session_state[_HELD].clear()
    for key in (_FROZEN, _MINUTED):
        st.session_state["_link"].pop(key, None)


def of_this_view() -> dict[str, str]:
    """What the link to this view says of the meeting."""
    return dict(st.session_state[_HELD])


def reachable() -> bool:
    """Whether other people's phones can open the address that this page came from."""
    return (urlsplit(str(st.context.url or "")).hostname or "") not in _ONLY_HERE
