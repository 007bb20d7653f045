"""What there is of what there could be: a row for each year, place or programme, a full bar inside a pale one."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import polars as pl

from wfcore.charts.channels import figures, height_of, only, row, rows_of, scale
from wfcore.charts.house import GRID, INK, PLACE_COLOUR, QUIET
from wfcore.charts.marks import SAID, spoken
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, template

_BARS, _LINE = 28, 14  # pixels of a row: its bars, and each line of the words above them
_WIDE = 24  # letters: beside the names a phone has no room for more
_BAR = {"row": pl.String, "end": pl.Float64, SAID: pl.String}
_WORD = {"row": pl.String, "label": pl.String, "up": pl.Float64}


@dataclass(frozen=True)
class Filling:
    """A row: `part` of `whole`, either None where nobody knows; `label` stands above the bars, `said` is read out."""

    name: str
    whole: float | None
    part: float | None
    label: str
    said: str


def fillings(rows: Sequence[Filling], description: str) -> Chart:
    """A row for each, the first on top; one that nobody knows has words alone.

    Args:
        rows: what is drawn.
        description: what the picture shows, without the rows.
    """
    names = rows_of([one.name for one in rows])
    labels = [textwrap.wrap(one.label, _WIDE) for one in rows]
    most = max((len(lines) for lines in labels), default=1)
    named = list(zip(names, rows, strict=True))
    reach = max([amount for one in rows for amount in (one.whole, one.part) if amount] or [1.0])
    bars = {
        dataset: pl.DataFrame(
            [(name, amount, one.said) for name, one in named if (amount := getattr(one, dataset))],
            schema=_BAR,
            orient="row",
        )
        for dataset in ("whole", "part")
    }
    words = {
        dataset: pl.DataFrame(
            [
                (name, "\n".join(lines), _first_line(len(lines), 0 if unknown else most))
                for (name, one), lines in zip(named, labels, strict=True)
                if (one.whole is None and one.part is None) is unknown
            ],
            schema=_WORD,
            orient="row",
        )
        for dataset, unknown in (("known", False), ("unknown", True))
    }
    return fill_template(
        _fillings(most),
        {**bars, **words},
        f"{description} {' '.join(one.said for one in rows)}",
        height=height_of(names, _BARS + _LINE * most),
        order=names,
        mine=only(None),
        reach=[0.0, reach],
    )


def _first_line(lines: int, most: int) -> float:
    """Pixels from the middle of a row to the first of some lines, above its bars or, of no bars, alone."""
    last = _LINE * (most - 1) / 2 - _BARS / 2 if most else _LINE * (lines - 1) / 2
    return last - _LINE * (lines - 1)


@cache
def _fillings(most: int) -> ChartTemplate:
    # Of rows with as many lines of words above their bars.
    def bars(dataset: str, size: int, colour: str) -> alt.Chart:
        along = alt.X("end:Q", scale=scale(), axis=None)
        look: dict[str, Any] = {
            "color": colour,
            "orient": "horizontal",
            "yOffset": _LINE * most / 2,
        }
        drawn = layer_of(dataset).mark_bar(size=size, **look)
        return drawn.encode(x=along, x2=alt.datum(0), y=row(), **spoken())

    def words(dataset: str, colour: str) -> alt.Chart:
        look: dict[str, Any] = {
            "align": "left",
            "lineBreak": "\n",
            "lineHeight": _LINE,
            "color": colour,
        }
        return figures(dataset, alt.value(0), row(), dy=alt.ExprRef("datum.up"), **look)

    return template(
        bars("whole", 22, GRID), bars("part", 12, PLACE_COLOUR), words("known", INK), words("unknown", QUIET)
    )  # fmt: skip
