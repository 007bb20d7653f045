"""The channels that charts share."""

import json
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import altair as alt

from wfcore.charts.house import HALO, INK, LABEL_TYPE, NAME_TYPE, PAPER
from wfcore.charts.templates import layer_of, slot, slots
from wfcore.declared import Metric
from wfcore.months import Month
from wfcore.wording import heading, number, per_patients

TICKS = 6  # about; few enough for a phone
_WIDE = 22  # letters of a name
_NAME_LINE = 14
_LARGE = 1000  # from here a scale has no decimals
_TWO_LINES = 8  # pixels more that a row needs for them
_BREAK = "|"
_INVISIBLE = "\u200b"


def names() -> alt.Axis:
    """An axis of names: no lines, only words."""
    return alt.Axis(
        labelLimit=210,
        labelFontSize=NAME_TYPE,
        labelColor=INK,
        domain=False,
        ticks=False,
        labelPadding=8,
    )


def figures(dataset: str, x: Any, y: Any, /, *, column: str = "label", **look: Any) -> alt.Chart:
    """A layer of texts: a column of a dataset, in ink unless `look` says otherwise.

    They are not read out: the marks beside them say more.
    """
    marks: dict[str, Any] = {"color": INK, "fontSize": LABEL_TYPE, "aria": False, **look}
    return layer_of(dataset).mark_text(**marks).encode(x=x, y=y, text=f"{column}:N")


def haloed(
    dataset: str, x: Any, y: Any, /, *, column: str = "label", **look: Any
) -> list[alt.Chart]:
    """The same on white edges, where lines may run behind the words; drawn after those lines."""
    white: dict[str, Any] = {
        "color": PAPER,
        "stroke": PAPER,
        "strokeWidth": HALO,
        "strokeJoin": "round",
    }
    return [
        figures(dataset, x, y, column=column, **{**look, **white}),
        figures(dataset, x, y, column=column, **look),
    ]


def titled(metric: Metric, reach: Sequence[float]) -> list[str]:
    """What a scale shows, in two lines: the unit, and that it begins above 0 where it does."""
    unit = {
        "rate": f"Full-time posts {per_patients(metric)}", "fte": "Full-time posts"
    }.get(metric.kind, heading(metric))  # fmt: skip
    if reach[0] <= 0:
        return [unit, ""]
    start = number(reach[0], 0 if reach[0] >= _LARGE else 1)
    return [unit, f"(scale from {start}, not 0)"]


def told_apart(
    field: str, kinds: str, legend: alt.Legend, ways: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Channels that tell the kinds of a column apart, all in one legend.

    Args:
        field: the column.
        kinds: the slot where its kinds are filled in, in their order.
        legend: where they are named.
        ways: `color`, `shape` or `fill`, each with what stands for each kind.
    """
    channels: dict[str, Any] = {"color": alt.Color, "shape": alt.Shape, "fill": alt.Fill}
    return {
        way: channels[way](
            f"{field}:N",
            title=None,
            legend=legend,
            scale=alt.Scale(domain=slots(kinds), range=shown),
        )
        for way, shown in ways.items()
    }


def by_name(channel: Any, field: str, shown_as: str, **more: Any) -> Any:
    """A channel that gives each of the `names` filled in its own of what is filled in as `shown_as`."""
    scale = alt.Scale(domain=slots("names"), range=slots(shown_as))
    return channel(f"{field}:N", scale=scale, **more)


def place() -> alt.Y:
    """A row for each area, in the order filled in as `order`."""
    return alt.Y("area_name:N", sort=slots("order"), title=None, axis=names())


def row() -> alt.Y:
    """A row for each entry of `order`, made by `rows_of`; its name in up to two lines, `mine` bold."""
    axis = alt.Axis(
        labelExpr=f"split(datum.label, '{_BREAK}')",
        labelFontSize=NAME_TYPE,
        labelFontWeight=alt.condition(slot("mine"), alt.value("bold"), alt.value("normal")),
        labelLineHeight=_NAME_LINE,
        # Vega puts the first line in the middle of the row.
        labelOffset=alt.condition(
            f"indexof(datum.label, '{_BREAK}') > 0", alt.value(-_NAME_LINE / 2), alt.value(0)
        ),
        labelColor=INK,
        domain=False,
        ticks=False,
        labelPadding=8,
    )
    return alt.Y("row:N", sort=slots("order"), title=None, axis=axis)


def rows_of(called: Sequence[str], wide: int = _WIDE) -> list[str]:
    """Names in lines narrow enough for a phone, each of them another even where two names are not.

    `wide`: letters of a line.
    """
    rows: list[str] = []
    for name in called:
        lines = textwrap.wrap(name, wide, max_lines=2, placeholder="…")
        rows.append(_BREAK.join(lines) + _INVISIBLE * called[: len(rows)].count(name))
    return rows


def only(row: str | None) -> str:
    """What fills `mine`: whether a row is this one."""
    return "false" if row is None else f"datum.value === {json.dumps(row)}"


def height_of(rows: Sequence[str], each: int) -> int:
    """Pixels of so many rows, more where a name stands in two lines."""
    return max(len(rows), 1) * (each + _TWO_LINES * any(_BREAK in row for row in rows))


def scale() -> alt.Scale:
    """A scale between the ends filled in as `reach`."""
    return alt.Scale(domain=slots("reach"), nice=False)


def across(column: str) -> alt.X:
    """An amount from left to right, under the title filled in as `heading`."""
    return alt.X(
        f"{column}:Q", title=slot("heading"), scale=scale(), axis=alt.Axis(tickCount=TICKS)
    )


def upward(column: str, *, bare: bool = False) -> alt.Y:
    """An amount from bottom to top, under the title filled in as `heading`; `bare`: without a scale."""
    axis = alt.Axis(labels=False, ticks=False, grid=False, domain=False) if bare else alt.Undefined
    return alt.Y(f"{column}:Q", title=slot("heading"), scale=scale(), axis=axis)


def months(*, few: bool, padding: int) -> alt.X:
    """Time from left to right: every month where they are `few`, filled in as `ticks`."""
    return alt.X(
        "date:T",
        title=None,
        scale=alt.Scale(padding=padding),
        axis=alt.Axis(
            format="%b %Y",
            labelOverlap=True,
            grid=False,
            values=slots("ticks") if few else alt.Undefined,
            tickCount=alt.Undefined if few else TICKS,
        ),
    )


def are_few(periods: list[str]) -> bool:
    """Whether each month can have its own tick."""
    return len(periods) <= TICKS


def chart_date(period: str) -> date:
    """The day a month is drawn at."""
    return Month(period).first_day


def ticks(periods: list[str]) -> list[dict[str, int]]:
    """Months as Vega-Lite writes them."""
    return [{"year": m.year, "month": m.number, "date": 1} for m in map(Month, periods)]
