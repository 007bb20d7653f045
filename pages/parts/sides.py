"""The two scenarios of a visit, A and B: which of them is being changed, and how the other was left.

A visit begins in A. Going to the other side keeps the one that is left; B begins as a copy of A. Like
`selection`, a room with session and query code.
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from pages.parts import kept, levers, selection
from pages.parts.selection import Choice
from wfcore.answers import NAMES, scenario_of_link
from wfcore.projecting import Scenario
from wfcore.projecting.texts import SCENARIO_LINK_KEYS

COMPARE = "Compare"
_SAVED = "_scenario_saved"  # side → its whole link
_SIDE, _BOTH = (
    "side",
    "both",
)  # in the link: the side that is changed, and whether both are looked at
_GO = "_scenario_go"  # the link of a side that looks at something else
_CONTROL = "which-side"
_HERE = ("version", "level", "place", "staff", "count", "period", "map")


def current() -> str:
    """The side that the levers change."""
    side = kept.chosen(_SIDE)
    return side if side in NAMES else NAMES[0]


def comparing() -> bool:
    """Whether both are looked at instead of one being changed."""
    return kept.chosen(_BOTH) is not None


def opened() -> None:
    """Take from the link what it says of sides; later runs keep what was pressed."""
    if selection.followed_a_link():
        kept.forget(*(key for key in (_SIDE, _BOTH) if key not in st.query_params))
        asked = {name: st.query_params.get(name.lower()) for name in NAMES}
        st.session_state.setdefault(_SAVED, {}).update({k: v for k, v in asked.items() if v})
    _into_link()


def saved(name: str) -> dict[str, str] | None:
    """How a side was left, as a whole link; None where it is not begun."""
    held = st.session_state.get(_SAVED, {}).get(name)
    return dict(parse_qsl(held, max_num_fields=40)) if held else None


def keep(link: Mapping[str, str]) -> None:
    """Keep the side that is changed as it is, and everything about sides in the address; once there are two."""
    begun = st.session_state.get(_SAVED, {})
    if len(begun) > 1 or comparing():
        _hold(current(), urlencode(dict(link)))
    _into_link()


def _hold(name: str, held: str) -> None:
    """Keep a side; the run that follows puts it into the address."""
    st.session_state.setdefault(_SAVED, {})[name] = held


def _into_link() -> None:
    begun = {name.lower(): held for name, held in st.session_state.get(_SAVED, {}).items()}
    st.session_state["_link"] = st.session_state["_link"] | begun
    kept.also_in_link(_SIDE, _BOTH)


def other(choice: Choice, link: Mapping[str, str]) -> tuple[str, Scenario] | None:
    """Name and scenario of the side that is not changed, where it looks at the same as this one.

    Args:
        choice: what the page looks at.
        link: the whole link of the side that is changed.

    Raises:
        UnfitScenario: it cannot be used.
    """
    (name,) = (name for name in NAMES if name != current())
    there = saved(name)
    if there is None or any(there.get(key) != link.get(key) for key in _HERE):
        return None
    return name, scenario_of_link(choice, _scenario_in(there))


def _scenario_in(link: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in link.items() if key in SCENARIO_LINK_KEYS}


def draw(link: Mapping[str, str]) -> None:
    """The control: A, B, or both beside each other.

    Args:
        link: the whole link of what is shown.
    """
    shown = COMPARE if comparing() else current()
    if st.session_state.get(_CONTROL, shown) != shown:
        st.session_state[_CONTROL] = shown
    st.segmented_control(
        "Which scenario",
        [*NAMES, COMPARE],
        default=None if _CONTROL in st.session_state else shown,
        required=True,
        key=_CONTROL,
        on_change=_went,
        args=(dict(link),),
        label_visibility="collapsed",
    )


def _went(link: dict[str, str]) -> None:
    """Leave a side as it is, and go to another or look at both."""
    to, side = st.session_state[_CONTROL], current()
    _hold(side, urlencode(link))
    if to == COMPARE:
        kept.choose(_BOTH, "1")
        return
    kept.forget(_BOTH)
    if to not in NAMES or to == side:
        return
    kept.choose(_SIDE, to)
    there = saved(to) or link
    _hold(to, urlencode(there))
    if any(there.get(key) != link.get(key) for key in _HERE):
        st.session_state[_GO] = there
    else:
        levers.take_over(_scenario_in(there))


def go_on() -> None:
    """Follow a side that looks at another place or month; returns unless there is one to follow."""
    if there := st.session_state.pop(_GO, None):
        levers.follow(there | {_SIDE: current()})
