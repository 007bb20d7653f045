"""Practices on a map: dots sized by their list and filled by the class of a figure, networks told by number."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import altair as alt
import polars as pl

from wfcore.charts.classes import SILENT, Classes, classes_of
from wfcore.charts.house import HALO, INK, LAND, OTHER, PAPER, QUIET
from wfcore.charts.map_drawing import (
    LETTER,
    MAP_HEIGHT,
    MAP_WIDTH,
    PLACES,
    STEP,
    fill_map,
    legend_title,
    of_class,
    outline,
    placed,
    printed_figure,
    shape_feature,
)
from wfcore.charts.map_frames import Frame, hull, kept_apart
from wfcore.charts.marks import SAID, count_of, spoken
from wfcore.charts.outlines import Point, Rings
from wfcore.charts.templates import Chart, ChartTemplate, layer_of, slot, slots, template
from wfcore.declared import Metric
from wfcore.wording import number

_COVERED = 0.1  # of the picture, by all dots together
_LARGEST = (
    36,
    420,
)  # square pixels of the longest list, where there are many dots and where there are few
_SMALLEST = 0.3  # of the largest
_NUMBERED = (
    120,
    180,
)  # square pixels from which dots have room for a number of one digit, or of two
_ONE_DIGIT = 9
_GROWS = 1.2  # how dots grow with the map
_MOST_NAMED = 16  # networks that are named under a map; of more the table alone has the names
_COLUMNS, _KEY_LINE, _NAME = 2, 1.4, 24
_EDGE = 0.03  # of the way across, so that no dot is cut
_MARGIN = 0.12  # of the way across, around dots where not all the land is shown


@dataclass(frozen=True)
class Dot:
    """A practice: where it is, the figure it is filled by, the size of its list, its network's number."""

    code: str
    name: str
    at: Point
    value: float | None
    patients: float
    said: str
    network: int | None = None
    here: bool = False


@dataclass(frozen=True)
class NumberedNetwork:
    """What a number in dots stands for: a name, and the figure where dots are filled by that of their network."""

    number: int
    name: str
    figure: str = ""


def practice_map(
    dots: Sequence[Dot],
    networks: Sequence[NumberedNetwork],
    metric: Metric,
    land: Sequence[Rings],
    *,
    whole: bool,
) -> Chart:
    """Practices as dots, with a line around those of each network.

    Args:
        dots: those whose position is known; at least one.
        networks: what the numbers in them stand for.
        metric: of their figures.
        land: the rings of each authority behind them.
        whole: whether all the land is shown, and not only where the dots are.
    """
    values = [printed_figure(dot.value, metric) for dot in dots]
    classes = classes_of(values)
    frame = _frame(dots, land, whole=whole)
    key = networks if 1 < len(networks) <= _MOST_NAMED else ()
    key_lines = math.ceil(len(key) / _COLUMNS) * _KEY_LINE
    largest = min(max(MAP_WIDTH * MAP_HEIGHT * _COVERED / len(dots), _LARGEST[0]), _LARGEST[1])
    table = _table(dots, values, classes, frame, largest)
    nominal = frame.pixels(MAP_WIDTH, MAP_HEIGHT)
    grown = f"{largest:.0f}*pow({STEP}/{nominal:.6g},{_GROWS})"
    return fill_map(
        _dots(),
        frame,
        {
            "land": [shape_feature(frame.rings(rings)) for rings in land],
            "hulls": _hulls(table) if len(networks) > 1 else [],
            "here": _hulls(table.filter("here")),
        },
        {"dots": table, "key": _key(key)},
        classes.legend(values),
        _described(dots, values, networks, metric),
        key_lines=key_lines, heading=legend_title(metric),
        reach=[0, max((dot.patients for dot in dots), default=1) or 1],
        smallest=f"{_SMALLEST}*{grown}", largest=grown,
        numbers=f"{grown}>={_NUMBERED[len(networks) > _ONE_DIGIT]}?datum.number:''",
        line=f"height-{key_lines:g}*{LETTER}+(datum.row+0.7)*{_KEY_LINE}*{LETTER}",
    )  # fmt: skip


def _frame(dots: Sequence[Dot], land: Sequence[Rings], *, whole: bool) -> Frame:
    points = [dot.at for dot in dots]
    points += chain.from_iterable(chain.from_iterable(land)) if whole else []
    (left, right), (top, low) = ((min(side), max(side)) for side in zip(*points, strict=True))
    edge = max(right - left, low - top, 0.005) * (_EDGE if whole else _MARGIN)
    return Frame.around([(left - edge, top - edge), (right + edge, low + edge)])


def _table(
    dots: Sequence[Dot],
    values: Sequence[float | None],
    classes: Classes,
    frame: Frame,
    largest: float,
) -> pl.DataFrame:
    """A row for each dot, the larger first, so that none hides a smaller one."""
    step = frame.pixels(MAP_WIDTH, MAP_HEIGHT)
    most = max((dot.patients for dot in dots), default=1) or 1
    sizes = [largest * (_SMALLEST + (1 - _SMALLEST) * dot.patients / most) for dot in dots]
    radii = [math.sqrt(size / math.pi) / step for size in sizes]
    at = kept_apart([frame.step(dot.at) for dot in dots], radii)
    alone = sum(dot.here for dot in dots) == 1
    rows = [
        {
            "x": x, "y": y, "code": dot.code, "label": classes.label(value), SAID: dot.said,
            "patients": float(dot.patients), "here": dot.here,
            "number": str(dot.network) if dot.network else "",
            "network": dot.network or 0,
            "dark": classes.is_dark(value),
            "name": f"{dot.name} {SILENT if value is None else number(value, 1)}" if dot.here and alone else "",
            "right": x > frame.width * 0.6,
        }
        for dot, value, (x, y) in zip(dots, values, at, strict=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_SCHEMA).sort("patients", descending=True, maintain_order=True)


_SCHEMA = {
    "x": pl.Float64, "y": pl.Float64, "code": pl.String, "label": pl.String, SAID: pl.String,
    "patients": pl.Float64, "here": pl.Boolean, "number": pl.String, "network": pl.Int64,
    "dark": pl.Boolean, "name": pl.String, "right": pl.Boolean,
}  # fmt: skip


def _hulls(table: pl.DataFrame) -> list[dict[str, Any]]:
    """A line around the dots of each network."""
    known = table.filter(pl.col("network") > 0).partition_by("network", as_dict=True)
    return [
        shape_feature([[(round(x), round(y)) for x, y in hull(list(of.select("x", "y").rows()))]])
        for _, of in sorted(known.items())
    ]


def _key(networks: Sequence[NumberedNetwork]) -> pl.DataFrame:
    """The networks in columns, each with its number, name and figure."""
    rows = math.ceil(len(networks) / _COLUMNS)
    listed = [
        (at // rows, at % rows, f"{each.number}  {_cut(each.name)} {each.figure}".rstrip())
        for at, each in enumerate(networks)
    ]
    schema = {"col": pl.Int64, "row": pl.Int64, "text": pl.String}
    return pl.DataFrame(listed, schema=schema, orient="row")


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1].rstrip()}…"


def _described(
    dots: Sequence[Dot],
    values: Sequence[float | None],
    networks: Sequence[NumberedNetwork],
    metric: Metric,
) -> str:
    """What the map shows, in words."""
    said = f"Map of {count_of(len(dots), 'practice')}"
    said += f" in {count_of(len(networks), 'network')}" if len(networks) > 1 else ""
    known = sorted((v, d.name) for d, v in zip(dots, values, strict=True) if v is not None)
    named = [each for each in networks if each.figure]
    said += f": {metric.name}. The larger a dot, the longer its list."
    if named:
        said += f" {'; '.join(f'{each.number} {each.name} {each.figure}' for each in named)}."
    elif known:
        ends = (f"{name} {number(value, metric.decimals)}" for value, name in (known[0], known[-1]))
        said += f" Lowest in {next(ends)}; highest in {next(ends)}."
    silent = len(dots) - len(known)
    return f"{said} Without a figure, with a dashed edge: {silent}." if silent else said


@cache
def _dots() -> ChartTemplate:
    at: dict[str, Any] = {"longitude": "x:Q", "latitude": "y:Q"}
    size = alt.Size(
        "patients:Q",
        legend=None,
        scale=alt.Scale(
            domain=slots("reach"),
            range=[alt.ExprRef(slot("smallest")), alt.ExprRef(slot("largest"))],
        ),
    )
    dots = layer_of("dots").properties(name=PLACES).mark_circle(opacity=1, strokeWidth=1, stroke=INK).encode(
        **at, color=of_class(), size=size, **spoken(),
        strokeDash=alt.condition(f"datum.label=='{SILENT}'", alt.value([2, 2]), alt.value([1, 0])),
        strokeWidth=alt.condition("datum.here", alt.value(3), alt.value(1)),
    )  # fmt: skip
    look: dict[str, Any] = {"fontSize": 10, "baseline": "middle", "tooltip": None, "aria": False}
    number_of = alt.ExprRef(slot("numbers"))
    numbers = layer_of("dots").mark_text(**look, text=number_of).encode(
        **at,
        color=alt.condition("datum.dark", alt.value(PAPER), alt.value(INK)),
    )  # fmt: skip
    land = layer_of("land").mark_geoshape(
        fill=LAND, stroke=OTHER, strokeWidth=1, clip=True, aria=False
    )
    hulls = outline(
        "hulls", QUIET, 1.5, strokeDash=[4, 3], strokeJoin="round", fill=QUIET, fillOpacity=0.06
    )
    key = layer_of("key").mark_text(
        align="left", baseline="middle", fontSize=12, color=INK,
        x=alt.ExprRef(f"2+datum.col*width/{_COLUMNS}"), y=alt.ExprRef(slot("line")),
    ).encode(text="text:N")  # fmt: skip
    ours = outline("here", INK, 2.5, strokeJoin="round")
    return template(placed(land), hulls, ours, placed(dots), placed(numbers), *_marked(at), key)


def _marked(at: dict[str, Any]) -> list[alt.Chart]:
    """The name and figure of a marked practice, on a white edge."""
    look: dict[str, Any] = {
        "fontSize": 12, "fontWeight": "bold", "baseline": "middle", "tooltip": None, "aria": False,
        "align": alt.ExprRef("datum.right?'right':'left'"), "dx": alt.ExprRef("datum.right?-16:16"),
    }  # fmt: skip
    inks: list[dict[str, Any]] = [
        {"stroke": PAPER, "strokeWidth": HALO, "strokeJoin": "round"},
        {"color": INK},
    ]
    return [
        placed(layer_of("dots").mark_text(**look, **ink)).encode(**at, text="name:N")
        for ink in inks
    ]
