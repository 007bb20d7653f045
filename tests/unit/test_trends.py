"""Courses over time: named at their ends, a slope where there are few months, marks in words."""

import polars as pl
import pytest

from tests.unit.test_charts import GP, checked, measures, rows_of
from wfcore import charts


def course(*months: str, **places: float) -> pl.DataFrame:
    return pl.concat(
        measures(**places).with_columns(period=pl.lit(month), value=pl.col("value") + at)
        for at, month in enumerate(months)
    )


def test_lines_are_named_at_their_ends_and_there_is_no_legend():
    chart = charts.trend(course("2023-09", "2024-03", "2024-09", "2025-09", A=36.0, B=40.0), GP)
    assert rows_of(chart, "ends", "label") == ["Place B 43.0", "Place A 39.0"]
    assert [layer["encoding"]["color"]["legend"] for layer in chart["layer"][:1]] == [None]
    assert rows_of(chart, "between", "label") == ["36.0", "37.0", "38.0"]


def test_two_months_are_a_slope_with_figures_at_both_ends():
    chart = charts.trend(course("2024-09", "2025-09", A=36.0, B=40.0), GP)
    assert checked(chart)["height"] <= 120
    assert rows_of(chart, "starts", "label") == [" 40.0", " 36.0"]
    assert rows_of(chart, "ends", "label") == ["Place B 41.0", "Place A 37.0"]
    assert not chart["layer"][0]["encoding"]["y"]["axis"]["labels"]


def test_who_has_no_figure_in_the_last_month_says_of_when_it_is():
    rows = course("2024-09", "2025-09", A=36.0, B=40.0)
    lacking = rows.filter(~((pl.col("period") == "2025-09") & (pl.col("area_code") == "B")))
    assert "Place B 40.0 (Sep 2024)" in rows_of(charts.trend(lacking, GP), "ends", "label")


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("redrawn", ["redrawn"]),
        ("3 practices closed (4% of patients)", ["3 practices closed"]),
        ("redrawn; patients were counted in Essex (9%) before", ["redrawn …"]),
        ("GPs paid by networks are counted there", ["GPs paid by", "networks are …"]),
    ],
)
def test_a_mark_stands_in_few_words_and_says_all_where_it_is_pointed_at(
    words: str, lines: list[str]
):
    months = ("2023-09", "2024-03", "2024-09", "2025-09")
    chart = charts.trend(course(*months, A=36.0), GP, marks=[("2024-03", words)])
    assert checked(chart)
    assert rows_of(chart, "notes", "label")[::-1] == lines
    assert rows_of(chart, "marks", "said") == [f"March 2024: {words}"]
    assert f"March 2024: {words}." in chart["description"]


def test_a_mark_outside_the_months_drawn_is_not():
    chart = charts.trend(course("2024-09", "2025-09", A=36.0), GP, marks=[("2020-03", "redrawn")])
    assert "marks" not in chart["datasets"]
