"""Then and now, or before and after, as two points of one row."""

from dataclasses import dataclass
from functools import cache

import altair as alt
import polars as pl

from wfcore.charts.channels import across, figures, place, row, rows_of, told_apart
from wfcore.charts.house import BASELINE_COLOUR, GRID, OTHER, PLACE_COLOUR, ROW_HEIGHT, TARGET
from wfcore.charts.marks import say_figures, spoken
from wfcore.charts.scales import axis_from_zero, axis_of_points, is_known
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, template
from wfcore.declared import Metric
from wfcore.wording import heading, month, number

_STEP = 34
_TICK = "M0,-1.5L0,1.5"  # Vega has none that stands upright; longer than a diamond
_BARS = {
    "row": pl.String, "before": pl.Float64, "after": pl.Float64, "right": pl.Float64,
    "label": pl.String,
}  # fmt: skip
_POINTS = {
    "row": pl.String, "area_name": pl.String, "kind": pl.String, "value": pl.Float64,
}  # fmt: skip


def change_chart(changes: pl.DataFrame, metric: Metric, start: str, end: str) -> Chart:
    """A dumbbell for each place: then and now."""
    rows = (
        changes.filter(pl.col("change").is_not_null())
        .select("area_name", "value", "value_from", "change")
        .sort("change", descending=True)
    )
    when = [month(start), month(end)]
    values = [*rows["value_from"], *rows["value"]]
    long = pl.DataFrame(
        {
            "area_name": [*rows["area_name"], *rows["area_name"]],
            "value": values,
            "when": [name for name in when for _ in range(rows.height)],
        }
    )
    long = long.with_columns(say_figures(long, metric, "area_name", "when"))
    return fill_template(
        _two_periods(),
        {"places": rows, "months": long},
        f"{metric.name} in {month(start)} and {month(end)} for {rows.height} places, largest rise first.",
        height=ROW_HEIGHT * max(rows.height, 1),
        heading=heading(metric),
        order=rows["area_name"].to_list(),
        reach=axis_from_zero(values),
        when=when,
    )


@cache
def _two_periods() -> ChartTemplate:
    # On a phone the two months do not fit side by side.
    legend = alt.Legend(columns=alt.ExprRef("width < 320 ? 1 : 2"))
    ways = {
        "color": [OTHER, PLACE_COLOUR],
        "shape": ["circle", "diamond"],
        "fill": ["#FFFFFF", PLACE_COLOUR],
    }
    bars = _bars("places", "value_from", "value", place())
    dots = (
        layer_of("months")
        .mark_point(size=110, opacity=1, strokeWidth=2)
        .encode(
            x=across("value"),
            y=place(),
            **spoken(),
            **told_apart("when", "when", legend, ways),
        )
    )
    return template(bars, dots)


def _bars(dataset: str, begin: str, end: str, y: alt.Y) -> alt.Chart:
    return (
        layer_of(dataset).mark_rule(color=GRID, strokeWidth=4).encode(x=across(begin), x2=end, y=y)
    )


def gap_chart(
    rows: pl.DataFrame,
    metric: Metric,
    *,
    aim_name: str = "Aim",
    estimated: bool = False,
    names: tuple[str, str] = ("If nothing changes", "With these changes"),
) -> Chart:
    """A dumbbell for each area, without and with changes, and a tick at the area's aim.

    What is still missing stands at the right; the areas that miss most come first, those without
    aim last.

    Args:
        rows: `area_name, rate_before, rate_after, target`; an area without a rate is left out.
        metric: their metric.
        aim_name: what the aim is called.
        estimated: whether the rates are; all are drawn hollow then.
        names: of the two rates.
    """
    columns = rows.select("area_name", "rate_before", "rate_after", "target")
    areas = [
        _Area(str(name), before, after, aim if is_known(aim) else None, metric.decimals)
        for name, before, after, aim in columns.iter_rows()
        if is_known(before) and is_known(after)
    ]
    areas.sort(key=lambda area: (area.aim is None, -area.missing))
    order = rows_of([area.name for area in areas])
    kinds = [*names, aim_name]
    points = [
        (row, area.name, kind, value)
        for row, area in zip(order, areas, strict=True)
        for kind, value in zip(kinds, area.values, strict=True)
        if value is not None
    ]
    bars = [
        (row, area.before, area.after, area.right, area.label)
        for row, area in zip(order, areas, strict=True)
    ]
    marks = pl.DataFrame(points, schema=_POINTS, orient="row")
    aimed = [area for area in areas if area.aim is not None]
    said = f"{metric.name} of {len(areas)} areas, without and with changes."
    if aimed:
        said += f" {sum(area.reached for area in aimed)} of {len(aimed)} reach the aim."
        if not aimed[0].reached:
            said += f" Furthest from it: {aimed[0].name} {aimed[0].label}."
    return fill_template(
        _remaining(estimated=estimated),
        {
            "areas": pl.DataFrame(bars, schema=_BARS, orient="row"),
            "points": marks.with_columns(say_figures(marks, metric, "area_name", "kind")),
        },
        said,
        height=_STEP * max(len(areas), 1),
        heading=heading(metric),
        order=order,
        reach=axis_of_points([point[3] for point in points]),
        kinds=kinds,
    )


@cache
def _remaining(*, estimated: bool) -> ChartTemplate:
    # On a phone the names do not fit side by side.
    legend = alt.Legend(columns=alt.ExprRef("width < 420 ? 1 : 3"))
    ways = {
        "color": [BASELINE_COLOUR, PLACE_COLOUR, TARGET], "shape": ["circle", "diamond", _TICK],
        "fill": ["#FFFFFF", "#FFFFFF" if estimated else PLACE_COLOUR, TARGET],
    }  # fmt: skip
    points = (
        layer_of("points")
        .mark_point(size=130, opacity=1, strokeWidth=2.5)
        .encode(
            x=across("value"),
            y=row(),
            **spoken(),
            **told_apart("kind", "kinds", legend, ways),
        )
    )
    texts = figures("areas", across("right"), row(), align="left", dx=11, fontSize=13)
    return template(_bars("areas", "before", "after", row()), points, texts)


@dataclass(frozen=True)
class _Area:
    name: str
    before: float
    after: float
    aim: float | None
    decimals: int

    @property
    def values(self) -> tuple[float, float, float | None]:
        return self.before, self.after, self.aim

    @property
    def right(self) -> float:
        return max(value for value in self.values if value is not None)

    @property
    def missing(self) -> float:
        """What is missing as it is read, so that nothing is `0.0 below`."""
        return 0.0 if self.aim is None else round(self.aim - self.after, self.decimals)

    @property
    def reached(self) -> bool:
        return self.aim is not None and self.missing <= 0

    @property
    def label(self) -> str:
        if self.aim is None:
            return "no aim"
        return "reached" if self.reached else f"{number(self.missing, self.decimals)} below"
