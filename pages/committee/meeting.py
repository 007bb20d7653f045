"""In the meeting: one question, one control, large enough for the back of the room."""

import polars as pl
import streamlit as st

from pages.parts import (
    controls,
    display,
    levers,
    meeting_state,
    pins,
    scenario_recovery,
    scenario_sections,
    selection,
)
from wfcore import answers, charts, wording
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.projecting import (
    LEVELS,
    LIST_GROWTH,
    Scenario,
    Stocks,
    Trajectory,
    change_scenario,
    outcome_vs_forecast,
    prepare_scenario,
    uncertainty_band,
)

TIMES = 1.5  # how much larger than on other pages the chart is drawn

st.set_page_config(initial_sidebar_state="collapsed")
choice = selection.choose(levels=LEVELS, projected=True)
with st.container(key="meeting"):
    st.title("In the meeting", anchor=False)
scenario, stock, now = scenario_recovery.opened(choice)
meeting_state.opened()

flags = choice.figures.measure(
    ["registered_patients"], choice.level, period=choice.period, area_code=choice.code
)["flags"]
display.invented_banner(";".join(flags))
first = [lever.id for lever in declared().assumptions.levers_of(scenario.staff)]
control = selection.remembered(
    "control",
    [*first, LIST_GROWTH],
    "retirement" if "retirement" in first else first[0],
    st.sidebar.selectbox,
    "The one control",
    format_func=wording.lever_name,
)
today = now.trajectory(now.rates())
measured = answers.measured_history(choice, stock)


@st.fragment
def meeting() -> None:
    """The part that the slider reruns."""
    scenario_recovery.drawn(_meeting)


def _meeting() -> None:
    asked = levers.current(choice)
    answer, view = st.columns([2, 3], gap="medium")
    with answer:
        said = st.container()
        if meeting_state.frozen():
            moved = "; ".join(wording.scenario_changes(asked, _growth())) or "nothing is changed"
            display.say(f"Held as it is: {moved}.")
        else:
            with st.container(key="one-control"):
                asked = controls.draw_one(st, asked, stock, control, float(today.fte[0, 0]))
            levers.change_to(asked)
        buttons = st.container(horizontal=True)
        _stamp()
    here = prepare_scenario(stock, asked)
    course = here.trajectory(here.rates(), people=True)
    ghost = here.trajectory(here.rates(scenario=asked.baseline()))
    spread = uncertainty_band(here)
    with said:
        display.answer(wording.scenario_answer(asked, choice.name, course, ghost, spread))
    with buttons:
        _ways(asked)
    with view:
        scenario_sections.picture(choice, measured, course, ghost, spread, times=TIMES)
    if box := display.folded("The same figures as a table, quarter by quarter", "numbers"):
        with box:
            scenario_sections.numbers(choice, course, ghost, spread)


def _growth() -> float:
    return stock.own_growth(stock.rows(scenario.place))


def _ways(asked: Scenario) -> None:
    """Back, hold, keep, and out to the phones in the room."""
    held = meeting_state.frozen()
    scenario_recovery.back(held=held)
    if held:
        st.button("Go on from here", on_click=meeting_state.thaw, icon=":material/play_arrow:")
    else:
        st.button("Freeze", on_click=meeting_state.freeze, icon=":material/pause:")
    if meeting_state.minuted() is None:
        st.button("As minuted", on_click=meeting_state.minute, icon=":material/gavel:")
    pins.pin_scenario(choice, asked, minuted=meeting_state.stamp())
    phones = st.popover(
        "On your phone", icon=":material/qr_code_2:", on_change="rerun", key="fold:phones"
    )
    if phones.open:
        with phones:
            _phones(asked)


def _phones(asked: Scenario) -> None:
    link = levers.whole_link(choice, asked) | {"control": control} | meeting_state.of_this_view()
    address = levers.address(link, "meeting")
    if not meeting_state.reachable():
        display.say(
            "This notebook runs on this machine alone, so a phone cannot open it. "
            "Once it is served to others, the code below opens exactly this view."
        )
    st.image(charts.qr_code(address), alt="QR code that opens this view", width=320)
    st.code(address, language=None, wrap_lines=True)


def _stamp() -> None:
    """When it was minuted, on which data."""
    at = meeting_state.minuted()
    if at is None:
        return
    display.say(wording.minuted_view(at, choice.version, choice.period))


meeting()


def _beside_newest() -> None:
    """What was minuted, next to the same question asked of the newest figures."""
    newer = selection.newer_version()
    st.header("As minuted, and with the newest figures", anchor=False)
    if newer is None:
        display.say(
            "No newer figures are published yet. Open this link again when they are: "
            "they will stand here beside what was minuted."
        )
        return
    newest = selection.figures_of(newer)
    asked = levers.current(choice)
    then = prepare_scenario(stock, asked)
    try:
        period = newest.newest("practice")
        later = change_scenario(asked, version=newer, period=period)
        staff: Stocks = levers.staff_of(newest, period, choice.code, asked.today)
        again = prepare_scenario(staff, later)
    except WorkforceError as error:
        display.refusal(error)
        return
    sides = (then.trajectory(then.rates()), again.trajectory(again.rates()))
    display.say(wording.minuted_and_now(*sides))
    display.table(
        _side_by_side(*sides),
        {"what": "What", "then": ("As minuted", 1), "now": ("With the newest figures", 1)},
        name=f"as-minuted-{choice.metric.stem}-{choice.code}",
    )
    for row in outcome_vs_forecast(newest, then, choice.level):
        display.say(wording.outcome_sentence(row))


def _side_by_side(then: Trajectory, again: Trajectory) -> pl.DataFrame:
    def rows(one: Trajectory) -> list[float | None]:
        gap = None if one.aim is None else float(one.gap_fte[-1, 0])
        return [
            float(one.rate[0, 0]),
            float(one.fte[0, 0]),
            float(one.patients[0, 0]),
            float(one.rate[-1, 0]),
            gap,
        ]

    return pl.DataFrame(
        {
            "what": [
                f"{wording.heading(choice.metric)}, measured",
                "FTE, measured",
                "Patients",
                f"{wording.heading(choice.metric)}, by {wording.month(then.periods[-1])}",
                "FTE short of target by then",
            ],
            "then": rows(then),
            "now": rows(again),
        },
        schema_overrides={"then": pl.Float64, "now": pl.Float64},
    )


if meeting_state.minuted() is not None:
    _beside_newest()
display.note(
    "The grey dashed line is what happens if nothing changes. "
    "Every lever, and where each assumption comes from, is on “What would it take?”."
)
display.receipts(
    choice.figures, [(choice.level, choice.code, choice.name)], [choice.metric.id], [choice.period]
)
