"""Who the visitor is: nobody has to sign in on a machine of one's own, else `st.login` says it.

A sign-in lasts eight hours from the moment the provider gave it, whatever its cookie says. A sign-out
ends it in every tab at once. Whether the role is still held is asked of the provider again, where
`WORKFORCE_USERINFO` says where to ask; before anything is published, at that moment.
"""

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, cast

import streamlit as st

from wfcore import audit
from wfcore.access import VIEWER, Actor, at_the_keyboard, digest, mode
from wfcore.errors import NotAllowed

_SKEW = 300  # seconds that the clocks of two machines may differ
_ASKED_AGAIN = 60  # seconds an answer of the provider holds for drawing pages
_PATIENCE = 5  # seconds to wait for the provider

_ended: dict[str, float] = {}  # sign-ins that were ended here, and when they would have
_answers: dict[str, tuple[float, str]] = {}  # sign-in → when the provider was asked, and why not
_seen: set[str] = set()  # sign-ins that stand in the audit log


def actor(*, at_this_moment: bool = False) -> Actor:
    """Who the visitor is.

    Args:
        at_this_moment: ask the provider again, as before publishing.
    """
    if mode() != "sign-in":
        return at_the_keyboard()
    claims = dict(st.user.to_dict())
    if not claims.get("is_logged_in"):
        return VIEWER
    who = _from_claims(claims)
    if who.is_analyst and os.environ.get("WORKFORCE_USERINFO"):
        why_not = _ask_again(who, claims, 0 if at_this_moment else _ASKED_AGAIN)
        if why_not:
            who = Actor("viewer", who.name, who.login, who.until, why_not)
    if who.login not in _seen:
        _seen.add(who.login)
        audit.record("signed_in", "done" if who.is_analyst else "refused", actor=who)
    return who


def require_analyst() -> None:
    """Stop a page that is not for this visitor.

    Raises:
        NotAllowed: the visitor is not an analyst.
    """
    who = actor()
    if not who.is_analyst:
        raise NotAllowed("This page is for analysts.", who.why_not or _how_to_become_one())


def controls() -> None:
    """Sign in or out, in the sidebar, where this process asks for it."""
    if mode() != "sign-in":
        return
    who = actor()
    if not who.login:
        st.sidebar.button("Sign in as an analyst", on_click=st.login)
        return
    if who.why_not:
        st.sidebar.info(who.why_not)
    else:
        st.sidebar.caption("Signed in as an analyst")
    st.sidebar.button("Sign out", on_click=_sign_out)


def signature(key: str) -> str:
    """Ask who signs, unless the sign-in says it.

    Args:
        key: of the field.
    """
    name = actor().name
    if name:
        st.text_input("Your name", value=name, disabled=True, key=f"{key}-known")
    return name or st.text_input("Your name", max_chars=120, key=key)


def hours() -> float:
    """How long a sign-in lasts, from `WORKFORCE_SIGNED_IN_HOURS`; never more than a day."""
    try:
        asked = float(os.environ.get("WORKFORCE_SIGNED_IN_HOURS", "8"))
    except ValueError:
        return 8.0
    return asked if 0 < asked <= 24 else 8.0


def _sign_out() -> None:
    who = actor()
    now = time.time()
    for login in [login for login, until in _ended.items() if until < now]:
        del _ended[login]
    _ended[who.login] = who.until or now + 86_400
    audit.record("signed_out", "done", actor=who)
    st.logout()


def _from_claims(claims: Mapping[str, Any]) -> Actor:
    """Who a token is about. Streamlit checks its signature when it comes, and never again its age."""
    given = claims.get("iat")
    issued = float(given) if isinstance(given, int | float) else 0.0
    # The nonce is new at every sign-in, so ending one leaves the others of the same person alone.
    login = digest(*(str(claims.get(key, "")) for key in ("iss", "sub", "iat", "nonce")))
    name = next((str(claims[k]) for k in ("name", "email", "sub") if claims.get(k)), "")
    until = issued + hours() * 3600
    if not name or issued > time.time() + _SKEW:
        return Actor("viewer", name, login, until, "Your sign-in is not complete. Sign in again.")
    if login in _ended:
        return Actor("viewer", name, login, until, "You have signed out.")
    if time.time() >= until:
        why = f"Your sign-in has ended: it lasts {hours():g} hours. Sign in again."
        return Actor("viewer", name, login, until, why)
    if not _has_role(claims):
        return Actor("viewer", name, login, until, "Your account does not have the analyst's role.")
    return Actor("analyst", name, login, until)


def _has_role(claims: Mapping[str, Any]) -> bool:
    wanted = os.environ.get("WORKFORCE_ROLE", "workforce-analyst").strip()
    held = claims.get(os.environ.get("WORKFORCE_ROLE_CLAIM", "roles").strip())
    return bool(wanted) and (held == wanted or (isinstance(held, list) and wanted in held))


def _ask_again(who: Actor, claims: Mapping[str, Any], holds: float) -> str:
    """Why somebody is no analyst any more, from the provider; empty when they still are."""
    asked, why_not = _answers.get(who.login, (-1e9, ""))
    if time.monotonic() - asked < holds:
        return why_not
    why_not = _provider_says(claims)
    _answers[who.login] = (time.monotonic(), why_not)
    return why_not


def _provider_says(claims: Mapping[str, Any]) -> str:
    tokens = _names_of(claims.get("tokens"))
    token = tokens.get("access")
    if not token:
        return 'The provider cannot be asked about your role: set expose_tokens = ["access"].'
    address = os.environ["WORKFORCE_USERINFO"]
    if not address.startswith(("https://", "http://")):
        return "The provider cannot be asked about your role: WORKFORCE_USERINFO is no address."
    asked = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=_PATIENCE) as answer:  # noqa: S310
            said = _names_of(json.loads(answer.read(65_536)))
    except urllib.error.HTTPError:
        return "Your sign-in no longer holds at the provider. Sign in again."
    except (OSError, ValueError):
        return "The provider of sign-ins does not answer, so your role is not known now."
    same = bool(said) and said.get("sub") == claims.get("sub")
    return "" if same and _has_role(said) else "Your account no longer has the analyst's role."


def _names_of(value: object) -> Mapping[str, Any]:
    """An object of JSON; empty where something else stands."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _how_to_become_one() -> str:
    return (
        "Sign in with an account that has the role."
        if mode() == "sign-in"
        else "Publishing is switched off here."
    )
