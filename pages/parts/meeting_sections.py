"""What a meeting sees: one control, the answer beside it, and what was minuted beside newer figures."""

from collections.abc import Callable, Mapping
from typing import Any

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
from wfcore.answers import Answer, Outlook
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.projecting import LIST_GROWTH, Scenario

_TALL, _TIMES = 280, 1.5  # pixels of the picture, and how much larger it is drawn than elsewhere


def with_control(choice: Choice, start: Outlook) -> None:
    """The control and the answer that it changes; the picture, or in its place the code for the phones in the room.

    Args:
        choice: what the page looks at.
        start: the place as the page was opened.
    """
    scenario, held = levers.current(choice), meeting_state.frozen()
    answer, view = st.columns([2, 3], gap="medium")
    with answer:
        verdict, one, buttons = (
            st.container(),
            st.container(key="one-control"),
            st.container(horizontal=True),
        )
    with buttons:
        menu = _main_buttons()
        control = _menu(menu, scenario)
    with one:
        if held:
            moved = wording.scenario_changes(scenario, start.own_growth, start.networks)
            display.say(f"Held as it is: {'; '.join(moved) or 'nothing is changed'}.")
        else:
            fte = float(start.course.fte[0, 0])
            scenario = controls.draw_one(st, scenario, start.stocks, control, fte)
    levers.change_to(scenario)
    outlook = answers.outlook_of(choice, scenario)
    question = question_about(choice, "takes", scenario, minuted=meeting_state.stamp())
    takes = answers.answer_takes(outlook, question, height=_TALL)
    with verdict:
        display.answer(takes.verdict)
    with answer:
        if minuted := meeting_state.minuted():
            display.note(wording.minuted_view(minuted, choice.version, choice.period))
    with view:
        if meeting_state.shows_code():
            _phones(_address(choice, scenario, control))
        elif takes.picture is not None:
            display.chart(charts.enlarge_chart(takes.picture, _TIMES))
    _beneath(outlook, takes)


def _beneath(outlook: Outlook, takes: Answer) -> None:
    """What is not for the back of the room: what the course rests on, and its quarters."""
    display.note(wording.course_cautions(outlook.band, outlook.past))
    pins.draw(takes.question)
    quarters = question_about(outlook.choice, "quarters", outlook.scenario)
    if box := display.folded(display.plain(quarters.title), quarters.kind):
        with box:
            sections.draw(answers.answer_outlook(outlook, quarters), whole=True)


def _main_buttons() -> Any:
    """The two things that a meeting does, and the small menu of the others."""
    if meeting_state.minuted() is None:
        _act("As minuted", meeting_state.minute, "gavel")
    else:
        _act("Go on from here", meeting_state.thaw, "play_arrow")
    if meeting_state.shows_code():
        _act("Show the picture", meeting_state.hide_code, "show_chart")
    else:
        _act("On your phone", meeting_state.show_code, "qr_code_2")
    return st.popover(
        "Menu", icon=":material/more_horiz:", type="tertiary", on_change="rerun", key="fold:more"
    )


def _menu(menu: Any, scenario: Scenario) -> str:
    """Back, hold, and which lever is the one control; returns the lever."""
    held = meeting_state.frozen()
    levers_of = [lever.id for lever in declared().assumptions.levers_of(scenario.staff)]
    options = [*levers_of, LIST_GROWTH]
    default = "retirement" if "retirement" in options else options[0]
    if not menu.open:
        return kept.unseen("control", options, default)
    with menu:
        with st.container(horizontal=True):
            scenario_recovery.back(held=held)
            if not held:
                _act("Freeze", meeting_state.freeze, "pause")
            elif meeting_state.minuted() is None:
                _act("Go on from here", meeting_state.thaw, "play_arrow")
        return kept.remembered(
            "control", options, default, st.selectbox, "The one control",
            format_func=wording.lever_name, known=levers.called,
        )  # fmt: skip


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
    """The code that opens exactly this view, whole on any projector, and the same as a link to copy."""
    with st.container(key="phones"):
        if not meeting_state.reachable():
            display.note(
                "This notebook runs on this machine alone, so a phone cannot open it. "
                "Once it is served to others, the code opens exactly this view."
            )
        st.image(charts.qr_code(address), alt="QR code that opens this view", width="stretch")
        st.caption("Link to exactly this view, to copy:")
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
