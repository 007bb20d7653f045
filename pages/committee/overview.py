"""Have we enough staff? One place: the rate, against then, the area above and the target."""

import polars as pl
import streamlit as st

from pages.parts import display, pins, selection
from wfcore import charts, comparing, wording
from wfcore.declared import declared
from wfcore.geography import Level
from wfcore.targeting import gaps, nearest_available, targets_of

PEOPLE = ("gp_55plus_share", "nurse_55plus_share", "participation_gp", "participation_nurse")
OTHERS = ("nurse_rate", "dpc_rate", "admin_rate", "pcn_staff_rate")

choice = selection.choose()
figures, metric = choice.figures, choice.metric
place = {"level": choice.level, "period": choice.period}

display.title("Have we enough staff?")
mine = figures.measure([metric.id], **place, area_code=choice.code)
row = mine.row(0, named=True)
display.invented_banner(row["flags"])

before = choice.before()
earlier = (
    comparing.moved(figures, metric.id, choice.level, choice.code, before[0], choice.period)
    if before
    else None
)
above = choice.above()
outer = (
    figures.measure([metric.id], above[0], period=choice.period, area_code=above[1]).row(
        0, named=True
    )
    if above
    else None
)
made = figures.receipt(metric.id, choice.level, choice.code, choice.period)
display.lead(
    wording.headline(
        row,
        earlier,
        outer,
        ago=before[1] if before else "",
        among=wording.among(row, made.units_reported, made.units, metric.reporting_unit),
    )
)

wanted = [metric.id, f"{metric.stem}_rate" if metric.stem.startswith("gp") else "gp_rate", *OTHERS]
glance = comparing.glance(
    figures, list(dict.fromkeys(wanted)), choice.level, choice.code, choice.period
)
display.say(
    wording.coverage(row, made.units_reported, made.units, metric.reporting_unit)
    if row["value"] is not None
    else "",
    wording.direction(metric),
    wording.since_last(glance.row(0, named=True)),
)
if row["value"] is None:
    near = nearest_available(figures, metric.id, choice.level, choice.code, choice.period)
    if near:
        other = declared().metric(near.metric)
        display.say(
            f"The nearest figure this file has: {wording.value_with_unit(other, near.value)}. "
            "It is not the same count."
        )
display.note(
    wording.age_of_data(choice.period, selection.this_month()),
    f"Version {choice.version} of the data.",
)

# Every staff group

st.header(f"All staff in {display.plain(choice.name)}", anchor=False)
everyone = [
    (r, declared().metric(r["metric"]))
    for r in glance.iter_rows(named=True)
    if declared().metric(r["metric"]).kind == "rate"
]
display.table(
    pl.DataFrame(
        [
            (
                m.short[0].upper() + m.short[1:],
                r["value"],
                wording.moved(m, r["change_year"], r["verdict_year"], r["period_year"]),
                wording.moved(m, r["change_last"], r["verdict_last"], r["period_last"]),
                wording.month(r["period"]),
                wording.percent(r["coverage_patients"]),
            )
            for r, m in everyone
        ],
        schema=["staff", "now", "year", "last", "month", "covered"],
        orient="row",
    ),
    {
        "staff": "Staff per 100,000 patients",
        "now": ("Now", 1),
        "year": "Since a year ago",
        "last": "Since the figures before",
        "month": "Month",
        "covered": "Patients covered",
    },
    name=f"staff-{choice.code}-{choice.period}",
)
if any(m.collection == "pcn" for _, m in everyone):
    display.note(
        "Staff of networks (PCNs) are another collection, with its own months. "
        "A person may be in both, so do not add them to the others."
    )

pins.pin(choice, "enough")

# Target

goal = metric.id if targets_of(metric.id) else "gp_excl_trainees_rate"
missing = (
    {
        gap["target_id"]: gap
        for gap in gaps(figures, [goal], **place, area_code=choice.code).rows(named=True)
    }
    if metric.stem.startswith("gp") or targets_of(metric.id)
    else {}
)
aims = [(target, missing[target.id]) for target in targets_of(goal) if target.id in missing]
if aims:
    st.header("Against the target", anchor=False)
    for target, gap in aims:
        near = (
            nearest_available(figures, gap["metric"], choice.level, choice.code, choice.period)
            if gap["value"] is None
            else None
        )
        display.say(
            wording.against_target(gap, target, (near.metric, near.value) if near else None)
        )
        display.note(wording.aspiration(target))

# Ages and hours

people = (
    figures.measure(PEOPLE, choice.level, period=choice.period, area_code=choice.code)
    if (choice.period in figures.periods("practice"))
    else None
)
if people is not None and people["value"].count():
    st.header("Ages and hours", anchor=False)
    display.table(
        pl.DataFrame(
            [
                (
                    declared().metric(r["metric"]).name,
                    wording.number(r["value"], declared().metric(r["metric"]).decimals),
                    declared().metric(r["metric"]).unit,
                )
                for r in people.iter_rows(named=True)
            ],
            schema=["what", "value", "unit"],
            orient="row",
        ),
        {"what": "Of the practices' own staff", "value": "Figure", "unit": "Unit"},
        name=f"ages-and-hours-{choice.code}-{choice.period}",
    )
    display.note(
        "Shares are of people counted in practices: somebody who works in two counts twice. "
        "A share of fewer than five people is hidden."
    )

# The places inside

level = next(choice.inside(), None)
places = [(choice.level, choice.code, choice.name), *([above] if above else [])]
shown_periods = [choice.period, *(p for p in reversed(choice.periods) if p != choice.period)]
if level and metric.kind != "fte":
    rows = figures.measure([metric.id], level, period=choice.period, within=choice.code)
    places += [(level, c, n) for c, n in rows.select("area_code", "area_name").iter_rows()]
    aim = aims[0][1]["target"] if aims and aims[0][1]["metric"] == metric.id else None
    st.header(
        f"{level.plural[0].upper()}{level.plural[1:]} in {display.plain(choice.name)}", anchor=False
    )
    display.say(wording.spread(rows.rows(named=True), row, level.plural))
    if rows["value"].count():
        display.chart(
            charts.ranked(
                rows,
                metric,
                target=aim,
                average=(choice.name, row["value"]) if row["value"] is not None else None,
            )
        )
    shown = rows.with_columns(
        covered=pl.Series(
            [wording.percent(share) for share in rows["coverage_patients"]], dtype=pl.String
        )
    ).sort("value", descending=True, nulls_last=True)
    display.table(
        shown,
        {
            "area_name": "Place",
            "value": (wording.heading(metric), metric.decimals),
            "numerator": ("Patients" if metric.kind == "patients_per" else "FTE", 1),
            "denominator": ("FTE" if metric.kind == "patients_per" else "Patients", 0),
            "covered": "Patients covered",
        },
        name=f"{metric.id}-{level}-{choice.period}",
    )
    pins.pin(choice, "spread", inside=level.value)

# Over time

if len(choice.periods) > 1:
    st.header("Over time", anchor=False)
    path = figures.trend([metric.id], choice.level, choice.code)
    if above:
        path = pl.concat([path, figures.trend([metric.id], above[0], above[1])])
    if path["value"].count() > 1:
        display.chart(charts.trend(path, metric))
    display.table(
        path.select(
            "area_name",
            "value",
            "numerator",
            "denominator",
            "flags",
            period=pl.col("period").map_elements(wording.month, return_dtype=pl.String),
        ),
        {
            "area_name": "Place",
            "period": "Month",
            "value": (wording.heading(metric), metric.decimals),
        },
        name=f"{metric.id}-{choice.code}-over-time",
    )

    if path["flags"].str.contains("no_list").any():
        display.note(
            "Some months have no rate, because no list size is known within three months of them. "
            "Choose “full-time posts” to see the staff themselves."
        )

display.receipts(
    figures, places, [*glance["metric"], *(PEOPLE if people is not None else ())], shown_periods
)
if choice.level is Level.PRACTICE:
    display.note("A single practice is small: one person joining or leaving moves its rate a lot.")
