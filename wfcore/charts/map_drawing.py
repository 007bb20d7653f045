"""What maps of areas and of practices share: the frame a page may draw in any size, classes, shapes inside a chart."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from wfcore import rounding
from wfcore.charts.house import INK, LABEL_TYPE
from wfcore.charts.map_frames import Frame, text_width
from wfcore.charts.outlines import Point
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, slot, slots
from wfcore.declared import Metric
from wfcore.wording import in_words

MAP_WIDTH, MAP_HEIGHT = 430, 260  # pixels that a map is laid out for; the page may draw it larger
LARGE_MAP = (
    500  # the height on a page of its own, with its legend; the style gives it less on a phone
)
PICKED, PLACES = "picked", "places"  # what a reader has clicked; the layer that can be
LETTER = "letter"  # the height of a letter in pixels, which a projector makes larger
_PHONE = 350  # pixels
_SQUARE = 2.6  # of a legend, with the space around it, in heights of a letter
STEP = "step"  # how many pixels a step of the frame is, as the page draws it


def at_height(chart: Chart, height: int) -> Chart:
    """The same map with more room; labels follow by themselves.

    Args:
        chart: a map; it is left as it is.
        height: in pixels, without its legend.
    """
    return chart | {"height": height}


def clickable(chart: Chart) -> Chart:
    """The same map for a page that is told which place is clicked: its code, in the selection `PICKED`.

    It is as high as its box, legend and all.
    """
    picked = {
        "name": PICKED, "select": {"type": "point", "fields": ["code"], "toggle": False}, "views": [PLACES]
    }  # fmt: skip
    fit = {"type": "fit", "contains": "padding"}
    return chart | {"autosize": fit, "params": [*chart["params"], picked]}


def printed_figure(value: float | None, metric: Metric) -> float | None:
    """A figure as it is printed, by which its class is told."""
    return None if value is None else rounding.shown(value, metric.decimals)


def legend_title(metric: Metric) -> str:
    """Who is counted, for what, as one says it."""
    said = in_words(metric)
    return f"{said[0].upper()}{said[1:]}"


def shape_feature(rings: Sequence[Sequence[Point]], **more: object) -> dict[str, Any]:
    """Rings as GeoJSON, with what a layer reads beside them."""
    shape = {"type": "Polygon", "coordinates": rings}
    return {"type": "Feature", "geometry": shape, **more}


def line_feature(lines: Sequence[Sequence[Point]]) -> dict[str, Any]:
    """Lines as GeoJSON."""
    return {"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": lines}}


def placed(layer: alt.Chart) -> alt.Chart:
    """A layer in the frame of its map, which the page may draw in any size."""
    return layer.project(
        type="identity",
        scale=alt.ExprRef(slot("scale")),
        translate=alt.ExprRef(slot("shift")),
    )


def outline(dataset: str, colour: str, width: float, **look: Any) -> alt.Chart:
    """A layer of lines, which say nothing by themselves."""
    marks: dict[str, Any] = {
        "fill": None, "stroke": colour, "strokeWidth": width, "aria": False, **look
    }  # fmt: skip
    return placed(layer_of(dataset).mark_geoshape(**marks))


def of_class() -> alt.Color:
    """The class of a figure, with a legend of all of them."""
    legend = alt.Legend(
        title=slot("heading"), symbolType="square", symbolStrokeWidth=1, titleLimit=600,
        columns=alt.ExprRef(slot("columns")), labelFontSize=LABEL_TYPE,
        titleFontSize=LABEL_TYPE, titleFontWeight="normal", titleColor=INK,
    )  # fmt: skip
    scale = alt.Scale(domain=slots("kinds"), range=slots("colours"))
    return alt.Color("label:N", scale=scale, legend=legend)


def fill_map(
    shape: ChartTemplate,
    frame: Frame,
    shaped: Mapping[str, Sequence[Any]],
    datasets: Mapping[str, pl.DataFrame],
    legend: tuple[list[str], list[str]],
    said: str,
    *,
    key_lines: float = 0,
    **given: object,
) -> Chart:
    """A map: its template with figures as datasets, and shapes inside the layers that draw them.

    Args:
        shape: its template.
        frame: what it shows.
        shaped: GeoJSON features, by the names of their layers.
        datasets: rows, by the names of theirs.
        legend: what each class is called, and its colour.
        said: what it shows, in words.
        key_lines: heights of a letter that a key takes below it.
        given: what belongs in the other slots.
    """
    scale, shift = frame.projection(f"{key_lines:g}*{LETTER}")
    height = round(MAP_HEIGHT + key_lines * LABEL_TYPE)
    kinds, colours = legend
    chart = fill_template(
        shape, datasets, said, height=height, scale=scale, shift=shift,
        kinds=kinds, colours=colours, columns=str(_columns(kinds)), **given,
    )  # fmt: skip
    for layer in chart["layer"]:
        name = layer["data"]["name"]
        if name in shaped:
            layer["data"] = {"values": shaped[name]}
    params = [{"name": LETTER, "value": LABEL_TYPE}, {"name": STEP, "expr": scale}]
    return chart | {"params": params}


def _columns(kinds: Sequence[str]) -> int:
    """How many classes stand beside each other in the legend: all, or half where a phone has no room for all."""
    beside = sum(text_width([kind]) + _SQUARE for kind in kinds) * LABEL_TYPE
    return max(len(kinds), 1) if beside <= _PHONE else math.ceil(len(kinds) / 2)
