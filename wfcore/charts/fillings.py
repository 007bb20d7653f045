"""What there is of what there could be: a row for each year, place or programme, a full bar inside a pale one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt
import polars as pl

from wfcore.charts.channels import figures, height_of, only, row, rows_of, scale
from wfcore.charts.house import GRID, INK, PLACE_COLOUR, QUIET
from wfcore.charts.marks import SAID, spoken
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, template

_ROW = 30
_ROOM = 1.45  # of the longest bar, for the words behind it
_BAR = {"row": pl.String, "end": pl.Float64, SAID: pl.String}
_WORD = {"row": pl.String, "at": pl.Float64, "label": pl.String}


@dataclass(frozen=True)
class Filling:
    """A row: `part` of `whole`, either None where nobody knows; `label` stands behind the bars, `said` is read out."""

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
                (name, max(one.whole or 0.0, one.part or 0.0), one.label)
                for name, one in named
                if (one.whole is None and one.part is None) is unknown
            ],
            schema=_WORD,
            orient="row",
        )
        for dataset, unknown in (("known", False), ("unknown", True))
    }
    return fill_template(
        _fillings(),
        {**bars, **words},
        f"{description} {' '.join(one.said for one in rows)}",
        height=height_of(names, _ROW),
        order=names,
        mine=only(None),
        reach=[0.0, reach * _ROOM],
    )


@cache
def _fillings() -> ChartTemplate:
    def bars(dataset: str, size: int, colour: str) -> alt.Chart:
        along = alt.X("end:Q", scale=scale(), axis=None)
        drawn = layer_of(dataset).mark_bar(size=size, color=colour, orient="horizontal")
        return drawn.encode(x=along, x2=alt.datum(0), y=row(), **spoken())

    def words(dataset: str, colour: str) -> alt.Chart:
        along = alt.X("at:Q", scale=scale(), axis=None)
        return figures(dataset, along, row(), align="left", dx=6, color=colour)

    return template(
        bars("whole", 22, GRID), bars("part", 12, PLACE_COLOUR), words("known", INK), words("unknown", QUIET)
    )  # fmt: skip
