"""What has been measured, month after month."""

from collections.abc import Sequence
from datetime import date
from functools import cache

import altair as alt
import polars as pl

from wfcore.charts.channels import are_few, by_name, chart_date, figures, months, ticks, upward
from wfcore.charts.house import INK, PLACE_COLOUR
from wfcore.charts.marks import SAID, say_figures, spoken
from wfcore.charts.scales import axis_of_lines
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, template
from wfcore.declared import Metric
from wfcore.wording import heading, month, number

_GAP_DAYS = 550
_COLOURS = [PLACE_COLOUR, "#F46A25", "#28A197", "#801650"]
_DASHES = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2]]
_PATH = {
    "area_name": pl.String, "value": pl.Float64, "date": pl.Date, "month": pl.String,
    "label": pl.String, "stretch": pl.Int64,
}  # fmt: skip


def trend(
    measures: pl.DataFrame,
    metric: Metric,
    *,
    height: int = 260,
    called: str = "",
    marks: Sequence[tuple[str, str]] = (),
) -> Chart:
    """Lines over time, one for each place, broken where more than a year and a half is missing.

    The axis need not start at 0: lines show a course. `called`: what is drawn, where it is not the metric.
    `marks`: months, and in words why the course is not quite what it was before.
    """
    measured = measures.filter(pl.col("value").is_not_null())
    names = list(dict.fromkeys(measured["area_name"]))
    measured = measured.sort("period", maintain_order=True)
    known = measured.select("period", "area_name", "value").rows()
    rows = pl.DataFrame(
        {
            "area_name": [name for _, name, _ in known],
            "value": [value for *_, value in known],
            "date": [chart_date(period) for period, *_ in known],
            "month": [month(period) for period, *_ in known],
            "label": [number(value, metric.decimals) for *_, value in known],
            "stretch": _stretches(known),
        },
        schema=_PATH,
    )
    rows = rows.with_columns(
        say_figures(measured.with_columns(rows["month"]), metric, "area_name", "month")
    )
    datasets = {"path": rows, "first": rows.filter(pl.col("area_name") == (names or [""])[0])}
    periods = sorted({period for period, *_ in known})
    drawn = [(period, words) for period, words in marks if period in periods]
    if drawn:
        datasets["marks"] = pl.DataFrame(
            {
                "date": [chart_date(period) for period, _ in drawn],
                SAID: [f"{month(period)}: {words}" for period, words in drawn],
            }
        )
    return fill_template(
        _trend(few=are_few(periods), marked=bool(drawn)),
        datasets,
        f"{called or metric.name} over time for {' and '.join(names)}.",
        height=height,
        heading=heading(metric),
        reach=axis_of_lines([value for *_, value in known]),
        ticks=ticks(periods),
        names=names,
        colours=_COLOURS[: len(names)],
        dashes=_DASHES[: len(names)],
    )


@cache
def _trend(*, few: bool, marked: bool) -> ChartTemplate:
    x, y = months(few=few, padding=26), upward("value")

    colour = by_name(alt.Color, "area_name", "colours", title=None)
    dashes = by_name(alt.StrokeDash, "area_name", "dashes", title=None)
    lines = (
        layer_of("path")
        .mark_line(strokeWidth=3)
        .encode(x=x, y=y, color=colour, strokeDash=dashes, detail="stretch:N")
    )
    dots = (
        layer_of("path")
        .mark_point(filled=True, size=70, opacity=1)
        .encode(x=x, y=y, color=colour, **spoken())
    )
    texts = figures("first", x, y, dy=18, fontSize=12, fontWeight="bold")
    if not marked:
        return template(lines, dots, texts)
    rules = (
        layer_of("marks")
        .mark_rule(color=INK, strokeDash=[2, 3], strokeWidth=1.5)
        .encode(x=x, **spoken())
    )
    return template(rules, lines, dots, texts)


def _stretches(known: Sequence[tuple[str, str, float]]) -> list[int]:
    """For each row, in order of time, how many gaps its place has had before."""
    last: dict[str, tuple[date, int]] = {}
    stretches: list[int] = []
    for period, name, _ in known:
        at = chart_date(period)
        before, stretch = last.get(name, (at, 0))
        stretch += (at - before).days > _GAP_DAYS
        last[name] = (at, stretch)
        stretches.append(stretch)
    return stretches
