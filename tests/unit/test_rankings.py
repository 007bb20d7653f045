"""Long lists drawn short: their ends, what is looked at, and who stands between."""

import polars as pl
import pytest

from tests.unit.test_charts import GP, checked, measures, rows_of
from wfcore import charts

MANY = {f"p{at:03}": float(at) for at in range(1, 201)}


def rows_drawn(chart: charts.Chart) -> list[str]:
    return chart["layer"][0]["encoding"]["y"]["sort"]


def test_twenty_places_have_a_row_each():
    chart = checked(charts.ranking_chart(measures(**dict(list(MANY.items())[:20])), GP))
    assert len(rows_drawn(chart)) == 20
    assert chart["height"] == 20 * 22
    assert chart["datasets"]["between"] == []


@pytest.mark.parametrize("here", ["p001", "p009", "p100", "p192", "p200"])
def test_of_two_hundred_the_ends_and_ours_are_drawn(here: str):
    chart = charts.ranking_chart(measures(**MANY), GP, here=here, noun="practice")
    assert checked(chart)["height"] <= 30 * 22
    drawn = chart["datasets"]["places"]
    assert drawn.filter("here")["row"].to_list() == [f"Place {here}"]
    names = drawn["row"].to_list()
    assert names[:8] == [f"Place p{at:03}" for at in range(200, 192, -1)]
    assert names[-8:] == [f"Place p{at:03}" for at in range(8, 0, -1)]
    hidden = [int(row.split(" ")[0]) for row in rows_of(chart, "between", "row")]
    assert sum(hidden) + len(names) == 200
    for least, most in chart["datasets"]["between"].select("least", "most").iter_rows():
        inside = [value for value in MANY.values() if least <= value <= most]
        assert len(inside) in hidden


def test_a_run_of_one_has_its_own_row():
    some = measures(**dict(list(MANY.items())[:21]))
    chart = charts.ranking_chart(some, GP, here="p010")
    assert rows_of(chart, "between", "row") == ["2 places between"]
    assert chart["datasets"]["places"].height == 19


def test_changes_of_many_places_are_drawn_short_too():
    rows = measures(**MANY).with_columns(value_from=pl.lit(100.0), change=pl.col("value") - 100.0)
    chart = charts.change_chart(rows, GP, "2024-09", "2025-09")
    assert checked(chart)["height"] == 17 * 22
    assert rows_of(chart, "places", "label")[0] == "+100.0"
    assert rows_of(chart, "places", "label")[-1] == "−99.0"
    assert len(rows_of(chart, "months", "said")) == 2 * 16
