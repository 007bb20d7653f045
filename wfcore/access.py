"""Who acts, and what they may do. Whoever changes the store asks here, at that moment."""

import contextlib
import hashlib
import os
import time
from collections.abc import Generator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from wfcore.errors import NotAllowed

Role = Literal["viewer", "analyst"]
Mode = Literal["on", "off", "sign-in"]

_ON = {"", "on", "1", "yes", "true"}
_SIGN_IN = {"sign-in", "signin", "sign_in", "login", "oidc"}


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, as far as is known at this moment.

    Attributes:
        role: what they may do.
        name: what they sign with; empty when nobody has signed in and they say it themselves.
        login: a digest that stands for this sign-in; empty without one.
        until: seconds since 1970 (UTC) when the sign-in ends; None for one that does not.
        why_not: why somebody who signed in is not an analyst, in words for them.
    """

    role: Role
    name: str = ""
    login: str = ""
    until: float | None = None
    why_not: str = ""

    @property
    def is_analyst(self) -> bool:
        """Whether the role is held now."""
        return self.role == "analyst" and (self.until is None or time.time() < self.until)


VIEWER = Actor("viewer")


def mode() -> Mode:
    """How this process knows its analysts, from `WORKFORCE_ANALYST`.

    Returns:
        `on`: the person at the keyboard is one. `off`: there are none here. `sign-in`: whoever
        signs in and has the role. A word that is not known means `off`: a slip opens nothing.
    """
    word = os.environ.get("WORKFORCE_ANALYST", "on").strip().lower()
    if word in _ON:
        return "on"
    return "sign-in" if word in _SIGN_IN else "off"


def at_the_keyboard() -> Actor:
    """Who acts when nobody has signed in: the analyst of a machine of one's own, else a viewer."""
    return Actor("analyst") if mode() == "on" else VIEWER


def setup_actor() -> Actor:
    """The process itself, filling an empty store with the samples; a viewers' process may not."""
    return VIEWER if mode() == "off" else Actor("analyst")


_acting: ContextVar[Actor | None] = ContextVar("acting", default=None)


@contextlib.contextmanager
def acting_as(actor: Actor) -> Generator[None]:
    """Say who acts until the block ends; asked for at this moment, not when a page was drawn."""
    before = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(before)


def who_acts() -> Actor:
    """Who acts; the person at the keyboard unless `acting` says otherwise."""
    return _acting.get() or at_the_keyboard()


def require_analyst() -> Actor:
    """Who acts, if they may change the store.

    Raises:
        NotAllowed: they are not an analyst, or no longer, or this process has none.
    """
    known = who_acts()
    if mode() == "off":
        raise NotAllowed(
            "Publishing is switched off here.",
            "Ask an analyst, or start without WORKFORCE_ANALYST=off.",
        )
    if known.is_analyst:
        return known
    if known.role == "analyst":
        raise NotAllowed("Your sign-in has ended.", "Sign in again. Nothing was changed.")
    raise NotAllowed(
        known.why_not or "This is for analysts who have signed in.",
        "Sign in with an account that has the role. Nothing was changed.",
    )


def digest(*parts: str) -> str:
    """Twelve hexadecimal digits that stand for something not to be written down."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
