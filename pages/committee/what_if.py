"""What would it take? Levers, the answer in words, and the way back."""

import polars as pl
import streamlit as st

from pages.parts import (
    controls,
    display,
    levers,
    pins,
    programme,
    scenario_recovery,
    scenario_sections,
    selection,
    signing_in,
)
from wfcore import wording
from wfcore.answers import has_declared_target, measured_history
from wfcore.errors import UnfitScenario, WorkforceError
from wfcore.geography import Level
from wfcore.projecting import (
    LEVELS,
    Scenario,
    Stocks,
    outcome_vs_forecast,
    places,
    prepare_scenario,
    scenario_from_yaml,
    scenario_to_yaml,
    uncertainty_band,
    unknown_networks,
)

choice = selection.choose(levels=LEVELS, projected=True)
display.title("What would it take?")
scenario, stock, baseline = scenario_recovery.opened(choice)
gone = unknown_networks(stock, scenario)
if gone:
    st.error(display.plain(wording.unknown_networks_caution(scenario, gone, choice.period)))
    st.button("Go on without them", on_click=levers.leave_out, args=(gone, choice))
    st.stop()

flags = choice.figures.measure(
    ["registered_patients"], choice.level, period=choice.period, area_code=choice.code
)["flags"]
display.invented_banner(";".join(flags))
now = baseline.trajectory(baseline.rates())
display.say(wording.starting_point(scenario, choice.name, now))
history = measured_history(choice, stock)
DECLARED = [choice.metric.stem] if has_declared_target(choice) else []


@st.fragment
def what_if() -> None:
    """The part that a slider reruns: answer, chart, levers."""
    scenario_recovery.drawn(_what_if)


def _what_if() -> None:
    asked = levers.current(choice)
    with st.container(key="answer"):
        said = st.container()
        buttons = st.container(horizontal=True)
    picture, moves = st.columns([3, 2], gap="large")
    today = _staff(asked)
    with moves:
        st.subheader("Change something", anchor=False)
        asked = controls.draw_levers(st, asked, today, float(now.fte[0, 0]))
        st.subheader("Aim", anchor=False)
        asked = controls.draw_aim(st, asked, float(now.rate[0, 0]))
        if asked.count not in DECLARED:
            display.note(
                "Nobody has set a target for this count. The aim starts at what the area around has today."
            )
    levers.change_to(asked)
    today = _staff(asked)
    here = prepare_scenario(today, asked)
    course = here.trajectory(here.rates(), people=True)
    same = today is stock and asked.baseline() == scenario.baseline()
    ghost = now if same else here.trajectory(here.rates(scenario=asked.baseline()))
    spread = uncertainty_band(here)
    with said:
        display.answer(wording.scenario_answer(asked, choice.name, course, ghost, spread))
    with buttons:
        _ways(asked)
    with picture:
        scenario_sections.picture(choice, history, course, ghost, spread)
        scenario_sections.notes(asked, course)
        for warning in scenario_sections.warnings(choice, today, asked, course):
            st.warning(display.plain(warning))
    scenario_sections.backwards(choice, today, asked, course)
    if box := display.folded(
        "The same figures as a table, quarter by quarter", "numbers", expanded=True
    ):
        with box:
            scenario_sections.numbers(choice, course, ghost, spread)
    if box := display.folded("What each change does", "parts"):
        with box:
            scenario_sections.parts(choice, here, course, ghost)
    if box := display.folded("How sure is this?", "sure"):
        with box:
            scenario_sections.how_sure(today, asked, course, spread)
    if box := display.folded(
        "Ask backwards: what can be reached, and what would it take?", "backwards"
    ):
        with box:
            scenario_sections.one_lever(choice, today, asked, course)
    if box := display.folded("Network by network", "places"):
        with box:
            scenario_sections.network_by_network(choice, today, asked)
    if box := display.folded("If we can fund more posts, where do they help most?", "posts"):
        with box:
            scenario_sections.share_out(choice, today, asked)
    if box := display.folded("What it costs", "costs"):
        with box:
            scenario_sections.costs(choice, today, asked)


def _staff(asked: Scenario) -> Stocks:
    """Today's staff, gathered again only where a stand-in was set."""
    return stock if asked.today == scenario.today else levers.todays_staff(choice, asked.today)


def _ways(asked: Scenario) -> None:
    """Back, and out: always in sight."""
    scenario_recovery.back()
    pins.pin_scenario(choice, asked)
    keep = st.popover("Keep this", icon=":material/bookmark:", on_change="rerun", key="fold:keep")
    if not keep.open:
        return
    link = levers.whole_link(choice, asked)
    with keep:
        for name in ("A", "B"):
            st.button(f"Save as {name}", on_click=levers.save, args=(name, link))
        st.caption("A and B stand side by side on the next page. Link to exactly this:")
        st.code(levers.address(link, "what-if"), language=None, wrap_lines=True)
        st.download_button(
            "Download the scenario (YAML)",
            scenario_to_yaml(asked),
            file_name="scenario.yaml",
            mime="application/yaml",
            on_click="ignore",
        )


what_if()

st.header("A programme for each network", anchor=False)
display.say(
    "Give each network its own target, and list what is planned there. Each scheme has a row: from which month "
    "to which, and whether a memorandum of understanding has been agreed. Start in the empty row. It counts once "
    "you press Apply."
)
networks = places(stock, scenario, [Level.PCN]).filter(pl.col("inside"))
with st.form("programme", border=False):
    aims = programme.targets_table(scenario, networks, choice.metric.decimals)
    done = programme.interventions_table(scenario, networks)
    if st.form_submit_button("Apply"):
        try:
            levers.change_to(programme.with_programme(levers.current(choice), aims, done, networks))
        except UnfitScenario as error:
            display.refusal(error)
        else:
            levers.redraw()
            st.rerun()
names = dict(networks.select("area_code", "area_name").iter_rows())
for one in scenario.interventions:
    display.say(wording.intervention(one, names) + ".")
    if one.place not in names:
        display.note(
            "That network is not in this place: the scheme is kept, but it counts for nothing here."
        )

st.header("What we said, and what happened", anchor=False)
newer = selection.newer_version()
newest = selection.figures_of(newer) if newer else choice.figures
since = outcome_vs_forecast(newest, prepare_scenario(stock, scenario), choice.level)
if not since:
    display.say(
        f"There are no figures after {wording.month(choice.period)} yet. Open this link again when the "
        "next ones are published: they will stand here beside what the scenario said."
    )
else:
    for row in since:
        display.say(wording.outcome_sentence(row))
    display.table(
        pl.DataFrame(
            [
                {"month": wording.month(row.period), "difference": row.difference, **vars(row)}
                for row in since
            ]
        ),
        {
            "month": "Month",
            "baseline": ("If nothing changed", 1),
            "said": ("The scenario said", 1),
            "happened": ("It was", 1),
            "difference": ("Difference", 1),
        },
        name=f"what-if-{choice.metric.stem}-{choice.code}-afterwards",
    )
if newer and not levers.is_in(newer, choice.code):
    display.say(
        f"There is newer data, but {choice.name} is not in it: it may have closed or changed its code."
    )
elif newer:
    st.button(
        "See this scenario with the newest data",
        on_click=levers.take_newest,
        args=(newer,),
        icon=":material/update:",
    )

st.header("Open a scenario from a file", anchor=False)
text: str | bytes = st.text_area(
    "Paste the text of a scenario file here", height=120, key="scenario-text"
)
if signing_in.actor().is_analyst:  # a shared notebook for readers takes no files
    chosen = st.file_uploader("Or choose the file", type=["yaml", "yml"], max_upload_size=1)
    text = chosen.getvalue() if chosen else text
if st.button("Open it", disabled=not text):
    try:
        levers.open_file(scenario_from_yaml(text), choice)
    except WorkforceError as error:
        display.refusal(error)

st.header("What is taken for granted", anchor=False)
for said in wording.stand_ins(stock.stood_in, scenario):
    display.note(said)
display.assumptions(scenario.staff)
display.receipts(
    choice.figures, [(choice.level, choice.code, choice.name)], [choice.metric.id], [choice.period]
)
