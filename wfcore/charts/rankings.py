"""Places beside each other on one axis."""

from collections.abc import Sequence
from functools import cache

import altair as alt
import polars as pl

from wfcore.charts.channels import (
    across,
    figures,
    height_of,
    only,
    row,
    rows_of,
    scale,
    titled,
)
from wfcore.charts.folds import Shown, fold
from wfcore.charts.house import AVERAGE, GRID, OTHER, PLACE_COLOUR, ROW_HEIGHT, TARGET
from wfcore.charts.marks import SAID, count_of, say_figures, spoken, unit_said
from wfcore.charts.scales import axis_from_zero, axis_start
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, slot, template
from wfcore.declared import Metric
from wfcore.wording import number

_LONG_NAME = 22
_COLUMN = 42  # pixels, of the figures at the edge
_BETWEEN = {"row": pl.String, "least": pl.Float64, "most": pl.Float64, SAID: pl.String}

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
    noun: str = "place",
) -> Chart:
    """Dots in order of size, with lines for the target and the area above; of many, the ends and ours.

    Args:
        measures: rows with `area_code, area_name, value`; those without a value are left out.
        metric: their metric.
        here: code of the area to mark.
        target: where the target line stands.
        average: name and value of the area above.
        noun: what each row is.
    """
    known = _known(measures, metric, here)
    known.sort(key=lambda place: -place[1])
    ends = axis_from_zero(
        [value for _, value, *_ in known], target, average[1] if average else None
    )
    lines: dict[str, pl.DataFrame] = {}
    if average is not None:
        lines["average"] = _line(average[1], average[0], metric, ends)
    if target is not None:
        lines["target"] = _line(target, "Local aim", metric, ends)
    said = f"{metric.name}, {count_of(len(known), noun)} from highest to lowest."
    if len(known) == 1:
        said = f"{metric.name}: {known[0][0]} {known[0][3]}."
    elif known:
        highest, lowest = (f"{known[i][0]} {known[i][3]}" for i in (0, -1))
        said += f" Highest: {highest}. Lowest: {lowest}."
        said += "".join(f" {name}: {label}." for name, _, marked, label, _ in known if marked)
    shape = _ranked(averaged=average is not None, aimed=target is not None)
    return _in_rows(shape, known, lines, said, noun, metric, ends)


def _in_rows(
    shape: ChartTemplate, known: Sequence[RankedPlace], lines: dict[str, pl.DataFrame],
    said: str, noun: str, metric: Metric, ends: list[float],
) -> Chart:  # fmt: skip
    """Places in their order, a row each; those of a long list that are not drawn share one."""
    shown = fold(len(known), [at for at, place in enumerate(known) if place[2]])
    alone = [at for at, row in enumerate(shown) if row.many == 1]
    order = rows_of(
        [
            known[row.first][0] if row.many == 1 else f"{count_of(row.many, noun)} between"
            for row in shown
        ]
    )
    places = [known[shown[at].first] for at in alone]
    between = [
        (
            order[at],
            known[row.last][1],
            known[row.first][1],
            f"{_said_between(known, row, noun)} {unit_said(metric)}",
        )
        for at, row in enumerate(shown)
        if row.many > 1
    ]
    mine = next((order[at] for at, place in zip(alone, places, strict=True) if place[2]), None)
    return fill_template(
        shape,
        {
            "places": _frame(places).with_columns(
                pl.Series("row", [order[at] for at in alone], dtype=pl.String)
            ),
            "between": pl.DataFrame(between, schema=_BETWEEN, orient="row"),
            **lines,
        },
        said,
        height=height_of(order, ROW_HEIGHT),
        heading=titled(metric, ends),
        order=order,
        mine=only(mine),
        reach=ends,
        low=axis_start([value for _, value, *_ in known]),
    )


def _said_between(known: Sequence[RankedPlace], row: Shown, noun: str) -> str:
    most, least = known[row.first][3], known[row.last][3]
    return f"{count_of(row.many, noun)} between: from {most} to {least}"


@cache
def _ranked(*, averaged: bool, aimed: bool) -> ChartTemplate:
    x, y = across("value"), row()
    stems = (
        layer_of("places")
        .mark_rule(color=GRID, strokeWidth=2)
        .encode(x=x, x2=alt.X2Datum(slot("low")), y=y)
    )
    many = (
        layer_of("between")
        .mark_bar(aria=False, size=6, color=GRID, cornerRadius=3)
        .encode(x=across("least"), x2="most", y=y, **spoken())
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
    # In a column at the edge, where no line runs.
    texts = figures(
        "places", alt.XValue("width"), y, align="right", dx=_COLUMN,
        fontWeight=alt.ExprRef("datum.here ? 'bold' : 'normal'"),
    )  # fmt: skip
    return template(stems, many, *lines, dots, texts)


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


def _average(until: int | None = None) -> list[alt.Chart]:
    """The line of the area above and its name; `until`: how many pixels it reaches down, where not to the foot."""
    rule, name = _across("average", AVERAGE, dash=[6, 3], above=6)
    if until is None:
        return [rule, name]
    return [rule.encode(y=alt.YValue(0), y2=alt.Y2Value(until)), name]


def _across(dataset: str, colour: str, *, dash: list[int], above: int) -> list[alt.Chart]:
    x = alt.X("at:Q", scale=scale())
    rule = layer_of(dataset).mark_rule(color=colour, strokeWidth=2, strokeDash=dash).encode(x=x)
    text = figures(
        dataset, x, alt.Undefined, color=colour, fontWeight="bold",
        align=alt.ExprRef("datum.far ? 'right' : 'left'"),
        dx=alt.ExprRef("datum.far ? -4 : 4"), y=-above,
    )  # fmt: skip
    return [rule, text]
