"""Is it getting better, and did it really change?"""

import polars as pl
import streamlit as st

from pages.parts import display, pins, selection
from wfcore import charts, wording
from wfcore.comparing import CHANGE_PARTS, decompose_change
from wfcore.months import Month

_SEEN = 0.05  # what is printed as 0.0 is not


def _is_seen(part: pl.Series) -> bool:
    """Whether a cause moved any of the places; the download has it all the same."""
    return any(abs(value) >= _SEEN for value in part.drop_nulls())


choice = selection.choose()
figures, metric = choice.figures, choice.metric
noun = metric.reporting_unit

display.title("Did it really change?")
earlier = [p for p in reversed(choice.periods) if p < choice.period]
if not earlier:
    display.lead(f"{choice.name} has no figures before {wording.month(choice.period)}.")
    display.say("A change needs two. Choose a later month, or publish another one.")
    st.stop()
before = choice.before()
start = selection.remembered(
    "since",
    earlier,
    before[0] if before else earlier[0],
    st.selectbox,
    "Compare with",
    format_func=wording.month,
)
row = decompose_change(
    figures, [metric.id], choice.level, start, choice.period, area_code=choice.code
).row(0, named=True)
display.invented_banner(row["flags"])
display.lead(wording.change_explained(row, noun, wording.month(start)))
if row["change"] is not None:
    display.say(
        f"From {wording.number(row['value_from'], metric.decimals)} "
        f"to {wording.number(row['value'], metric.decimals)}: {metric.name}."
    )
if Month(start).number != Month(choice.period).number:
    display.note(
        "The two months are not the same time of year. Trainees change posts each August, "
        "so the same month a year apart is the fairer comparison."
    )
if row[CHANGE_PARTS[0]] is not None:
    st.header("What made the difference", anchor=False)
    display.chart(charts.causes_chart(row, metric))
    parts = pl.DataFrame(
        {
            "cause": [
                wording.cause(p, noun)[0].upper() + wording.cause(p, noun)[1:] for p in CHANGE_PARTS
            ],
            "part": [row[p] for p in CHANGE_PARTS],
        }
    )
    total = pl.DataFrame({"cause": ["Change"], "part": [row["change"]]})
    display.table(
        pl.concat([parts, total]),
        {"cause": "Cause", "part": (wording.heading(metric), max(metric.decimals, 2))},
        name=f"{metric.id}-{choice.code}-{start}-to-{choice.period}-causes",
    )
    display.note(
        "The four parts add up exactly to the change. Each is what switching that cause alone from "
        "then to now does, averaged over every order of doing it, so that no cause is favoured."
    )

pins.pin(choice, "better", since=start)

places = [(choice.level, choice.code, choice.name)]
level = next(choice.inside(), None)
if level:
    rows = decompose_change(figures, [metric.id], level, start, choice.period, within=choice.code)
    st.header(
        f"{level.plural[0].upper()}{level.plural[1:]} in {display.plain(choice.name)}", anchor=False
    )
    places += [(level, c, n) for c, n in rows.select("area_code", "area_name").iter_rows()]
    display.say(wording.verdicts(dict(rows.group_by("verdict").len().iter_rows())))
    if rows["change"].count():
        display.chart(charts.change_chart(rows, metric, start, choice.period))
    display.table(
        rows.sort("change", descending=True, nulls_last=True),
        {
            "area_name": "Place",
            "value_from": (wording.short_month(start), metric.decimals),
            "value": (wording.short_month(choice.period), metric.decimals),
            "change": ("Change", max(metric.decimals, 1)),
            "verdict": "In words",
            **{
                p: (wording.short_cause(p), max(metric.decimals, 1))
                for p in CHANGE_PARTS
                if _is_seen(rows[p])
            },
        },
        name=f"{metric.id}-{level}-{start}-to-{choice.period}",
    )
    pins.pin(choice, "moved", since=start, inside=level.value)
display.note("No clear change means a move of less than 1% or of less than half a full-time post.")
display.receipts(figures, places, [metric.id], [choice.period, start])
