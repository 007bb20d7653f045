"""From one value to another, part by part."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import altair as alt
import polars as pl

from wfcore import rounding
from wfcore.charts.channels import across, haloed, height_of, only, row, rows_of, titled
from wfcore.charts.house import (
    BASELINE_COLOUR,
    FALL,
    NAME_TYPE,
    OTHER,
    PAPER,
    PLACE_COLOUR,
    QUIET,
    RISE,
)
from wfcore.charts.marks import say_parts, spoken
from wfcore.charts.scales import axis_from_zero, axis_of_points, is_known
from wfcore.charts.templates import (
    Chart,
    ChartTemplate,
    fill_template,
    layer_of,
    template,
)
from wfcore.declared import Metric
from wfcore.measuring import Measure
from wfcore.wording import number, signed

_STEP = 28
_ROOM = 1.15  # for figures right of the longest bar, on a phone
_HOW = "Full bars add, hollow bars take away."


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
            "bar": not self.shape, "right": self.right,
        }  # fmt: skip

    @property
    def right(self) -> float:
        return max(self.begin, self.end)


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
    steps = [_value(start, metric, BASELINE_COLOUR, PAPER, "circle")]
    for name, part in parts.select("name", "part").iter_rows():
        if not is_known(part):
            continue
        at, label = steps[-1].end, signed(part, metric.decimals)
        colour, fill = (RISE, RISE) if part > 0 else (FALL, PAPER) if part < 0 else (QUIET, QUIET)
        steps.append(_Step(str(name), at, at + part, label, colour, fill, ""))
    steps.append(_value(end, metric, PLACE_COLOUR, PLACE_COLOUR, "diamond"))
    between = ", ".join(f"{step.name} {step.label}" for step in steps[1:-1])
    reach = axis_of_points([at for step in steps for at in (step.begin, step.end)])
    said = f"{metric.name}: {start[0]} {steps[0].label}, {end[0]} {steps[-1].label}."
    return _drawn(
        steps, f"{said} In between: {between}." if between else said, metric, whole, reach,
        *([_HOW] if between else []), mine=-1,
    )  # fmt: skip


def ladder(
    counts: Sequence[tuple[str, float, str]], metric: Metric, *, whole: Measure | None = None
) -> Chart:
    """Ways of counting the same people, each narrower than the one before, with what is taken away between.

    Bars of the counts start at 0; what is taken away hangs hollow between two of them.

    Args:
        counts: what each is called, its value, and what is left out of the one before to come to it.
        metric: theirs.
        whole: the measure of the widest, where it is known.
    """
    steps: list[_Step] = []
    for name, value, less in counts:
        if steps:
            last = steps[-1].end
            part = rounding.apart(value, last, metric.decimals)
            colour, fill = (FALL, PAPER) if part else (QUIET, QUIET)
            steps.append(_Step(less, last, value, signed(part, metric.decimals), colour, fill, ""))
        colour = OTHER if steps else PLACE_COLOUR
        steps.append(_Step(name, 0.0, value, number(value, metric.decimals), colour, colour, ""))
    said = ", ".join(f"{step.name} {step.label}" for step in steps)
    reach = [0.0, axis_from_zero([step.right for step in steps])[1] * _ROOM]
    return _drawn(
        steps, f"{metric.name}, counted ever more narrowly: {said}.", metric, whole, reach
    )


def _drawn(
    steps: Sequence[_Step], said: str, metric: Metric, whole: Measure | None, reach: list[float],
    *beneath: str, mine: int = 0,
) -> Chart:  # fmt: skip
    """Steps in their rows, under a scale; `mine`: the row whose name is bold."""
    order = rows_of([step.name for step in steps])
    spoken_of = [(step.name, step.label) for step in steps]
    return fill_template(
        _waterfall(),
        {
            "steps": pl.DataFrame([step.cells() for step in steps]).with_columns(
                say_parts(spoken_of, metric, whole), row=pl.Series(order)
            ),
            "links": _links(steps, order),
        },
        said,
        height=height_of(order, _STEP),
        heading=[*filter(None, titled(metric, reach)), *beneath],
        order=order,
        mine=only(order[mine]),
        reach=reach,
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
    texts = haloed("steps", across("right"), y, align="left", dx=11, fontSize=NAME_TYPE)
    return template(links, bars, points, *texts)


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
