"""What a meeting asks and keeps → plain sentences."""

from datetime import datetime

from wfcore import rounding
from wfcore.projecting import Trajectory
from wfcore.wording.figures import month, number


def minuted_view(at: datetime, version: int, period: str) -> str:
    """The stamp of a view that was minuted."""
    return (
        f"As minuted on {at.day} {at:%B %Y} at {at:%H:%M}, on version {version} of the data "
        f"(figures for {month(period)})."
    )


def let_go(*, minuted: bool) -> str:
    """That the page shows something else than what is held in a link, and where that is."""
    was = "was minuted" if minuted else "was frozen"
    return f"What {was} has other choices than those made since. It is not shown here. Its link opens it again:"


def minuted_and_now(then: Trajectory, again: Trajectory) -> str:
    """What was minuted for a date, and what the same changes come to from newer figures."""
    when = month(then.periods[-1])
    before, after = float(then.rate[-1, 0]), float(again.rate[-1, 0])
    said = f"Minuted: {number(before)} per 100,000 by {when}."
    if number(before) == number(after):
        return f"{said} The same changes, from the figures for {month(again.periods[0])}, still come to that."
    way = "more" if after > before else "fewer"
    return (
        f"{said} The same changes, from the figures for {month(again.periods[0])}, come to "
        f"{number(after)}: {number(abs(rounding.apart(after, before, rounding.DECIMALS['rate'])))} {way}."
    )
