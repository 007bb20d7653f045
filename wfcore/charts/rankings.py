"""Places beside each other on one axis."""

from functools import cache
from typing import Any

import altair as alt
import polars as pl

from wfcore.charts.channels import across, figures, place, scale
from wfcore.charts.house import AVERAGE, GRID, OTHER, PLACE_COLOUR, ROW_HEIGHT, TARGET
from wfcore.charts.marks import SAID, count_of, say_figures, spoken
from wfcore.charts.scales import axis_from_zero, axis_start
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, slot, template
from wfcore.declared import Metric
from wfcore.wording import heading, number

_LONG_NAME = 22

RankedPlace = tuple[
    str, float, bool, str, str
]  # name, value, whether it is marked, label, what its mark says


def ranking_chart(
    measures: pl.DataFrame,
    metric: Metric,
    *,
    here: str | None = None,
    target: float | None = None,
    average: tuple[str, float] | None = None,
) -> Chart:
    """Dots in order of size, with lines for the target and the area above.

    Args:
        measures: rows with `area_code, area_name, value`; those without a value are left out.
        metric: their metric.
        here: code of the area to mark.
        target: where the target line stands.
        average: name and value of the area above.
    """
    known = _known(measures, metric, here)
    known.sort(key=lambda place: -place[1])
    values = [value for _, value, *_ in known]
    ends = axis_from_zero(values, target, average[1] if average else None)
    datasets = {"places": _frame(known)}
    if average is not None:
        datasets["average"] = _line(average[1], average[0], metric, ends)
    if target is not None:
        datasets["target"] = _line(target, "Local aim", metric, ends)
    said = f"{metric.name}, {count_of(len(known))} from highest to lowest."
    if len(known) == 1:
        said = f"{metric.name}: {known[0][0]} {known[0][3]}."
    elif known:
        highest, lowest = (f"{known[i][0]} {known[i][3]}" for i in (0, -1))
        said += f" Highest: {highest}. Lowest: {lowest}."
    return fill_template(
        _ranked(averaged=average is not None, aimed=target is not None),
        datasets,
        said,
        height=ROW_HEIGHT * max(len(known), 1),
        heading=heading(metric),
        order=[name for name, *_ in known],
        reach=ends,
        low=axis_start(values),
    )


def posts_chart(rows: pl.DataFrame, what: str, rests_on: str = "") -> Chart:
    """Full-time posts by name, largest first.

    Args:
        rows: `name, value`; those without a value are left out.
        what: is counted, as the beginning of the description.
        rests_on: whom the figures cover, as the end of what each mark says.
    """
    known: list[RankedPlace] = [
        (name, value, False, number(value), f"{name}: {number(value)} FTE{rests_on}")
        for name, value in rows.sort("value", descending=True).select("name", "value").iter_rows()
        if value is not None
    ]
    values = [value for _, value, *_ in known]
    listed = "; ".join(f"{name} {label}" for name, _, _, label, _ in known)
    return fill_template(
        _ranked(averaged=False, aimed=False),
        {"places": _frame(known)},
        f"{what}, largest first: {listed}.",
        height=ROW_HEIGHT * max(len(known), 1),
        heading="Full-time posts",
        order=[name for name, *_ in known],
        reach=axis_from_zero(values),
        low=axis_start(values),
    )


@cache
def _ranked(*, averaged: bool, aimed: bool) -> ChartTemplate:
    x, y = across("value"), place()
    stems = (
        layer_of("places")
        .mark_rule(color=GRID, strokeWidth=2)
        .encode(x=x, x2=alt.X2Datum(slot("low")), y=y)
    )
    dots = (
        layer_of("places")
        .mark_point(filled=True, size=110, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.condition("datum.here", alt.value(PLACE_COLOUR), alt.value(OTHER)),
            shape=alt.condition("datum.here", alt.value("diamond"), alt.value("circle")),
            **spoken(),
        )
    )
    lines = _average() if averaged else []
    if aimed:
        lines += _across("target", TARGET, dash=[], above=20)
    # A white edge around the figures, where a line runs behind them.
    beside: dict[str, Any] = {"align": "left", "dx": 9, "fontSize": 12}
    white: dict[str, Any] = {"color": alt.Undefined, "stroke": "#FFFFFF", "strokeWidth": 4}
    edges = figures("places", x, y, **beside, **white)
    texts = figures("places", x, y, **beside)
    return template(stems, *lines, edges, dots, texts)


def _known(measures: pl.DataFrame, metric: Metric, here: str | None) -> list[RankedPlace]:
    """The places with a value."""
    columns = measures.select(
        "area_code", "area_name", "value", say_figures(measures, metric, "area_name")
    )
    return [
        (name, value, code == here, number(value, metric.decimals), said)
        for code, name, value, said in columns.iter_rows()
        if value is not None
    ]


def _frame(known: list[RankedPlace]) -> pl.DataFrame:
    schema = {
        "area_name": pl.String, "value": pl.Float64, "here": pl.Boolean, "label": pl.String, SAID: pl.String,
    }  # fmt: skip
    return pl.DataFrame(known, schema=schema, orient="row")


def _line(at: float, name: str, metric: Metric, ends: list[float]) -> pl.DataFrame:
    """A named line across; the name stands on the side where there is room."""
    short = name if len(name) <= _LONG_NAME else "Together"
    return pl.DataFrame(
        {
            "at": [at],
            "label": [f"{short} {number(at, metric.decimals)}"],
            "far": [at > 0.55 * ends[1]],
        }
    )


def _average() -> list[alt.Chart]:
    return _across("average", AVERAGE, dash=[6, 3], above=6)


def _across(dataset: str, colour: str, *, dash: list[int], above: int) -> list[alt.Chart]:
    x = alt.X("at:Q", scale=scale())
    rule = layer_of(dataset).mark_rule(color=colour, strokeWidth=2, strokeDash=dash).encode(x=x)
    text = figures(
        dataset, x, alt.Undefined, color=colour, fontSize=12, fontWeight="bold",
        align=alt.ExprRef("datum.far ? 'right' : 'left'"),
        dx=alt.ExprRef("datum.far ? -4 : 4"), y=-above,
    )  # fmt: skip
    return [rule, text]
