"""The sections of the first page: every staff group, the target, ages and hours, places inside, over time."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from pages.parts import display, pins
from pages.parts.selection import Choice
from wfcore import answers, charts, comparing, wording
from wfcore.answers import Aim
from wfcore.declared import declared
from wfcore.geography import Level

_PEOPLE = ("gp_55plus_share", "nurse_55plus_share", "participation_gp", "participation_nurse")


def glance(choice: Choice) -> pl.DataFrame:
    """The chosen figure, then the rates of every staff group; see `comparing.glance`."""
    wanted = list(dict.fromkeys([choice.metric.id, *answers.staff_rates(choice)]))
    return comparing.latest_changes(
        choice.figures, wanted, choice.level, choice.code, choice.period
    )


def staff_groups(choice: Choice, seen: pl.DataFrame) -> None:
    """Every staff group, now and then."""
    st.header(f"All staff in {display.plain(choice.name)}", anchor=False)
    table = answers.all_staff(choice, seen)
    display.table(table.rows, table.headings, name=table.name)
    display.note(*answers.of_networks(table))


def targets(choice: Choice) -> list[Aim]:
    """The targets set for the place, each with its gap; those that were shown."""
    aims = answers.aims(choice)
    if aims:
        st.header("Against the target", anchor=False)
    for aim in aims:
        display.say(aim.sentence)
        display.note(wording.aspiration(aim.target))
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
    choice: Choice, row: Mapping[str, Any], aims: Sequence[Aim]
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
            charts.ranking_chart(
                rows,
                metric,
                target=aims[0].gap["target"]
                if aims and aims[0].gap["metric"] == metric.id
                else None,
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
