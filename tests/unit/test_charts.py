"""Charts: valid Vega-Lite, readable colours, a description, and only the figures that are there."""

import functools
import json
import re
from typing import Any

import altair as alt
import polars as pl
import pytest
from jsonschema import ValidationError

from wfcore import charts
from wfcore.charts import house
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


@pytest.mark.parametrize(
    "name", ["INK", "QUIET", "TARGET", "AVERAGE", "PLACE_COLOUR", "BASELINE_COLOUR", "RISE", "FALL"]
)
def test_text_is_readable_on_white(name: str):
    assert contrast(getattr(house, name), "#FFFFFF") >= 4.5


def test_figures_in_the_heat_map_are_readable():
    light, dark = charts.SEQUENCE[:2], charts.SEQUENCE[2:]
    assert min(contrast(c, charts.INK) for c in light) >= 4.5
    assert min(contrast(c, "#FFFFFF") for c in dark) >= 4.5


@pytest.mark.parametrize("colour", [charts.OTHER, charts.PLACE_COLOUR, *house.LINES])
def test_marks_stand_out_from_white(colour):
    assert contrast(colour, "#FFFFFF") >= 2.9


def all_charts():
    rows = measures(A=36.2, B=62.6, C=None)
    change = rows.with_columns(
        value_from=pl.Series([37.8, 55.0, None]), change=pl.Series([-1.6, 7.6, None])
    )
    path = pl.concat([rows, rows.with_columns(period=pl.lit("2024-09"))])
    return {
        "ranked": charts.ranking_chart(rows, GP, here="A", target=44.0, average=("Havering", 48.8)),
        "trend": charts.trend(path, GP),
        "two_periods": charts.change_chart(change, GP, "2024-09", "2025-09"),
        "heat": charts.heatmap(rows, [GP], ["Place B", "Place A", "Place C"]),
        "strip": charts.places_strip(
            rows,
            GP,
            "Places of Havering",
            here="A",
            references=[
                charts.Reference("Havering", 48.8, "48.8"),
                charts.Reference("Local aim", 44.0, "44", aim=True),
            ],
        ),
        "course": charts.trajectory_chart(ahead(), GP, aim=("Local aim", 44.0), history=before()),
        "courses": charts.trajectories_chart(scenarios(), GP, aim=("Local aim", 44.0)),
        "waterfall": charts.waterfall(
            changes(Retirement=0.8, Leavers=-0.6), GP, start=("Before", 41.0), end=("After", 41.2)
        ),
        "remaining": charts.gap_chart(areas(), GP),
        "ladder": charts.ladder(
            [
                ("All", 46.8, ""),
                ("Qualified", 36.2, "less trainees"),
                ("Narrow", 35.7, "less locums"),
            ],
            GP,
        ),
        "marked": charts.trend(
            path, GP, marks=[("2025-01", "redrawn; patients were elsewhere before")]
        ),
        "multiples": charts.multiples(
            pl.DataFrame(
                [
                    ("A", "Nurses", 1.5, "A: 1.5 full-time posts"),
                    ("A", "Others", 0.0, "A: 0 full-time posts"),
                ],
                schema=["area_name", "panel", "value", "said"],
                orient="row",
            ),
            ["Nurses", "Others"],
            ["A"],
            noun="network",
        ),
        "bullet": charts.bullet(
            ("Spent: £0.5m", 480_000.0, "Spent £480,000."),
            ("To spend: £1.4m", 1_400_000.0, "There is £1,400,000."),
            ("By March: £1.2m", 1_200_000.0, "At this pace £1,200,000."),
        ),
    }


made_once = functools.cache(all_charts)
CHARTS = (
    "ranked",
    "trend",
    "two_periods",
    "heat",
    "strip",
    "course",
    "courses",
    "waterfall",
    "remaining",
    "ladder",
    "marked",
    "multiples",
    "bullet",
)


@pytest.fixture
def chart(name):
    return made_once()[name]


QUARTERS = ["2025-09", "2025-12", "2026-03"]


def ahead(scenario=(42.0, 42.5, 43.2), baseline=(42.0, 41.5, 41.0), low=(42.0, 42.0, 41.9)):
    return pl.DataFrame(
        {
            "period": QUARTERS,
            "baseline": baseline,
            "scenario": scenario,
            "low": low,
            "high": [None if side is None else side + 2 for side in low],
        },
        schema_overrides=dict.fromkeys(["baseline", "scenario", "low", "high"], pl.Float64),
    )


def before():
    return pl.DataFrame({"period": ["2024-09", "2025-09"], "value": [40.8, 42.0]})


def scenarios(**rates):
    rates = rates or {"Keep trainees": 42.9, "Recruit": 43.1, "Both": 44.2}
    return pl.DataFrame(
        [
            (period, name, 42.0 if period == QUARTERS[0] else rate)
            for name, rate in {charts.UNCHANGED: 41.0, **rates}.items()
            for period in QUARTERS
        ],
        schema={"period": pl.String, "name": pl.String, "rate": pl.Float64},
        orient="row",
    )


def changes(**parts):
    return pl.DataFrame(
        {"name": list(parts), "part": list(parts.values())},
        schema={"name": pl.String, "part": pl.Float64},
    )


def areas():
    return pl.DataFrame(
        {
            "area_name": ["City", "Newham", "Havering", "Redbridge", "Closed"],
            "rate_before": [51.0, 40.2, 48.8, 37.0, None],
            "rate_after": [52.0, 43.98, 48.1, 40.9, None],
            "target": [None, 44.0, 47.0, 45.0, 44.0],
        }
    )


def checked(chart: charts.Chart) -> dict[str, Any]:
    """The chart with its data in plain rows, held against the schema of Vega-Lite."""
    rows = {name: frame.to_dicts() for name, frame in chart["datasets"].items()}
    spec = json.loads(json.dumps(chart | {"datasets": rows}, default=str))
    alt.LayerChart.from_dict(spec).to_dict()
    return spec


def rows_of(chart: charts.Chart, name: str, column: str) -> list[Any]:
    return chart["datasets"][name][column].to_list()


def test_the_check_notices_what_is_not_vega_lite():
    chart = charts.ranking_chart(measures(A=36.2), GP)
    chart["layer"][0]["mark"]["colour"] = "red"
    with pytest.raises(ValidationError):
        checked(chart)


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_draws_data_that_it_has(chart):
    spec = checked(chart)
    for layer in spec["layer"]:
        rows = spec["datasets"][layer["data"]["name"]]
        shown = [
            one
            for channel in layer["encoding"].values()
            for one in (channel if isinstance(channel, list) else [channel])
        ]
        assert all(one["field"] in row for row in rows for one in shown if "field" in one)


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_has_a_description_and_no_outside_data(chart):
    spec = checked(chart)
    assert len(spec["description"]) > 20
    assert "url" not in str(spec["datasets"]).lower()
    assert "href" not in str(spec)
    assert spec["width"] == "container"


FIGURES = ("point", "tick", "bar", "rect")  # marks that each stand for a figure


@pytest.mark.parametrize("name", CHARTS)
def test_every_mark_says_its_figure_with_its_unit_rounded(chart):
    spec, spoken = checked(chart), 0
    for layer in spec["layer"]:
        drawn = layer["mark"] if isinstance(layer["mark"], str) else layer["mark"]["type"]
        if drawn not in FIGURES:
            continue
        for channel in ("tooltip", "description"):
            assert layer["encoding"][channel]["field"] == "said"
        for row in spec["datasets"][layer["data"]["name"]]:
            assert re.search(
                r"full-time posts|£|registered patients|of patients covered|not|nothing",
                row["said"],
            ), row
            assert not re.search(r"[.][0-9]{2}", row["said"]), row
            spoken += 1
    assert spoken or not any(spec["datasets"].values())


def test_a_mark_says_patients_and_coverage_where_they_are_known():
    rows = measures(A=62.56, B=40.0).with_columns(
        numerator=pl.Series([33.13, 20.0]), denominator=pl.Series([52960.0, 50000.0]),
        coverage_patients=pl.Series([1.0, 0.994]),
    )  # fmt: skip
    said = [
        "62.6 full-time posts per 100,000 registered patients; 52,960 patients; 100% of patients covered"
    ]
    said += [
        "40.0 full-time posts per 100,000 registered patients; 50,000 patients; over 99% of patients covered"
    ]
    wanted = [f"Place {name}: {text}" for name, text in zip("AB", said, strict=True)]
    assert rows_of(charts.ranking_chart(rows, GP), "places", "said") == wanted
    line = charts.trend(rows.with_columns(area_name=pl.lit("A")), GP)
    assert rows_of(line, "path", "said")[0].startswith("A, September 2025: 62.6 full-time posts")
    assert rows_of(charts.ranking_chart(measures(A=1.0), GP), "places", "said") == [
        "Place A: 1.0 full-time posts per 100,000 registered patients"
    ]


def test_ranked_leaves_out_what_is_not_available_and_says_the_ends():
    spec = checked(charts.ranking_chart(measures(A=36.2, B=62.6, C=None), GP))
    assert (
        "2 places from highest to lowest. Highest: Place B 62.6. Lowest: Place A 36.2."
        in spec["description"]
    )
    assert "Place C" not in str(spec["datasets"])


def test_charts_of_nothing_are_drawn():
    empty = measures(A=None)
    assert checked(charts.ranking_chart(empty, GP))
    assert checked(charts.trend(empty, GP))
    assert checked(charts.places_strip(empty, GP, "Places", here="A"))


def test_a_line_breaks_where_years_are_missing():
    rows = pl.concat(
        [measures(A=9.5).with_columns(period=pl.lit(p)) for p in ("2021-03", "2021-06", "2025-11")]
    )
    spec = checked(charts.trend(rows, GP))
    assert [r["stretch"] for r in spec["datasets"]["path"]] == [0, 0, 1]


@pytest.mark.parametrize("name", CHARTS)
def test_every_slot_is_filled(chart):
    assert "§" not in json.dumps(checked(chart))


def test_a_chart_is_built_by_altair_once_and_drawn_again_without_it(monkeypatch):
    first = all_charts()
    assert tuple(first) == CHARTS

    def fail(*_, **__):
        raise AssertionError("altair was asked again")

    monkeypatch.setattr(alt.LayerChart, "to_dict", fail)
    again = all_charts()
    for name, chart in first.items():
        assert chart["layer"] == again[name]["layer"]
        assert chart["layer"] is not again[name]["layer"]


def test_a_drawing_does_not_touch_the_next():
    spoilt = charts.ranking_chart(measures(A=36.2), GP)
    spoilt["layer"][0]["mark"]["color"] = "red"
    spoilt["config"]["font"] = "Comic"
    assert "red" not in str(charts.ranking_chart(measures(A=36.2), GP)["layer"])
    assert "Comic" not in str(charts.ranking_chart(measures(A=36.2), GP)["config"])


def test_a_name_that_looks_like_a_slot_is_only_a_name():
    rows = measures(A=36.2).with_columns(area_name=pl.lit("§order"))
    spec = checked(charts.ranking_chart(rows, GP))
    assert spec["layer"][0]["encoding"]["y"]["sort"] == ["§order"]
