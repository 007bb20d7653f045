"""Two scenarios side by side: what they assume differently, and what comes of it."""

from dataclasses import dataclass

import polars as pl
import streamlit as st

from pages.parts import display, levers, selection
from wfcore import charts, wording
from wfcore.errors import WorkforceError
from wfcore.projecting import (
    Scenario,
    Stocks,
    Trajectory,
    prepare_scenario,
    spending,
    uncertainty_band,
)

NAMES = ("A", "B")


@dataclass(frozen=True)
class Side:
    """One of the two: what was asked, of whom, and what comes of it."""

    scenario: Scenario
    place: str
    stock: Stocks
    course: Trajectory
    baseline: Trajectory
    answer: str
    flags: str
    costs: pl.DataFrame

    @property
    def pounds(self) -> float | None:
        """What it costs in all; None where a part is not known."""
        known = self.costs["pounds"]
        return None if known.null_count() else float(known.sum())


def side(name: str) -> Side | None:
    """What is kept under a name; None when nothing is, or when it cannot be opened any more."""
    link = levers.saved(name)
    if link is None:
        return None
    try:
        scenario, figures, level, place = levers.of_link(link)
        known = figures.measure(
            ["registered_patients"], level, period=scenario.period, area_code=scenario.place
        )
        stock = levers.staff_of(figures, str(scenario.period), scenario.place, scenario.today)
        asked = prepare_scenario(stock, scenario)
    except WorkforceError as error:
        st.subheader(f"Scenario {name}", anchor=False)
        display.refusal(error)
        return None
    course = asked.trajectory(asked.rates(), people=True)
    baseline = asked.trajectory(asked.rates(scenario=scenario.baseline()), people=True)
    said = wording.scenario_answer(scenario, place, course, baseline, uncertainty_band(asked))
    flags = ";".join(known["flags"])
    return Side(scenario, place, stock, course, baseline, said, flags, spending(stock, scenario))


selection.figures()
display.title("Two scenarios side by side")
sides = {name: side(name) for name in NAMES}
missing = [name for name in NAMES if levers.saved(name) is None]
if missing:
    display.lead(f"Nothing is saved yet as scenario {' or '.join(missing)}.")
    display.say(
        "Open “What would it take?”, move the sliders, and press “Save as A”. Change something, and "
        "press “Save as B”. Then come back here."
    )
    st.stop()
if None in sides.values():
    display.lead("These two scenarios cannot be set side by side any more.")
    display.say("Open the one that cannot be read on its own, mend it, and save it again.")
    st.stop()
a, b = (sides[name] for name in NAMES)
assert a is not None
assert b is not None

display.invented_banner(a.flags + b.flags)
display.lead(wording.which_ends_higher(NAMES, (a.course, b.course)))
growth = tuple(s.stock.own_growth(s.stock.rows(s.scenario.place)) for s in (a, b))
st.header("What they assume differently", anchor=False)
places = {found.scenario.place: found.place for found in (a, b)}
for found in (a, b):
    places |= dict(found.stock.areas.select("area_code", "area_name").iter_rows())
lines = wording.scenario_differences(a.scenario, b.scenario, NAMES, (growth[0], growth[1]), places)
if lines:
    st.markdown("\n".join(f"- {display.plain(line)}" for line in lines))
else:
    display.say("Nothing: the two scenarios are the same.")

st.header("What comes of it", anchor=False)
left, right = st.columns(2, gap="large")
for column, name, found in ((left, "A", a), (right, "B", b)):
    with column:
        st.subheader(f"Scenario {name}", anchor=False)
        display.say(found.answer)
        display.say(wording.scenario_cost(found.costs))
        changed = wording.scenario_changes(
            found.scenario,
            found.stock.own_growth(found.stock.rows(found.scenario.place)),
            places,
        )
        if changed:
            st.markdown("\n".join(f"- {display.plain(line)}" for line in changed))
        st.caption("Link to this scenario")
        st.code(levers.address(levers.saved(name) or {}, "what-if"), language=None, wrap_lines=True)

st.header("The two courses", anchor=False)
metric = wording.metric_of(a.scenario)
together = pl.concat(
    pl.DataFrame({"period": list(c.periods), "name": n, "rate": c.rate[:, 0]})
    for n, c in (("A", a.course), ("B", b.course), ("If nothing changes", a.baseline))
)
display.chart(charts.trajectories_chart(together, metric, target=a.course.aim))
wide = together.pivot("name", index="period", values="rate", aggregate_function="first").sort(
    "period"
)
display.table(
    wide.with_columns(month=pl.col("period").map_elements(wording.month, return_dtype=pl.String)),
    {
        "month": "Month",
        "A": ("A", 1),
        "B": ("B", 1),
        "If nothing changes": ("If nothing changes (A's place)", 1),
    },
    name="two-scenarios",
)
FIGURES = (
    ("FTE per 100,000 patients", 1, a.course.rate[-1, 0], b.course.rate[-1, 0]),
    ("Full-time posts (FTE)", 1, a.course.fte[-1, 0], b.course.fte[-1, 0]),
    ("People", 0, a.course.people[-1, 0], b.course.people[-1, 0]),
    ("Registered patients", 0, a.course.patients[-1, 0], b.course.patients[-1, 0]),
    (
        "FTE short of target (a minus is above it)",
        1,
        a.course.gap_fte[-1, 0],
        b.course.gap_fte[-1, 0],
    ),
    ("£ beyond the course if nothing changes", 0, a.pounds, b.pounds),
)
st.header("At the end", anchor=False)
display.table(
    pl.DataFrame(
        [wording.figures_compared(*figure) for figure in FIGURES],
        schema=["what", "A", "B", "difference"],
        orient="row",
    ),
    {"what": "Figure", "A": "A", "B": "B", "difference": "B less A"},
    name="two-scenarios-end",
)
