"""What each browser has pinned, so that another link opened in a tab does not lose it.

A link that is opened begins a new visit. The pins of the last one are found again by the cookie that
the gate gives a browser; without the gate a visit has its own pins alone. They are kept in memory, for
the browsers that pinned last, and go into no link but that of the paper itself.
"""

import threading
from dataclasses import dataclass

from pages.parts import visits
from wfcore.papers import Paper

_KEPT = 2_000  # browsers; those that pinned longest ago go first


@dataclass(frozen=True)
class Pinboard:
    """What a browser has pinned, and what it had pinned before a link brought another paper."""

    paper: Paper
    before: Paper | None = None


_boards: dict[str, Pinboard] = {}
_lock = threading.Lock()


def found() -> Pinboard | None:
    """The pins of this browser; None where it has pinned nothing, or is not known."""
    return _boards.get(visits.browser())


def keep(paper: Paper, before: Paper | None) -> None:
    """Keep the pins of this browser, if it is known."""
    browser = visits.browser()
    if not browser:
        return
    with _lock:
        _boards.pop(browser, None)
        while len(_boards) >= _KEPT:
            _boards.pop(next(iter(_boards)))
        _boards[browser] = Pinboard(paper, before)
