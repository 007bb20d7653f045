"""The audit log: one JSON line for each thing that somebody did, and never more than these fields."""

import functools
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal, ParamSpec, TypeVar, get_args

from wfcore.access import Actor, digest, mode, who_acts
from wfcore.errors import WorkforceError

P = ParamSpec("P")
R = TypeVar("R")
Event = Literal[
    "started",
    "ready",
    "page_failed",  # an error of ours, or a value that no browser sends
    "signed_in",
    "signed_out",
    "publish",
    "propose",  # checked and kept for later, or for a second person
    "approve",
    "restore",
    "upload_refused",  # PUT of a file by a session that shows no uploader
    "request_refused",  # too large, or an address that is not served
    "session_refused",  # a socket that named somebody else's session
    "slowed_down",  # a socket that sends more than a person can
]
Outcome = Literal["done", "refused", "failed"]


def record(
    event: Event,
    outcome: Outcome,
    *,
    version: int | None = None,
    actor: Actor | None = None,
    session: str = "",
    code: str = "",
) -> None:
    """Write one line to where `WORKFORCE_AUDIT` says; without it, nothing.

    Args:
        event: what somebody did or tried.
        outcome: how it ended.
        version: of the data, where it is about one.
        actor: who; only the role and the digest of the sign-in are written, never the name.
        session: id of a session of somebody who has not signed in; only its digest is written.
        code: the class of a refusal or error, or an HTTP status; anything else is left out.

    A full disk must not stop a reader: what cannot be written goes to standard error instead.
    """
    where = os.environ.get("WORKFORCE_AUDIT", "").strip()
    if not where:
        return
    who = actor.login if actor and actor.login else digest(session) if session else ""
    line = _line(event, outcome, version, actor.role if actor else "", who, code)
    if where != "-":
        try:
            # One write of one line: with O_APPEND the lines of several processes do not mix.
            descriptor = os.open(where, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
            try:
                os.write(descriptor, line.encode())
            finally:
                os.close(descriptor)
        except OSError:
            sys.stderr.write(f"The audit log cannot be written. {line}")
        return
    sys.stderr.write(line)


def _line(
    event: Event, outcome: Outcome, version: int | None, role: str, who: str, code: str
) -> str:
    if event not in get_args(Event) or outcome not in get_args(Outcome):
        raise ValueError(f"The audit log knows no {event!r} or {outcome!r}.")
    fields: dict[str, object] = {
        "time": datetime.now(tz=UTC).isoformat(timespec="milliseconds"),
        "event": event,
        "outcome": outcome,
        "version": version,
        "role": role,
        "session": who,
        "code": code if code.isalnum() else None,
        "mode": mode(),
    }
    return json.dumps({k: v for k, v in fields.items() if v not in (None, "")}) + "\n"


def audited(event: Event) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Record every call of a function: done, refused, failed; and the version, if it returns its number."""

    def around(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def recorded(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = who_acts()
            try:
                answer = function(*args, **kwargs)
            except WorkforceError as error:
                record(event, "refused", actor=actor, code=type(error).__name__)
                raise
            except BaseException as error:
                record(event, "failed", actor=actor, code=type(error).__name__)
                raise
            version = answer if isinstance(answer, int) else None
            record(event, "done", version=version, actor=actor)
            return answer

        return recorded

    return around
