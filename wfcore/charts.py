"""Measures → Altair charts. Every chart has a description; every chart stands beside a table."""

from collections.abc import Sequence
from typing import cast

import altair as alt
import polars as pl

from wfcore.declared import Metric
from wfcore.wording import heading, month, number, short_cause, signed

INK = "#212B32"  # 15:1 on white
QUIET = "#425563"  # 7.8:1 on white
HERE = "#12436D"
OTHER = "#5B7F95"
TARGET = "#801650"
AVERAGE = "#3D3D3D"
GRID = "#D8DDE0"
SEQUENCE = ["#EAF1F8", "#9CC3E4", "#2073BC", "#12436D"]
PARTS = {
    "part_staff": HERE,
    "part_list": "#28A197",
    "part_membership": "#801650",
    "part_reporting": "#F46A25",
}
FONT = "Source Sans Pro, Source Sans, Arial, sans-serif"
ROW = 26
_TICKS = 6
_GAP_DAYS = 550
_LONG_NAME = 22
_LINES = [HERE, "#F46A25", "#28A197", "#801650"]
_DASHES = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2]]


def ranked(
    measures: pl.DataFrame,
    metric: Metric,
    *,
    here: str | None = None,
    target: float | None = None,
    average: tuple[str, float] | None = None,
) -> alt.LayerChart:
    """Dots in order of size, with lines for the target and the area above.

    Args:
        measures: rows with `area_code, area_name, value`; those without a value are left out.
        metric: their metric.
        here: code of the area to mark.
        target: where the target line stands.
        average: name and value of the area above.
    """
    rows = (
        measures.filter(pl.col("value").is_not_null())
        .select("area_name", "value", here=pl.col("area_code") == (here or ""))
        .with_columns(label=_labels("value", metric))
        .sort("value", descending=True)
    )
    reach = _reach(rows, target, average)
    x = alt.X("value:Q", title=_axis(metric), scale=_scale(reach))
    y = alt.Y("area_name:N", sort=rows["area_name"].to_list(), title=None, axis=_names())
    base = alt.Chart(rows)
    layers: list[alt.Chart] = []
    if average is not None:
        layers += _line(average[1], average[0], AVERAGE, metric, [6, 3], reach)
    if target is not None:
        layers += _line(target, "Target", TARGET, metric, [], reach)
    stems = base.mark_rule(color=GRID, strokeWidth=2).encode(x=x, x2=alt.datum(_low(rows)), y=y)
    dots = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=x,
        y=y,
        color=alt.condition("datum.here", alt.value(HERE), alt.value(OTHER)),
        shape=alt.condition("datum.here", alt.value("diamond"), alt.value("circle")),
        tooltip=_tip(Place="area_name", Figure="label"),
    )
    texts = base.mark_text(align="left", dx=9, color=INK, fontSize=12).encode(
        x=x, y=y, text="label:N"
    )
    said = f"{metric.name}, {rows.height} places from highest to lowest."
    if rows.height:
        ends = [f"{rows['area_name'][i]} {rows['label'][i]}" for i in (0, -1)]
        said += f" Highest: {ends[0]}. Lowest: {ends[1]}."
    return _finished(_layered(stems, *layers, dots, texts), said, height=ROW * max(rows.height, 1))


def trend(measures: pl.DataFrame, metric: Metric, *, target: float | None = None) -> alt.LayerChart:
    """Lines over time, one for each place, broken where more than a year and a half is missing.

    The axis need not start at 0: lines show a course.
    """
    rows = (
        measures.filter(pl.col("value").is_not_null())
        .select("area_name", "value", "period", date=(pl.col("period") + "-01").str.to_date())
        .with_columns(
            month=pl.col("period").map_elements(month, return_dtype=pl.String),
            label=_labels("value", metric),
        )
        .sort("date", maintain_order=True)
        .with_columns(
            stretch=(pl.col("date").diff().dt.total_days() > _GAP_DAYS)
            .fill_null(value=False)
            .cum_sum()
            .over("area_name")
        )
    )
    shown = set(rows["area_name"])
    names = [n for n in measures["area_name"].unique(maintain_order=True) if n in shown]
    dates = rows["date"].unique().sort().to_list()
    few = len(dates) <= _TICKS
    x = alt.X(
        "date:T",
        title=None,
        scale=alt.Scale(padding=26),
        axis=alt.Axis(
            format="%b %Y",
            labelOverlap=True,
            grid=False,
            values=dates if few else alt.Undefined,
            tickCount=alt.Undefined if few else _TICKS,
        ),
    )
    y = alt.Y("value:Q", title=_axis(metric), scale=_course(rows, target))
    colour = alt.Color(
        "area_name:N", title=None, scale=alt.Scale(domain=names, range=_LINES[: len(names)])
    )
    dash = alt.StrokeDash(
        "area_name:N", title=None, scale=alt.Scale(domain=names, range=_DASHES[: len(names)])
    )
    base = alt.Chart(rows)
    lines = base.mark_line(strokeWidth=3).encode(
        x=x, y=y, color=colour, strokeDash=dash, detail="stretch:N"
    )
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=x, y=y, color=colour, tooltip=_tip(Place="area_name", Month="month", Figure="label")
    )
    first = rows.filter(pl.col("area_name") == names[0]) if names else rows
    texts = (
        alt.Chart(first)
        .mark_text(dy=18, color=INK, fontSize=12, fontWeight="bold")
        .encode(x=x, y=y, text="label:N")
    )
    layers: list[alt.Chart] = [lines, dots, texts]
    if target is not None:
        aim = pl.DataFrame({"value": [target], "label": [f"Target {number(target, 0)}"]})
        rule = alt.Chart(aim).encode(y=y)
        layers.append(rule.mark_rule(color=TARGET, strokeWidth=2))
        layers.append(
            rule.mark_text(align="left", x=4, dy=-7, color=TARGET, fontSize=12).encode(
                text="label:N"
            )
        )
    said = f"{metric.name} over time for {' and '.join(names)}."
    return _finished(_layered(*layers), said, height=260)


def two_periods(changes: pl.DataFrame, metric: Metric, start: str, end: str) -> alt.LayerChart:
    """A dumbbell for each place: then and now."""
    rows = (
        changes.filter(pl.col("change").is_not_null())
        .select("area_name", "value", "value_from", "change")
        .sort("change", descending=True)
    )
    long = pl.concat(
        [
            rows.select("area_name", value="value_from", when=pl.lit(month(start))),
            rows.select("area_name", "value", when=pl.lit(month(end))),
        ]
    ).with_columns(label=_labels("value", metric))
    order = rows["area_name"].to_list()
    y = alt.Y("area_name:N", sort=order, title=None, axis=_names())
    scale = _scale(_reach(long, None, None))
    bars = (
        alt.Chart(rows)
        .mark_rule(color=GRID, strokeWidth=4)
        .encode(x=alt.X("value_from:Q", title=_axis(metric), scale=scale), x2="value:Q", y=y)
    )
    when = [month(start), month(end)]
    dots = alt.Chart(long).mark_point(size=110, opacity=1, strokeWidth=2).encode(
        x=alt.X("value:Q", scale=scale, title=_axis(metric)),
        y=y,
        color=alt.Color("when:N", title=None, scale=alt.Scale(domain=when, range=[OTHER, HERE])),
        shape=alt.Shape("when:N", title=None, scale=alt.Scale(domain=when, range=["circle", "diamond"])),
        fill=alt.Fill("when:N", title=None, scale=alt.Scale(domain=when, range=["#FFFFFF", HERE])),
        tooltip=_tip(Place="area_name", Month="when", Figure="label"),
    )  # fmt: skip
    said = f"{metric.name} in {month(start)} and {month(end)} for {rows.height} places, largest rise first."
    return _finished(_layered(bars, dots), said, height=ROW * max(rows.height, 1))


def parts(row: dict[str, object], metric: Metric) -> alt.LayerChart:
    """The four parts of one change as bars either side of nothing."""
    frame = pl.DataFrame(
        {
            "cause": [short_cause(p) for p in PARTS],
            "part": [float(str(row[p])) for p in PARTS],
            "label": [signed(float(str(row[p])), metric.decimals) for p in PARTS],
            "colour": list(PARTS.values()),
        }
    )
    reach = max(abs(v) for v in frame["part"]) * 1.35 or 1
    x = alt.X(
        "part:Q",
        title=f"Part of the change, {heading(metric)}",
        scale=alt.Scale(domain=[-reach, reach]),
    )
    y = alt.Y("cause:N", sort=None, title=None, axis=_names())
    bars = (
        alt.Chart(frame).mark_bar(size=18).encode(x=x, y=y, color=alt.Color("colour:N", scale=None))
    )
    base = alt.Chart(frame).encode(x=x, y=y, text="label:N")
    texts = [
        base.transform_filter("datum.part >= 0").mark_text(
            align="left", dx=6, color=INK, fontSize=13
        ),
        base.transform_filter("datum.part < 0").mark_text(
            align="right", dx=-6, color=INK, fontSize=13
        ),
    ]
    zero = alt.Chart(pl.DataFrame({"part": [0.0]})).mark_rule(color=INK).encode(x="part:Q")
    said = "The change split by cause: " + "; ".join(
        f"{c} {label}" for c, label in frame.select("cause", "label").iter_rows()
    )
    return _finished(_layered(bars, zero, *texts), f"{said}.", height=44 * len(PARTS))


def heat(measures: pl.DataFrame, metrics: Sequence[Metric], order: Sequence[str]) -> alt.LayerChart:
    """Places × staff groups. Shade is the place within the spread of its own column; figures are printed."""
    names = {m.id: _narrow(m) for m in metrics}
    decimals = {m.id: m.decimals for m in metrics}
    rows = (
        measures.select("area_name", "metric", "value")
        .with_columns(
            group=pl.col("metric").replace_strict(names),
            label=pl.Series(
                [
                    number(v, decimals[m]) if v is not None else "–"
                    for m, v in measures.select("metric", "value").iter_rows()
                ]
            ),
            shade=(pl.col("value").rank("average").over("metric") - 1)
            / (pl.col("value").count().over("metric") - 1).clip(lower_bound=1),
        )
        .with_columns(dark=(pl.col("shade") >= 0.5).fill_null(value=False))
    )
    x = alt.X(
        "group:N", sort=list(names.values()), title=None,
        axis=alt.Axis(
            orient="top", labelAngle=0, labelLimit=140, labelFontSize=12, labelColor=INK,
            domain=False, ticks=False,
        ),
    )  # fmt: skip
    y = alt.Y("area_name:N", sort=list(order), title=None, axis=_names())
    cells = alt.Chart(rows).mark_rect(stroke="#FFFFFF", strokeWidth=2).encode(
        x=x, y=y,
        color=alt.condition(
            "datum.value === null",
            alt.value("#FFFFFF"),
            alt.Color("shade:Q", scale=alt.Scale(type="quantize", domain=[0, 1], range=SEQUENCE), legend=None),
        ),
        tooltip=_tip(Place="area_name", Staff="group", Figure="label"),
    )  # fmt: skip
    texts = (
        alt.Chart(rows)
        .mark_text(fontSize=12)
        .encode(
            x=x,
            y=y,
            text="label:N",
            color=alt.condition("datum.dark", alt.value("#FFFFFF"), alt.value(INK)),
        )
    )
    places = rows["area_name"].n_unique()
    said = (
        f"{places} places by {len(names)} staff groups. "
        "A darker cell means more staff for the same patients than in most of these places."
    )
    return _finished(_layered(cells, texts), said, height=ROW * max(places, 1))


def strip(
    measures: pl.DataFrame, metric: Metric, *, here: str, average: tuple[str, float] | None
) -> alt.LayerChart:
    """Every place as a tick on one line, with one marked."""
    rows = (
        measures.filter(pl.col("value").is_not_null())
        .select("area_name", "value", here=pl.col("area_code") == here)
        .with_columns(label=_labels("value", metric), at=pl.lit(0.0))
    )
    reach = _reach(rows, None, average)
    x = alt.X("value:Q", title=_axis(metric), scale=_scale(reach))
    y = alt.Y("at:Q", axis=None, scale=alt.Scale(domain=[-1, 1]))
    mine = rows.filter(pl.col("here"))
    ticks = (
        alt.Chart(rows.filter(~pl.col("here")))
        .mark_tick(thickness=2, size=36, color=OTHER, orient="vertical")
        .encode(x=x, y=y, tooltip=_tip(Practice="area_name", Figure="label"))
    )
    marked = alt.Chart(mine).encode(x=x, y=y)
    dot = marked.mark_point(filled=True, shape="diamond", size=280, color=HERE, opacity=1)
    named = marked.mark_text(dy=30, fontSize=13, fontWeight="bold", color=INK).encode(
        text="label:N"
    )
    layers: list[alt.Chart] = [ticks]
    if average is not None:
        layers += _line(average[1], average[0], AVERAGE, metric, [6, 3], reach)
    said = f"{metric.name}: {rows.height} practices on one line."
    if mine.height:
        said += f" {mine['area_name'][0]} is at {mine['label'][0]}."
    return _finished(_layered(*layers, dot, named), said, height=90)


def _line(
    at: float, name: str, colour: str, metric: Metric, dash: list[int], reach: list[float]
) -> list[alt.Chart]:
    """A named line across; the name stands on the side where there is room."""
    short = name if len(name) <= _LONG_NAME else "Together"
    frame = pl.DataFrame({"at": [at], "label": [f"{short} {number(at, metric.decimals)}"]})
    x = alt.X("at:Q", scale=alt.Scale(domain=reach, nice=False))
    far = at > 0.55 * reach[1]
    rule = alt.Chart(frame).mark_rule(color=colour, strokeWidth=2, strokeDash=dash).encode(x=x)
    text = (
        alt.Chart(frame)
        .mark_text(
            align="right" if far else "left",
            dx=-4 if far else 4,
            y=-20 if colour == TARGET else -6,
            color=colour,
            fontSize=12,
            fontWeight="bold",
        )
        .encode(x=x, text="label:N")
    )
    return [rule, text]


def _tip(**columns: str) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{column}:N", title=title) for title, column in columns.items()]


def _labels(column: str, metric: Metric) -> pl.Expr:
    return pl.col(column).map_elements(lambda v: number(v, metric.decimals), return_dtype=pl.String)


def _axis(metric: Metric) -> str:
    return heading(metric)


def _low(rows: pl.DataFrame) -> float:
    """Where an axis starts: at 0, so that lengths do not exaggerate."""
    return 0.0 if rows.is_empty() else min(0.0, float(str(rows["value"].min())))


def _reach(
    rows: pl.DataFrame, target: float | None, average: tuple[str, float] | None
) -> list[float]:
    """Ends of an axis that starts at 0, with room for the figures beside the dots."""
    highest = [v for v in (_most(rows), target, average[1] if average else None) if v is not None]
    return [_low(rows), (max(highest) if highest else 1.0) * 1.12]


def _most(rows: pl.DataFrame) -> float | None:
    return None if rows.is_empty() else float(str(rows["value"].max()))


def _scale(reach: list[float]) -> alt.Scale:
    return alt.Scale(domain=reach, nice=False)


def _course(rows: pl.DataFrame, target: float | None) -> alt.Scale:
    """A scale with room around the lines."""
    values = [*rows["value"].to_list(), *([target] if target is not None else [])]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = max((high - low) * 0.35, abs(high) * 0.05, 0.5)
    return alt.Scale(domain=[max(low - room, 0.0), high + room], nice=False)


def _narrow(metric: Metric) -> str:
    """A column heading of one word, so that four stand side by side on a phone."""
    word = metric.short.split(" ")[0]
    return "DPC" if metric.stem == "dpc" else word[0].upper() + word[1:]


def _names() -> alt.Axis:
    return alt.Axis(
        labelLimit=210, labelFontSize=13, labelColor=INK, domain=False, ticks=False, labelPadding=8
    )


def _layered(*charts: alt.Chart) -> alt.LayerChart:
    return cast("alt.LayerChart", alt.layer(*charts))


def _finished(chart: alt.LayerChart, description: str, *, height: int) -> alt.LayerChart:
    """House theme: readable text, quiet grid, full width, a description for screen readers."""
    return (
        chart.properties(
            width="container",
            height=height,
            description=description,
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        .configure(font=FONT, background="#FFFFFF", padding={"left": 4, "right": 14, "top": 32, "bottom": 4})
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=QUIET, titleColor=QUIET, labelFontSize=12, titleFontSize=12, gridColor=GRID,
            domainColor=QUIET, tickColor=QUIET, titleFontWeight="normal",
        )
        .configure_legend(labelColor=INK, labelFontSize=13, orient="top", symbolSize=110, labelLimit=280)
    )  # fmt: skip


def colours() -> dict[str, str]:
    """Every colour that carries text or a thin line, for the contrast test."""
    return {"ink": INK, "quiet": QUIET, "target": TARGET, "average": AVERAGE, "here": HERE}
