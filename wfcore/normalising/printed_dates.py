"""Dates in headings, names and notes as printed: days, months, quarters, financial years and years."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from wfcore.months import FinancialYear, Month
from wfcore.normalising.values import date_of, financial_year, period_of

_SPAN = r"(?:20)?\d\d\s?[/\-–]\s?(?:20)?\d\d"
_QUARTER = re.compile(
    rf"(?<![\d/])(?P<years>{_SPAN})[ ,]*q(?:uarter )?(?P<q>[1-4])(?!\d)"
    rf"|(?<![a-z])q(?:uarter )?(?P<q2>[1-4])[ ,]*(?:of )?(?P<years2>{_SPAN})(?![\d/])",
    re.IGNORECASE | re.ASCII,
)
_DAY = re.compile(
    r"(?<!\d)(\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\d)", re.ASCII
)
_MONTH = re.compile(
    r"(?<![A-Za-z])(?P<name>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)[\s_\-.'’]*"
    r"(?P<year>\d{4}|\d{2})(?!\d|[,.]\d)",
    re.IGNORECASE | re.ASCII,
)
_YEAR_AND_MONTH = re.compile(r"(?<![\d-])(20\d\d)-(0[1-9]|1[0-2])(?![\d-])", re.ASCII)
_FINANCIAL = re.compile(
    r"(?<![\d/])(\d{2}(?:\d{2})?\s?[/\-–]\s?\d{2}(?:\d{2})?)(?![\d/])", re.ASCII
)
_YEAR = re.compile(r"(?<![\d,.])((?:19|20)\d\d)(?!\d|,\d)", re.ASCII)


@dataclass(frozen=True)
class PrintedDate:
    """A date as printed: its kind, its place in time (in months or years), and how it is kept.

    `kept` is `YYYY-MM` for a day, a month and a quarter (its last month), `YYYY/YY` for a financial year,
    and `YYYY` for a year.
    """

    printed: str
    kind: str
    when: int
    kept: str
    start: int = 0  # where it stands in the text


def dates_in(text: str) -> list[PrintedDate]:
    """Every date in a text, by kind: a quarter, a day, a month, a financial year, a year."""
    return list(_dates(text))


@lru_cache(maxsize=4096)
def _dates(text: str) -> tuple[PrintedDate, ...]:
    dates: list[PrintedDate] = []
    for kind, shape, read in _KINDS:

        def note(
            match: re.Match[str],
            kind: str = kind,
            read: Callable[[re.Match[str]], str | None] = read,
        ) -> str:
            kept = read(match)
            if kept is None:
                return match[0]
            when = Month(kept).ordinal if "-" in kept else int(kept[:4])
            dates.append(PrintedDate(match[0], kind, when, kept, match.start()))
            return " " * len(match[0])

        text = shape.sub(note, text)
    return tuple(dates)


def _quarter(found: re.Match[str]) -> str | None:
    years = financial_year(found["years"] or found["years2"])
    return str(years.months[3 * int(found["q"] or found["q2"]) - 1]) if years else None


def _day(found: re.Match[str]) -> str | None:
    text = found[1].replace(".", "/")
    if re.fullmatch(r".*/\d\d", text):
        text = f"{text[:-2]}20{text[-2:]}"
    day = date_of(text)
    return day[:7] if day else None


def _month(found: re.Match[str]) -> str | None:
    year = found["year"] if len(found["year"]) == 4 else f"20{found['year']}"
    return period_of(year, found["name"]) or period_of(year, found["name"][:3])


def _year_and_month(found: re.Match[str]) -> str | None:
    """`2022-03` is March; `2010-11`, the year after in two digits, rather a financial year."""
    return None if financial_year(found[0]) else f"{found[1]}-{found[2]}"


def _financial(found: re.Match[str]) -> str | None:
    year: FinancialYear | None = financial_year(found[1])
    return str(year) if year else None


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    ("quarter", _QUARTER, _quarter), ("day", _DAY, _day), ("month", _MONTH, _month),
    ("month", _YEAR_AND_MONTH, _year_and_month), ("financial year", _FINANCIAL, _financial),
    ("year", _YEAR, lambda found: found[1]),
)  # fmt: skip
