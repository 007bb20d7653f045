"""Then and now, or before and after, as two points of one row."""

from dataclasses import dataclass
from functools import cache

import altair as alt
import polars as pl

from wfcore import rounding
from wfcore.charts.channels import (
    across,
    figures,
    height_of,
    only,
    row,
    rows_of,
    titled,
    told_apart,
)
from wfcore.charts.folds import fold
from wfcore.charts.house import (
    BASELINE_COLOUR,
    GRID,
    OTHER,
    PAPER,
    PLACE_COLOUR,
    ROW_HEIGHT,
    TARGET,
)
from wfcore.charts.marks import count_of, say_figures, spoken
from wfcore.charts.scales import axis_from_zero, axis_of_points, is_known
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, template
from wfcore.declared import Metric
from wfcore.wording import month, number, short_month, signed

_STEP = 28
_COLUMN = 44  # pixels, of the figures at the edge
_RESTS = {"patients": "denominator", "coverage_patients": "coverage_patients"}
_TICK = "M0,-1.5L0,1.5"  # Vega has none that stands upright; longer than a diamond
_BARS = {
    "row": pl.String, "before": pl.Float64, "after": pl.Float64, "right": pl.Float64,
    "label": pl.String,
}  # fmt: skip
_POINTS = {
    "row": pl.String, "area_name": pl.String, "kind": pl.String, "value": pl.Float64,
}  # fmt: skip


def change_chart(
    changes: pl.DataFrame,
    metric: Metric,
    start: str,
    end: str,
    *,
    called: str = "",
    noun: str = "place",
    by_size: bool = False,
) -> Chart:
    """A dumbbell for each place: then and now.

    Args:
        changes: `area_name, value, value_from, change`, and, where it is known, `numerator, denominator,
            coverage_patients`, and the same of then with `_from`; those without a change are left out.
        metric: their metric.
        start: the earlier month.
        end: the later month.
        called: what is drawn, where it is not one metric.
        noun: what each row is.
        by_size: whether the largest comes first, on a scale from 0; else the largest rise.
    """
    rows = changes.filter(pl.col("change").is_not_null())
    rows = rows.sort("value" if by_size else "change", descending=True, maintain_order=True)
    shown = fold(rows.height)
    alone = [row.first for row in shown if row.many == 1]
    order = rows_of(
        [
            rows["area_name"][row.first] if row.many == 1 else f"{count_of(row.many, noun)} between"
            for row in shown
        ]
    )
    called_so = [name for name, row in zip(order, shown, strict=True) if row.many == 1]
    both = [*rows["value_from"], *rows["value"]]
    reach = axis_from_zero(both) if by_size else axis_of_points(both, right=0.1)
    drawn = rows[alone].with_columns(pl.Series("row", called_so, dtype=pl.String))
    when = [short_month(start), short_month(end)]
    long = pl.concat(
        [
            _at(drawn, name).with_columns(when=pl.lit(label))
            for name, label in zip(("_from", ""), when, strict=True)
        ]
    )
    long = long.with_columns(say_figures(long, metric, "area_name", "when"))
    moved = [
        signed(rounding.apart(now, then, metric.decimals), metric.decimals)
        for then, now in drawn.select("value_from", "value").iter_rows()
    ]
    return fill_template(
        _two_periods(),
        {
            "places": drawn.select("row", "area_name", "value", "value_from").with_columns(
                pl.Series("label", moved, dtype=pl.String)
            ),
            "months": long.select("row", "area_name", "value", "when", "said"),
        },
        f"{called or metric.name} in {month(start)} and {month(end)} for {count_of(rows.height, noun)}, "
        f"largest {'' if by_size else 'rise '}first{_ends_of(drawn['area_name'], moved)}.",
        height=height_of(order, ROW_HEIGHT),
        heading=titled(metric, reach),
        order=order,
        mine=only(None),
        reach=reach,
        when=when,
    )


def _ends_of(names: pl.Series, moved: list[str]) -> str:
    """The first and the last of the list, with how far they moved."""
    if len(moved) < 2:
        return "".join(f": {name} {by}" for name, by in zip(names, moved, strict=True))
    return f": from {names[0]} {moved[0]} to {names[-1]} {moved[-1]}"


def _at(rows: pl.DataFrame, suffix: str) -> pl.DataFrame:
    """The figures of one of the two months; null where nobody says what they rest on."""
    names = ("value", "numerator", "denominator", "coverage_patients")
    known = [
        pl.col(f"{name}{suffix}").cast(pl.Float64)
        for name in names
        if f"{name}{suffix}" in rows.columns
    ]
    there = rows.select(
        "row",
        "area_name",
        *(column.name.map(lambda n: n.removesuffix("_from")) for column in known),
    )
    missing = [name for name in names if name not in there.columns]
    return there.with_columns(
        pl.lit(None, dtype=pl.Float64).alias(name) for name in missing
    ).select("row", "area_name", *names)


@cache
def _two_periods() -> ChartTemplate:
    legend = alt.Legend(columns=2)
    ways = {
        "color": [OTHER, PLACE_COLOUR],
        "shape": ["circle", "diamond"],
        "fill": [PAPER, PLACE_COLOUR],
    }
    bars = _bars("places", "value_from", "value", row())
    dots = (
        layer_of("months")
        .mark_point(size=110, opacity=1, strokeWidth=2)
        .encode(
            x=across("value"),
            y=row(),
            **spoken(),
            **told_apart("when", "when", legend, ways),
        )
    )
    # In a column at the edge, where nothing else stands.
    texts = figures("places", alt.XValue("width"), row(), align="right", dx=_COLUMN)
    return template(bars, dots, texts)


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
        rows: `area_name, rate_before, rate_after, target`, and `patients, coverage_patients` where they
            are known; an area without a rate is left out.
        metric: their metric.
        aim_name: what the aim is called.
        estimated: whether the rates are; all are drawn hollow then.
        names: of the two rates.
    """
    there = [name for name in ("patients", "coverage_patients") if name in rows.columns]
    columns = rows.select("area_name", "rate_before", "rate_after", "target", *there)
    areas = [
        _Area(
            str(name), before, after, aim if is_known(aim) else None, metric.decimals, tuple(rest)
        )
        for name, before, after, aim, *rest in columns.iter_rows()
        if is_known(before) and is_known(after)
    ]
    areas.sort(key=lambda area: (area.aim is None, -area.missing))
    order = rows_of([area.name for area in areas])
    kinds = [*names, aim_name]
    points = [
        (row, area.name, kind, value, *(area.around if kind in names else (None,) * len(there)))
        for row, area in zip(order, areas, strict=True)
        for kind, value in zip(kinds, area.values, strict=True)
        if value is not None
    ]
    bars = [
        (row, area.before, area.after, area.right, area.label)
        for row, area in zip(order, areas, strict=True)
    ]
    around = {_RESTS[name]: pl.Float64 for name in there}
    reach = axis_of_points([point[3] for point in points], right=0.1)
    marks = pl.DataFrame(points, schema=_POINTS | around, orient="row")
    marks = marks.with_columns(say_figures(marks, metric, "area_name", "kind")).drop(*around)
    aimed = [area for area in areas if area.aim is not None]
    said = f"{metric.name} of {count_of(len(areas))}, without and with changes."
    if aimed:
        said += f" {sum(area.reached for area in aimed)} of {len(aimed)} reach the aim."
        if not aimed[0].reached:
            said += f" Furthest from it: {aimed[0].name} {aimed[0].label}."
    return fill_template(
        _remaining(estimated=estimated),
        {
            "areas": pl.DataFrame(bars, schema=_BARS, orient="row"),
            "points": marks,
        },
        said,
        height=height_of(order, _STEP),
        heading=titled(metric, reach),
        order=order,
        mine=only(None),
        reach=reach,
        kinds=kinds,
    )


@cache
def _remaining(*, estimated: bool) -> ChartTemplate:
    legend = alt.Legend(columns=1)  # on a phone they do not fit side by side
    ways = {
        "color": [BASELINE_COLOUR, PLACE_COLOUR, TARGET], "shape": ["circle", "diamond", _TICK],
        "fill": [PAPER, PAPER if estimated else PLACE_COLOUR, TARGET],
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
    texts = figures("areas", alt.XValue("width"), row(), align="left", dx=6)
    return template(_bars("areas", "before", "after", row()), points, texts)


@dataclass(frozen=True)
class _Area:
    name: str
    before: float
    after: float
    aim: float | None
    decimals: int
    around: tuple[float | None, ...] = ()  # patients and coverage, where they are known

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
