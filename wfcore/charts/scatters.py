"""Staff beside deprivation: a dot for each place, a step for each part of the patients."""

from functools import cache

import altair as alt
import polars as pl

from wfcore.charts.channels import haloed, titled, upward
from wfcore.charts.house import FALL, INK, OTHER, PLACE_COLOUR
from wfcore.charts.marks import SAID, count_of, say_figures, spoken
from wfcore.charts.scales import axis_of_lines
from wfcore.charts.templates import (
    Chart,
    ChartTemplate,
    fill_template,
    layer_of,
    slots,
    template,
)
from wfcore.declared import Metric
from wfcore.wording import number

_HEIGHT = 280
_DOTS = (30, 260)  # square pixels of the shortest and of the longest list
_ALONG = "From the least to the most deprived patients"
_PARTS = {5: "fifth", 2: "half"}


def deprivation_steps(
    places: pl.DataFrame, metric: Metric, parts: int, *, noun: str, here: str | None = None
) -> Chart:
    """Rates of places against the deprivation of their patients, and the rate of each part of the patients.

    Places that are among the most deprived and among those with fewest staff are diamonds.

    Args:
        places: `area_code, area_name, value, numerator, denominator, coverage_patients, score,
            along, part, is_behind`.
        metric: their metric.
        parts: 5 or 2.
        noun: what one place is called.
        here: code of the place that is looked at, where it is one of them.
    """
    dots = places.select(
        "value", "score", "along", "is_behind", pl.col("denominator").alias("patients"),
        here=pl.col("area_code") == (here or ""),
        label=pl.when(pl.col("area_code") == (here or "")).then("area_name").otherwise(pl.lit("")),
    ).with_columns(say_figures(places, metric, "area_name"))  # fmt: skip
    dots = dots.with_columns(
        pl.format("{}; deprivation score {}", SAID, pl.col("score").round(1)).alias(SAID),
        colour=pl.when("here").then(pl.lit(PLACE_COLOUR)).when("is_behind").then(pl.lit(FALL)).otherwise(pl.lit(OTHER)),
    )  # fmt: skip
    steps = _steps(places, metric, parts)
    reach = axis_of_lines([*places["value"], *steps["value"]])
    behind = int(dots["is_behind"].sum())
    marked = (
        f" Diamonds: {count_of(behind, noun)} among the most deprived and with the fewest."
        if behind
        else ""
    )
    least, most = steps["label"][0], steps["label"][-1]
    return fill_template(
        _scatter(),
        {"dots": dots.sort("patients", descending=True), "steps": steps, "here": dots.filter("here")},
        f"{count_of(places.height, noun)} by deprivation score and {metric.name}. The least deprived "
        f"{_PARTS[parts]} of patients has {least}, the most deprived {most}.{marked}",
        height=_HEIGHT,
        heading=titled(metric, reach),
        reach=reach,
        largest=[0, float(places["denominator"].max() or 1)],  # type: ignore[arg-type]
    )  # fmt: skip


def _steps(places: pl.DataFrame, metric: Metric, parts: int) -> pl.DataFrame:
    """`part, from, to, middle, value, label, said` of each part of the patients."""
    patients = pl.col("denominator")
    rows = places.group_by("part").agg(
        value=pl.col("numerator").sum() / patients.sum() * metric.scale,
        denominator=patients.sum(),
        coverage_patients=(pl.col("coverage_patients") * patients).sum() / patients.sum(),
    ).sort("part")  # fmt: skip
    ends = {
        0: f"The least deprived {_PARTS[parts]}",
        parts - 1: f"The most deprived {_PARTS[parts]}",
    }
    called = [ends.get(part, f"Part {part + 1} of {parts}") for part in rows["part"]]
    rows = rows.with_columns(area_name=pl.Series(called, dtype=pl.String))
    return rows.with_columns(
        say_figures(rows, metric, "area_name"),
        (pl.col("part") / parts).alias("from"),
        ((pl.col("part") + 1) / parts).alias("to"),
        middle=(pl.col("part") + 0.5) / parts,
        label=pl.Series([number(v, metric.decimals) for v in rows["value"]], dtype=pl.String),
    )


@cache
def _scatter() -> ChartTemplate:
    def x(column: str) -> alt.X:
        axis = alt.Axis(labels=False, ticks=False, grid=False, titlePadding=18)
        return alt.X(f"{column}:Q", title=_ALONG, scale=alt.Scale(domain=[0, 1]), axis=axis)

    y = upward("value")
    size = alt.Size(
        "patients:Q", legend=None, scale=alt.Scale(domain=slots("largest"), range=list(_DOTS))
    )
    dots = (
        layer_of("dots")
        .mark_point(filled=True, opacity=0.75)
        .encode(
            x=x("along"), y=y, size=size, color=alt.Color("colour:N", scale=None),
            shape=alt.Shape(
                "is_behind:N", legend=None,
                scale=alt.Scale(domain=[False, True], range=["circle", "diamond"]),
            ),
            **spoken(),
        )
    )  # fmt: skip
    steps = (
        layer_of("steps")
        .mark_rule(strokeWidth=4, color=INK)
        .encode(x=x("from"), x2="to:Q", y=y, **spoken())
    )
    return template(
        dots, steps,
        *haloed("steps", x("middle"), y, dy=-12, fontWeight="bold"),
        *haloed("here", x("along"), y, dy=14, color=PLACE_COLOUR, fontWeight="bold"),
    )  # fmt: skip
