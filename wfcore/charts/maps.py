"""Places on a map: areas filled by the class of their figure, practices as dots sized by their list."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

import altair as alt
import polars as pl

from wfcore import rounding
from wfcore.charts.classes import classes_of
from wfcore.charts.house import INK, QUIET
from wfcore.charts.map_frames import Frame, hatched
from wfcore.charts.map_labels import LABELS, LETTER, LINE, Named, label_rows
from wfcore.charts.marks import count_of, say_figures, spoken
from wfcore.charts.outlines import Point, Rings
from wfcore.charts.templates import (
    Chart,
    ChartTemplate,
    fill_template,
    layer_of,
    slot,
    slots,
    template,
)
from wfcore.declared import Metric
from wfcore.wording import number

_WIDE, _HIGH = 430, 260  # pixels that labels are chosen for; the page may draw it larger
LARGE_MAP = 520  # the height on a page of its own
_HATCHING = 9  # pixels apart
_EDGE = 0.8
_STEP = "step"  # how many pixels a step of the frame is, as the page draws it
_SQUEEZED = 0.8  # lines may reach so far above and below the room that was measured for them
_FITS = (
    f"datum.room*{_STEP}>=datum.need*{LETTER}&&{_STEP}<datum.until"
    f"&&datum.tall*{_STEP}>=datum.lines*{LETTER}*{_SQUEEZED}"
)


def area_map(
    measures: pl.DataFrame, metric: Metric, shapes: Mapping[str, Rings], *, here: str | None = None
) -> Chart:
    """Areas filled by the class of their figure; one without any is hatched.

    Args:
        measures: rows with `area_code, area_name, value`; those without a shape are left out.
        metric: their metric.
        shapes: code → the rings around the area, as `outlines` has them.
        here: code of the area to mark.
    """
    rows = measures.filter(pl.col("area_code").is_in(list(shapes)))
    values = [_printed(value, metric) for value in rows["value"]]
    classes = classes_of(values)
    frame = Frame.around(chain.from_iterable(chain.from_iterable(shapes.values())))
    drawn = {code: frame.rings(shapes[code]) for code in rows["area_code"]}
    step = frame.pixels(_WIDE, _HIGH)
    said = say_figures(rows, metric, "area_name")
    areas = [
        _feature(drawn[code], code=code, label=classes.label(value), said=text)
        for code, value, text in zip(rows["area_code"], values, said, strict=True)
        if drawn[code]
    ]
    silent = [drawn[c] for c, v in zip(rows["area_code"], values, strict=True) if v is None]
    labels = label_rows(
        [
            Named(drawn[code], name, _figure(value, metric), code == here)
            for code, name, value in zip(rows["area_code"], rows["area_name"], values, strict=True)
            if drawn[code]
        ],
        step,
        frame.sides(_WIDE, _HIGH),
    )
    shaped = {
        "areas": areas,
        "hatching": [_lines(hatched(rings, _HATCHING / step)) for rings in silent if rings],
        "here": [_feature(drawn[here])] if drawn.get(here or "") else [],
    }
    names = rows.with_columns(value=pl.Series(values, dtype=pl.Float64))
    return _filled(
        _areas(),
        frame,
        (_heading(metric), *classes.legend(values)),
        shaped,
        {LABELS: labels},
        _describe(names, metric, here),
    )


def at_height(chart: Chart, height: int) -> Chart:
    """The same map with more room; labels follow by themselves.

    Args:
        chart: what `area_map` returned; it is left as it is.
        height: in pixels, without its legend.
    """
    return chart | {"height": height}


def _printed(value: float | None, metric: Metric) -> float | None:
    return None if value is None else rounding.shown(value, metric.decimals)


def _figure(value: float | None, metric: Metric) -> str:
    return "no figure" if value is None else number(value, metric.decimals)


def _heading(metric: Metric) -> str:
    return f"{metric.short[0].upper()}{metric.short[1:]}, {metric.unit}"


def _feature(rings: Sequence[Sequence[Point]], **more: object) -> dict[str, Any]:
    shape = {"type": "Polygon", "coordinates": rings}
    return {"type": "Feature", "geometry": shape, **more}


def _lines(lines: Sequence[Sequence[Point]]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": lines}}


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


def _filled(
    shape: ChartTemplate,
    frame: Frame,
    legend: tuple[str, list[str], list[str]],
    shaped: Mapping[str, Sequence[Any]],
    datasets: Mapping[str, pl.DataFrame],
    said: str,
    *,
    key: float = 0,
) -> Chart:
    """A map: its template with figures as datasets and shapes inside the layers that draw them."""
    heading, kinds, colours = legend
    scale, shift = frame.projection(key)
    chart = fill_template(
        shape, datasets, said, height=_HIGH,
        kinds=kinds, colours=colours, scale=scale, shift=shift, heading=heading,
    )  # fmt: skip
    for layer in chart["layer"]:
        name = layer["data"]["name"]
        if name in shaped:
            layer["data"] = {"values": shaped[name]}
    params = [{"name": LETTER, "value": 12}, {"name": _STEP, "expr": scale}]
    return chart | {"params": params}


def _placed(layer: alt.Chart) -> alt.Chart:
    """A layer in the frame of its map, which the page may draw in any size."""
    return layer.project(
        type="identity",
        scale=alt.ExprRef(slot("scale")),
        translate=alt.ExprRef(slot("shift")),
    )


def _coloured() -> alt.Color:
    """The class of a figure, with a legend of all of them."""
    legend = alt.Legend(
        title=slot("heading"), symbolType="square", symbolStrokeWidth=1, titleLimit=600,
        columns=alt.ExprRef("width<380?3:6"), labelFontSize=12,
        titleFontSize=12, titleFontWeight="normal", titleColor=INK,
    )  # fmt: skip
    scale = alt.Scale(domain=slots("kinds"), range=slots("colours"))
    return alt.Color("label:N", scale=scale, legend=legend)


def _outline(dataset: str, colour: str, width: float, **look: Any) -> alt.Chart:
    return _placed(
        layer_of(dataset).mark_geoshape(fill=None, stroke=colour, strokeWidth=width, **look)
    )


@cache
def _areas() -> ChartTemplate:
    areas = (
        layer_of("areas")
        .mark_geoshape(stroke=QUIET, strokeWidth=_EDGE)
        .encode(color=_coloured(), **spoken())
    )
    return template(
        _placed(areas),
        _outline("hatching", QUIET, 1, tooltip=None),
        _outline("here", "#FFFFFF", 6),
        _outline("here", INK, 3),
        *_labels(),
    )


def _labels() -> list[alt.Chart]:
    """Names and figures where they fit, on a white edge."""
    look: dict[str, Any] = {
        "text": alt.ExprRef(
            f"{_FITS}?split(datum.label,'|'):datum.slim*{_STEP}>=datum.least*{LETTER}?datum.figure:''"
        ),
        "dy": alt.ExprRef(f"{_FITS}?(1-datum.lines)*{LETTER}*{LINE / 2}:0"), "fontSize": 12,
        "lineHeight": alt.ExprRef(f"{LETTER}*{LINE}"), "baseline": "middle",
        "align": alt.ExprRef("datum.aside>0?'left':datum.aside<0?'right':'center'"), "dx": alt.ExprRef("datum.aside"),
    }  # fmt: skip
    edge: dict[str, Any] = {"stroke": "#FFFFFF", "strokeWidth": 3.5, "strokeJoin": "round"}
    text: dict[str, Any] = {"color": INK}
    return [
        _placed(layer_of(LABELS).mark_text(**look, **ink)).encode(longitude="x:Q", latitude="y:Q")
        for ink in (edge, text)
    ]
