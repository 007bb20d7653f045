"""How good are the figures? Who reported, how well, and what the gaps do to a rate."""

import polars as pl
import streamlit as st

from pages.parts import display, pins, selection
from wfcore import charts, wording
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.quality import returns_behind

_MONTHS = 12  # columns of the picture
_ON_A_PHONE = 2  # columns that fit there

choice = selection.choose(levels=[level for level in Level if level is not Level.PRACTICE])
figures = choice.figures
found = returns_behind(figures, choice.metric, choice.level, choice.code, choice.period)
metric, scored, missing = found.metric, found.scored, found.silent
level = Level(metric.collection)
noun = metric.reporting_unit

display.title("How good are the figures?")
here = figures.measure([metric.id], choice.level, period=choice.period, area_code=choice.code)
display.invented_banner("".join(here["flags"]))

display.lead(wording.returns.returns_summary(choice.name, scored, noun))
display.say(f"{wording.month(choice.period)}. A score is about the return, not about the care.")

parts = declared().rules.quality.parts
display.table(
    scored.with_columns(pl.col(list(parts)) * 100),
    {"area_name": "Place", "score": ("Score of 100", 0), "patients": ("Patients", 0)}
    | {name: (f"{part.name}, %", 0) for name, part in parts.items()},
    name=f"quality-{level}-{choice.code}-{choice.period}",
    height=min(405, 38 + 35 * max(scored.height, 1)),  # half a row shows that there are more
)
display.note(
    *(f"{part.name} (weight {part.weight:g}): {part.words}." for part in parts.values()),
    "The score is their mean by weight, over the parts that can be judged; a dash is one that cannot. Who "
    "sent nothing has 0.",
)
pins.pin(choice, "quality")

st.header("Who to ring first", anchor=False)
display.say(
    f"These {noun} sent no figure for {metric.short}, those with most patients first."
    if missing.height
    else f"Every one of the {noun} sent a figure for {metric.short}."
)
if missing.height:
    display.table(
        missing,
        {"area_name": "Place", "patients": ("Patients affected", 0), "area_code": "Code"},
        name=f"silent-{metric.id}-{choice.code}-{choice.period}",
    )

st.header("What the gap does to the rate", anchor=False)
display.say(wording.returns.nonresponse_sentence(found.gap, metric.short, noun))
display.note(
    f"Lowest and highest tenth are of the {noun} of {choice.name} that reported. Those without an earlier "
    "figure are left at the rate shown."
)

st.header("How complete the returns have been", anchor=False)
display.note(
    f"Share of patients whose {noun} sent a figure for {metric.short} to the National Workforce Reporting "
    "Service (NWRS), by borough. Darkest is everybody, lightest is "
    f"{wording.percent(declared().rules.low_coverage)} or fewer."
)
periods = figures.periods(metric.collection)[-_MONTHS:]
around = choice.code if choice.level in Level.BOROUGH.above else None
if around is None and (above := choice.above()):
    around = above[1]
course = figures.trend([metric.id], Level.BOROUGH, periods=periods, within=around).select(
    "area_name",
    "period",
    month=pl.col("period").map_elements(wording.month, return_dtype=pl.String),
    share="coverage_patients",
)
if course.height:
    there = [wording.month(p) for p in periods if p in set(course["period"])]
    display.chart(
        charts.returns_chart(course, there, course["area_name"].unique().sort().to_list()),
        wide=len(there) > _ON_A_PHONE,
    )
    display.table(
        course.with_columns(percent=pl.col("share") * 100).sort("area_name", "period"),
        {"area_name": "Borough", "month": "Month", "percent": ("Covered, %", 0)},
        name=f"completeness-{metric.id}",
        height=260,
    )
else:
    display.say("These figures do not say which borough a practice lies in.")

display.receipts(figures, [(choice.level, choice.code, choice.name)], [metric.id], [choice.period])
