"""Ages of people: a row for each band, women to the left and men to the right."""

from functools import cache

import altair as alt
import polars as pl

from wfcore.charts.channels import figures, height_of, only, row, rows_of, scale
from wfcore.charts.house import AVERAGE, INK, NAME_TYPE, OTHER, PLACE_COLOUR, ROW_HEIGHT
from wfcore.charts.marks import SAID, around_said, spoken
from wfcore.charts.templates import Chart, ChartTemplate, fill_template, layer_of, template
from wfcore.wording import number

_ROOM = 1.25  # of the longest bar, for its figure
_HEAD = -8.0  # pixels above the first row
_ONE = {"women": "woman", "men": "man", "people": "person"}
_BAR = {
    "row": pl.String, "end": pl.Float64, "label": pl.String, "at": pl.Float64, "colour": pl.String,
    SAID: pl.String,
}  # fmt: skip


def pyramid(bands: pl.DataFrame, said: str, *, patients: float, covered: float | None) -> Chart:
    """How many people are in each band of ages; bars of those aged 55 or older are darker.

    Args:
        bands: `band, people, women, men, older`, in the order of the rows from the top; `women` and
            `men` are null where they are not told apart, and then one bar stands for both.
        said: the description, without the figures of the bands.
        patients: of the place.
        covered: the share of them whose practices gave ages: 0 to 1.
    """
    rows = rows_of(bands["band"].to_list())
    around = around_said(patients, covered)
    both = bands["women"].null_count() == 0 and bands["men"].null_count() == 0
    sides = [("women", -1, "right"), ("men", 1, "left")] if both else [("people", 1, "left")]
    drawn = {
        side: [
            _bar(name, band, bands[column][at], sign, column, around, older=bands["older"][at])
            for at, (name, band) in enumerate(zip(rows, bands["band"], strict=True))
        ]
        for column, sign, side in sides
    }
    most = max([abs(bar[1]) for bars in drawn.values() for bar in bars] or [0.0]) or 1.0
    heads = [("Women", -most * 0.5), ("Men", most * 0.5)] if both else [("People", most * 0.5)]
    parts = ", ".join(
        f"{band} {number(people, 0)}" for band, people in bands.select("band", "people").iter_rows()
    )
    return fill_template(
        _pyramid(),
        {
            **{
                side: pl.DataFrame(drawn.get(side, []), schema=_BAR, orient="row")
                for side in ("right", "left")
            },
            "heads": pl.DataFrame(
                [(label, at, _HEAD) for label, at in heads],
                schema={"label": pl.String, "at": pl.Float64, "up": pl.Float64},
                orient="row",
            ),
            "middle": pl.DataFrame({"at": [0.0]}),
        },
        f"{said} {parts}.",
        height=height_of(rows, ROW_HEIGHT),
        order=rows,
        mine=only(None),
        reach=[-most * _ROOM if both else 0.0, most * _ROOM],
    )


def _bar(
    name: str, band: str, value: float | None, sign: int, whose: str, around: str, *, older: bool
) -> tuple[str, float, str, float, str, str]:
    people = value or 0.0
    label = number(people, 0)
    return (
        name,
        sign * people,
        label,
        sign * people,
        PLACE_COLOUR if older else OTHER,
        f"{band}: {label} {_ONE.get(whose, whose) if label == '1' else whose}{around}",
    )


@cache
def _pyramid() -> ChartTemplate:
    def along(column: str) -> alt.X:
        return alt.X(f"{column}:Q", scale=scale(), axis=None)

    def bars(dataset: str) -> alt.Chart:
        colour = alt.Color("colour:N", scale=None)
        return (
            layer_of(dataset)
            .mark_bar(size=15)
            .encode(x=along("end"), x2=alt.datum(0), y=row(), color=colour, **spoken())
        )

    middle = (
        layer_of("middle").mark_rule(color=AVERAGE, strokeWidth=1, aria=False).encode(x=along("at"))
    )
    heads = figures(
        "heads", along("at"), alt.Undefined, baseline="bottom", color=INK, fontSize=NAME_TYPE,
        y=alt.ExprRef("datum.up"),
    )  # fmt: skip
    return template(
        bars("right"),
        bars("left"),
        figures("right", along("at"), row(), align="right", dx=-4),
        figures("left", along("at"), row(), align="left", dx=4),
        middle,
        heads,
    )
