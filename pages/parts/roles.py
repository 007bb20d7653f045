"""Tables and pictures of the additional roles."""

from datetime import UTC, date, datetime
from math import isfinite
from typing import cast

import polars as pl
import streamlit as st

from pages.parts import display, levers
from pages.parts.selection import Choice
from wfcore import arrs, charts, papers, wording
from wfcore.arrs import Overview, Report, name_of
from wfcore.declared import declared
from wfcore.months import FinancialYear, Month
from wfcore.wording import arrs as said


def until(choice: Choice) -> str:
    """The month to look from: the chosen one, or the last with claims after the newest return."""
    newest = choice.periods[-1] if choice.periods else choice.period
    months = arrs.arrs_table(choice.figures, "arrs_claims")["month"].drop_nulls()
    last = max([choice.period, *months]) if choice.period == newest else choice.period
    return str(last)


def flags(choice: Choice) -> str:
    """The flags of the place's figure."""
    rows = choice.figures.measure(
        ["pcn_staff_fte"], choice.level, period=choice.period, area_code=choice.code
    )
    return ";".join(rows["flags"])


def paper(choice: Choice, found: Report) -> None:
    """The report as one side of A4 to download, with the address of this page."""
    link = {
        "version": str(choice.figures.version.name),
        "level": choice.level.value,
        "place": choice.code,
        "period": choice.period,
    }
    where = levers.address(link, "additional-roles")
    where = where if where.startswith("http") else ""
    today = datetime.now(tz=UTC)
    made = f"{today.day} {wording.month(Month.of(today))}"
    display.paper(
        "Download this report (PDF)",
        lambda: papers.arrs_paper(found, link=where, made=made),
        name=f"additional-roles-{choice.code}-{found.in_post_period}",
    )


def own_maxima(year: str) -> dict[str, float]:
    """Maximum reimbursements that no source here says and the reader does: role → £ a year.

    The same rows stand in the table on every run, so that what is typed in it stays.
    """
    scheme, last = declared().arrs, FinancialYear(year).last_day
    unknown = [
        role
        for role in scheme.roles.values()
        if role.parent is None
        and role.first_year is not None
        and role.first_year <= year
        and scheme.maximum(role.id, last) is None
    ]
    if not unknown:
        return {}
    with st.popover("Enter a maximum reimbursement"):
        display.note("Not known here. What you enter is used on this page until you leave it.")
        edited = st.data_editor(
            pl.DataFrame(
                {"role": [role.name for role in unknown], "gbp": [None] * len(unknown)},
                schema={"role": pl.String, "gbp": pl.Float64},
            ),
            column_config={
                "role": st.column_config.TextColumn("Role", disabled=True),
                "gbp": st.column_config.NumberColumn(
                    "£ a year at most", min_value=1, max_value=500_000, format="localized"
                ),
            },
            hide_index=True,
            key=f"own-maxima-{year}",
        )
    return {
        role.id: float(gbp)
        for role, gbp in zip(unknown, cast("pl.DataFrame", edited)["gbp"], strict=True)
        if isinstance(gbp, int | float) and isfinite(gbp) and gbp > 0
    }


def first_days(found: Report) -> list[str]:
    """Months of the year in which money left could begin to pay for somebody, as `YYYY-MM`."""
    if found.start is None:
        return []
    first = Month.of(found.start)
    return [month for month in FinancialYear(found.year).months if month >= first]


def side_by_side(choice: Choice, found: Report) -> None:
    """The three counts by role, each difference explained."""
    rows = found.side_by_side.filter(pl.col("role") != "arrs")
    if rows.is_empty():
        display.say("No role has staff, a plan or claims here.")
        return
    codes = [[c for c in str(listed or "").split(";") if c] for listed in rows["codes"]]
    # What holds for every role is said once, above the table; that nothing is there to compare with
    # has been said already.
    everywhere = [c for c in codes[0] if all(c in of_role for of_role in codes)]
    alone = found.counts.planned is None and found.counts.claimed is None
    unsaid = [c for c in everywhere if not (alone and c in ("no_plan", "no_claims"))]
    if unsaid:
        display.note(f"For every role: {'; '.join(map(said.code_means, unsaid))}.")
    why = ["; ".join(said.code_means(c) for c in one if c not in everywhere) for one in codes]
    counts = {
        "planned_fte": ("Planned", 1),
        "in_post_fte": ("In post", 1),
        "claimed_wte": ("Claimed", 1),
    }
    display.table(
        rows.with_columns(name=_names(rows["role"]), why=pl.Series(why, dtype=pl.String)).sort(
            "in_post_fte", descending=True, nulls_last=True
        ),
        {
            "name": "Role",
            **{column: shown for column, shown in counts.items() if rows[column].count()},
            **({"why": "What to ask"} if any(why) else {}),
        },
        name=f"additional-roles-{choice.code}-{found.in_post_period}",
    )


def by_month(choice: Choice, found: Report) -> None:
    """Claims of the year, month by month."""
    rows = found.spend_by_month
    if rows.is_empty():
        return
    display.table(
        rows.with_columns(when=_months(rows["month"])),
        {
            "when": "Month",
            "wte": ("Claimed posts", 2),
            "claimed_gbp": ("£ claimed", 0),
            "approved_gbp": ("£ approved", 0),
        },
        name=f"additional-roles-{choice.code}-{found.year.replace('/', '-')}-claims",
    )
    by_role = found.claims_by_month.filter(
        pl.col("role").is_in(
            found.claims_by_month.filter(pl.col("wte") > 0)["role"].unique().implode()
        )
    )
    months = by_role["month"].unique().sort().to_list()
    if len(months) > 1:
        grid = by_role.pivot("month", index="role", values="wte", aggregate_function="first")
        display.table(
            grid.with_columns(name=_names(grid["role"])).sort(
                months[-1], descending=True, nulls_last=True
            ),
            {"name": "Claimed posts", **{month: (wording.month(month), 1) for month in months}},
            name=f"additional-roles-{choice.code}-{found.year.replace('/', '-')}-claims-by-role",
        )


def buys(choice: Choice, found: Report) -> None:
    """What the pounds left would pay for, role by role, and what must start by when."""
    if not found.buys:
        return
    display.table(
        pl.DataFrame(found.buys).drop_nulls("fte"),
        {
            "role_name": "Role",
            "maximum_gbp": ("£ a year at most", 0),
            "post_gbp": ("£ to 31 March", 0),
            "fte": ("Posts and parts", 1),
            "whole_posts": ("Whole posts", 0),
            "remains_gbp": ("£ over", 0),
        },
        name=f"additional-roles-{choice.code}-what-the-rest-buys",
    )
    unknown = [bought.role_name for bought in found.buys if bought.fte is None]
    if unknown:
        display.note(f"The maximum reimbursement is not known here for: {', '.join(unknown)}.")
    needed = [start for start in found.starts if start.whole_posts > 0 and start.by]
    if found.starts and "target" not in [start.aim for start in needed]:
        display.say(f"Those in post are enough to use {found.target_share:.0%} of the allocation.")
    if needed:
        goals = {"target": f"use {found.target_share:.0%}", "all": "use all of it"}
        display.say("What must start by when:")
        display.table(
            pl.DataFrame(needed).with_columns(
                goal=pl.col("aim").replace_strict(goals),
                day=pl.Series([_day(start.by) for start in needed if start.by], dtype=pl.String),
            ),
            {
                "goal": "To",
                "role_name": "Role",
                "whole_posts": ("Whole posts", 0),
                "day": "Start by",
            },
            name=f"additional-roles-{choice.code}-start-by",
        )


def by_quarter(choice: Choice, found: Report) -> None:
    """Staff by role and quarter."""
    rows = found.staff_by_quarter.filter(~pl.col("role").is_in(["arrs", "all"]))
    present = rows.filter(pl.col("fte") > 0)["role"].unique(maintain_order=True)
    rows = rows.filter(pl.col("role").is_in(present.implode()))
    if rows.is_empty():
        display.say("Nobody is reported in additional roles in these months.")
        return
    periods = rows["period"].unique().sort().to_list()
    grid = rows.pivot("period", index="role", values="fte", aggregate_function="first")
    latest = periods[-1]
    display.table(
        grid.with_columns(name=_names(grid["role"])).sort(latest, descending=True, nulls_last=True),
        {"name": "Role", **{period: (wording.month(period), 1) for period in periods}},
        name=f"additional-roles-{choice.code}-by-quarter",
    )


def over_the_years(choice: Choice, steps: pl.DataFrame) -> None:
    """Every return against the one before: what staff made of it, and what reporting did."""
    path = steps.select("period", value="fte", area_name=pl.lit(choice.name))
    display.chart(charts.trend(path, declared().metric("pcn_staff_fte")))
    known = steps.drop_nulls("change")
    if known.height:
        sums = known.select(pl.col("change", "staff", "started", "stopped").sum()).row(
            0, named=True
        )
        display.say(
            f"From {wording.month(str(steps['period'][0]))} to {wording.month(str(steps['period'][-1]))} "
            f"additional roles changed by {wording.signed(sums['change'])} full-time posts: "
            f"{wording.signed(sums['staff'])} in networks that reported one time and the next, "
            f"{wording.signed(sums['started'])} in networks that began to report, "
            f"{wording.signed(-sums['stopped'])} in networks that stopped."
        )
    display.table(
        steps.with_columns(when=_months(steps["period"]), gone=-pl.col("stopped")),
        {
            "when": "Month",
            "fte": ("Full-time posts", 1),
            "pcns_reported": ("Networks that reported", 0),
            "staff": ("More staff", 1),
            "started": ("Began to report", 1),
            "gone": ("Stopped reporting", 1),
        },
        name=f"additional-roles-{choice.code}-over-the-years",
    )
    display.note("Returns are not evenly spaced: some quarters are not among the data here.")


def networks(choice: Choice, seen: Overview) -> None:
    """Networks × roles, the fewest additional staff for their patients first."""
    ranked = seen.ranking.filter(pl.col("fte").is_not_null())
    if ranked.is_empty():
        display.say("No network of this place reported.")
        return
    worst, best = ranked.row(0, named=True), ranked.row(-1, named=True)
    by = "per_100k" if ranked["per_100k"].count() else "fte"
    unit = "for every 100,000 patients" if by == "per_100k" else "full-time posts"
    low, high = (f"{wording.number(row[by])} in {row['pcn_name']}" for row in (worst, best))
    display.say(f"From {low} to {high}, {unit}.")
    cells = seen.grid.with_columns(role_name=_names(seen.grid["role"])).rename(
        {"pcn_name": "area_name", "fte": "value"}
    )
    there = cells.filter(pl.col("value") > 0)["role_name"].unique(maintain_order=True).to_list()
    display.chart(
        charts.roles_chart(
            cells.filter(pl.col("role_name").is_in(there)),
            there,
            seen.ranking["pcn_name"].to_list(),
        ),
        wide=True,
    )
    display.note("Full-time posts. A dot means nobody; a dash means that nothing was reported.")
    display.table(
        seen.ranking,
        {
            "pcn_name": "Network",
            "fte": ("Full-time posts", 1),
            "per_100k": ("For 100,000 patients", 1),
        },
        name=f"additional-roles-{choice.code}-networks",
    )
    for title, ids in (
        ("Roles that nobody has", [r for r in seen.nobody if r not in seen.only_planned]),
        ("Roles only planned", seen.only_planned),
    ):
        if ids:
            display.say(f"{title}: {', '.join(name_of(role).lower() for role in ids)}.")
    fell = seen.down_inside_up
    if fell.height and seen.before:
        display.say(
            f"Since {wording.month(seen.before)} these roles fell in networks whose total rose: a question to ask."
        )
        display.table(
            fell.with_columns(name=_names(fell["role"])),
            {
                "area_name": "Network",
                "name": "Role",
                "then": ("Before", 1),
                "now": ("Now", 1),
                "change": ("Change", 1),
                "total_change": ("Change of the network", 1),
            },
            name=f"additional-roles-{choice.code}-down-inside-up",
        )


def _names(ids: pl.Series) -> pl.Series:
    return pl.Series([name_of(str(role)) for role in ids], dtype=pl.String)


def _day(day: date) -> str:
    return f"{day.day} {wording.month(Month.of(day))}"


def _months(periods: pl.Series) -> pl.Series:
    return pl.Series([wording.month(str(period)) for period in periods], dtype=pl.String)
