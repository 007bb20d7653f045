"""The scenario a reader is making: kept in the address bar, with undo, and the controls that make it.

Like `selection`, a room with session, cache and query code.
"""

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

import streamlit as st

from pages.parts import kept, selection, words
from pages.parts.selection import Choice
from wfcore import answers
from wfcore.answers import Outlook, default_target, scenario_of_link
from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.geography import Level
from wfcore.measuring import VersionMeasures
from wfcore.projecting import (
    Scenario,
    Stocks,
    change_scenario,
    icb_of,
    scenario_to_link,
    stocks,
    without_networks,
)
from wfcore.projecting.texts import SCENARIO_LINK_KEYS
from wfcore.store import VersionName

_LINK = "_scenario"
_FOR = "_scenario_for"  # what was looked at when the scenario was held
_AIMS = (
    "_scenario_aims"  # count and place → the aim that was moved there, and the name of the place
)
_UNDO = "_scenario_undo"
_SAVED = "_scenario_saved"  # see `sides`
_WIDGET = "lever:"
_TABLES = ("targets", "interventions")  # of the programme, edited in place
_ASKED = "_scenario_asked"
_ASKED_CONTROL = "asked-often"
_STEPS_BACK = 50
Today = Mapping[str, Mapping[str, float]]
T = TypeVar("T")


def called(lever: str) -> str | None:
    """What a lever is called; None where there is none."""
    found = declared().assumptions.adjustable(lever)
    return found.name if found else None


def todays_staff(choice: Choice, today: Today | None = None) -> Stocks:
    """Today's staff of the ICB around the chosen place."""
    *_, icb = icb_of(choice.figures, choice.period, choice.code)
    return stocks(choice.figures, choice.period, icb, today)


# The scenario


def current(choice: Choice) -> Scenario:
    """The scenario of this visit for the chosen place.

    Raises:
        UnfitScenario: the link says something that cannot be used.
    """
    return scenario_of_link(choice, st.session_state[_LINK])


def opened(choice: Choice) -> Scenario:
    """The scenario of the link, or of this visit; what neither says is at its default.

    Raises:
        UnfitScenario: the link says something that cannot be used.
    """
    asked = {key: st.query_params[key] for key in SCENARIO_LINK_KEYS if key in st.query_params}
    held = st.session_state.get(_LINK)
    if held is None or (asked and selection.followed_a_link()):
        held = asked
        redraw()
    elif _aimed_at(before := st.session_state[_FOR]) != _aimed_at(choice):
        held = _at_another_place(held, before, choice)
    st.session_state[_FOR] = choice
    _say_aims_elsewhere(choice)
    scenario = scenario_of_link(choice, held)
    if "target" not in held:
        scenario = change_scenario(scenario, target=default_target(choice))
    _hold(scenario)
    return scenario


def _aimed_at(choice: Choice) -> tuple[str, str, str]:
    """What an aim belongs to; that of nobody's making follows the month too."""
    return choice.metric.stem, choice.code, choice.period


def _at_another_place(held: dict[str, str], before: Choice, choice: Choice) -> dict[str, str]:
    """What is held, without the aim of the place that was looked at before, which stays there.

    An aim that the reader moved is had back with its place; without one, the place's own is shown.
    """
    moved: dict[tuple[str, str], tuple[str, str]] = st.session_state.setdefault(_AIMS, {})
    here, there = _aimed_at(choice)[:2], _aimed_at(before)[:2]
    aim = answers.aim_of(before, scenario_of_link(before, held))
    if aim is not None and aim.kind == "own":
        moved[there] = held["target"], before.name
    elif aim is not None:
        moved.pop(there, None)
    kept_on = {k: v for k, v in held.items() if not (k == "target" and aim is not None)}
    kept_on.pop("printed", None)  # a printed rate is of its place
    kept_on["now"] = "measured"  # each place starts from its own
    if here[0] != there[0]:
        kept_on.pop("aims", None)
    for step in st.session_state.get(_UNDO, []):
        step.pop("target", None)
    return kept_on | ({"target": moved[here][0]} if here in moved and aim is not None else {})


def _say_aims_elsewhere(choice: Choice) -> None:
    """That an aim which was moved at another place stays there."""
    count, code, _ = _aimed_at(choice)
    for (of, place), (aim, name) in st.session_state.get(_AIMS, {}).items():
        if of == count and place != code:
            words.remark(
                f"The aim of {aim} that you set at {name} stays there: each place has its own."
            )


def _hold(scenario: Scenario) -> None:
    """Keep the scenario for this visit and put it into the link."""
    link = scenario_to_link(scenario)
    st.session_state[_LINK] = link
    kept = {k: v for k, v in st.session_state["_link"].items() if k not in SCENARIO_LINK_KEYS}
    st.session_state["_link"] = kept | link


def change_to(scenario: Scenario) -> None:
    """Take another scenario as the current one; the one before can be had back."""
    link, held = scenario_to_link(scenario), st.session_state[_LINK]
    if link != held:
        back = st.session_state.setdefault(_UNDO, [])
        back.append(held)
        del back[:-_STEPS_BACK]
    _hold(scenario)


def reset() -> None:
    """Back to the baseline; date, target and prices stay."""
    held = st.session_state[_LINK]
    st.session_state.setdefault(_UNDO, []).append(held)
    st.session_state[_LINK] = {
        k: v for k, v in held.items() if k in ("by", "target", "aims", "today", "cost", "printed")
    } | {"now": "measured"}
    redraw()


def undo() -> None:
    """One step back."""
    back = st.session_state.get(_UNDO, [])
    if back:
        st.session_state[_LINK] = back.pop()
        redraw()


def note_asked(scenario: Scenario, name: str, said: str) -> None:
    """Remember which question set the levers of a scenario, and what was set."""
    st.session_state[_ASKED] = scenario_to_link(scenario), name, said


def asked_for(scenario: Scenario) -> tuple[str | None, str]:
    """Which question set the levers as they stand, and what was set; nothing once one is moved again."""
    held, name, said = st.session_state.get(_ASKED, (None, None, ""))
    return (name, said) if held == scenario_to_link(scenario) else (None, "")


def asked_control(name: str | None) -> str:
    """The key of the control of such questions, which shows the one whose levers stand."""
    if st.session_state.get(_ASKED_CONTROL) != name:
        st.session_state[_ASKED_CONTROL] = name
    return _ASKED_CONTROL


def asked_now() -> str | None:
    """The question that was just pressed; None where one was let go."""
    return st.session_state[_ASKED_CONTROL]


def take_over(held: Mapping[str, str]) -> None:
    """Take the scenario of another side as the current one; steps back are each side's own."""
    st.session_state[_LINK] = dict(held)
    st.session_state.pop(_UNDO, None)
    redraw()


def can_undo() -> bool:
    """Whether there is a step back."""
    return bool(st.session_state.get(_UNDO))


def start_again() -> None:
    """Forget the scenario of the link altogether, when it cannot be read."""
    for key in (_LINK, _FOR, _AIMS, _UNDO):
        st.session_state.pop(key, None)
    _forget_link()
    redraw()


def _forget_link() -> None:
    """Let what this visit holds win over the address, which a page that stopped has not rewritten."""
    for key in SCENARIO_LINK_KEYS:
        if key in st.query_params:
            del st.query_params[key]


def leave_out(codes: list[str], choice: Choice) -> None:
    """Go on without the targets and interventions of networks that are not in the figures."""
    change_to(without_networks(current(choice), codes))
    _forget_link()
    redraw()


def redraw() -> None:
    """Let the scenario win over what its controls were moved to and not taken over yet."""
    kept.forget_moves(_WIDGET)
    for table in _TABLES:
        st.session_state.pop(f"{_WIDGET}{table}", None)


def control(key: str, value: T, **start: Any) -> tuple[T, dict[str, Any]]:
    """What a control of the scenario has just been moved to, else the scenario's value; and how to draw it.

    Args:
        key: of the control.
        value: what the scenario says.
        start: a function of the value, under the name by which the widget is told where to stand, as
            `index=names.index`; `value` without one.
    """
    name = f"{_WIDGET}{key}"
    now = kept.now(name, value)
    return now, kept.control(name, now, **{word: told(now) for word, told in start.items()})


def name_it(scenario: Scenario) -> None:
    """A box for what the scenario is called; its name goes with its link and its file."""
    name, at = control("name", scenario.name)
    st.text_input("What it is called", max_chars=80, **at)
    if name.strip() != scenario.name:
        change_to(change_scenario(scenario, name=name.strip()))
        st.rerun()


# Links


def whole_link(choice: Choice, scenario: Scenario) -> dict[str, str]:
    """Everything that an address needs to show this scenario again."""
    return link_of(scenario, choice.level, choice.version, choice.period)


def link_of(scenario: Scenario, level: Level, version: int, period: str) -> dict[str, str]:
    """The address of a scenario in one month of one version."""
    gp = scenario.staff == "gp"
    return {
        "version": str(selection.name_of(version)),
        "level": level.value,
        "place": scenario.place,
        "staff": "gp" if gp else scenario.count,
        **({"count": scenario.count} if gp else {}),
        "period": period,
        "map": selection.map_chosen(),
        **scenario_to_link(scenario),
    }


def address(link: Mapping[str, str], page: str) -> str:
    """A whole address to copy, on the server this page came from."""
    here = str(st.context.url or "").partition("?")[0]
    base = here.rsplit("/", 1)[0] if here else ""
    return f"{base}/{page}?{urlencode(link)}"


def follow(link: Mapping[str, str]) -> None:
    """Go where a link leads, as if it had been opened cold; never returns."""
    for key in list(st.session_state):
        if (
            str(key).startswith(("_chosen", "_moved", "_scenario", "_version", "_written"))
            and key != _SAVED
        ):
            del st.session_state[key]
    redraw()
    st.query_params.from_dict(dict(link))
    st.session_state["_link"] = {}
    st.rerun()


# Other scenarios


def of_link(link: Mapping[str, str]) -> Outlook:
    """The scenario of a whole link, worked out on its own version.

    Raises:
        UnfitScenario: something in it cannot be used.
        UnknownName: its version, period or place is not here.
    """
    version = VersionName.read(link.get("version", ""))
    if version is None:
        raise UnknownName("This link names no version of the data.", "Save the scenario again.")
    data = selection.figures_of(version).on_map(link.get("map", "today"))
    staff = link.get("staff", "gp")
    count = link.get("count", "gp") if staff == "gp" else staff
    if count not in declared().assumptions.counts:
        raise UnknownName(f"No projection is made of {count}.", "Save the scenario again.")
    choice = answers.choice_of(data, link.get("place", ""), f"{count}_rate", link.get("period"))
    held = {key: value for key, value in link.items() if key in SCENARIO_LINK_KEYS}
    return answers.outlook_of(choice, scenario_of_link(choice, held))


def newest_figures() -> tuple[VersionMeasures | None, int | None]:
    """The figures of the newest version and its number, where the link names an earlier one."""
    newer = selection.newer_version()
    return (selection.figures_of(newer) if newer else None), newer


def is_in(version: int, place: str) -> bool:
    """Whether the newest figures of a version know a place."""
    data = selection.figures_of(version)
    try:
        icb_of(data, data.newest("practice"), place)
    except UnknownName:
        return False
    return True


def take_newest(version: int) -> None:
    """The same scenario on the newest version and its newest period."""
    st.session_state["_version"] = selection.name_of(version)
    kept.forget("period")
    for key in ("version", "period"):
        if key in st.query_params:
            del st.query_params[key]


def open_file(scenario: Scenario, choice: Choice) -> None:
    """Go to a scenario that was read from a file; returns only by raising.

    Raises:
        UnknownName: its version, period or place is not here.
    """
    version = scenario.version or choice.version
    data = selection.figures_of(version)
    period = scenario.period or data.newest("practice")
    level, code, *_ = icb_of(data, period, scenario.place)
    follow(link_of(change_scenario(scenario, place=code), level, version, period))


def sent() -> None:
    """Write the link from inside a fragment."""
    selection.write_link()
