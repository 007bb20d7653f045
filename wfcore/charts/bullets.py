"""One bar against what there is: how much is used, and where that leads."""

from functools import cache

import altair as alt
import polars as pl

from wfcore.charts.channels import haloed, scale
from wfcore.charts.house import GRID, INK, NAME_TYPE, PAPER, PLACE_COLOUR, QUIET
from wfcore.charts.marks import SAID, spoken
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, template

_HEIGHT = 46
_OVER, _HIGHER, _UNDER = -6, -22, 16  # pixels from the top, and below the bottom
_ROOM = 1.04

NamedAmount = tuple[str, float, str]  # in few words, the amount, and as a sentence


def bullet(used: NamedAmount, whole: NamedAmount, ahead: NamedAmount | None = None) -> Chart:
    """A full bar inside a pale one, and a hollow diamond where it leads; each is named.

    Args:
        used: what is used so far.
        whole: all there is.
        ahead: where the use leads at the present pace, where that is known.
    """
    reach = [
        0.0,
        max(amount for _, amount, _ in (used, whole, *([ahead] if ahead else []))) * _ROOM,
    ]
    named = [(whole, _HIGHER), (used, _OVER), *([(ahead, _HEIGHT + _UNDER)] if ahead else [])]
    words = pl.DataFrame(
        [(amount, label, float(up), amount > 0.5 * reach[1]) for (label, amount, _), up in named],
        schema={"amount": pl.Float64, "label": pl.String, "up": pl.Float64, "far": pl.Boolean},
        orient="row",
    )
    amounts = {"whole": [whole], "used": [used], "ahead": [ahead] if ahead else []}
    rows = {
        name: pl.DataFrame(
            {"amount": [amount for _, amount, _ in found], SAID: [said for *_, said in found]},
            schema={"amount": pl.Float64, SAID: pl.String},
        )
        for name, found in amounts.items()
        if found
    }
    return fill_template(
        _bullet(led=ahead is not None),
        {**rows, "words": words},
        f"{' '.join(said for (*_, said), _ in named)}",
        height=_HEIGHT,
        reach=reach,
    )


@cache
def _bullet(*, led: bool) -> ChartTemplate:
    x = alt.X("amount:Q", scale=scale(), axis=None)
    middle = alt.YValue(_HEIGHT / 2)

    def bar(name: str, size: int, colour: str) -> alt.Chart:
        bars = layer_of(name).mark_bar(size=size, color=colour, orient="horizontal")
        return bars.encode(x=x, x2=alt.X2Datum(0), y=middle, **spoken())

    ahead = (
        layer_of("ahead")
        .mark_point(shape="diamond", size=170, fill=PAPER, color=INK, strokeWidth=2.5, opacity=1)
        .encode(x=x, y=middle, **spoken())
    )
    edge = layer_of("whole").mark_rule(color=QUIET, strokeWidth=2).encode(x=x)
    words = haloed(
        "words", x, alt.Undefined, fontSize=NAME_TYPE, y=alt.ExprRef("datum.up"),
        align=alt.ExprRef("datum.far ? 'right' : 'left'"),
    )  # fmt: skip
    bars = [bar("whole", 40, GRID), bar("used", 20, PLACE_COLOUR)]
    return template(*bars, edge, *[ahead] * led, *words)
