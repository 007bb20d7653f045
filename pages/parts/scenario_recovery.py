"""The ways back: from a scenario that cannot be opened, from one that cannot be worked out, and one step."""

from collections.abc import Callable

import streamlit as st

from pages.parts import display, levers, sides
from pages.parts.selection import Choice
from wfcore import answers, wording
from wfcore.answers import Outlook
from wfcore.errors import UnfitScenario, WorkforceError
from wfcore.projecting import unknown_networks


def opened(choice: Choice) -> Outlook:
    """The scenario of the visit, worked out.

    What cannot be used ends the run, with a button that starts again or leaves out what is gone.
    """
    try:
        scenario = levers.opened(choice)
        stocks = levers.todays_staff(choice, scenario.today)
        if gone := unknown_networks(stocks, scenario):
            st.error(display.plain(wording.unknown_networks_caution(scenario, gone, choice.period)))
            st.button("Go on without them", on_click=levers.leave_out, args=(gone, choice))
            st.stop()
        return answers.outlook_of(choice, scenario)
    except UnfitScenario as error:
        display.refusal(error)
        st.button("Start from the baseline", on_click=levers.start_again)
        st.stop()


def saved(name: str) -> Outlook | None:
    """The scenario kept under a name; None when there is none, or when it cannot be opened any more."""
    link = sides.saved(name)
    if link is None:
        return None
    try:
        return levers.of_link(link)
    except WorkforceError as error:
        st.subheader(f"Scenario {name}", anchor=False)
        display.refusal(error)
        return None


def drawn(draw: Callable[[], None]) -> None:
    """What a slider reruns, or why it cannot be worked out and a button that undoes it."""
    try:
        draw()
    except WorkforceError as error:
        display.refusal(error)
        st.button("Back to the baseline", on_click=levers.reset, key="lever-way-out")
    levers.sent()


def back(*, held: bool = False) -> None:
    """To the start, and one step; neither while the view is held."""
    st.button("Reset", on_click=levers.reset, icon=":material/restart_alt:", disabled=held)
    st.button(
        "Undo",
        on_click=levers.undo,
        icon=":material/undo:",
        disabled=held or not levers.can_undo(),
    )
