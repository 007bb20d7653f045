"""From one value to another: waterfalls, ladders of counts, and what is still missing."""

import polars as pl
import pytest

from tests.unit.test_charts import GP, areas, changes, checked, rows_of
from wfcore import charts


def test_a_waterfall_leads_from_one_value_to_the_other():
    chart = charts.waterfall(
        changes(Retirement=0.8, Nothing=None, Leavers=-0.6),
        GP,
        start=("If nothing changes", 41.0),
        end=("With these changes", 41.2),
    )
    assert rows_of(chart, "steps", "label") == ["41.0", "+0.8", "−0.6", "41.2"]
    assert rows_of(chart, "steps", "begin") == pytest.approx([41.0, 41.0, 41.8, 41.2])
    assert rows_of(chart, "steps", "end") == pytest.approx([41.0, 41.8, 41.2, 41.2])
    assert "If nothing changes 41.0, With these changes 41.2" in chart["description"]
    assert "Retirement +0.8, Leavers −0.6" in chart["description"]


def test_a_fall_is_hollow_and_a_rise_is_full():
    chart = charts.waterfall(
        changes(Up=0.8, Down=-0.6), GP, start=("Before", 41.0), end=("After", 41.2)
    )
    steps = chart["datasets"]["steps"]
    rise, fall = steps.row(1, named=True), steps.row(2, named=True)
    assert rise["fill"] == rise["colour"]
    assert fall["fill"] == "#FFFFFF" != fall["colour"]


def test_parts_of_one_name_have_a_row_each():
    parts = pl.DataFrame({"name": ["Leavers", "Leavers"], "part": [1.0, 2.0]})
    chart = charts.waterfall(parts, GP, start=("Before", 41.0), end=("After", 44.0))
    assert len(set(rows_of(chart, "steps", "row"))) == 4


@pytest.mark.parametrize("parts", [changes(), changes(Nothing=None), changes(One=0.0)])
def test_a_waterfall_of_little_is_drawn(parts):
    assert checked(charts.waterfall(parts, GP, start=("Before", 41.0), end=("After", 41.0)))


def test_areas_that_miss_most_come_first():
    chart = charts.gap_chart(areas(), GP)
    assert rows_of(chart, "areas", "row") == ["Redbridge", "Newham", "Havering", "City"]
    assert rows_of(chart, "areas", "label") == ["4.1 below", "reached", "reached", "no aim"]
    assert "2 of 3 reach the aim. Furthest from it: Redbridge 4.1 below" in (chart["description"])
    ticks = chart["datasets"]["points"].filter(pl.col("kind") == "Aim")
    assert dict(ticks.select("area_name", "value").iter_rows()) == {
        "Redbridge": 45.0, "Newham": 44.0, "Havering": 47.0,
    }  # fmt: skip


@pytest.mark.parametrize("rows", [areas().clear(), areas().head(1), areas().tail(1)])
def test_remaining_of_little_is_drawn(rows):
    assert checked(charts.gap_chart(rows, GP))


def test_a_ladder_takes_away_from_one_count_to_come_to_the_next():
    chart = charts.ladder(
        [("All", 46.8, ""), ("Qualified", 36.2, "less trainees"), ("Narrow", 35.7, "less locums")],
        GP,
    )
    assert rows_of(chart, "steps", "label") == ["46.8", "−10.6", "36.2", "−0.5", "35.7"]
    assert rows_of(chart, "steps", "begin") == [0.0, 46.8, 0.0, 36.2, 0.0]
    assert rows_of(chart, "steps", "end") == [46.8, 36.2, 36.2, 35.7, 35.7]
    hollow = [fill == "#FFFFFF" for fill in rows_of(chart, "steps", "fill")]
    assert hollow == [False, True, False, True, False]
    assert chart["layer"][1]["encoding"]["x"]["scale"]["domain"][0] == 0


def test_a_small_change_looks_small_and_its_scale_says_where_it_starts():
    chart = charts.waterfall(changes(Staff=0.5), GP, start=("Then", 35.7), end=("Now", 36.2))
    low, high = chart["layer"][1]["encoding"]["x"]["scale"]["domain"]
    assert 0.5 / (high - low) < 0.25
    title = chart["layer"][1]["encoding"]["x"]["title"]
    assert title[1] == f"(scale from {low:.1f}, not 0)"
