"""Months and financial years: text everywhere, arithmetic in one place."""

import json
from datetime import date, timedelta

import polars as pl
import pytest

from wfcore.errors import UnknownName
from wfcore.months import FinancialYear, Month


@pytest.mark.parametrize(
    "text",
    ["", "2025", "2025-9", "2025-00", "2025-13", "2025-09-30", " 2025-09", "2025-09\n", "٢٠٢٥-٠٩"],
)
def test_what_is_no_month_is_refused(text: str):
    with pytest.raises(UnknownName, match="is not a month"):
        Month(text)


@pytest.mark.parametrize("text", ["", "2025", "2025/27", "2025/26/27", "25/26", "2025-26"])
def test_what_is_no_financial_year_is_refused(text: str):
    with pytest.raises(UnknownName, match="is not a financial year"):
        FinancialYear(text)


def test_a_month_is_text_where_text_is_wanted():
    month = Month("2025-09")
    assert json.dumps({month: month}) == '{"2025-09": "2025-09"}'
    assert {"2025-09": 1}[month] == 1
    frame = pl.DataFrame({"period": [month, "2025-06"]})
    assert frame.schema == {"period": pl.String}
    assert frame.filter(pl.col("period") < month)["period"].to_list() == ["2025-06"]


def test_every_day_lies_in_its_month():
    day = date(2023, 1, 1)
    while day < date(2025, 1, 1):
        month = Month.of(day)
        assert (month.year, month.number) == (day.year, day.month)
        assert month.first_day <= day <= month.last_day
        assert Month.of(day.isoformat()) == Month.of(month) == month
        assert (month.last_day == day) == ((day + timedelta(days=1)).day == 1)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("month", "months", "later"),
    [("2025-09", 0, "2025-09"), ("2025-09", 3, "2025-12"), ("2025-09", 4, "2026-01"),
     ("2025-12", 120, "2035-12"), ("2025-03", -3, "2024-12"), ("2025-01", -13, "2023-12")],
)  # fmt: skip
def test_months_are_counted_both_ways(month: str, months: int, later: str):
    assert Month(month).plus(months) == later
    assert Month(month).months_to(later) == months
    assert Month(later).months_to(month) == -months
    assert Month(month).distance(later) == Month(later).distance(month) == abs(months)


def test_financial_years():
    months = ("2025-03", "2025-04", "2025-12", "2026-01", "2026-03", "2000-01")
    assert [Month(m).financial_year for m in months] == [
        "2024/25", "2025/26", "2025/26", "2025/26", "2025/26", "1999/00",
    ]  # fmt: skip
    assert [Month(m).months_elapsed for m in months] == [12, 1, 9, 10, 12, 10]
    year = FinancialYear("2025/26")
    assert year.months == [
        "2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09",
        "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03",
    ]  # fmt: skip
    assert (year.first_day, year.last_day) == (date(2025, 4, 1), date(2026, 3, 31))
    assert [year.plus(k) for k in (-26, -1, 1)] == ["1999/00", "2024/25", "2026/27"]


def test_share_of_a_year_that_is_left():
    year = FinancialYear("2025/26")
    assert year.share_left(date(2025, 4, 1)) == 1
    assert year.share_left(date(2026, 3, 31)) == 1 / 365
    assert FinancialYear("2023/24").share_left(date(2024, 3, 1)) == 31 / 366
    for outside in (date(2026, 4, 1), date(2025, 3, 31)):
        with pytest.raises(UnknownName, match="outside"):
            year.share_left(outside)
