"""Small multiples: places in rows, what they have in panels beside each other, all on one scale."""

import textwrap
from collections.abc import Sequence
from functools import cache

import altair as alt
import polars as pl

from wfcore.charts.channels import figures, height_of, only, row, rows_of, scale
from wfcore.charts.folds import fold
from wfcore.charts.house import AVERAGE, INK, OTHER, ROW_HEIGHT, SCALE_TYPE
from wfcore.charts.marks import SAID, count_of, spoken
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, template
from wfcore.wording import listed, number

_NAME, _HEADING = 16, 15  # letters of a line; on a phone a panel has a third of the plot
_LINES = 3
_LINE = 13
_ROOM = 1.9  # of the longest bar: the width of a panel, with its figure
_BAR = {
    "row": pl.String, "begin": pl.Float64, "end": pl.Float64, "label": pl.String, SAID: pl.String,
}  # fmt: skip


def multiples(
    cells: pl.DataFrame, panels: Sequence[str], order: Sequence[str], *, noun: str
) -> Chart:
    """A bar for each place and panel, from 0; of many places the ends.

    Args:
        cells: `area_name, panel, value, said`; null where nobody reported, or says.
        panels: from left to right; three are as many as a phone has room for.
        order: names of the places, from the top.
        noun: what each of them is.
    """
    shown = fold(len(order))
    rows = rows_of(
        [
            order[each.first] if each.many == 1 else f"{count_of(each.many, noun)} between"
            for each in shown
        ],
        _NAME,
    )
    called = {
        order[each.first]: name for each, name in zip(shown, rows, strict=True) if each.many == 1
    }
    unit = max([*cells["value"].drop_nulls(), 0.0]) * _ROOM or 1.0
    begins = {panel: at * unit for at, panel in enumerate(panels)}
    bars = [
        (called[name], begins[panel], begins[panel] + (value or 0.0), _label(value), said)
        for name, panel, value, said in cells.select(
            "area_name", "panel", "value", SAID
        ).iter_rows()
        if name in called
    ]
    bars += [
        (name, begin, begin, "…", name.replace("|", " "))
        for name, each in zip(rows, shown, strict=True)
        if each.many > 1
        for begin in begins.values()
    ]
    heads = [
        (begins[panel], line, -float(_LINE * (len(lines) - at) - 4))
        for panel in panels
        for lines in [_lines(panel)]
        for at, line in enumerate(lines)
    ]
    return fill_template(
        _multiples(),
        {
            "bars": pl.DataFrame(bars, schema=_BAR, orient="row"),
            "edges": pl.DataFrame({"begin": list(begins.values())}, schema={"begin": pl.Float64}),
            "heads": pl.DataFrame(
                heads,
                schema={"begin": pl.Float64, "label": pl.String, "up": pl.Float64},
                orient="row",
            ),
        },
        f"{count_of(len(order), noun)}, full-time posts in {listed([panel.lower() for panel in panels])}, "
        "bars on one scale.",
        height=height_of(rows, ROW_HEIGHT),
        order=rows,
        mine=only(None),
        reach=[0.0, unit * max(len(panels), 1)],
    )


@cache
def _multiples() -> ChartTemplate:
    def along(column: str) -> alt.X:
        return alt.X(f"{column}:Q", scale=scale(), axis=None)

    edges = layer_of("edges").mark_rule(color=AVERAGE, strokeWidth=1).encode(x=along("begin"))
    bars = (
        layer_of("bars")
        .mark_bar(size=12, color=OTHER)
        .encode(x=along("begin"), x2="end", y=row(), **spoken())
    )
    texts = figures("bars", along("end"), row(), align="left", dx=4)
    heads = figures(
        "heads", along("begin"), alt.Undefined, align="left", baseline="bottom", color=INK,
        fontSize=SCALE_TYPE, y=alt.ExprRef("datum.up"),
    )  # fmt: skip
    return template(bars, edges, texts, heads)


def _lines(panel: str) -> list[str]:
    return textwrap.wrap(panel, _HEADING, max_lines=_LINES, placeholder="…")


def _label(value: float | None) -> str:
    return "–" if value is None else number(value) if value else "0"
