"""Numbers, months and lists as they are read."""

from collections.abc import Sequence
from functools import lru_cache
from math import isfinite

from wfcore import rounding
from wfcore.months import Month

NOT_AVAILABLE = "not available"

_MINUS = "−"
_WHOLE_FROM = 10
_MILLION = 1_000_000


@lru_cache(maxsize=1024)
def month(period: str) -> str:
    """`2025-09` as September 2025."""
    return f"{Month(period).first_day:%B %Y}" if "-" in period else period


def short_month(period: str) -> str:
    """`2025-09` as Sep 2025, where a table has many columns."""
    name, _, year = month(period).partition(" ")
    return f"{name[:3]} {year}" if year else name


def number(value: object, decimals: int = 1) -> str:
    """A number for reading: thousands marked, a real minus, `not available` for null."""
    if not isinstance(value, int | float) or not isfinite(value):
        return NOT_AVAILABLE
    figure = rounding.shown(value, decimals)
    text = f"{abs(figure):,.{max(decimals, 0)}f}"
    return f"{_MINUS}{text}" if figure < 0 else text


def posts_phrase(fte: object, decimals: int = 1) -> str:
    """Full-time posts as they stand in a sentence."""
    figure = number(abs(fte) if isinstance(fte, int | float) else fte, decimals)
    return f"{figure} full-time post{'' if figure in ('1', '1.0') else 's'}"


def posts_ahead(fte: float) -> str:
    """Full-time posts of a course ahead, as exactly as anybody can know them: ten or more are whole."""
    return posts_phrase(fte, 0 if abs(rounding.shown(fte, 1)) >= _WHOLE_FROM else 1)


_IN_LETTERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def counted(many: int) -> str:
    """A count as it is said: in letters up to ten."""
    return _IN_LETTERS[many] if many < len(_IN_LETTERS) else f"{many:,}"


def signed(value: object, decimals: int = 1) -> str:
    """A change for a table: with its sign."""
    text = number(value, decimals)
    if not isinstance(value, int | float) or not isfinite(value):
        return text
    return f"+{text}" if rounding.shown(value, decimals) > 0 else text


def percent(share: object) -> str:
    """A share from 0 to 1 as a whole per cent; never 100% when something is missing."""
    if not isinstance(share, int | float):
        return NOT_AVAILABLE
    if 0.99 < share < 1:
        return "over 99%"
    return f"{number(share * 100, rounding.DECIMALS['per cent'])}%"


def pounds(value: object) -> str:
    """Whole pounds for reading; `not available` for null."""
    if not isinstance(value, int | float):
        return NOT_AVAILABLE
    text = number(abs(value), rounding.DECIMALS["pounds"])
    return f"−£{text}" if value <= -0.5 else f"£{text}"


def about_pounds(value: float) -> str:
    """Pounds that are worked out from rates and assumptions, to as many figures as can be known."""
    return f"about {pounds(rounding.as_known(value))}"


def millions(value: float) -> str:
    """Pounds as a sentence says them: `£2.9m`, `£0.8m`, and less than a tenth of a million to the thousand."""
    if abs(value) < _MILLION / 10:
        return pounds(round(value, -3))
    return f"{'−' if value < 0 else ''}£{number(abs(value) / _MILLION)}m"


def at_least_pounds(value: float) -> str:
    """Pounds that are worked out and lack something: a least, not a figure."""
    return f"at least {pounds(rounding.as_known(value, floored=True))}"


def listed(parts: Sequence[str]) -> str:
    """Parts with commas and an “and”."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
