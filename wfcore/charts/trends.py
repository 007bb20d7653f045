"""What has been measured, month after month, and what was done to the figures on the way."""

import re
import textwrap
from collections.abc import Sequence
from datetime import date
from functools import cache

import altair as alt
import polars as pl

from wfcore.charts import ends
from wfcore.charts.channels import (
    are_few,
    by_name,
    chart_date,
    haloed,
    months,
    ticks,
    titled,
    upward,
)
from wfcore.charts.ends import End, place_labels, room_of
from wfcore.charts.house import DASHES, INK, LINES, QUIET, SHAPES
from wfcore.charts.marks import SAID, say_figures, spoken
from wfcore.charts.scales import Upright, axis_of_lines
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, template
from wfcore.declared import Metric
from wfcore.months import Month
from wfcore.wording import listed, month, number, short_month

_GAP_DAYS = 550
_HEIGHT = 240
_SLOPE = 3  # months; so few are a slope, and its figures stand at its two ends
_SLOPE_HEIGHT = 110
_PADDING = 10
_MARK_LINE, _MARK_WIDE = 14, 18  # pixels, letters: half of a phone
_MOST_WORDS = 3  # marks that have their words beside them, the latest
_PATH = {
    "area_name": pl.String, "value": pl.Float64, "date": pl.Date, "month": pl.String,
    "label": pl.String, "stretch": pl.Int64,
}  # fmt: skip
_NOTE = {"date": pl.Date, "label": pl.String, "up": pl.Float64, "far": pl.Boolean}

_Lines = dict[str, list[tuple[str, float]]]  # of each place: months and figures, in order
MonthMark = tuple[str, str]  # month, and what happened to the figures then, in few words


def trend(
    measures: pl.DataFrame,
    metric: Metric,
    *,
    height: int = _HEIGHT,
    called: str = "",
    marks: Sequence[MonthMark] = (),
) -> Chart:
    """Lines over time, one for each place, broken where more than a year and a half is missing.

    Each is named at its end. Two or three months are drawn as a slope. The axis need not start at 0: lines
    show a course, and its title says where it starts.

    Args:
        measures: `period, area_name, value`, and what `say_figures` reads.
        metric: their metric.
        height: in pixels, of what is more than a slope.
        called: what is drawn, where it is not the metric.
        marks: months at which a place was redrawn, practices merged or a definition changed, and the words
            that stand there.
    """
    measured = measures.filter(pl.col("value").is_not_null())
    names = list(dict.fromkeys(measured["area_name"]))
    measured = measured.sort("period", maintain_order=True)
    known: list[tuple[str, str, float]] = measured.select("period", "area_name", "value").rows()
    rows = _path(measured, known, metric)
    periods = sorted({period for period, *_ in known})
    is_slope, reach = len(periods) <= _SLOPE, axis_of_lines([value for *_, value in known])
    lines: _Lines = {name: [(p, v) for p, n, v in known if n == name] for name in names}
    at_end = _ends(lines, metric)
    low = max(_SLOPE_HEIGHT, room_of(at_end))
    axis = Upright((reach[0], reach[1]), min(height, low) if is_slope else height)
    first_month, last_month = (periods[0], periods[-1]) if periods else (None, None)
    first = rows.filter(pl.col("area_name") == (names or [""])[0])
    noted = _marks(marks, periods)
    between = _beside(first, rows).head(
        0 if is_slope else first.height - 1 if are_few(periods) else 1
    )
    return fill_template(
        _trend(few=are_few(periods), slope=is_slope, marked=bool(noted)),
        {
            "path": rows,
            "between": between,
            **(
                {"starts": place_labels(_starts(lines, metric), first_month, axis)}
                if is_slope
                else {}
            ),
            "ends": place_labels(at_end, last_month, axis),
            **noted,
        },
        f"{called or metric.name} over time for {listed(names)}{_said(lines, metric)}."
        f"{''.join(f' {month(when)}: {words}.' for when, words in marks)}",
        height=axis.height,
        heading=titled(metric, reach),
        reach=reach,
        ticks=ticks(periods),
        names=names,
        colours=LINES[: len(names)],
        dashes=DASHES[: len(names)],
        shapes=SHAPES[: len(names)],
    )


@cache
def _trend(*, few: bool, slope: bool, marked: bool) -> ChartTemplate:
    # All figures of a slope are printed, so it needs no scale.
    x, y = months(few=few, padding=_PADDING), upward("value", bare=slope)
    colour = by_name(alt.Color, "area_name", "colours", legend=None)
    dashes = by_name(alt.StrokeDash, "area_name", "dashes", legend=None)
    shapes = by_name(alt.Shape, "area_name", "shapes", legend=None)
    lines = (
        layer_of("path")
        .mark_line(aria=False, strokeWidth=3)
        .encode(x=x, y=y, color=colour, strokeDash=dashes, detail="stretch:N")
    )
    dots = (
        layer_of("path")
        .mark_point(filled=True, size=60, opacity=1)
        .encode(x=x, y=y, color=colour, shape=shapes, **spoken())
    )
    texts = haloed(
        "between", x, y, dy=alt.ExprRef("datum.under ? 15 : -13"), fontWeight="bold",
        align=alt.ExprRef("datum.begins ? 'left' : 'center'"), dx=alt.ExprRef("datum.begins ? 4 : 0"),
    )  # fmt: skip
    begins = ends.layers(few=few, padding=_PADDING, start=True) if slope else []
    return template(
        lines, *(_marked(x) if marked else []), dots, *texts,
        *begins, *ends.layers(few=few, padding=_PADDING),
    )  # fmt: skip


def _marked(x: alt.X) -> list[alt.Chart]:
    """A hair at each mark, and its words at the foot of it, above each other."""
    words = haloed(
        "notes", x, alt.Undefined, color=QUIET,
        y=alt.ExprRef("height - datum.up"),
        align=alt.ExprRef("datum.far ? 'right' : 'left'"), dx=alt.ExprRef("datum.far ? -5 : 5"),
    )  # fmt: skip
    return [hairs(x), *words]


def hairs(x: alt.X) -> alt.Chart:
    """A hair at each of the rows that `hair_rows` makes."""
    rule = layer_of("marks").mark_rule(color=INK, strokeDash=[2, 3], strokeWidth=1)
    return rule.encode(x=x, **spoken())


def marks_of(course: pl.DataFrame | None) -> list[MonthMark]:
    """The months of a course whose column `mark` has words: there it is not of quite the same place or count."""
    if course is None or "mark" not in course.columns:
        return []
    return course.select("period", "mark").drop_nulls().rows()


def hair_rows(marks: Sequence[MonthMark]) -> pl.DataFrame:
    """Where the hairs of these marks stand, and what they say."""
    said = [f"{month(when)}: {words}" for when, words in marks]
    return pl.DataFrame({"date": [chart_date(when) for when, _ in marks], SAID: said})


def _path(
    measured: pl.DataFrame, known: Sequence[tuple[str, str, float]], metric: Metric
) -> pl.DataFrame:
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
    return rows.with_columns(
        say_figures(measured.with_columns(rows["month"]), metric, "area_name", "month")
    )


def _beside(own: pl.DataFrame, everybody: pl.DataFrame) -> pl.DataFrame:
    """Points of the first line that carry their figures.

    `under`: whether another lies higher, so that words go below; `begins`: whether they stand at the axis.
    """
    most = everybody.group_by("date").agg(pl.col("value").max().alias("most"))
    beside = own.join(most, on="date", how="left", maintain_order="left")
    return beside.select(
        "date",
        "value",
        "label",
        under=pl.col("value") < pl.col("most"),
        begins=pl.col("date") == pl.col("date").min(),
    )


def _ends(lines: _Lines, metric: Metric) -> list[End]:
    """Names and figures at the end; the month beside the figure of a line that ends before the others."""
    latest = max((line[-1][0] for line in lines.values()), default="")
    labels: list[End] = []
    for (name, line), colour in zip(lines.items(), LINES, strict=False):
        when, value = line[-1]
        early = f" ({short_month(when)})" if when != latest else ""
        labels.append(End(name, value, f"{number(value, metric.decimals)}{early}", colour))
    return labels


def _starts(lines: _Lines, metric: Metric) -> list[End]:
    """The figures of the lines that begin with the first month."""
    earliest = min((line[0][0] for line in lines.values()), default="")
    return [
        End("", line[0][1], number(line[0][1], metric.decimals), colour)
        for line, colour in zip(lines.values(), LINES, strict=False)
        if line[0][0] == earliest
    ]


def _said(lines: _Lines, metric: Metric) -> str:
    """The first and the last figure of each line, in words."""
    both = [
        f"{name} {number(line[0][1], metric.decimals)} in {month(line[0][0])}, "
        f"{number(line[-1][1], metric.decimals)} in {month(line[-1][0])}"
        for name, line in lines.items()
    ]
    return f": {'; '.join(both)}" if both else ""


def _marks(marks: Sequence[MonthMark], periods: Sequence[str]) -> dict[str, pl.DataFrame]:
    """The marks between the first and the last month drawn, and the lines of words at their feet."""
    inside = [mark for mark in marks if periods and periods[0] <= mark[0] <= periods[-1]]
    if not inside:
        return {}
    span = Month(periods[0]).months_to(periods[-1])
    lines: list[tuple[date, str, float, bool]] = []
    for when, words in inside[-_MOST_WORDS:]:
        far = Month(periods[0]).months_to(when) * 2 > span
        for line in reversed(_in_short(words)):
            lines.append((chart_date(when), line, 8.0 + _MARK_LINE * len(lines), far))
    return {
        "marks": hair_rows(inside),
        "notes": pl.DataFrame(lines, schema=_NOTE, orient="row"),
    }


def _in_short(words: str) -> list[str]:
    """The first thing that happened, in up to two short lines; all of it is said where the mark is pointed at."""
    first, *others = re.sub(r" \([^)]*\)", "", words).split("; ")
    return textwrap.wrap(
        f"{first} …" if others else first, _MARK_WIDE, max_lines=2, placeholder=" …"
    )


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
