"""Charts of courses: lines that go on into the years ahead, with their ranges and their names."""

import polars as pl
import pytest

from tests.unit.test_charts import GP, ahead, before, checked, rows_of, scenarios
from wfcore import charts


def test_a_course_names_its_lines_at_their_ends():
    chart = charts.trajectory_chart(ahead(), GP, aim=("Local aim", 44.0), history=before())
    assert sorted(rows_of(chart, "ends", "label")) == [
        "If nothing changes 41.0",
        "Local aim 44.0",
        "With these changes 43.2 could be 41.9 to 43.9",
    ]
    held = charts.trajectory_chart(ahead(), GP, likely=True)
    assert "With these changes 43.2 likely 41.9 to 43.9" in rows_of(held, "ends", "label")
    assert "from September 2024 to March 2026" in chart["description"]
    assert "Measured until September 2025" in chart["description"]
    assert "If nothing changes 41.0; With these changes 43.2" in chart["description"]


def test_a_scenario_that_changes_nothing_is_one_line_with_its_range():
    same = (42.0, 41.5, 41.0)
    chart = charts.trajectory_chart(ahead(scenario=same), GP)
    assert set(rows_of(chart, "paths", "name")) == {"ghost"}
    assert rows_of(chart, "paths", "low") == [42.0, 42.0, 41.9]
    assert rows_of(chart, "ends", "label") == ["If nothing changes 41.0 could be 41.9 to 43.9"]


def test_a_course_that_was_kept_is_a_line_with_its_name():
    chart = charts.trajectory_chart(ahead(), GP, kept={"A": ahead(scenario=(42.0, 43.0, 45.5))})
    assert rows_of(chart, "kept", "value") == [42.0, 43.0, 45.5]
    assert "A 45.5" in rows_of(chart, "ends", "label")
    assert "A 45.5" in chart["description"]
    assert checked(chart)


def test_labels_of_a_chart_in_a_box_are_kept_apart_at_both_heights():
    """On a phone the same chart is drawn lower: where a label stands there is in columns of their own."""
    chart = charts.trajectory_chart(ahead(), GP, aim=("Aim", 43.0), height=(330, 150))
    assert checked(chart)
    assert chart["autosize"] == {"type": "fit", "contains": "padding"}
    low, high = chart["layer"][0]["encoding"]["y"]["scale"]["domain"]
    for column, height in (("first", 330), ("first_low", 150)):
        ends = chart["datasets"]["ends"].sort(column, descending=True)
        tops = [(high - first) * height / (high - low) for first in ends[column]]
        heights = [15 * len(lines.split("\n")) for lines in ends["lines"]]
        for top, tall, following in zip(tops, heights, tops[1:], strict=False):
            assert top + tall <= following
    moved = [layer["transform"] for layer in chart["layer"] if "calculate" in str(layer)]
    assert moved
    assert all("height < 240" in str(transform) for transform in moved)


def test_a_course_without_a_range_has_no_band():
    chart = charts.trajectory_chart(ahead(low=(None, None, None)), GP)
    assert set(rows_of(chart, "paths", "low")) == {None}
    assert "With these changes 43.2" in rows_of(chart, "ends", "label")


@pytest.mark.parametrize("gap", [0.0, 0.01, -0.2, 3.0])
def test_labels_at_the_ends_do_not_touch(gap):
    chart = charts.trajectory_chart(
        ahead(scenario=(42.0, 42.0, 41.0 + gap + 1e-6)),
        GP,
        aim=("Aim", 41.0),
        kept={"A scenario with a name that needs many lines": ahead()},
    )
    low, high = chart["layer"][0]["encoding"]["y"]["scale"]["domain"]
    pixels = chart["height"] / (high - low)
    ends = chart["datasets"]["ends"].sort("first", descending=True)
    tops = [(high - first) * pixels for first in ends["first"]]
    heights = [15 * len(lines.split("\n")) for lines in ends["lines"]]
    assert tops[0] >= 7
    assert tops[-1] + heights[-1] - 7 <= chart["height"] + 1
    for top, height, following in zip(tops, heights, tops[1:], strict=False):
        assert top + height <= following


@pytest.mark.parametrize(
    "values",
    [
        (40.0, 36.0, 44.0, 41.0),
        (40.0, 40.2, 33.0, 41.0),
        (42.0, 42.0, 42.0, 42.0),
        (36.0, 38.0, 41.0, 42.0),
    ],
)
@pytest.mark.parametrize("aim", [44.0, 43.0, 39.0])
def test_the_word_on_what_was_measured_lies_on_no_line(values, aim):
    history = (
        before()
        .clear()
        .vstack(
            pl.DataFrame(
                {"period": ["2024-09", "2024-12", "2025-03", "2025-06"], "value": values}
            ).select(before().columns)
        )
    )
    chart = charts.trajectory_chart(ahead(), GP, aim=("Aim", aim), history=history)
    low, high = chart["layer"][0]["encoding"]["y"]["scale"]["domain"]
    pixels = chart["height"] / (high - low)
    ((word, value),) = chart["datasets"]["named"].select("label", "value").rows()
    assert word == "Measured"
    at = (high - value) * pixels  # the middle of the word
    assert 0 < at < chart["height"]
    assert all(abs(at - (high - there) * pixels) > 9 for there in (*values[:2], aim))


def test_a_long_name_is_cut_and_its_figure_kept():
    chart = charts.trajectory_chart(
        ahead(), GP, kept={"Recruit twenty GPs in Newham and keep all the trainees": ahead()}
    )
    (lines,) = [one.split("\n") for one in rows_of(chart, "ends", "lines") if "Recruit" in one]
    assert max(len(line) for line in lines) <= 16
    assert "43.2" in "".join(lines)


@pytest.mark.parametrize("rows", [ahead().clear(), ahead().head(1)])
def test_a_course_of_little_is_drawn(rows):
    assert checked(charts.trajectory_chart(rows, GP, aim=("Aim", 44.0)))
    assert checked(charts.trajectory_chart(rows, GP, history=before()))
    assert checked(charts.trajectory_chart(rows, GP, history=before().clear()))


def test_figures_that_are_not_there_are_left_out_of_a_course():
    nan = float("nan")
    rows = ahead(scenario=(42.0, None, 43.2), baseline=(42.0, nan, None), low=(None, nan, None))
    chart = charts.trajectory_chart(rows, GP, aim=("Aim", nan))
    assert checked(chart)
    assert rows_of(chart, "ends", "label") == ["With these changes 43.2", "If nothing changes 42.0"]


def test_scenarios_side_by_side_differ_in_dashes_and_are_named_at_their_ends():
    chart = charts.trajectories_chart(scenarios(), GP, aim=("Local aim", 44.0))
    assert rows_of(chart, "ends", "label") == [
        "Both 44.2",
        "Local aim 44.0",
        "Recruit 43.1",
        "Keep trainees 42.9",
        "If nothing changes 41.0",
    ]
    dashes = chart["layer"][0]["encoding"]["strokeDash"]["scale"]
    assert len(set(map(tuple, dashes["range"]))) == len(dashes["domain"]) == 4
    assert "Keep trainees 42.9" in chart["description"]


@pytest.mark.parametrize("rows", [scenarios().clear(), scenarios().head(1)])
def test_courses_of_little_are_drawn(rows):
    assert checked(charts.trajectories_chart(rows, GP))
