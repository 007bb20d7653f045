"""The notebook on its page: a list of contents, and cells that can be hidden, moved, noted and asked otherwise."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from pages.parts import display, kept, notebook_state, paper_state, sections, signing_in
from pages.parts.selection import Choice
from wfcore import papers
from wfcore.answers import BESIDE, Question
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.geography import display_name
from wfcore.papers import MOST_NOTE, Cell, Notebook
from wfcore.wording import month

_AS_PAGE = ""  # what a control holds where a cell asks as the page does


def tools(choice: Choice, notebook: Notebook, left_out: int) -> None:
    """What is done with the whole notebook: undo, show again, keep, open, take into the paper."""
    with st.container(horizontal=True, key="small-notebook", gap="xxsmall"):
        if notebook_state.can_undo():
            st.button("Undo", on_click=notebook_state.undo, icon=":material/undo:", type="tertiary")
        if notebook.hidden:
            _hidden(notebook)
        if box := display.menu("Keep or open", "notebook", "folder_open"):
            with box:
                _keep(choice, notebook, left_out)
    if refused := notebook_state.refused():
        display.refusal(refused)


def _hidden(notebook: Notebook) -> None:
    if box := display.menu(f"Hidden ({len(notebook.hidden)})", "hidden", "visibility_off"):
        with box:
            for kind in notebook.hidden:
                st.button(
                    f"Show “{declared().answers[kind].title}” again",
                    key=f"show-{kind}",
                    on_click=notebook_state.edit,
                    args=(partial(Notebook.shown, kind=kind),),
                    type="tertiary",
                    icon=":material/visibility:",
                )


def _keep(choice: Choice, notebook: Notebook, left_out: int) -> None:
    display.say("The address of this page has the whole notebook: copy it, or keep it as a file.")
    if left_out:
        many = "One note is" if left_out == 1 else f"{left_out} notes are"
        display.note(f"{many} too long for the address. The file has everything.")
    file = f"notebook-{choice.code}-{choice.period}.yaml"
    make = partial(notebook_state.as_yaml, notebook, choice)
    display.offer(display.Download("Keep as a file", make, file, "application/yaml"))
    st.button(
        "Make a paper of it",
        on_click=lambda: paper_state.change_to(papers.notebook_to_paper(notebook, choice)),
        type="tertiary",
        icon=":material/description:",
    )
    text = display.text_or_file("notebook", files=signing_in.actor().is_analyst)
    if text is not None:
        try:
            notebook_state.open_file(text)
        except WorkforceError as error:
            display.refusal(error)


def contents(asked: Sequence[Question]) -> None:
    """Links to the cells; the style keeps them in sight."""
    with st.container(key="contents"):
        st.markdown("\n".join(f"- [{display.plain(each.title)}](#{each.kind})" for each in asked))


def asked(choice: Choice, held: Cell) -> Question | None:
    """What a cell asks of a place; a place inside another one is not asked of here."""
    elsewhere = held.place and _place_of(held) not in _places(choice, held.kind)
    try:
        here = held.model_copy(update={"level": None, "place": None}) if elsewhere else held
        return here.question(choice)
    except WorkforceError as error:
        display.refusal(error)
        return Cell(kind=held.kind).question(choice)


def cell(choice: Choice, kept_cell: Cell, question: Question, *, first: bool) -> None:
    """One cell: its question, the note, the answer in short; the rest is folded.

    Args:
        choice: what the page looks at.
        kept_cell: what is kept of it.
        question: what it asks.
        first: whether its verdict is the sentence that the page leads with.
    """
    with st.container(horizontal=True, vertical_alignment="center", key=f"cell-{kept_cell.kind}"):
        st.header(question.title, anchor=question.kind)
        if box := display.menu("Change", f"cell-{kept_cell.kind}", "tune"):
            with box:
                _controls(choice, kept_cell)
    asked_of = _asked_otherwise(choice, question, kept_cell)
    display.note(f"Asked here of {', '.join(asked_of)}." if asked_of else "")
    if kept_cell.note:
        with st.container(key=f"note-{kept_cell.kind}"):
            display.say(kept_cell.note)
    sections.in_short(choice, question, lead=first)


def _asked_otherwise(choice: Choice, question: Question, kept_cell: Cell) -> list[str]:
    """What a cell asks otherwise than the page, in words."""
    said = [_places(choice, kept_cell.kind).get(_place_of(kept_cell), "")]
    if kept_cell.metric:
        said.append(declared().metric(question.metric).name)
    if kept_cell.since:
        said.append(f"since {month(kept_cell.since)}")
    if kept_cell.inside:
        said.append(_insides(choice).get(kept_cell.inside, ""))
    return [each for each in said if each]


def _controls(choice: Choice, held: Cell) -> None:
    """Ask it otherwise, note it, move it, hide it."""
    kind = declared().answers[held.kind]
    if kind.collection == "chosen":
        staff = {m.id: m.name for m in declared().metrics.values() if m.kind == choice.metric.kind}
        _select(held, "metric", "Staff", staff, f"As the page: {choice.metric.name}")
    if kind.compares == "since":
        earlier = [p for p in reversed(choice.periods) if p < choice.period]
        _select(held, "since", "Compare with", {p: month(p) for p in earlier}, "The usual month")
    if kind.compares == "inside":
        _select(held, "inside", "Compare", _insides(choice), "The places it usually compares")
    _select(held, "place", "Place", _places(choice, held.kind), choice.name)
    _note(held)
    with st.container(horizontal=True):
        for label, icon, by in (("Up", "arrow_upward", -1), ("Down", "arrow_downward", 1)):
            st.button(
                label,
                key=f"cell-{held.kind}-{label}",
                on_click=notebook_state.edit,
                args=(partial(Notebook.move_cell, kind=held.kind, by=by),),
                icon=f":material/{icon}:",
            )
        st.button(
            "Hide",
            key=f"cell-{held.kind}-hide",
            on_click=notebook_state.edit,
            args=(partial(Notebook.without, kind=held.kind),),
            icon=":material/visibility_off:",
        )


def _select(held: Cell, name: str, label: str, options: Mapping[str, str], usual: str) -> None:
    """A choice of a cell; the first one is what the page asks."""
    if not options:
        return
    value = _place_of(held) if name == "place" else getattr(held, name) or _AS_PAGE
    value = value if value in options else _AS_PAGE
    every, key = [_AS_PAGE, *options], f"cell-{held.kind}-{name}"
    taking: dict[str, Any] = {"on_change": notebook_state.take, "args": (held.kind, name, key)}

    st.selectbox(
        label, every, format_func=lambda one: options.get(one, usual),
        **(kept.control(key, value, index=every.index(value)) | taking),
    )  # fmt: skip


def _note(held: Cell) -> None:
    key = f"cell-{held.kind}-note"
    at: dict[str, Any] = kept.control(key, held.note)
    at |= {"on_change": notebook_state.take, "args": (held.kind, "note", key)}
    st.text_area("Your note", max_chars=MOST_NOTE, height=90, **at)


def _place_of(held: Cell) -> str:
    return f"{held.level}:{held.place}" if held.level and held.place else _AS_PAGE


def _places(choice: Choice, kind: str) -> dict[str, str]:
    """The places inside of which a question can be asked: level and code → name."""
    level = next(
        (each for each in choice.inside() if each in declared().answers[kind].levels), None
    )
    if level is None:
        return {}
    rows = choice.figures.measure(
        [choice.metric.id], level, period=choice.period, within=choice.code
    ).sort("area_name")
    named = zip(rows["area_code"], rows["area_name"], strict=True)
    return {f"{level.value}:{code}": display_name(name) or code for code, name in named}


def _insides(choice: Choice) -> dict[str, str]:
    """The places that can be compared: level, or those beside it → what they are called."""
    found = {level.value: f"{choice.kinds(level)} in {choice.name}" for level in choice.inside()}
    if above := choice.above():
        found[BESIDE] = f"{choice.kinds(choice.level, above[1])} in {above[2]}"
    return found
