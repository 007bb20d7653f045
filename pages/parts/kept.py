"""What each control holds, kept outside its widget; the address bar is written from it.

Streamlit makes another widget of a control on each page, and forgets one that a run does not draw. So
a widget is only told what to show, and only the hand of a reader changes what is held: `on_change`
notes what it was moved to, and the run that draws the control next takes that over. Going from page to
page changes nothing.

Like `selection`, a room with session and query code.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import streamlit as st

from pages.parts import words
from pages.parts.display.escaping import plain

T = TypeVar("T")
_MOVED = "_moved"  # control → what a reader has just moved it to
_CHOSEN = "_chosen"  # name in the address → what was chosen, whether or not this page can use it
_SHOWN = "_shown"  # name in the address → what the page shows for it
_LINK = "_link"
_FOUND = "_found"  # whether a place was found since the page was drawn


# Controls


def now(key: str, held: T) -> T:
    """What a control has just been moved to, else what is held. Asked once in a run."""
    return cast("T", _moved().pop(key, held))


def control(key: str, value: object, **start: object) -> dict[str, Any]:
    """What a widget must be drawn with, so that it shows a value whatever it showed before.

    Args:
        key: of the control, the same on every page that has it.
        value: what it is to show.
        start: how this kind of widget is told so when it is new, as `index=3`; `value=…` otherwise.
    """
    start = start or {"value": value}
    if st.session_state.get(key, value) != value:
        st.session_state[key] = value
        start = {}  # Streamlit complains of two ways to be told
    return {"key": key, "on_change": _note, "args": (key,), **start}


def was_moved(*keys: str) -> bool:
    """Whether a reader has moved one of these controls, or any, and no run has taken it over yet."""
    return any(key in _moved() for key in keys) if keys else bool(_moved())


def forget_moves(prefix: str) -> None:
    """Let go of what controls were moved to, because what they belong to has been changed otherwise."""
    for key in [key for key in _moved() if key.startswith(prefix)]:
        del _moved()[key]


def _moved() -> dict[str, Any]:
    return st.session_state.setdefault(_MOVED, {})


def _note(key: str) -> None:
    _moved()[key] = st.session_state[key]


# Choices, which stand in the address bar


def chosen(key: str) -> str | None:
    """What is chosen under a name, moved just now or held."""
    return _moved().get(key, _choices().get(key))


def taken(key: str) -> str | None:
    """What is held, after what the reader has just moved the control to was taken over."""
    if key in _moved():
        choose(key, str(now(key, "")))
    return _choices().get(key)


def choose(key: str, value: str) -> None:
    """Hold a choice."""
    _choices()[key] = value


def forget(*keys: str) -> None:
    """Let go of choices, so that their controls start from their defaults."""
    for key in keys:
        _choices().pop(key, None)


def choose_place(level: str, place: str) -> None:
    """Hold a place as if a link named it; what narrows its list is found anew.

    Args:
        level: of the place.
        place: its code.
    """
    hold_shown("staff", "count")
    forget("borough", "pcn")
    _moved().clear()
    choose("level", level)
    choose("place", place)


def choose_found(level: str, place: str, box: str) -> None:
    """Hold a place that was found.

    Args:
        level: of the place.
        place: its code.
        box: the control in which it was typed, which is emptied.
    """
    choose_place(level, place)
    st.session_state[box] = ""
    st.session_state[_FOUND] = True


def clicked(chart: str, selection: str) -> list[dict[str, Any]]:
    """What was clicked in a chart, under the name of its selection: the fields of each mark."""
    return list(st.session_state[chart].selection.get(selection, []))


def shut(box: str) -> None:
    """Shut a box that a reader has opened, and is done with."""
    st.session_state[box] = False


def was_found() -> bool:
    """Whether a place was found and the page is not drawn for it yet; asked once."""
    return bool(st.session_state.pop(_FOUND, False))


def hold_shown(*keys: str) -> None:
    """Hold what a page shows by default once a reader moves something, so that nothing else moves along."""
    for key in keys:
        if key not in _choices() and key not in _moved() and (value := shown(key)):
            choose(key, value)


def take(link: Mapping[str, str]) -> None:
    """Hold what a link says."""
    _choices().update(link)


def shown(key: str) -> str | None:
    """What the page showed last under a name."""
    return st.session_state.get(_SHOWN, {}).get(key)


def in_link(key: str) -> str | None:
    """What the address of this page says under a name."""
    return st.session_state.get(_LINK, {}).get(key)


def also_in_link(*keys: str) -> None:
    """Keep choices in the address whose controls are folded away."""
    held = {key: value for key in keys if (value := _choices().get(key))}
    st.session_state[_LINK].update(held)


@dataclass(frozen=True)
class Box:
    """A choice that is made, and what its control offers: drawn where it is seen, and made all the same.

    Attributes:
        key: the name in the address bar.
        label: what the reader sees.
        options: what can be chosen.
        value: one of them, which is shown.
        called: how an option is called.
        help: what else is to be known of it.
    """

    key: str
    label: str
    options: Sequence[str]
    value: str
    called: Callable[[str], str] = str
    help: str | None = None

    def draw(self, widget: Callable[..., Any], **more: Any) -> str:
        """Draw the control; returns what is chosen.

        Args:
            widget: `st.selectbox` or its kin.
            more: passed on to it.
        """
        at = control(self.key, self.value, index=list(self.options).index(self.value))
        if self.help is not None:
            more["help"] = self.help
        widget(self.label, self.options, format_func=self.called, **at, **more)
        return self.value


def settle(
    key: str, label: str, options: Sequence[str], value: str, called: Callable[[str], str] = str
) -> Box:
    """A choice that is made; the link says what is held, or what is shown where nothing is. See `Box`."""
    st.session_state[_LINK][key] = _choices().get(key, value)
    st.session_state.setdefault(_SHOWN, {})[key] = value
    return Box(key, label, options, value, called)


def offer(
    key: str,
    label: str,
    options: Sequence[str],
    default: str,
    called: Callable[[str], str] = str,
    *,
    known: Callable[[str], str | None] = lambda _: None,
) -> Box:
    """A choice of one of some options.

    What this page cannot use, and another can, is kept and said. What nobody knows falls back to the
    default, and is said once.

    Args:
        key: the name in the address bar.
        label: what the reader sees.
        options: what can be chosen.
        default: one of them, shown where nothing is chosen, or nothing that can be used here.
        called: how an option is called.
        known: how a choice is called that is not among the options; None where nobody knows it.
    """
    asked = taken(key)
    value = default if asked is None or asked not in options else asked
    if asked is not None and asked != value:
        if name := known(asked):
            cannot = f"{label}: {name} cannot be chosen here. This shows {called(value)}."
            words.remark(f"{cannot} Your choice is kept for other pages.")
        else:
            say_unknown(label, asked, called(value))
            forget(key)
    return settle(key, label, options, value, called)


def remembered(
    key: str,
    options: Sequence[str],
    default: str,
    widget: Callable[..., Any],
    label: str,
    *,
    format_func: Callable[[str], str] = str,
    known: Callable[[str], str | None] = lambda _: None,
    **more: Any,
) -> str:
    """A choice of one of some options, drawn at once by `widget`, to which `more` is passed on. See `offer`."""
    return offer(key, label, options, default, format_func, known=known).draw(widget, **more)


def unseen(key: str, options: Sequence[str], default: str) -> str:
    """A choice of `remembered` while its control is folded away: what is held where it can be used, else `default`."""
    asked = taken(key)
    value = asked if asked is not None and asked in options else default
    st.session_state[_LINK][key] = _choices().get(key, value)
    return value


def apart(
    key: str,
    options: Sequence[str],
    widget: Callable[..., Any],
    label: str,
    *,
    format_func: Callable[[str], str],
) -> str:
    """A choice that stands in no address: the first option where it is not held, or not to be had here."""
    held = taken(key)
    value = held if held is not None and held in options else options[0]
    at = control(key, value, index=list(options).index(value))
    widget(label, options, format_func=format_func, **at)
    return value


def say_unknown(label: str, asked: str, value: str, why: str = "") -> None:
    """Say what a link asks for that is not here, and what is shown for it."""
    st.info(
        f"{label}: the link asks for “{plain(asked[:40])}”, which is not in these figures. "
        f"{f'{plain(why)} ' if why else ''}This shows {plain(value)}."
    )


def _choices() -> dict[str, str]:
    return st.session_state.setdefault(_CHOSEN, {})
