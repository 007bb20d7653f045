"""Places by staff groups, and places by roles."""

from collections.abc import Sequence
from functools import cache

import altair as alt
import polars as pl

from wfcore.charts.channels import place
from wfcore.charts.house import INK, LABEL_TYPE, PAPER, ROW_HEIGHT, SEQUENCE
from wfcore.charts.marks import SAID, count_of, say_figures, spoken
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, slots, template
from wfcore.declared import Metric, declared
from wfcore.wording import number, percent


def heatmap(measures: pl.DataFrame, metrics: Sequence[Metric], order: Sequence[str]) -> Chart:
    """Places × staff groups. Shade is the place within the spread of its own column; figures are printed."""
    names = {m.id: _narrow(m) for m in metrics}
    decimals = {m.id: m.decimals for m in metrics}
    rows = measures.select("area_name", "metric", "value").with_columns(
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
    rows = rows.with_columns(_said_in_grid(measures.with_columns(rows["group"]), metrics))
    places = rows["area_name"].n_unique()
    said = (
        f"{count_of(places)} by {len(names)} staff groups. "
        "A darker cell means more staff for the same patients than in most of these places."
    )
    return _filled(_grid(), rows, said, ROW_HEIGHT * max(places, 1), list(names.values()), order)


def returns_chart(cells: pl.DataFrame, columns: Sequence[str], order: Sequence[str]) -> Chart:
    """Places × months: the share of patients whose practices reported, printed and shaded.

    Args:
        cells: `area_name, month, share, patients`; a share from 0 to 1, null where nothing is known, and the
            patients of those that reported.
        columns: months, in the order of columns; the lightest cell is one of low coverage.
        order: places, from the top.
    """
    least = declared().rules.low_coverage
    rows = cells.select(
        "area_name",
        value="share",
        group="month",
        label=pl.Series([percent(v) if v is not None else "–" for v in cells["share"]]),
        said=pl.concat_str(
            "area_name",
            pl.lit(", "),
            "month",
            pl.lit(": "),
            _covered(cells["share"], cells["patients"]),
        ),
        shade=((pl.col("share") - least) / (1 - least)).clip(0, 1),
    )
    said = f"{count_of(len(order))} by {count_of(len(columns), 'month')}: share of patients whose practices reported."
    return _filled(_grid(), rows, said, ROW_HEIGHT * max(len(order), 1), columns, order)


def _filled(
    shape: ChartTemplate, cells: pl.DataFrame, said: str, height: int,
    groups: Sequence[str], order: Sequence[str],
) -> Chart:  # fmt: skip
    """A drawing of cells with `shade` from 0 to 1; on the darker half their figures are white."""
    dark = (pl.col("shade") >= 0.5).fill_null(value=False)
    return fill_template(
        shape, {"cells": cells.with_columns(dark=dark)}, said,
        height=height, groups=list(groups), order=list(order),
    )  # fmt: skip


@cache
def _grid() -> ChartTemplate:
    axis = alt.Axis(
        orient="top", labelAngle=0, labelLimit=140, labelColor=INK, domain=False, ticks=False
    )
    x, y = alt.X("group:N", sort=slots("groups"), title=None, axis=axis), place()
    shade = alt.Color(
        "shade:Q",
        scale=alt.Scale(type="quantize", domain=[0, 1], range=SEQUENCE),
        legend=None,
    )
    cells = (
        layer_of("cells")
        .mark_rect(stroke=PAPER, strokeWidth=2)
        .encode(
            x=x,
            y=y,
            color=alt.condition("datum.value === null", alt.value(PAPER), shade),
            **spoken(),
        )
    )
    ink = alt.condition("datum.dark", alt.value(PAPER), alt.value(INK))
    texts = (
        layer_of("cells").mark_text(fontSize=LABEL_TYPE).encode(x=x, y=y, text="label:N", color=ink)
    )
    return template(cells, texts)


def _said_in_grid(measures: pl.DataFrame, metrics: Sequence[Metric]) -> pl.Series:
    """What each cell says, row by row in their order."""
    known = {metric.id: metric for metric in metrics}
    said = [
        say_figures(measures[at], known[metric], "area_name", "group")[0]
        for at, metric in enumerate(measures["metric"])
    ]
    return pl.Series(SAID, said, dtype=pl.String)


def _covered(shares: pl.Series, patients: pl.Series) -> pl.Series:
    said = [
        "nothing is known"
        if share is None
        else f"{percent(share)} of patients covered{_of_patients(many)}"
        for share, many in zip(shares, patients, strict=True)
    ]
    return pl.Series("covered", said, dtype=pl.String)


def _of_patients(many: float | None) -> str:
    return "" if many is None else f"; {number(many, 0)} patients"


def _narrow(metric: Metric) -> str:
    """A column heading of one word, so that four stand side by side on a phone."""
    word = metric.short.split(" ")[0]
    return "DPC" if metric.stem == "dpc" else word[0].upper() + word[1:]
