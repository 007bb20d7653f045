"""Bars on either side of something: a change or a difference in parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import altair as alt
import polars as pl

from wfcore.charts.channels import TICKS, across, figures, names, row, rows_of
from wfcore.charts.house import BASELINE_COLOUR, CAUSE_COLOURS, FALL, INK, PLACE_COLOUR, QUIET, RISE
from wfcore.charts.marks import say_parts, spoken
from wfcore.charts.scales import axis_of_points, is_known
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
from wfcore.measuring import Measure
from wfcore.wording import heading, number, short_cause, signed

_STEP = 36


def causes_chart(
    parts: Mapping[str, float],
    metric: Metric,
    *,
    height: int = 44 * len(CAUSE_COLOURS),
    whole: Measure | None = None,
) -> Chart:
    """The four parts of one change as bars either side of nothing; `whole` is what changed."""
    sizes = [parts[part] for part in CAUSE_COLOURS]
    frame = pl.DataFrame(
        {
            "cause": [short_cause(p) for p in CAUSE_COLOURS],
            "part": sizes,
            "label": [signed(size, metric.decimals) for size in sizes],
            "colour": list(CAUSE_COLOURS.values()),
        }
    )
    frame = frame.with_columns(say_parts(frame.select("cause", "label").rows(), metric, whole))
    most = max(abs(size) for size in sizes) * 1.35 or 1
    said = "The change split by cause: " + "; ".join(
        f"{c} {label}" for c, label in frame.select("cause", "label").iter_rows()
    )
    return fill_template(
        _parts(),
        {"parts": frame, "zero": pl.DataFrame({"part": [0.0]})},
        f"{said}.",
        height=height,
        heading=f"Part of the change, {heading(metric)}",
        reach=[-most, most],
    )


@cache
def _parts() -> ChartTemplate:
    x = alt.X(
        "part:Q",
        title=slot("heading"),
        scale=alt.Scale(domain=slots("reach")),
        axis=alt.Axis(tickCount=TICKS),
    )
    y = alt.Y("cause:N", sort=None, title=None, axis=names())
    bars = (
        layer_of("parts")
        .mark_bar(size=18)
        .encode(x=x, y=y, color=alt.Color("colour:N", scale=None), **spoken())
    )
    zero = layer_of("zero").mark_rule(color=INK).encode(x="part:Q")
    texts = figures(
        "parts", x, y, fontSize=13,
        align=alt.ExprRef("datum.part < 0 ? 'right' : 'left'"),
        dx=alt.ExprRef("datum.part < 0 ? -6 : 6"),
    )  # fmt: skip
    return template(bars, zero, texts)


@dataclass(frozen=True)
class _Step:
    """A row of a waterfall: a bar from here to there, or a point where it begins and ends."""

    name: str
    begin: float
    end: float
    label: str
    colour: str
    fill: str
    shape: str  # of a point; "" for a bar

    def cells(self) -> dict[str, object]:
        return {
            "name": self.name, "begin": self.begin, "end": self.end, "label": self.label,
            "colour": self.colour, "fill": self.fill, "shape": self.shape or "circle",
            "bar": not self.shape, "right": max(self.begin, self.end),
        }  # fmt: skip


def waterfall(
    parts: pl.DataFrame,
    metric: Metric,
    *,
    start: tuple[str, float],
    end: tuple[str, float],
    whole: Measure | None = None,
) -> Chart:
    """From one value to another, part by part: a rise is a full bar, a fall a hollow one.

    The axis need not start at 0: a part is as long as its bar, and the values are points.

    Args:
        parts: `name, part`, in the order they follow each other; those without a part are left out.
        metric: their metric.
        start: what the first value is called, and the value.
        end: the same of the last.
        whole: the measure they are parts of, where it is known.
    """
    steps = [_value(start, metric, BASELINE_COLOUR, "#FFFFFF", "circle")]
    for name, part in parts.select("name", "part").iter_rows():
        if not is_known(part):
            continue
        colour, fill = (RISE, RISE) if part >= 0 else (FALL, "#FFFFFF")
        at, label = steps[-1].end, signed(part, metric.decimals)
        steps.append(_Step(str(name), at, at + part, label, colour, fill, ""))
    steps.append(_value(end, metric, PLACE_COLOUR, PLACE_COLOUR, "diamond"))
    order = rows_of([step.name for step in steps])
    between = ", ".join(f"{step.name} {step.label}" for step in steps[1:-1])
    said = f"{metric.name}: {start[0]} {steps[0].label}, {end[0]} {steps[-1].label}."
    return fill_template(
        _waterfall(),
        {
            "steps": pl.DataFrame([step.cells() for step in steps]).with_columns(
                say_parts([(step.name, step.label) for step in steps], metric, whole),
                row=pl.Series(order),
            ),
            "links": _links(steps, order),
        },
        f"{said} In between: {between}." if between else said,
        height=_STEP * len(steps),
        heading=heading(metric),
        order=order,
        reach=axis_of_points([at for step in steps for at in (step.begin, step.end)]),
    )


@cache
def _waterfall() -> ChartTemplate:
    y = row()
    edge = alt.Stroke("colour:N", scale=None)
    fill = alt.Fill("fill:N", scale=None)
    links = (
        layer_of("links")
        .mark_line(aria=False, color=QUIET, strokeWidth=1)
        .encode(x=across("at"), y=y, detail="link:N")
    )
    bars = (
        layer_of("steps")
        .transform_filter("datum.bar")
        .mark_bar(size=18, strokeWidth=2)
        .encode(x=across("begin"), x2="end", y=y, stroke=edge, fill=fill, **spoken())
    )
    points = (
        layer_of("steps")
        .transform_filter("!datum.bar")
        .mark_point(size=150, opacity=1, strokeWidth=2.5)
        .encode(
            x=across("end"),
            y=y,
            stroke=edge,
            fill=fill,
            shape=alt.Shape("shape:N", scale=None),
            **spoken(),
        )
    )
    texts = figures("steps", across("right"), y, align="left", dx=11, fontSize=13)
    return template(links, bars, points, texts)


def _value(called: tuple[str, float], metric: Metric, colour: str, fill: str, shape: str) -> _Step:
    name, value = called
    return _Step(name, value, value, number(value, metric.decimals), colour, fill, shape)


def _links(steps: Sequence[_Step], order: Sequence[str]) -> pl.DataFrame:
    """Hairs from where one step ends to the row of the next."""
    rows = [
        (link, place, step.end)
        for link, (step, places) in enumerate(zip(steps, pairwise(order), strict=False))
        for place in places
    ]
    schema = {"link": pl.Int64, "row": pl.String, "at": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
