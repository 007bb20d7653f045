"""The ways back: from a scenario that cannot be opened, from one that cannot be worked out, and one step."""

from collections.abc import Callable

import streamlit as st

from pages.parts import display, levers
from pages.parts.selection import Choice
from wfcore.errors import UnfitScenario, WorkforceError
from wfcore.projecting import PreparedScenario, Scenario, Stocks, prepare_scenario


def opened(choice: Choice) -> tuple[Scenario, Stocks, PreparedScenario]:
    """The scenario of the visit, today's staff under it, and the question with nothing changed.

    What cannot be used ends the run, with a button that starts again.
    """
    try:
        scenario = levers.opened(choice)
        stock = levers.todays_staff(choice, scenario.today)
        return scenario, stock, prepare_scenario(stock, scenario.baseline())
    except UnfitScenario as error:
        display.refusal(error)
        st.button("Start from the baseline", on_click=levers.start_again)
        st.stop()


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
