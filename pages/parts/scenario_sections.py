"""A scenario on a page: the picture that stays beside its levers, and what follows from it, drawn when asked for."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from pages.parts import (
    controls,
    display,
    kept,
    levers,
    programme,
    scenario_recovery,
    sections,
    selection,
    sides,
    signing_in,
)
from pages.parts.selection import Choice
from wfcore import answers, wording
from wfcore.answers import Answer, Outlook, Question, question_of
from wfcore.errors import WorkforceError
from wfcore.projecting import (
    ALLOCATION_RULES,
    Scenario,
    scenario_from_yaml,
    scenario_to_link,
    scenario_to_yaml,
)

_BOX = 390  # pixels, of the picture on a wide screen; the style gives it fewer on a phone
_HEIGHTS = (330, 160)  # of the plot in it, on a wide screen and on a phone
_FOLLOWS = {
    "networks": "Networks",
    "costs": "Cost",
    "posts": "Sharing out",
    "quarters": "Quarter by quarter",
    "certainty": "How sure",
    "reach": "One lever alone",
    "contributions": "What each change does",
}
_BY_NETWORK = ("networks", "posts")  # of which a printed rate of the place says nothing
_SHARED_OUT = {
    "evenly": "so that the largest gap left is smallest",
    "by_gap": "in proportion to the gaps",
    "by_need": "to the most deprived first",
}


def question_about(choice: Choice, kind: str, scenario: Scenario, **more: Any) -> Question:
    """A question about a scenario of the place."""
    return question_of(choice, kind, scenario=scenario_to_link(scenario), **more)


def with_levers(choice: Choice, start: Outlook) -> None:
    """The course, in sight beside its levers; then what follows from it. Or both scenarios beside each other.

    Args:
        choice: what the page looks at.
        start: the scenario as the page was opened.
    """
    sides.go_on()
    if sides.comparing():
        with st.container(horizontal=True, key="sides"):
            sides.draw(levers.whole_link(choice, levers.current(choice)))
        sides.keep(levers.whole_link(choice, levers.current(choice)))
        beside()
        return
    course, moves = st.columns([62, 38], gap="medium")
    with course, st.container(key="course"):
        verdict, bar, picture = (
            st.container(),
            st.container(horizontal=True, key="sides"),
            st.container(key="picture"),
        )
    with moves, st.container(key="moves"):
        scenario = _moved(choice, start)
    outlook = answers.outlook_of(choice, scenario)
    link = levers.whole_link(choice, scenario)
    sides.keep(link)
    left = sides.other(choice, link)
    question = question_about(choice, "takes", scenario)
    ghosts = {left[0]: answers.course_of(choice, left[1])} if left else None
    takes = answers.answer_takes(outlook, question, height=_HEIGHTS, kept=ghosts, tabled=False)
    with bar:
        sides.draw(link)
        scenario_recovery.back()
        _present(scenario)
    with picture:
        _drawn(takes)
        if left:
            display.note(
                f"{left[0]} is kept: its dotted line stays in the picture. You are changing {sides.current()}."
            )
    sections.draw(
        replace(takes, picture=None),
        above=verdict,
        warnings=answers.plan_cautions(outlook),
    )
    _following(outlook)
    kept.also_in_link("backwards", "posts", "how")


def _moved(choice: Choice, start: Outlook) -> Scenario:
    """The scenario as its controls say it."""
    scenario, fte = levers.current(choice), float(start.course.fte[0, 0])
    _asked_often(choice, start, scenario)
    today = levers.todays_staff(choice, scenario.today)
    scenario = controls.draw_levers(st, scenario, today, fte, answers.lever_marks(start))
    scenario = controls.draw_aim(scenario, float(start.course.rate[0, 0]))
    scenario = answers.without_foreign_name(scenario)
    levers.change_to(scenario)
    return scenario


def _asked_often(choice: Choice, start: Outlook, scenario: Scenario) -> None:
    """The questions that are always asked: one press sets the levers, and it is said what was set."""
    there = answers.asked_often(start)
    name, said = levers.asked_for(scenario)
    st.pills(
        "Asked often",
        there,
        format_func=wording.asked_often_said,
        on_change=_ask_often,
        args=(choice,),
        key=levers.asked_control(name),
        wrap=True,
        label_visibility="collapsed",
    )
    if said:
        display.note(f"{said} Undo takes it back.")


def _ask_often(choice: Choice) -> None:
    """Set the levers for a question; pressed again, take them back."""
    name = levers.asked_now()
    if name is None:
        levers.undo()
        return
    scenario, said = answers.ask_often(answers.outlook_of(choice, levers.current(choice)), name)
    levers.change_to(scenario)
    levers.redraw()
    levers.note_asked(scenario, name, said)


def _drawn(takes: Answer) -> None:
    """The picture, as high as the style lets it be."""
    if takes.picture is not None:
        display.chart(takes.picture, height=_BOX)


def _present(scenario: Scenario) -> None:
    """The same in the meeting, with the lever that was moved as its one control.

    The place is the one that was chosen: a practice stays chosen, though the what-if is about its network.
    """
    moved = [lever for staff, lever in scenario.moved_levers() if staff in ("", scenario.staff)]
    st.page_link(
        "pages/committee/meeting.py",
        label="Present",
        icon=":material/present_to_all:",
        query_params=selection.link_here() | ({"control": moved[-1]} if moved else {}),
    )


def _following(outlook: Outlook) -> None:
    """What follows from it, one part at a time; nothing of it is worked out before it is asked for."""
    kind = st.segmented_control(
        "What follows from it?",
        [k for k in _FOLLOWS if not (outlook.scenario.printed and k in _BY_NETWORK)],
        format_func=_FOLLOWS.__getitem__,
        key="fold:follows",
    )
    if kind is None:
        return
    title = question_about(outlook.choice, kind, outlook.scenario).title
    st.subheader(display.plain(title), anchor=False)
    options: dict[str, str] = {}
    if kind in _CONTROLS:
        outlook, options = _CONTROLS[kind](outlook)
    _answered(outlook, kind, options)
    if kind == "costs":
        parts = question_about(outlook.choice, "cost_parts", outlook.scenario)
        if box := display.folded(display.plain(parts.title), "cost_parts"):
            with box:
                _answered(outlook, "cost_parts", {})


def _answered(outlook: Outlook, kind: str, options: dict[str, str]) -> None:
    question = question_about(outlook.choice, kind, outlook.scenario, options=options or None)
    sections.draw(answers.answer_outlook(outlook, question), whole=True)


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


def for_officers(choice: Choice) -> None:
    """What officers work with: the programme of the networks, and the scenario as a file."""
    box = display.folded(
        "For officers: a programme for each network, scenarios as files", "officers"
    )
    if not box:
        return
    with box:
        scenario = levers.current(choice)
        outlook = answers.outlook_of(choice, scenario)
        programme.form(outlook)
        st.subheader("Keep this scenario under a name, as a file, or open one", anchor=False)
        levers.name_it(scenario)
        st.download_button(
            "Download the scenario (YAML)",
            scenario_to_yaml(scenario, answers.how_levers_start(outlook)),
            file_name="scenario.yaml",
            mime="application/yaml",
            on_click="ignore",
        )
        text = display.text_or_file("scenario", files=signing_in.actor().is_analyst)
        if text is not None:
            try:
                levers.open_file(scenario_from_yaml(text), choice)
            except WorkforceError as error:
                display.refusal(error)


def beside() -> None:
    """Both sides beside each other: what they assume differently, and what comes of it."""
    outlooks = [scenario_recovery.saved(name) for name in answers.NAMES]
    a, b = outlooks
    if any(
        each is None and sides.saved(name)
        for each, name in zip(outlooks, answers.NAMES, strict=True)
    ):
        display.lead("These two scenarios cannot be set side by side any more.")
        display.say("Open the one that cannot be read on its own, mend it, and keep it again.")
        return
    if a is None and b is None:
        display.lead("Nothing is kept yet as A or B.")
        display.say(
            "Open “What would it take?”, move a lever, press B above the picture, and move another."
        )
        return
    if a is None or b is None:
        missing = "A" if a is None else "B"
        display.note(f"{missing} is not begun: it stands here as the course if nothing changes.")
        a, b = a or _unchanged(b), b or _unchanged(a)
    display.invented_banner("invented" if any(_invented(each) for each in (a, b)) else "")
    options = {"beside": urlencode(scenario_to_link(b.scenario))}
    question = question_about(a.choice, "beside", a.scenario, options=options)
    sections.draw(answers.compare_outlooks(a, b, question), lead=True, pinned=False)
    for column, name, outlook in zip(
        st.columns(2, gap="large"), answers.NAMES, (a, b), strict=True
    ):
        with column:
            st.subheader(f"Scenario {name}", anchor=False)
            takes, costs = (
                answers.answer_outlook(
                    outlook, question_about(outlook.choice, kind, outlook.scenario)
                )
                for kind in ("takes", "costs")
            )
            display.say(takes.verdict, costs.verdict)
            display.say(*takes.detail)
    if box := display.folded("The figures at the end", "ends"):
        with box:
            ends = answers.compare_ends(a, b)
            display.table(ends.as_read(), ends.headings, name=ends.name)


def _unchanged(outlook: Outlook | None) -> Outlook:
    """The course of the same place if nothing changes, beside a side that is begun."""
    if outlook is None:
        raise ValueError("Neither side is begun.")
    return answers.outlook_of(outlook.choice, outlook.scenario.baseline())


def _invented(outlook: Outlook) -> bool:
    return outlook.choice.measure("registered_patients").is_invented
