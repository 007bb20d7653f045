"""The paper on its page: its parts with their controls, the formats, the link, the file."""

from functools import partial

import streamlit as st

from pages.parts import display, paper_state, sections, signing_in
from pages.parts.selection import Choice
from wfcore import papers
from wfcore.errors import WorkforceError
from wfcore.papers import SIDES, Document, Paper, Section


def begin(choice: Choice) -> None:
    """An empty paper, and the ways to fill it."""
    display.lead("Nothing is pinned yet.")
    display.say(
        "Press “Pin to the paper” beside any finding of this notebook.",
        f"Or start with the paper for {choice.name}. It answers the questions of a committee on two sides of A4. "
        "You can change it.",
    )
    with st.container(horizontal=True):
        st.button(
            f"Start with the paper for {display.plain(choice.name)}",
            on_click=lambda: paper_state.change_to(papers.default_paper(choice)),
            type="primary",
            icon=":material/description:",
        )
        undo()
    from_file()


def say_kept() -> None:
    """That a link brought this paper, and the way back to what was pinned before."""
    if (mine := paper_state.before_link()) is not None:
        many = "one part" if len(mine.parts) == 1 else f"{len(mine.parts)} parts"
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            display.say(f"This paper came with a link. What you had pinned is kept: {many}.")
            st.button("Back to what you had pinned", on_click=paper_state.take_back)


def undo() -> None:
    """One step back, always in reach."""
    st.button(
        "Undo",
        on_click=paper_state.undo,
        icon=":material/undo:",
        disabled=not paper_state.can_undo(),
    )


def part(paper: Paper, at: int, section: Section) -> None:
    """One part: what it says, its place in the order, and the line under it."""
    words = paper_state.words_of(at)
    with st.container(border=True):
        st.subheader(f"{at + 1}. {display.plain(section.title)}", anchor=False)
        if section.lost:
            st.warning(display.plain(section.answer.verdict))
        else:
            display.say(section.answer.verdict)
        display.say(*section.answer.detail)
        if box := display.folded("Picture, table and source", f"part-{at}-{section.title}"):
            with box:
                sections.draw_figures(section.answer)
                display.note(section.small_print)
        st.text_area(
            f"Your line under “{display.plain(section.title)}”",
            key=paper_state.box(words, paper.parts[at].commentary),
            on_change=paper_state.comment,
            args=(at,),
            height=68,
        )
        if refused := paper_state.refused(words):
            display.refusal(refused)
        with st.container(horizontal=True):
            for label, icon, by in (("Up", "arrow_upward", -1), ("Down", "arrow_downward", 1)):
                st.button(
                    label,
                    key=f"{label.lower()}-{at}",
                    on_click=paper_state.move,
                    args=(at, by),
                    icon=f":material/{icon}:",
                    disabled=not 0 <= at + by < len(paper.parts),
                )
            st.button(
                "Remove",
                key=f"remove-{at}",
                on_click=paper_state.remove,
                args=(at,),
                icon=":material/delete:",
            )


def ways_out(paper: Paper, document: Document, where: str, name: str) -> None:
    """Every format, and what fits.

    Args:
        paper: what is asked.
        document: its answers.
        where: the address that shows the same.
        name: of the files.
    """
    st.header("Take it with you", anchor=False)
    ready = _pdf(paper, where)
    with st.container(horizontal=True):
        for ending, kind in papers.FORMATS.items():
            if ending == "pdf" and ready is None:
                continue  # refused above; the others stand
            st.download_button(
                kind.label,
                ready
                if ending == "pdf" and ready
                else display.refused_in_words(partial(kind.make, document)),
                file_name=f"{name}.{ending}".replace(" ", "-").lower(),
                mime=kind.mime,
                key=f"as-{ending}",
                on_click="ignore",
                icon=":material/download:",
            )


def _pdf(paper: Paper, where: str) -> bytes | None:
    """The PDF, with how long it is; None where it is refused, which is said."""
    try:
        printed = paper_state.printed(paper, where)
    except WorkforceError as error:
        display.refusal(error)
        return None
    display.say(f"The PDF has {printed.pages} side{'s' if printed.pages > 1 else ''} of A4.")
    if printed.pages > SIDES:
        display.say(f"It is longer than {SIDES}: take a part out if it must fit.")
    for said in papers.said_replaced(printed.replaced):
        display.note(said)
    return printed.data


def share(where: str, left_out: int) -> None:
    """The link that shows the same paper."""
    st.header("Share it", anchor=False)
    display.say("This link opens the same paper, with the same data:")
    st.code(where, language=None, wrap_lines=True)
    if left_out:
        display.note(
            f"{left_out} of your lines did not fit into the link. Send the file to open again, which has everything."
        )


def from_file() -> None:
    """Open a paper that was kept as a file."""
    st.header("Open a paper from a file", anchor=False)
    text = display.text_or_file("paper", files=signing_in.actor().is_analyst)
    if text is not None:
        try:
            paper_state.change_to(papers.paper_from_yaml(text))
        except WorkforceError as error:
            display.refusal(error)
        else:
            st.rerun()
