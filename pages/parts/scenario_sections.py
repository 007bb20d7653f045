"""A scenario on a page: the levers and the answer they change, what follows from it in folds, and how to keep it."""

import re
from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.parts import controls, display, kept, levers, scenario_recovery, sections, signing_in
from pages.parts.selection import Choice
from wfcore import answers, wording
from wfcore.answers import Outlook, Question, question_of
from wfcore.errors import WorkforceError
from wfcore.projecting import (
    ALLOCATION_RULES,
    Scenario,
    scenario_from_yaml,
    scenario_to_link,
    scenario_to_yaml,
)

_TALL = 280  # pixels, of the course beside the levers
_FOLDS = ("quarters", "contributions", "certainty", "reach", "networks", "posts", "costs")
_SHARED_OUT = {
    "evenly": "so that the largest gap left is smallest",
    "by_gap": "in proportion to the gaps",
    "by_need": "to the most deprived first",
}


def question_about(choice: Choice, kind: str, scenario: Scenario, **more: Any) -> Question:
    """A question about a scenario of the place."""
    return question_of(choice, kind, scenario=scenario_to_link(scenario), **more)


def with_levers(choice: Choice, start: Outlook) -> None:
    """The levers beside the course; then everything that follows from it, worked out where it is open.

    Args:
        choice: what the page looks at.
        start: the place with nothing changed.
    """
    scenario = levers.current(choice)
    with st.container(key="answer"):
        verdict, buttons = st.container(), st.container(horizontal=True)
    picture, moves = st.columns([3, 2], gap="large")
    with moves:
        st.subheader("Change something", anchor=False)
        today = levers.todays_staff(choice, scenario.today)
        scenario = controls.draw_levers(st, scenario, today, float(start.course.fte[0, 0]))
        st.subheader("Aim", anchor=False)
        scenario = controls.draw_aim(st, scenario, float(start.course.rate[0, 0]))
    levers.change_to(scenario)
    outlook = answers.outlook_of(choice, scenario)
    takes = answers.answer_takes(outlook, question_about(choice, "takes", scenario), height=_TALL)
    with buttons:
        scenario_recovery.back()
        _keep(choice, scenario)
    with picture:
        sections.draw(takes, above=verdict, warnings=answers.plan_cautions(outlook))
    for kind in _FOLDS:
        _folded(outlook, kind, expanded=kind == "quarters")
    kept.also_in_link("backwards", "posts", "how")


def _folded(outlook: Outlook, kind: str, *, expanded: bool) -> None:
    """One answer in a fold, after the control of its own."""
    question = question_about(outlook.choice, kind, outlook.scenario)
    box = display.folded(display.plain(question.title), kind, expanded=expanded)
    if not box:
        return
    with box:
        if kind in _CONTROLS:
            outlook, options = _CONTROLS[kind](outlook)
            question = question_about(
                outlook.choice, kind, outlook.scenario, options=options or None
            )
        sections.draw(answers.answer_outlook(outlook, question), whole=True)
        if kind == "costs":
            _folded(outlook, "cost_parts", expanded=False)


def _choose_lever(outlook: Outlook) -> tuple[Outlook, dict[str, str]]:
    levers_there = answers.levers_to_seek(outlook)
    lever = kept.remembered(
        "backwards",
        levers_there,
        levers_there[0],
        st.selectbox,
        "What would one lever have to be, if nothing else changed?",
        format_func=wording.lever_name,
        known=levers.called,
    )
    return outlook, {"lever": lever}


def _choose_posts(outlook: Outlook) -> tuple[Outlook, dict[str, str]]:
    left, right = st.columns([1, 2])
    held = kept.chosen("posts") or ""
    usual = int(held) if re.fullmatch(r"[1-9][0-9]{0,2}|1000", held) else answers.USUAL_POSTS
    number = kept.now("how-many-posts", usual)
    left.number_input("How many full-time posts", 1, 1000, **kept.control("how-many-posts", number))
    kept.choose("posts", str(number))
    rule = kept.remembered(
        "how", ALLOCATION_RULES, ALLOCATION_RULES[0], right.radio, "Shared out", horizontal=True,
        format_func=_SHARED_OUT.__getitem__,
    )  # fmt: skip
    return outlook, {"posts": str(number), "rule": rule}


def _choose_prices(outlook: Outlook) -> tuple[Outlook, dict[str, str]]:
    scenario = controls.draw_prices(outlook.scenario)
    levers.change_to(scenario)
    return answers.outlook_of(outlook.choice, scenario), {}


_CONTROLS: dict[str, Callable[[Outlook], tuple[Outlook, dict[str, str]]]] = {
    "reach": _choose_lever,
    "posts": _choose_posts,
    "costs": _choose_prices,
}


def _keep(choice: Choice, scenario: Scenario) -> None:
    """Save it, share it, take it away."""
    keep = st.popover("Keep this", icon=":material/bookmark:", on_change="rerun", key="fold:keep")
    if not keep.open:
        return
    link = levers.whole_link(choice, scenario)
    with keep:
        for name in answers.NAMES:
            st.button(f"Save as {name}", on_click=levers.save, args=(name, link))
        st.caption("A and B stand side by side on the next page. Link to exactly this:")
        st.code(levers.address(link, "what-if"), language=None, wrap_lines=True)
        st.download_button(
            "Download the scenario (YAML)",
            scenario_to_yaml(scenario),
            file_name="scenario.yaml",
            mime="application/yaml",
            on_click="ignore",
        )


def afterwards(choice: Choice, outlook: Outlook) -> None:
    """What the scenario said beside what has been measured since, and the way to newer data."""
    question = question_about(choice, "outcome", outlook.scenario)
    newest, newer = levers.newest_figures()
    st.header(question.title, anchor=False)
    outcome = answers.answer_outcome(outlook, question, newest)
    sections.draw(outcome, whole=True, pinned=newest is None)
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


def from_file(choice: Choice) -> None:
    """Open a scenario that was kept as a file."""
    st.header("Open a scenario from a file", anchor=False)
    if (text := display.text_or_file("scenario", files=signing_in.actor().is_analyst)) is not None:
        try:
            levers.open_file(scenario_from_yaml(text), choice)
        except WorkforceError as error:
            display.refusal(error)
