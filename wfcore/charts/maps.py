"""Places on a map: areas filled by the class of their figure."""

from functools import cache
from typing import Any

import altair as alt
import polars as pl

from wfcore.charts.classes import SILENT, classes_of
from wfcore.charts.house import HALO, INK, PAPER, QUIET
from wfcore.charts.map_drawing import (
    LETTER,
    MAP_HEIGHT,
    MAP_WIDTH,
    PLACES,
    STEP,
    fill_map,
    legend_title,
    line_feature,
    of_class,
    outline,
    placed,
    printed_figure,
    shape_feature,
)
from wfcore.charts.map_frames import FramedShapes, hatched
from wfcore.charts.map_labels import LABELS, LINE, Named, label_rows
from wfcore.charts.marks import count_of, say_figures, spoken
from wfcore.charts.templates import Chart, ChartTemplate, layer_of, template
from wfcore.declared import Metric
from wfcore.wording import number

_HATCHING = 9  # pixels apart
_EDGE = 0.8
_SQUEEZED = 0.8  # lines may reach so far above and below the room that was measured for them
_FITS = (
    f"datum.room*{STEP}>=datum.need*{LETTER}&&{STEP}<datum.until"
    f"&&datum.tall*{STEP}>=datum.lines*{LETTER}*{_SQUEEZED}"
)


def area_map(
    measures: pl.DataFrame, metric: Metric, shapes: FramedShapes, *, here: str | None = None
) -> Chart:
    """Areas filled by the class of their figure; one without any is hatched.

    Args:
        measures: rows with `area_code, area_name, value`; those without a shape are left out.
        metric: their metric.
        shapes: the areas that can be drawn.
        here: code of the area to mark.
    """
    frame, drawn = shapes.frame, shapes.rings
    rows = measures.filter(pl.col("area_code").is_in(list(drawn)))
    values = [printed_figure(value, metric) for value in rows["value"]]
    classes = classes_of(values)
    step = frame.pixels(MAP_WIDTH, MAP_HEIGHT)
    said = say_figures(rows, metric, "area_name")
    areas = [
        shape_feature(drawn[code], code=code, label=classes.label(value), said=text)
        for code, value, text in zip(rows["area_code"], values, said, strict=True)
        if drawn[code]
    ]
    silent = [drawn[c] for c, v in zip(rows["area_code"], values, strict=True) if v is None]
    labels = label_rows(
        [
            Named(code, name, _figure(value, metric), code == here)
            for code, name, value in zip(rows["area_code"], rows["area_name"], values, strict=True)
            if drawn[code]
        ],
        shapes,
        step,
        frame.sides(MAP_WIDTH, MAP_HEIGHT),
    )
    shaped = {
        "areas": areas,
        "hatching": [line_feature(hatched(rings, _HATCHING / step)) for rings in silent if rings],
        "here": [shape_feature(drawn[here])] if here and drawn.get(here) else [],
    }
    names = rows.with_columns(value=pl.Series(values, dtype=pl.Float64))
    return fill_map(
        _areas(), frame, shaped, {LABELS: labels}, classes.legend(values),
        _describe(names, metric, here),
        heading=legend_title(metric),
    )  # fmt: skip


def _figure(value: float | None, metric: Metric) -> str:
    return SILENT if value is None else number(value, metric.decimals)


def _describe(rows: pl.DataFrame, metric: Metric, here: str | None) -> str:
    """What a map of areas shows, in words."""
    known = rows.drop_nulls("value").sort("value")
    said = f"Map of {count_of(rows.height)}: {metric.name}."
    figures = [
        f"{name} {number(value, metric.decimals)}"
        for name, value in known.select("area_name", "value").iter_rows()
    ]
    if figures:
        said += f" Lowest in {figures[0]}; highest in {figures[-1]}."
    for name in rows.filter(pl.col("area_code") == (here or ""), pl.col("value").is_not_null())[
        "area_name"
    ]:
        said += f" Outlined: {next(each for each in figures if each.startswith(name))}."
    if silent := rows.height - known.height:
        said += f" Without a figure, hatched: {silent}."
    return said


@cache
def _areas() -> ChartTemplate:
    areas = (
        layer_of("areas")
        .properties(name=PLACES)
        .mark_geoshape(stroke=QUIET, strokeWidth=_EDGE)
        .encode(color=of_class(), **spoken())
    )
    return template(
        placed(areas),
        outline("hatching", QUIET, 1, tooltip=None),
        outline("here", PAPER, 6),
        outline("here", INK, 3),
        *_labels(),
    )


def _labels() -> list[alt.Chart]:
    """Names and figures where they fit, on a white edge."""
    look: dict[str, Any] = {
        "text": alt.ExprRef(
            f"{_FITS}?split(datum.label,'|'):datum.slim*{STEP}>=datum.least*{LETTER}?datum.figure:''"
        ),
        "dy": alt.ExprRef(f"{_FITS}?(1-datum.lines)*{LETTER}*{LINE / 2}:0"), "fontSize": 12,
        "lineHeight": alt.ExprRef(f"{LETTER}*{LINE}"), "baseline": "middle", "aria": False,
        "align": alt.ExprRef("datum.aside>0?'left':datum.aside<0?'right':'center'"), "dx": alt.ExprRef("datum.aside"),
    }  # fmt: skip
    edge: dict[str, Any] = {"stroke": PAPER, "strokeWidth": HALO, "strokeJoin": "round"}
    text: dict[str, Any] = {"color": INK}
    return [
        placed(layer_of(LABELS).mark_text(**look, **ink)).encode(longitude="x:Q", latitude="y:Q")
        for ink in (edge, text)
    ]
