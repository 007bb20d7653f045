"""The sections of the first page: every staff group, the target, ages and hours, places inside, over time."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from pages.parts import display, pins
from pages.parts.selection import Choice
from wfcore import charts, comparing, wording
from wfcore.declared import Target, declared
from wfcore.geography import Level
from wfcore.targeting import gaps, nearest_available, targets_of

_PEOPLE = ("gp_55plus_share", "nurse_55plus_share", "participation_gp", "participation_nurse")
_OTHERS = ("nurse_rate", "dpc_rate", "admin_rate", "pcn_staff_rate")

Aims = Sequence[tuple[Target, Mapping[str, Any]]]


def glance(choice: Choice) -> pl.DataFrame:
    """The chosen figure and those of the other staff groups; see `comparing.glance`."""
    metric = choice.metric
    own = f"{metric.stem}_rate" if metric.stem.startswith("gp") else "gp_rate"
    wanted = list(dict.fromkeys([metric.id, own, *_OTHERS]))
    return comparing.glance(choice.figures, wanted, choice.level, choice.code, choice.period)


def staff_groups(choice: Choice, seen: pl.DataFrame) -> None:
    """Every staff group, now and then."""
    st.header(f"All staff in {display.plain(choice.name)}", anchor=False)
    everyone = [
        (row, declared().metric(row["metric"]))
        for row in seen.iter_rows(named=True)
        if declared().metric(row["metric"]).kind == "rate"
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


def targets(choice: Choice) -> Aims:
    """The targets set for the place, each with its gap; those that were shown."""
    figures, metric = choice.figures, choice.metric
    own = bool(targets_of(metric.id))
    if not own and not metric.stem.startswith("gp"):
        return []
    goal = metric.id if own else "gp_excl_trainees_rate"
    rows = gaps(figures, [goal], choice.level, period=choice.period, area_code=choice.code)
    missing = {row["target_id"]: row for row in rows.iter_rows(named=True)}
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
    return aims


def ages_and_hours(choice: Choice) -> Sequence[str]:
    """Shares of people over 55 and hours a person; the metrics that the data have then."""
    figures = choice.figures
    if choice.period not in figures.periods("practice"):
        return ()
    people = figures.measure(_PEOPLE, choice.level, period=choice.period, area_code=choice.code)
    if people["value"].count():
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
    return _PEOPLE


def places_inside(
    choice: Choice, row: Mapping[str, Any], aims: Aims
) -> list[tuple[Level, str, str]]:
    """The places inside, ranked; level, code and name of each that is shown.

    Args:
        choice: the place.
        row: its own measure.
        aims: the targets shown above.
    """
    metric = choice.metric
    level = next(choice.inside(), None)
    if level is None or metric.kind == "fte":
        return []
    rows = choice.figures.measure([metric.id], level, period=choice.period, within=choice.code)
    st.header(
        f"{level.plural[0].upper()}{level.plural[1:]} in {display.plain(choice.name)}", anchor=False
    )
    display.say(wording.spread(rows.rows(named=True), row, level.plural))
    if rows["value"].count():
        display.chart(
            charts.ranked(
                rows,
                metric,
                target=aims[0][1]["target"] if aims and aims[0][1]["metric"] == metric.id else None,
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
    return [(level, c, n) for c, n in rows.select("area_code", "area_name").iter_rows()]


def over_time(choice: Choice) -> None:
    """The place and the area above, month by month."""
    if len(choice.periods) < 2:
        return
    figures, metric, above = choice.figures, choice.metric, choice.above()
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
