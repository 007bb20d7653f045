"""Financial years: 1 April to 31 March, written 2025/26."""

from datetime import date

from wfcore.errors import UnknownName


def year_of(period: str) -> str:
    """The financial year of a month, `2026-03` → `2025/26`."""
    year, month = (int(part) for part in period.split("-"))
    start = year if month >= 4 else year - 1
    return f"{start}/{(start + 1) % 100:02d}"


def first_day(year: str) -> date:
    """1 April.

    Raises:
        UnknownName: the text is no financial year.
    """
    start, _, end = year.partition("/")
    if not (start.isdigit() and len(start) == 4 and end == f"{(int(start) + 1) % 100:02d}"):
        raise UnknownName(f"{year!r} is not a financial year.", "Write it as 2025/26.")
    return date(int(start), 4, 1)


def last_day(year: str) -> date:
    """31 March."""
    return date(first_day(year).year + 1, 3, 31)


def months_of(year: str) -> list[str]:
    """The twelve months, April first."""
    start = first_day(year).year
    return [f"{start}-{m:02d}" for m in range(4, 13)] + [
        f"{start + 1}-{m:02d}" for m in range(1, 4)
    ]


def months_gone(period: str) -> int:
    """Months of the financial year up to the end of this one: April 1, March 12."""
    return (int(period.split("-")[1]) - 4) % 12 + 1


def share_left(start: date, year: str) -> float:
    """Share of the year from a day to 31 March, both days counted; 1 from 1 April.

    Raises:
        UnknownName: the day lies outside the year.
    """
    first, last = first_day(year), last_day(year)
    if not first <= start <= last:
        raise UnknownName(f"{start} lies outside {year}.", f"Choose a day from {first} to {last}.")
    return ((last - start).days + 1) / ((last - first).days + 1)


def first_of(period: str) -> date:
    """The first day of a month."""
    year, month = (int(part) for part in period.split("-"))
    return date(year, month, 1)
