"""What a meeting sees: one control, the answer beside it, and what was minuted beside newer figures."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages.parts import (
    controls,
    display,
    kept,
    levers,
    meeting_state,
    pins,
    scenario_recovery,
    sections,
)
from pages.parts.scenario_sections import question_about
from pages.parts.selection import Choice
from wfcore import answers, charts, wording
from wfcore.answers import Outlook
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.projecting import LIST_GROWTH, Scenario

_TALL, _TIMES = 280, 1.5  # pixels of the picture, and how much larger it is drawn than elsewhere


def choose_control(staff: str) -> str:
    """The one lever of a meeting."""
    levers_of = [lever.id for lever in declared().assumptions.levers_of(staff)]
    return kept.remembered(
        "control",
        [*levers_of, LIST_GROWTH],
        "retirement" if "retirement" in levers_of else levers_of[0],
        st.sidebar.selectbox,
        "The one control",
        format_func=wording.lever_name,
        known=levers.called,
    )


def with_control(choice: Choice, start: Outlook, control: str) -> None:
    """The control and the answer that it changes.

    Args:
        choice: what the page looks at.
        start: the place as the page was opened.
        control: the lever.
    """
    scenario = levers.current(choice)
    answer, view = st.columns([2, 3], gap="medium")
    with answer:
        verdict = st.container()
        if meeting_state.frozen():
            moved = wording.scenario_changes(scenario, start.own_growth, start.networks)
            display.say(f"Held as it is: {'; '.join(moved) or 'nothing is changed'}.")
        else:
            with st.container(key="one-control"):
                fte = float(start.course.fte[0, 0])
                scenario = controls.draw_one(st, scenario, start.stocks, control, fte)
            levers.change_to(scenario)
        buttons = st.container(horizontal=True)
        if minuted := meeting_state.minuted():
            display.say(wording.minuted_view(minuted, choice.version, choice.period))
        if meeting_state.frozen():
            st.caption("Link to exactly this view, to copy:")
            st.code(_address(choice, scenario, control), language=None, wrap_lines=True)
    outlook = answers.outlook_of(choice, scenario)
    question = question_about(choice, "takes", scenario, minuted=meeting_state.stamp())
    takes = answers.answer_takes(outlook, question, height=_TALL)
    with verdict:
        display.answer(takes.verdict)
    with buttons:
        _ways(choice, scenario, control)
        pins.draw(takes.question)
    with view:
        if takes.picture is not None:
            display.chart(charts.enlarge_chart(takes.picture, _TIMES))
        display.note(wording.course_cautions(outlook.band, outlook.past))
    quarters = question_about(choice, "quarters", scenario)
    if box := display.folded(display.plain(quarters.title), quarters.kind):
        with box:
            sections.draw(answers.answer_outlook(outlook, quarters), whole=True)


def _ways(choice: Choice, scenario: Scenario, control: str) -> None:
    """Back, hold, keep, and out to the phones in the room."""
    held = meeting_state.frozen()
    scenario_recovery.back(held=held)
    if held:
        _act("Go on from here", meeting_state.thaw, "play_arrow")
    else:
        _act("Freeze", meeting_state.freeze, "pause")
    if meeting_state.minuted() is None:
        _act("As minuted", meeting_state.minute, "gavel")
    phones = st.popover(
        "On your phone", icon=":material/qr_code_2:", on_change="rerun", key="fold:phones"
    )
    if phones.open:
        with phones:
            _phones(_address(choice, scenario, control))


def _act(label: str, act: Callable[[], None], icon: str) -> None:
    """A button whose effect reaches the whole page, its address too, and not only the slider's part of it."""
    if st.button(label, icon=f":material/{icon}:"):
        act()
        st.rerun()


def _address(choice: Choice, scenario: Scenario, control: str) -> str:
    """The address of exactly this view."""
    link = levers.whole_link(choice, scenario) | {"control": control}
    return levers.address(link | meeting_state.of_this_view(), "meeting")


def say_let_go(held: Mapping[str, str] | None) -> None:
    """That something else is shown than what was frozen or minuted, and the way back to that."""
    if held is not None:
        st.info(display.plain(wording.let_go(minuted="minuted" in held)))
        st.code(levers.address(held, "meeting"), language=None, wrap_lines=True)


def _phones(address: str) -> None:
    if not meeting_state.reachable():
        display.say(
            "This notebook runs on this machine alone, so a phone cannot open it. "
            "Once it is served to others, the code below opens exactly this view."
        )
    st.image(charts.qr_code(address), alt="QR code that opens this view", width=320)
    st.code(address, language=None, wrap_lines=True)


def beside_newest(choice: Choice) -> None:
    """What was minuted, next to the same question asked of the newest figures."""
    st.header("As minuted, and with the newest figures", anchor=False)
    newest, _ = levers.newest_figures()
    if newest is None:
        display.say(
            "No newer figures are published yet. Open this link again when they are: "
            "they will stand here beside what was minuted."
        )
        return
    scenario = levers.current(choice)
    question = question_about(choice, "outcome", scenario)
    then = answers.outlook_of(choice, scenario)
    try:
        again = answers.on_newest(then, newest)
    except WorkforceError as error:
        display.refusal(error)
        return
    sections.draw(answers.compare_minuted(then, again, question), whole=True, pinned=False)
    outcome = answers.answer_outcome(then, question, newest)
    display.say(outcome.verdict, *outcome.detail)
