"""Dates in headings, names and notes: months, days, years and financial years as printed."""

import re
from dataclasses import dataclass

from wfcore.months import Month
from wfcore.normalising.values import date_of, financial_year, period_of

_MONTH = re.compile(
    r"(?<![A-Za-z])((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)[\s_\-.']*(\d{4}|\d{2})(?!\d)",
    re.IGNORECASE | re.ASCII,
)
_DAY = re.compile(
    r"(?<!\d)(\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\d)", re.ASCII
)
_FINANCIAL = re.compile(
    r"(?<![\d/])(\d{2}(?:\d{2})?\s?[/\-–]\s?\d{2}(?:\d{2})?)(?![\d/])", re.ASCII
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)", re.ASCII)


@dataclass(frozen=True)
class PrintedDate:
    """A date as printed: what kind it is, and its place in time, in months or years."""

    printed: str
    kind: str
    when: int


def dates_in(text: str) -> list[PrintedDate]:
    """Every date in a text, by kind: a day, a month, a financial year, a year."""
    dates: list[PrintedDate] = []
    kinds = {"day": _DAY, "month": _MONTH, "financial year": _FINANCIAL, "year": _YEAR}
    for kind, known in kinds.items():

        def note(match: re.Match[str], kind: str = kind) -> str:
            when = _when(kind, match)
            if when is None:
                return match[0]
            dates.append(PrintedDate(match[0], kind, when))
            return " " * len(match[0])

        text = known.sub(note, text)
    return dates


def _when(kind: str, match: re.Match[str]) -> int | None:
    if kind == "month":
        year = match[2] if len(match[2]) == 4 else f"20{match[2]}"
        period = period_of(year, match[1]) or period_of(year, match[1][:3])
        return Month(period).ordinal if period else None
    if kind == "financial year":
        year = financial_year(match[1])
        return int(year[:4]) if year else None
    if kind == "day":
        text = match[1].replace(".", "/")
        if re.fullmatch(r".*/\d\d", text):
            text = f"{text[:-2]}20{text[-2:]}"
        day = date_of(text)
        return Month.of(day).ordinal if day else None
    return int(match[1])
