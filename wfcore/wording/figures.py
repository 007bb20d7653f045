"""Numbers, shares, months and lists as they are read."""

from collections.abc import Sequence
from functools import lru_cache

from wfcore.months import Month

NOT_AVAILABLE = "not available"
_MINUS = "−"


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
    if not isinstance(value, int | float):
        return NOT_AVAILABLE
    rounded = round(float(value), decimals)
    text = f"{abs(rounded):,.{decimals}f}"
    return f"{_MINUS}{text}" if rounded < 0 else text


def signed(value: object, decimals: int = 1) -> str:
    """A change for a table: with its sign."""
    if not isinstance(value, int | float):
        return NOT_AVAILABLE
    text = number(value, decimals)
    return f"+{text}" if round(float(value), decimals) > 0 else text


def percent(share: object) -> str:
    """A share from 0 to 1 as a whole per cent; never 100% when something is missing."""
    if not isinstance(share, int | float):
        return NOT_AVAILABLE
    whole = round(share * 100)
    if whole == 100 and share < 1:
        return "over 99%"
    return f"{whole}%"


def listed(parts: Sequence[str]) -> str:
    """Parts with commas and an “and”."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
