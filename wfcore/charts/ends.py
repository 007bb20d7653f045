"""Labels at the ends of lines, beside the plot, kept apart where lines end close together."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import altair as alt
import polars as pl

from wfcore.charts.channels import chart_date, months, upward
from wfcore.charts.house import AIM_DASH, LABEL_TYPE, TARGET
from wfcore.charts.scales import Upright, spread_labels
from wfcore.charts.templates import layer_of
from wfcore.declared import Metric
from wfcore.wording import number

_LINE = 15
_BETWEEN = 5
_WIDE = 16  # letters: on a phone a label may take a third of the width
_NAME_LINES = 3
_SCHEMA = {
    "date": pl.Date, "value": pl.Float64, "middle": pl.Float64, "first": pl.Float64,
    "label": pl.String, "lines": pl.String, "colour": pl.String, "aim": pl.Boolean,
}  # fmt: skip


_MOVED = ("value", "middle", "first")


@dataclass(frozen=True)
class End:
    """The end of a line: what it is called, and the figures there.

    `more` stands below on lines of its own; an `aim` has a line across the whole chart.
    """

    name: str
    value: float
    figure: str
    colour: str
    more: tuple[str, ...] = ()
    aim: bool = False

    @property
    def label(self) -> str:
        """All of it on one line."""
        return " ".join((f"{self.name} {self.figure}", *self.more))

    @cached_property
    def lines(self) -> list[str]:
        """The label in narrow lines; a long name is cut, its figure never."""
        name = textwrap.wrap(self.name, _WIDE, max_lines=_NAME_LINES, placeholder="…") or [""]
        last = f"{name[-1]} {self.figure}".strip()
        fits = len(last) <= _WIDE
        return [*name[:-1], *([last] if fits else [name[-1], self.figure]), *self.more]


def target_end(value: float, metric: Metric, name: str) -> End:
    """The label of the line of what is aimed at."""
    return End(name, value, number(value, metric.decimals), TARGET, aim=True)


def room_of(ends: Sequence[End]) -> int:
    """Pixels that labels take above each other."""
    return sum(len(end.lines) * _LINE + _BETWEEN for end in ends)


def place_labels(ends: Sequence[End], period: str | None, axis: Upright) -> pl.DataFrame:
    """Rows for `layers`: where each label stands and where its line ends."""
    if period is None:
        return pl.DataFrame(schema=_SCHEMA)
    order = sorted(ends, key=lambda end: -end.value)
    wanted = [axis.pixel(end.value) for end in order]
    sizes = [float(room_of([end])) for end in order]
    middles = spread_labels(wanted, sizes, axis.height)
    rows = [
        (
            chart_date(period),
            end.value,
            axis.value(middle),
            axis.value(middle - (len(end.lines) - 1) * _LINE / 2),
            end.label,
            "\n".join(end.lines),
            end.colour,
            end.aim,
        )
        for end, middle in zip(order, middles, strict=True)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def at_both(high: pl.DataFrame, low: pl.DataFrame) -> pl.DataFrame:
    """Where things stand in a chart that may be drawn at two heights: `…_low` where it is drawn low."""
    moved = [name for name in _MOVED if name in high.columns]
    return high.hstack([low[name].alias(f"{name}_low") for name in moved])


def as_high(dataset: str, turn: int | None, *moved: str) -> alt.Chart:
    """A layer of a dataset of `at_both`, with what stands elsewhere below a height of `turn` pixels."""
    layer = layer_of(dataset)
    if turn is None:
        return layer
    told = {name: f"height < {turn} ? datum.{name}_low : datum.{name}" for name in moved}
    return layer.transform_calculate(**told)


def layers(
    *, few: bool, padding: int, start: bool = False, turn: int | None = None
) -> list[alt.Chart]:
    """The line of the target, and the labels, each led to by a hair from the end of its line.

    Args:
        few: whether each month has its own tick.
        padding: pixels between the plot and its edge.
        start: whether these are the labels of `starts`, left of where lines begin.
        turn: the height below which labels stand as in a low chart, of one that has two.
    """
    x = months(few=few, padding=padding)
    dataset, side = ("starts", -1) if start else ("ends", 1)
    colour = alt.Color("colour:N", scale=None)
    aim = (
        layer_of(dataset)
        .transform_filter("datum.aim")
        .mark_rule(color=TARGET, strokeWidth=2, strokeDash=AIM_DASH, aria=False)
        .encode(y=upward("value"))
    )
    hairs = (
        as_high(dataset, turn, "middle")
        .mark_rule(strokeWidth=1, xOffset=4 * side, x2Offset=(padding + 6) * side)
        .encode(x=x, x2="date", y=upward("value"), y2="middle", color=colour)
    )
    texts = (
        as_high(dataset, turn, "first")
        .mark_text(
            align="right" if start else "left",
            baseline="middle",
            dx=(padding + 9) * side,
            fontSize=LABEL_TYPE,
            fontWeight="bold",
            lineBreak="\n",
            lineHeight=_LINE,
        )
        .encode(x=x, y=upward("first"), text="lines:N", color=colour)
    )
    return [*[aim] * (not start), hairs, texts]
