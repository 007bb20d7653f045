"""What a scenario says, section by section: picture, parts, places, posts, costs, table."""

import polars as pl
import streamlit as st

from pages.parts import controls, display, levers
from pages.parts.selection import Choice
from wfcore import charts, wording
from wfcore.answers import by_quarter
from wfcore.declared import declared
from wfcore.errors import UnfitScenario
from wfcore.geography import Level
from wfcore.months import Month
from wfcore.projecting import (
    ALLOCATION_RULES,
    CASES,
    LIST_GROWTH,
    PreparedScenario,
    Scenario,
    Stocks,
    Trajectory,
    UncertaintyBand,
    allocate_posts,
    assess_feasibility,
    contributions,
    extra_recruits,
    goal_seek,
    history_of,
    networks_without_staff,
    peak_extra_trainees,
    places,
    prepare_scenario,
    range_case,
    spending,
    spending_totals,
    staff_needed,
    target_reach,
)


def picture(
    choice: Choice,
    measured: pl.DataFrame | None,
    course: Trajectory,
    ghost: Trajectory,
    spread: UncertaintyBand,
    *,
    times: float = 1,
) -> None:
    """The course, its range, the ghost of the baseline, the target; `times` as large for a room."""
    if times == 1:
        st.subheader("The course", anchor=False)
    drawn = charts.trajectory_chart(
        by_quarter(course, ghost, spread), choice.metric, target=course.aim, history=measured
    )
    display.chart(charts.enlarge_chart(drawn, times) if times > 1 else drawn)
    words, draws = declared().assumptions.words, declared().assumptions.draws
    display.note(
        f"{words[0].upper()}{words[1:]}. If nothing changes, leavers are replaced as today, staff grow older, "
        f"trainees finish, and lists grow as they have done. The range is where {draws.high - draws.low:g} of "
        f"100 trials end ({spread.number:,} trials) when each assumption may lie anywhere in its declared range "
        f"(seed {spread.seed})."
    )


def notes(asked: Scenario, course: Trajectory) -> None:
    """What the picture leaves out: months after its last quarter, other staff."""
    for said in (*wording.ends_early_caution(asked, course), *wording.other_staff_caution(asked)):
        display.note(said)


def backwards(choice: Choice, today: Stocks, asked: Scenario, course: Trajectory) -> None:
    """What the target takes, whether that has been seen, and what one lever alone would have to be."""
    if course.aim is None:
        display.say(_without_target(asked))
        return
    st.header("What the target takes", anchor=False)
    takes = staff_needed(course)
    count = history_of(today, asked)
    paces = levers.seen(choice, today, count)
    judged = assess_feasibility(paces, choice.code, takes.net_a_quarter, f"{count}_rate")
    display.say(wording.target_takes(takes, asked), wording.pace_needed(judged, asked))


def _without_target(asked: Scenario) -> str:
    if asked.targets:
        return (
            "Not every network has a target, so no gap can be named for the place as a whole. Switch on "
            "“Aim for a target” for the rest."
        )
    return "No target is set, so there is no gap to close. Switch on “Aim for a target”."


def one_lever(choice: Choice, today: Stocks, asked: Scenario, course: Trajectory) -> None:
    """When the target is met on this course, and what one lever alone would have to be for it."""
    if course.aim is None:
        display.say(_without_target(asked))
        return
    display.say(wording.reach_sentence(target_reach(today, asked), course))
    mine = [lever.id for lever in declared().assumptions.levers_of(asked.staff)]
    ids = sorted([*mine, LIST_GROWTH], key=lambda lever: lever != "recruits")
    lever = st.selectbox(
        "What would one lever have to be, if nothing else changed?",
        ids,
        format_func=wording.lever_name,
        key="backwards",
    )
    display.say(
        wording.goal_seek_answer(goal_seek(today, asked.baseline(), str(lever)), asked, choice.name)
    )


def parts(choice: Choice, here: PreparedScenario, course: Trajectory, ghost: Trajectory) -> None:
    """What each change contributes."""
    parts = contributions(here)
    if parts.is_empty():
        display.say("Nothing is changed yet. Move a slider.")
        return
    named = parts.with_columns(
        name=pl.col("lever").map_elements(wording.lever_name, return_dtype=pl.String)
    )
    display.chart(
        charts.waterfall(
            named.select("name", part="part_rate"), choice.metric,
            start=("If nothing changes", float(ghost.rate[-1, 0])),
            end=("With these changes", float(course.rate[-1, 0])),
        )
    )  # fmt: skip
    display.table(
        named.sort("part_rate", descending=True),
        {
            "name": "Change",
            "part_rate": ("FTE per 100,000", 2),
            "part_fte": ("Full-time posts", 2),
        },
        name=f"what-if-{choice.metric.stem}-{choice.code}-parts",
    )
    display.note(
        "The parts add up exactly to the difference. Each is what making that change alone does, "
        "averaged over every order of making them, so that no change is favoured (Shapley values)."
    )


def numbers(choice: Choice, course: Trajectory, ghost: Trajectory, spread: UncertaintyBand) -> None:
    """The same figures as a table."""
    rows = by_quarter(
        course, ghost, spread,
        fte=course.fte[:, 0], people=course.people[:, 0], patients=course.patients[:, 0],
    ).with_columns(month=pl.Series([wording.month(period) for period in course.periods]))  # fmt: skip
    display.table(
        rows,
        {
            "month": "Month",
            "baseline": ("If nothing changes", 1),
            "scenario": ("With these changes", 1),
            "low": ("Likely from", 1),
            "high": ("to", 1),
            "fte": ("FTE", 1),
            "people": ("People", 0),
            "patients": ("Patients", 0),
            "gap": ("FTE short", 1),
        },
        name=f"what-if-{choice.metric.stem}-{choice.code}",
    )


def how_sure(today: Stocks, asked: Scenario, course: Trajectory, spread: UncertaintyBand) -> None:
    """The three named cases, and how the range was drawn."""
    ends = {
        which: prepare_scenario(today, range_case(today, asked, which))
        for which in CASES
        if which != "now"
    }
    rates = {which: float(q.trajectory(q.rates()).rate[-1, 0]) for which, q in ends.items()}
    display.say(wording.three_cases(rates["fewer"], float(course.rate[-1, 0]), rates["more"]))
    display.table(
        pl.DataFrame(
            {
                "case": [
                    "Low: every assumption towards fewer staff",
                    "Central",
                    "High: towards more staff",
                ],
                "rate": [rates["fewer"], float(course.rate[-1, 0]), rates["more"]],
            }
        ),
        {"case": "Case", "rate": ("FTE per 100,000", 1)},
        name="what-if-cases",
    )
    draws = declared().assumptions.draws
    display.say(
        f"The range in the sentence leaves out the ends: {spread.number:,} times, every assumption is drawn "
        f"anywhere in its range, most often near the middle, and the lowest {draws.low:g}% and the highest "
        f"{100 - draws.high:g}% are left out. The seed of the trials is {spread.seed}, so the same scenario always "
        "has the same range."
    )


def network_by_network(choice: Choice, today: Stocks, asked: Scenario) -> None:
    """The networks of the place, and what they add up to."""
    rows = places(today, asked).filter(pl.col("inside"))
    networks = rows.filter(pl.col("level") == Level.PCN.value)
    left_out = networks_without_staff(today, asked)
    if left_out:
        display.note(f"Not in it, because they sent no such figures: {', '.join(left_out)}.")
    if networks.height > 1 and rows["target"].count():
        display.chart(
            charts.gap_chart(
                networks.select(
                    "area_name", rate_before="rate_baseline", rate_after="rate", target="target"
                ),
                choice.metric,
            )
        )
    display.table(
        rows,
        {
            "area_name": "Place",
            "rate_today": ("Today", 1),
            "rate_baseline": ("If nothing changes", 1),
            "rate": ("With these changes", 1),
            "target": ("Target", 1),
            "gap_fte": ("FTE short", 1),
            "fte": ("FTE", 1),
            "patients": ("Patients", 0),
        },
        name=f"what-if-{choice.metric.stem}-{choice.code}-places",
    )
    display.note(
        f"At {_end(today, asked)}. Boroughs and the integrated care board are the sums of their networks. "
        "A minus under “FTE short” is above the target."
    )


def share_out(choice: Choice, today: Stocks, asked: Scenario) -> None:
    """A number of posts, given where they help most."""
    left, right = st.columns([1, 2])
    number = left.number_input("How many full-time posts", 1, 1000, 12, key="posts")
    how = right.radio(
        "Shared out", ALLOCATION_RULES, horizontal=True, key="how",
        format_func={
            "evenly": "so that the largest gap left is smallest",
            "by_gap": "in proportion to the gaps",
            "by_need": "to the most deprived first",
        }.__getitem__,
    )  # fmt: skip
    rows = places(today, asked, [Level.PCN]).filter(pl.col("inside"))
    try:
        given = allocate_posts(rows, float(number), how, levers.deprivation(choice))
    except UnfitScenario as error:
        display.say(error.message, error.advice)
        return
    display.say(wording.allocation_sentence(given, how, float(number)))
    display.table(
        given,
        {
            "area_name": "Network",
            "gap_before": ("FTE short before", 1),
            "posts": ("Posts given", 1),
            "gap_after": ("FTE short after", 1),
            "rate_after": ("Rate after", 1),
            "target": ("Target", 1),
            **({"score": ("Deprivation (IMD)", 1)} if given["score"].count() else {}),
        },
        name=f"what-if-{choice.metric.stem}-{choice.code}-posts",
    )
    unscored = given["score"].null_count()
    last = (
        " Networks without a deprivation score come last." if how == "by_need" and unscored else ""
    )
    display.note(
        f"Gaps are those of this scenario at {_end(today, asked)}. A minus is above the target.{last}"
    )


def costs(choice: Choice, today: Stocks, asked: Scenario) -> None:
    """By staff group and role, by year and in all, at prices that can be changed."""
    asked = controls.draw_prices(asked)
    levers.change_to(asked)
    rows = spending(today, asked)
    display.say(wording.scenario_cost(rows))
    if rows.is_empty():
        return
    name = f"what-if-{choice.metric.stem}-{choice.code}-costs"
    display.table(
        _named(spending_totals(rows), today, asked),
        {
            "staff": "Staff",
            "role": "At the price of",
            "year": "Year",
            "fte_years": ("Extra full-time posts", 1),
            "pounds": ("£", 0),
        },
        name=name,
    )
    if box := display.folded("The same, slider by slider and scheme by scheme", "costs-parts"):
        with box:
            display.table(
                _named(rows.sort("year", maintain_order=True), today, asked).with_columns(
                    what=pl.col("what").replace({"levers": "The sliders"})
                ),
                {
                    "year": "Year",
                    "what": "What",
                    "role": "At the price of",
                    "fte_years": ("Extra full-time posts", 1),
                    "pounds_each": ("£ for each, a year", 0),
                    "pounds": ("£", 0),
                },
                name=f"{name}-parts",
            )


def _end(today: Stocks, asked: Scenario, months: int | None = None) -> str:
    """The last quarter of the course, or an earlier month of it, in words."""
    whole = 3 * (Month(today.period).months_to(asked.by) // 3)
    ahead = whole if months is None else min(months, whole)
    return wording.month(Month(today.period).plus(ahead))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _named(rows: pl.DataFrame, today: Stocks, asked: Scenario) -> pl.DataFrame:
    """Rows of costs with staff, roles and years in words."""
    known = declared().assumptions
    years = {
        year: f"{year} (to {_end(today, asked, 12 * year)})"
        for year in rows["year"].drop_nulls().unique()
    }
    return rows.with_columns(
        staff=pl.col("staff_group")
        .replace_strict({s: _capital(wording.staff_name(s)) for s in known.staff})
        .fill_null("All staff"),
        role=pl.col("role")
        .replace_strict({k: c.name for k, c in known.costs.items()})
        .fill_null("All roles"),
        year=pl.col("year")
        .replace_strict(years, default=None, return_dtype=pl.String)
        .fill_null("All years"),
    )


def warnings(choice: Choice, today: Stocks, asked: Scenario, course: Trajectory) -> list[str]:
    """What a plan forgets: people who are only moved, rooms, supervisors, dates far out."""
    said = [
        *wording.moved_recruits_caution(extra_recruits(today, asked), choice.name),
        *wording.capacity_cautions(asked, course, peak_extra_trainees(today, asked)),
        *wording.inactive_interventions(asked, course),
    ]
    trusted = declared().assumptions.trusted_years
    if len(course.periods) - 1 > 4 * trusted:
        said.append(
            f"This looks more than {trusted} years ahead. Read it as a direction, not a figure."
        )
    return said
