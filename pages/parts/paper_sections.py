"""The paper on its page: its parts with their controls, the formats, the link, the file."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from pages.parts import display, paper_state, sections, signing_in
from pages.parts.selection import Choice
from wfcore import papers
from wfcore.errors import WorkforceError
from wfcore.papers import SIDES, Document, Paper, PdfFile, Section


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
        if box := display.menu("Open a file", "paper-file", "folder_open"):
            with box:
                from_file()


def say_kept() -> None:
    """That a link brought this paper, and the way back to what was pinned before."""
    if (mine := paper_state.before_link()) is not None:
        many = "one part" if len(mine.parts) == 1 else f"{len(mine.parts)} parts"
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            display.say(f"This paper came with a link. What you had pinned is kept: {many}.")
            st.button("Back to what you had pinned", on_click=paper_state.take_back)


def undo() -> None:
    """One step back, in reach as soon as there is one."""
    if paper_state.can_undo():
        st.button("Undo", on_click=paper_state.undo, icon=":material/undo:", type="tertiary")


def part(paper: Paper, at: int, section: Section) -> None:
    """One part: what it says, its place in the order, and the line under it."""
    words = paper_state.words_of(at)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", key=f"part-{at}"):
            st.subheader(f"{at + 1}. {display.plain(section.title)}", anchor=False)
            _order(at, len(paper.parts))
        if section.lost:
            st.warning(display.plain(section.answer.verdict))
        else:
            display.say(section.answer.verdict)
        if box := display.folded("Picture, table and source", f"part-{at}-{section.title}"):
            with box:
                display.say(*section.answer.detail)
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


def _order(at: int, many: int) -> None:
    """Move a part up or down, or take it out; the style shows the signs alone."""
    for label, icon, by in (("Up", "arrow_upward", -1), ("Down", "arrow_downward", 1)):
        st.button(
            label,
            key=f"{label.lower()}-{at}",
            on_click=paper_state.move,
            args=(at, by),
            icon=f":material/{icon}:",
            disabled=not 0 <= at + by < many,
            type="tertiary",
        )
    st.button(
        "Remove",
        key=f"remove-{at}",
        on_click=paper_state.remove,
        args=(at,),
        icon=":material/delete:",
        type="tertiary",
    )


def ways_out(
    document: Document, printed: PdfFile | None, name: str, whole: Mapping[str, str]
) -> None:
    """What can be done with the paper as it stands: taken away, sent on, taken back.

    Args:
        document: its answers.
        printed: the PDF; None where it was refused, and the other formats stand.
        name: of the files.
        whole: what an address says to open it; empty where none can.
    """
    files = {
        ending: display.Download(
            kind.label, partial(kind.make, document), f"{name}.{ending}".replace(" ", "-").lower(), kind.mime
        )
        for ending, kind in papers.FORMATS.items()
    }  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        if printed is not None:
            pdf = replace(files["pdf"], label="Download PDF", make=lambda: printed.data)
            display.offer(pdf, "primary")
        if box := display.menu("Other formats", "formats", "more_horiz"):
            with box:
                for ending, file in files.items():
                    if ending != "pdf":
                        display.offer(file)
        if whole and (box := display.menu("Link", "paper-link", "link")):
            with box:
                _share(paper_state.address(whole), papers.count_left_out(document.saved, whole))
        if box := display.menu("Open a file", "paper-file", "folder_open"):
            with box:
                from_file()
        undo()


def printed_or_refused(paper: Paper, where: str) -> PdfFile | None:
    """The PDF; None where it is refused, which is said."""
    try:
        return paper_state.printed(paper, where)
    except WorkforceError as error:
        display.refusal(error)
        return None


def preview(paper: Paper, where: str, printed: PdfFile) -> None:
    """How long the paper is, and its pages as they will be printed."""
    display.say(f"The PDF has {printed.pages} side{'s' if printed.pages > 1 else ''} of A4.")
    if printed.pages > SIDES:
        display.say(f"It is longer than {SIDES}: take a part out if it must fit.")
    for said in papers.said_replaced(printed.replaced):
        display.note(said)
    try:
        pages = paper_state.preview(paper, where)
    except WorkforceError as error:
        display.refusal(error)
        return
    with st.container(key="preview"):
        for at, page in enumerate(pages, 1):
            st.image(page, alt=f"Page {at} of {len(pages)}, as it will be printed", width="stretch")


def _share(where: str, left_out: int) -> None:
    """The link that shows the same paper."""
    display.say("This link opens the same paper, with the same data:")
    st.code(where, language=None, wrap_lines=True)
    if left_out:
        display.note(
            f"{left_out} of your lines did not fit into the link. Send the file to open again, which has everything."
        )


def from_file() -> None:
    """Open a paper that was kept as a file."""
    text = display.text_or_file("paper", files=signing_in.actor().is_analyst)
    if text is not None:
        try:
            paper_state.change_to(papers.paper_from_yaml(text))
        except WorkforceError as error:
            display.refusal(error)
        else:
            st.rerun()
