"""Where things may go: scenarios beside what is expected without changes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from math import ceil
from typing import Any

import altair as alt
import polars as pl

from wfcore.charts import ends
from wfcore.charts.channels import are_few, by_name, chart_date, months, ticks, titled, upward
from wfcore.charts.ends import End, place_labels, target_end
from wfcore.charts.house import BASELINE_COLOUR, FALL, HALO, INK, PAPER, PLACE_COLOUR, RISE
from wfcore.charts.marks import SAID, say_figure, spoken
from wfcore.charts.scales import Upright, is_known
from wfcore.charts.scales import axis_of_lines as course_ends
from wfcore.charts.templates import (
    Chart,
    ChartTemplate,
    fill_template,
    fit_box,
    layer_of,
    template,
)  # fmt: skip
from wfcore.charts.trends import hair_rows, hairs, marks_of
from wfcore.declared import Metric
from wfcore.months import Month
from wfcore.wording import month, number

UNCHANGED = "If nothing changes"
_HEIGHT = 280
_PADDING = 10
_LETTER = 12  # pixels, how high a word is
_WORD = 0.3  # of the whole course, how wide the word on it is on a phone
_GHOST_DASH = [5, 4]
_KEPT_DASH = [2, 3]
KEPT_COLOUR = FALL
_COLOURS = [PLACE_COLOUR, FALL, RISE, INK]
_DASHES = [[1, 0], [8, 3], [2, 2], [8, 3, 2, 3]]
_SAME = 1e-9
# What the lines of a course are called where a point of them is read out.
_LINES = {"measured": "Measured", "ghost": UNCHANGED, "scenario": "With these changes"}

PeriodValue = tuple[str, float]
NamedAim = tuple[str, float]
RangeByPeriod = dict[str, tuple[float, float]]
_Rests = tuple[float | None, float | None]  # patients and coverage
_RestsOn = dict[str, dict[str, _Rests]]  # of each line by month


def trajectory_chart(
    rows: pl.DataFrame,
    metric: Metric,
    *,
    aim: NamedAim | None = None,
    history: pl.DataFrame | None = None,
    kept: Mapping[str, pl.DataFrame] | None = None,
    likely: bool = False,
    height: int | tuple[int, int] = _HEIGHT,
    estimated: bool = False,
) -> Chart:
    """What has been measured, then two lines into the future, with the range of the one that is asked about.

    Where the scenario changes nothing there is only the line of the baseline, with its range.

    Args:
        rows: `period, baseline, scenario, low, high`, and `patients, coverage_patients` where they are
            known; low and high may be null.
        metric: what is drawn.
        aim: what is aimed at: its name, and where its line stands.
        history: `period, value` measured before, with what `say_figures` reads, and perhaps `mark` (see `marks_of`).
        kept: other courses to see it beside, `period, scenario` each, by their names.
        likely: whether the range may be called so.
        height: in pixels, without axes; two, on a wide screen and on a phone, where it is as high as its box.
        estimated: whether today's figure is; it is drawn hollow.
    """
    target = aim[1] if aim else None
    high, low = height if isinstance(height, tuple) else (height, 0)
    measured = _points(history, "value") if history is not None else []
    marks = marks_of(history)
    ghost, scenario = _points(rows, "baseline"), _points(rows, "scenario")
    changed = scenario if _differ(ghost, scenario) else []
    asked, band = "scenario" if changed else "ghost", _band(rows)
    lines = {"measured": measured, "ghost": ghost, "scenario": changed}
    others = {one: _points(course, "scenario") for one, course in (kept or {}).items()}
    rests = {
        "measured": _known_of(history, "denominator"),
        **dict.fromkeys(("ghost", "scenario", "estimated"), _known_of(rows, "patients")),
    }
    values = [value for points in (*lines.values(), *others.values()) for _, value in points]
    axis = _axis([*values, *(side for sides in band.values() for side in sides)], target, high)
    periods = sorted({period for points in lines.values() for period, _ in points})
    called = {
        "ghost": (UNCHANGED, BASELINE_COLOUR),
        "scenario": (_LINES["scenario"], PLACE_COLOUR),
        **{one: (one, KEPT_COLOUR) for one in others},
    }
    at_end = [
        _ending(*called[line], points, metric, band if line == asked else {}, likely=likely)
        for line, points in {**lines, **others}.items()
        if points and line in called
    ]
    if aim and is_known(target):
        at_end.append(target_end(target, metric, aim[0]))
    said = _said(metric, periods, at_end)
    said += " Today's figure is an estimate." if estimated else ""
    said += f" Measured until {month(measured[-1][0])}." if measured else ""
    said += "".join(f" {month(when)}: {words}." for when, words in marks)
    word = "Estimated" if estimated else "Measured" if measured else ""
    both, last = (axis, replace(axis, height=low or high)), periods[-1] if periods else None
    drawn = fill_template(
        _course(
            few=are_few(periods), measured=bool(measured), estimated=estimated, kept=bool(others),
            turn=(high + low) // 2 if low else None, marked=bool(marks),
        ),
        {
            **({"marks": hair_rows(marks)} if marks else {}),
            "paths": _paths(lines, metric, {asked: band}, rests),
            **({"kept": _paths(others, metric, {}, {})} if others else {}),
            "named": ends.at_both(*(_named(lines, band, word, each, target) for each in both)),
            "estimated": _paths({"estimated": ghost[:1] if estimated else []}, metric, {}, rests),
            "ends": ends.at_both(*(place_labels(at_end, last, each) for each in both)),
        },
        said,
        height=axis.height,
        heading=titled(metric, axis.ends),
        reach=list(axis.ends),
        ticks=ticks(periods),
    )  # fmt: skip
    return fit_box(drawn) if low else drawn


@cache
def _course(
    *, few: bool, measured: bool, estimated: bool, kept: bool, turn: int | None, marked: bool
) -> ChartTemplate:
    # A layer of points without a row would be a picture without words to a screen reader.
    x, y = months(few=few, padding=_PADDING), upward("value")

    def of(name: str) -> alt.Chart:
        return layer_of("paths").transform_filter(f"datum.name == '{name}'")

    ranged = "isValid(datum.low)"
    band = (
        layer_of("paths")
        .transform_filter(ranged)
        .mark_area(aria=False, color=PLACE_COLOUR, opacity=0.16)
        .encode(x=x, y=upward("low"), y2=alt.Y2("high"))
    )
    # On a projector a light band has no border of its own.
    edges = [
        layer_of("paths")
        .transform_filter(ranged)
        .mark_line(aria=False, color=PLACE_COLOUR, strokeWidth=1, opacity=0.45)
        .encode(x=x, y=upward(side))
        for side in ("low", "high")
    ]
    ghost = (
        of("ghost")
        .mark_line(aria=False, color=BASELINE_COLOUR, strokeWidth=2.5, strokeDash=_GHOST_DASH)
        .encode(x=x, y=y)
    )
    beside = (
        layer_of("kept")
        .mark_line(aria=False, color=KEPT_COLOUR, strokeWidth=2, strokeDash=_KEPT_DASH)
        .encode(x=x, y=y, detail="name:N")
    )
    scenario = (
        of("scenario").mark_line(aria=False, color=PLACE_COLOUR, strokeWidth=4).encode(x=x, y=y)
    )
    line = of("measured").mark_line(aria=False, color=INK, strokeWidth=2).encode(x=x, y=y)
    dots = of("measured").mark_point(filled=True, color=INK, size=50, opacity=1)
    dots = dots.encode(x=x, y=y, **spoken())
    hollow = (
        layer_of("estimated")
        .mark_point(filled=False, fill="#FFFFFF", color=INK, size=110, opacity=1, strokeWidth=2)
        .encode(x=x, y=y, **spoken())
    )
    ink: dict[str, Any] = {"color": INK, "strokeJoin": "round"}
    white: dict[str, Any] = ink | {"color": PAPER, "stroke": PAPER, "strokeWidth": HALO}
    named = [
        ends.as_high("named", turn, "value")
        .mark_text(align="left", dx=-4, fontSize=12, aria=False, **look)
        .encode(x=x, y=y, text="label:N")
        for look in (white, ink)
    ]
    return template(
        band, *edges, *[hairs(x)] * marked, ghost, *[beside] * kept, scenario, line, *[dots] * measured,
        *[hollow] * estimated, *named,
        *ends.layers(few=few, padding=_PADDING, turn=turn), _pointed_at(x, y),
    )  # fmt: skip


def trajectories_chart(rows: pl.DataFrame, metric: Metric, *, aim: NamedAim | None = None) -> Chart:
    """Up to four lines into the future, told apart by dashes and by names at their ends.

    Args:
        rows: `period, name, rate`, and `patients, coverage_patients` where they are known; what would be
            without changes is called `UNCHANGED`.
        metric: what is drawn.
        aim: what is aimed at: its name, and where its line stands.
    """
    target = aim[1] if aim else None
    lines: dict[str, list[PeriodValue]] = {}
    for period, name, rate in (
        rows.select("period", "name", "rate").sort("period", maintain_order=True).iter_rows()
    ):
        if is_known(rate):
            lines.setdefault(str(name), []).append((str(period), float(rate)))
    styles = _styles(list(lines))
    axis = _axis([value for points in lines.values() for _, value in points], target)
    periods = sorted({period for points in lines.values() for period, _ in points})
    at_end = [_ending(name, styles[name][0], points, metric) for name, points in lines.items()]
    if aim and is_known(target):
        at_end.append(target_end(target, metric, aim[0]))
    return fill_template(
        _courses(few=are_few(periods)),
        {
            "paths": _paths(lines, metric, {}, _of_courses(rows)),
            "ends": place_labels(at_end, periods[-1] if periods else None, axis),
        },
        _said(metric, periods, at_end),
        height=axis.height,
        heading=titled(metric, axis.ends),
        reach=list(axis.ends),
        ticks=ticks(periods),
        names=list(lines),
        colours=[styles[name][0] for name in lines],
        dashes=[styles[name][1] for name in lines],
    )


@cache
def _courses(*, few: bool) -> ChartTemplate:
    x, y = months(few=few, padding=_PADDING), upward("value")

    width = alt.condition(f"datum.name == '{UNCHANGED}'", alt.value(2.5), alt.value(3.5))
    lines = (
        layer_of("paths")
        .mark_line(aria=False)
        .encode(
            x=x,
            y=y,
            color=by_name(alt.Color, "name", "colours", legend=None),
            strokeDash=by_name(alt.StrokeDash, "name", "dashes", legend=None),
            strokeWidth=width,
        )
    )
    return template(lines, *ends.layers(few=few, padding=_PADDING), _pointed_at(x, y))


def _pointed_at(x: alt.X, y: alt.Y) -> alt.Chart:
    """Places on the lines that say their figures; they are not seen."""
    return (
        layer_of("paths").mark_point(filled=True, size=160, opacity=0).encode(x=x, y=y, **spoken())
    )


def _styles(names: Sequence[str]) -> dict[str, tuple[str, list[int]]]:
    """Colour and dashes of each line: grey for what would be without changes."""
    others = [name for name in names if name != UNCHANGED]
    styles = {
        name: (_COLOURS[i % len(_COLOURS)], _DASHES[i % len(_DASHES)])
        for i, name in enumerate(others)
    }
    return styles | {UNCHANGED: (BASELINE_COLOUR, _GHOST_DASH)}


def _points(rows: pl.DataFrame, column: str) -> list[PeriodValue]:
    """Periods with their values, in order; nulls left out."""
    return sorted(
        (str(period), float(value))
        for period, value in zip(rows["period"], rows[column], strict=True)
        if is_known(value)
    )


def _band(rows: pl.DataFrame) -> RangeByPeriod:
    sides = zip(rows["period"], rows["low"], rows["high"], strict=True)
    return {
        str(period): (float(low), float(high))
        for period, low, high in sides
        if is_known(low) and is_known(high) and high > 0
    }


def _differ(one: Sequence[PeriodValue], other: Sequence[PeriodValue]) -> bool:
    """Whether a scenario is anywhere another than the baseline."""
    before = dict(one)
    return any(
        period not in before or abs(value - before[period]) > _SAME for period, value in other
    )


def _axis(values: Sequence[float], target: float | None, height: int = _HEIGHT) -> Upright:
    low, high = course_ends(values, target)
    return Upright((low, high), height)


def _known_of(rows: pl.DataFrame | None, patients: str) -> dict[str, _Rests]:
    """Patients and coverage by month, as far as they are known."""
    if rows is None:
        return {}
    columns = [
        rows[name].to_list() if name in rows.columns else [None] * rows.height
        for name in (patients, "coverage_patients")
    ]
    return dict(zip(rows["period"], zip(*columns, strict=True), strict=True))


def _of_courses(rows: pl.DataFrame) -> _RestsOn:
    lines = rows.partition_by("name", as_dict=True)
    return {str(name): _known_of(line, "patients") for (name,), line in lines.items()}


def _paths(
    lines: Mapping[str, Sequence[PeriodValue]],
    metric: Metric,
    bands: Mapping[str, RangeByPeriod],
    rests: _RestsOn,
) -> pl.DataFrame:
    """All lines in one table; a band stands on the rows of its line."""
    rows: list[tuple[str, date, str, float, float | None, float | None, str]] = []
    for name, points in lines.items():
        band, known, called = bands.get(name, {}), rests.get(name, {}), _LINES.get(name, name)
        for period, value in points:
            low, high = band.get(period, (None, None))
            patients, covered = known.get(period, (None, None))
            patients = patients if metric.kind in ("rate", "fte") else None
            said = say_figure((called, month(period)), value, metric, patients, covered)
            if low is not None and high is not None:
                said += f"; between {_range(low, high, metric)}"
            rows.append((name, chart_date(period), month(period), value, low, high, said))
    schema = {
        "name": pl.String, "date": pl.Date, "month": pl.String, "value": pl.Float64,
        "low": pl.Float64, "high": pl.Float64, SAID: pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _range(low: float, high: float, metric: Metric) -> str:
    return f"{number(low, metric.decimals)} and {number(high, metric.decimals)}"


def _named(
    lines: Mapping[str, Sequence[PeriodValue]],
    band: RangeByPeriod,
    word: str,
    axis: Upright,
    aim: float | None,
) -> pl.DataFrame:
    """The word at the first point of a course, on the nearer side on which no line runs through it."""
    rows: list[tuple[date, float, str]] = []
    first = next((points[0] for points in lines.values() if points), None)
    if word and first is not None:
        period, last = first[0], max(points[-1][0] for points in lines.values() if points)
        reach = Month(period).plus(ceil(Month(period).months_to(last) * _WORD))
        here, near = axis.pixel(first[1]), list[float]()
        for points in lines.values():
            before = [period, *(p for p, _ in points)]
            near += [axis.pixel(v) for (_, v), p in zip(points, before, strict=False) if p < reach]
        near += [axis.pixel(side) for p, sides in band.items() if p < reach for side in sides]
        sides = (min([here, *near]) - 13, max([here, *near]) + 15)
        at_aim = axis.pixel(aim) if is_known(aim) else -_LETTER
        free = [y for y in sides if y > _LETTER and not y - _LETTER < at_aim < y + _LETTER / 2]
        nearest = min(free or sides[1:], key=lambda y: abs(y - here))
        rows.append((chart_date(period), axis.value(nearest), word))
    schema = {"date": pl.Date, "value": pl.Float64, "label": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _ending(
    name: str,
    colour: str,
    points: Sequence[PeriodValue],
    metric: Metric,
    band: RangeByPeriod | None = None,
    *,
    likely: bool = False,
) -> End:
    period, value = points[-1]
    more: tuple[str, ...] = ()
    if band and period in band:
        low, high = (number(side, metric.decimals) for side in band[period])
        more = (f"{'likely' if likely else 'could be'} {low}", f"to {high}")
    return End(name, value, number(value, metric.decimals), colour, more)


def _said(metric: Metric, periods: Sequence[str], at_end: Sequence[End]) -> str:
    if not periods:
        return f"{metric.name} over time: nothing to draw."
    figures = "; ".join(end.label for end in at_end)
    return f"{metric.name} from {month(periods[0])} to {month(periods[-1])}. At the end: {figures}."
