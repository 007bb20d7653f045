"""Charts: readable colours, a description, and only the figures that are there."""

import polars as pl
import pytest

from wfcore import charts
from wfcore.declared import declared

GP = declared().metric("gp_rate")


def measures(**values):
    return pl.DataFrame(
        {
            "period": ["2025-09"] * len(values),
            "area_code": list(values),
            "area_name": [f"Place {name}" for name in values],
            "metric": ["gp_rate"] * len(values),
            "value": list(values.values()),
        },
        schema_overrides={"value": pl.Float64},
    )


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("name", "colour"), list(charts.colours().items()))
def test_text_is_readable_on_white(name, colour):
    assert contrast(colour, "#FFFFFF") >= 4.5


def test_figures_in_the_heat_map_are_readable():
    light, dark = charts.SEQUENCE[:2], charts.SEQUENCE[2:]
    assert min(contrast(c, charts.INK) for c in light) >= 4.5
    assert min(contrast(c, "#FFFFFF") for c in dark) >= 4.5


@pytest.mark.parametrize("colour", [charts.OTHER, charts.HERE, *charts.PARTS.values()])
def test_marks_stand_out_from_white(colour):
    assert contrast(colour, "#FFFFFF") >= 2.9


def all_charts():
    rows = measures(A=36.2, B=62.6, C=None)
    change = rows.with_columns(
        value_from=pl.Series([37.8, 55.0, None]), change=pl.Series([-1.6, 7.6, None])
    )
    path = pl.concat([rows, rows.with_columns(period=pl.lit("2024-09"))])
    parts = {"part_staff": 2.1, "part_list": -0.7, "part_membership": 0.0, "part_reporting": 0.0}
    return {
        "ranked": charts.ranked(rows, GP, here="A", target=44.0, average=("Havering", 48.8)),
        "trend": charts.trend(path, GP, target=44.0),
        "two_periods": charts.two_periods(change, GP, "2024-09", "2025-09"),
        "parts": charts.parts(parts, GP),
        "heat": charts.heat(rows, [GP], ["Place B", "Place A", "Place C"]),
        "strip": charts.strip(rows, GP, here="A", average=("Havering", 48.8)),
    }


@pytest.mark.parametrize(("name", "chart"), list(all_charts().items()))
def test_every_chart_has_a_description_and_no_outside_data(name, chart):
    spec = chart.to_dict()
    assert len(spec["description"]) > 20
    assert "url" not in str(spec["datasets"]).lower()
    assert "href" not in str(spec)
    assert spec["width"] == "container"


def test_ranked_leaves_out_what_is_not_available_and_says_the_ends():
    spec = charts.ranked(measures(A=36.2, B=62.6, C=None), GP).to_dict()
    assert (
        "2 places from highest to lowest. Highest: Place B 62.6. Lowest: Place A 36.2."
        in spec["description"]
    )
    assert "Place C" not in str(spec["datasets"])


def test_charts_of_nothing_are_drawn():
    empty = measures(A=None)
    assert charts.ranked(empty, GP).to_dict()
    assert charts.trend(empty, GP).to_dict()
    assert charts.strip(empty, GP, here="A", average=None).to_dict()


def test_a_line_breaks_where_years_are_missing():
    rows = pl.concat(
        [measures(A=9.5).with_columns(period=pl.lit(p)) for p in ("2021-03", "2021-06", "2025-11")]
    )
    spec = charts.trend(rows, GP).to_dict()
    data = next(d for d in spec["datasets"].values() if "stretch" in d[0])
    assert [r["stretch"] for r in data] == [0, 0, 1]
