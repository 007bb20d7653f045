"""Changes on a year ago between the limits of chance; what lies outside stands out by shape and word."""

from collections.abc import Sequence
from functools import cache

import altair as alt
import polars as pl

from wfcore.charts.channels import (
    are_few,
    chart_date,
    haloed,
    months,
    ticks,
    upward,
)
from wfcore.charts.house import AVERAGE, FALL, GRID, INK, PLACE_COLOUR
from wfcore.charts.marks import SAID, spoken, unit_said
from wfcore.charts.scales import axis_of_points
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, template
from wfcore.charts.trends import MonthMark, hair_rows, hairs
from wfcore.comparing import Stretch
from wfcore.declared import Metric
from wfcore.wording import month, signals, signed

_HEIGHT = 260
_PADDING = 14
_BELOW = 0.12  # of what is drawn: room for a figure under the lowest point
_PATH = {
    "date": pl.Date, "value": pl.Float64, "stretch": pl.Int64, "mark": pl.String,
    "label": pl.String, "up": pl.Boolean, SAID: pl.String,
}  # fmt: skip
_BAND = {
    "stretch": pl.Int64, "date": pl.Date, "end": pl.Date, "low": pl.Float64, "high": pl.Float64,
    "value": pl.Float64, SAID: pl.String,
}  # fmt: skip
_EDGE = {"date": pl.Date, "value": pl.Float64, "label": pl.String, "up": pl.Boolean}


def control_chart(
    stretches: Sequence[Stretch], metric: Metric, place: str, marks: Sequence[MonthMark] = ()
) -> Chart:
    """One line for each stretch, the band of what chance does behind it, a diamond where a figure is a signal.

    Args:
        stretches: at least one, with a change; those without limits have no band.
        metric: what changed.
        place: whose it is.
        marks: months at which limits begin anew, and why.
    """
    path, band = _path(stretches, metric), _bands(stretches, metric)
    periods = [period for stretch in stretches for period, _ in stretch.changes]
    ends = axis_of_points([*path["value"], *band["low"], *band["high"]], right=0.2)
    inside = [mark for mark in marks if periods[0] <= mark[0] <= periods[-1]]
    return fill_template(
        _control(few=are_few(periods)),
        {
            "band": band,
            "edges": _edges(band, metric),
            "path": path,
            "signals": _named(path),
            "marks": hair_rows(inside),
            "nothing": pl.DataFrame({"value": [0.0]}),
        },
        f"{metric.name} in {place}, change on a year ago, {month(periods[0])} to {month(periods[-1])}. "
        f"{' '.join(band[SAID])} Signals: {'; '.join(path.filter(mark='signal')[SAID]) or 'none'}."
        f"{''.join(f' {month(when)}: {words}.' for when, words in inside)}",
        height=_HEIGHT,
        heading=["Change on a year ago,", unit_said(metric)],
        reach=[ends[0] - (ends[1] - ends[0]) * _BELOW, ends[1]],
        ticks=ticks(periods),
    )


@cache
def _control(*, few: bool) -> ChartTemplate:
    x, y = months(few=few, padding=_PADDING), upward("value")
    band = (
        layer_of("band")
        .mark_rect(color=GRID, opacity=0.55)
        .encode(x=x, x2="end", y=upward("low"), y2="high", **spoken())
    )
    centre = (
        layer_of("band")
        .mark_rule(color=AVERAGE, strokeDash=[6, 3], aria=False)
        .encode(x=x, x2="end", y=y)
    )
    nothing = layer_of("nothing").mark_rule(color=INK, aria=False).encode(y=y)
    line = (
        layer_of("path")
        .mark_line(color=PLACE_COLOUR, strokeWidth=2, aria=False)
        .encode(x=x, y=y, detail="stretch:N")
    )
    shape = alt.Scale(domain=["chance", "signal"], range=["circle", "diamond"])
    dots = (
        layer_of("path")
        .mark_point(filled=True, opacity=1, color=PLACE_COLOUR)
        .encode(
            x=x, y=y, **spoken(),
            shape=alt.Shape("mark:N", scale=shape, legend=None),
            size=alt.condition("datum.mark === 'signal'", alt.value(170), alt.value(45)),
            color=alt.condition(
                "datum.mark === 'signal'", alt.value(FALL), alt.value(PLACE_COLOUR)
            ),
        )
    )  # fmt: skip
    words = haloed(
        "signals", x, y, fontWeight="bold", dy=alt.ExprRef("datum.up ? -14 : 16"), align="center"
    )
    edges = haloed(
        "edges", x, y, color=AVERAGE, align="left", dx=4,
        dy=alt.ExprRef("datum.up ? -8 : 10"),
    )  # fmt: skip
    return template(band, nothing, centre, hairs(x), line, dots, *edges, *words)


def _path(stretches: Sequence[Stretch], metric: Metric) -> pl.DataFrame:
    rows: list[tuple[object, ...]] = []
    for number, stretch in enumerate(stretches):
        found = {signal.at: signal for signal in stretch.signals}
        for at, (period, change) in enumerate(stretch.changes):
            signal, figure = found.get(at), signed(change, metric.decimals)
            why = f"; {signals.rule_said(signal)}" if signal else ""
            rows.append((
                chart_date(period), change, number, "signal" if signal else "chance",
                figure, signal.up if signal else change > 0,
                f"{month(period)}: {figure} {unit_said(metric)} on a year ago{why}",
            ))  # fmt: skip
    return pl.DataFrame(rows, schema=_PATH, orient="row")


def _bands(stretches: Sequence[Stretch], metric: Metric) -> pl.DataFrame:
    rows: list[tuple[object, ...]] = []
    for number, stretch in enumerate(stretches):
        if stretch.limits is None:
            continue
        first, last = stretch.changes[0][0], stretch.changes[-1][0]
        low, high = stretch.limits.low, stretch.limits.high
        said = f"{signed(low, metric.decimals)} to {signed(high, metric.decimals)}"
        rows.append((
            number, chart_date(first), chart_date(last), low, high, stretch.limits.centre,
            f"{month(first)} to {month(last)}: chance alone gives {said}.",
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=_BAND, orient="row")


def _edges(band: pl.DataFrame, metric: Metric) -> pl.DataFrame:
    """What the ends of the newest band are, in words at its left end."""
    rows = [
        (row["date"], row[name], f"{called} {signed(row[name], metric.decimals)}", name == "high")
        for row in band.tail(1).iter_rows(named=True)
        for name, called in (("high", "most by chance"), ("low", "least by chance"))
    ]
    return pl.DataFrame(rows, schema=_EDGE, orient="row")


def _named(path: pl.DataFrame) -> pl.DataFrame:
    """The furthest signal of each run has its figure beside it."""
    rows = path.with_row_index().filter(mark="signal")
    run = (
        (pl.col("index").diff().fill_null(2) > 1) | (pl.col("up") != pl.col("up").shift())
    ).cum_sum()
    return (
        rows.with_columns(run=run)
        .sort(pl.col("value").abs(), descending=True, maintain_order=True)
        .unique("run", keep="first", maintain_order=True)
        .select("date", "value", "label", "up")
    )
