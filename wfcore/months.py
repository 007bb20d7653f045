"""Months and financial years: text in a table, a key and a link; their arithmetic stands here alone."""

import re
from calendar import monthrange
from datetime import date
from typing import Self

from wfcore.errors import UnknownName

_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_APRIL = 4


def is_month(text: str) -> bool:
    """Whether a text is written as a month."""
    return _MONTH.fullmatch(text) is not None


class Month(str):
    """A month as every table writes it, `2025-09`: it sorts by time, and is text where text is wanted.

    Raises:
        UnknownName: the text is no month.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """The month that a text such as `2025-09` names."""
        if not _MONTH.fullmatch(text):
            raise UnknownName(f"{text!r} is not a month.", "Write it as 2025-09.")
        return super().__new__(cls, text)

    @classmethod
    def of(cls, day: date | str) -> Self:
        """The month a day lies in; text may be `2025-09-30` or the month itself."""
        return cls(str(day)[:7])

    @property
    def year(self) -> int:
        """The calendar year."""
        return int(self[:4])

    @property
    def number(self) -> int:
        """1 for January to 12 for December."""
        return int(self[5:])

    @property
    def ordinal(self) -> int:
        """Months since the year 0."""
        return self.year * 12 + self.number - 1

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Its last day, the 28th to the 31st."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def financial_year(self) -> "FinancialYear":
        """The financial year it lies in."""
        return FinancialYear.beginning(self.year - (self.number < _APRIL))

    @property
    def months_elapsed(self) -> int:
        """Months of the financial year up to its end: April 1, March 12."""
        return (self.number - _APRIL) % 12 + 1

    def plus(self, months: int) -> "Month":
        """The month so many months later; earlier when the number is negative."""
        year, month = divmod(self.ordinal + months, 12)
        return Month(f"{year:04d}-{month + 1:02d}")

    def months_to(self, later: str) -> int:
        """Whole months to a later one; negative when it is earlier."""
        return Month(later).ordinal - self.ordinal

    def distance(self, other: str) -> int:
        """Whole months between this one and another, never negative."""
        return abs(self.months_to(other))


class FinancialYear(str):
    """1 April to 31 March, written `2025/26`.

    Raises:
        UnknownName: the text is no financial year.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """The year that a text such as `2025/26` names."""
        start = re.fullmatch(r"([0-9]{4})/([0-9]{2})", text)
        if start is None or int(start[2]) != (int(start[1]) + 1) % 100:
            raise UnknownName(f"{text!r} is not a financial year.", "Write it as 2025/26.")
        return super().__new__(cls, text)

    @classmethod
    def beginning(cls, year: int) -> Self:
        """The one that begins in April of a calendar year."""
        return cls(f"{year}/{(year + 1) % 100:02d}")

    @classmethod
    def of(cls, day: date) -> "FinancialYear":
        """The one a day lies in."""
        return Month.of(day).financial_year

    @property
    def months(self) -> list[Month]:
        """Its twelve months, April first."""
        april = Month(f"{self[:4]}-{_APRIL:02d}")
        return [april.plus(k) for k in range(12)]

    @property
    def first_day(self) -> date:
        """1 April."""
        return self.months[0].first_day

    @property
    def last_day(self) -> date:
        """31 March."""
        return self.months[-1].last_day

    def plus(self, years: int) -> "FinancialYear":
        """The year so many years later; earlier when the number is negative."""
        return FinancialYear.beginning(int(self[:4]) + years)

    def share_left(self, start: date) -> float:
        """Share of it from a day to 31 March, both days counted; 1 from 1 April.

        Raises:
            UnknownName: the day lies outside the year.
        """
        first, last = self.first_day, self.last_day
        if not first <= start <= last:
            raise UnknownName(
                f"{start} lies outside {self}.", f"Choose a day from {first} to {last}."
            )
        return ((last - start).days + 1) / ((last - first).days + 1)
