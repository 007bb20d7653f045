"""The paper: what is pinned, in order, with a line under each, to print, keep and share."""

from functools import partial

import streamlit as st

from pages.parts import display, paper_state, selection, signing_in
from wfcore import papers
from wfcore.errors import UnfitPaper, WorkforceError
from wfcore.papers import SIDES, Document, Section

choice = selection.choose()
display.title("The paper")
try:
    paper = paper_state.opened()
except UnfitPaper as error:
    display.refusal(error)
    paper = paper_state.current()


def start() -> None:
    """Begin with the questions of a committee, asked of the chosen place."""
    paper_state.change_to(papers.default_paper(choice))


def ways_back() -> None:
    """Undo, always in reach."""
    st.button(
        "Undo",
        on_click=paper_state.undo,
        icon=":material/undo:",
        disabled=not paper_state.can_undo(),
    )


def part(at: int, section: Section) -> None:
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
                shown(section)
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


def shown(section: Section) -> None:
    """What the paper prints beside the words."""
    if section.answer.picture is not None:
        display.chart(section.answer.picture)
    if section.answer.table is not None:
        display.table(
            section.answer.table.rows, section.answer.table.headings, name=section.answer.table.name
        )
    for one in section.answer.follow_ups:
        display.say(f"{one.question} Who can answer: {one.who}.")
    display.note(section.small_print)


def ways_out(made: Document, where: str) -> None:
    """Every format, and what fits."""
    st.header("Take it with you", anchor=False)
    try:
        print_ = paper_state.printed(paper, where)
    except WorkforceError as error:
        display.refusal(error)
        return
    sides = f"{print_.pages} side{'s' if print_.pages > 1 else ''} of A4"
    fits = (
        ""
        if print_.pages <= SIDES
        else f" It is longer than {SIDES}: take a part out if it must fit."
    )
    display.say(f"The PDF has {sides}.{fits}")
    name = f"paper-{choice.code}-{choice.period}".replace(" ", "-").lower()
    with st.container(horizontal=True):
        for ending, kind in papers.FORMATS.items():
            st.download_button(
                kind.label,
                print_.data if ending == "pdf" else partial(kind.make, made),
                file_name=f"{name}.{ending}",
                mime=kind.mime,
                key=f"as-{ending}",
                on_click="ignore",
                icon=":material/download:",
            )


def share(where: str, left_out: int) -> None:
    """The link that shows the same paper."""
    st.header("Share it", anchor=False)
    display.say("This link opens the same paper, with the same data:")
    st.code(where, language=None, wrap_lines=True)
    if left_out:
        display.note(
            f"{left_out} of your lines did not fit into the link. Send the file to open again, which has everything."
        )


def open_file() -> None:
    """Open a paper that was kept as a file."""
    st.header("Open a paper from a file", anchor=False)
    text: str | bytes = st.text_area(
        "Paste the text of a paper file here", height=120, key="paper-text"
    )
    if signing_in.actor().is_analyst:  # a shared notebook for readers takes no files
        chosen = st.file_uploader("Or choose the file", type=["yaml", "yml"], max_upload_size=1)
        text = chosen.getvalue() if chosen else text
    if st.button("Open it", disabled=not text):
        try:
            paper_state.change_to(papers.paper_from_yaml(text))
        except WorkforceError as error:
            display.refusal(error)
        else:
            st.rerun()


if not paper.parts:
    display.lead("Nothing is pinned yet.")
    display.say(
        "Press “Pin to the paper” beside any finding of this notebook.",
        f"Or start with the paper for {choice.name}. It answers the questions of a committee on two sides of A4. "
        "You can change it.",
    )
    with st.container(horizontal=True):
        st.button(
            f"Start with the paper for {display.plain(choice.name)}",
            on_click=start, type="primary", icon=":material/description:",
        )  # fmt: skip
        ways_back()
    open_file()
    st.stop()

many = "One part is" if len(paper.parts) == 1 else f"{len(paper.parts)} parts are"
display.lead(f"{many} in the paper.")
whole: dict[str, str] = {}
try:
    whole = paper_state.link(choice)
    paper_state.sent(whole)
except UnfitPaper as error:
    display.note(str(error))
short = {key: value for key, value in whole.items() if not key.startswith(("say", "title"))}
where = paper_state.address(short) if whole else ""
where = where if where.startswith("http") else ""
document = paper_state.document(paper, where)
display.invented_banner("invented" if document.warning else "")
st.text_input("Title", key=paper_state.box("title", paper.title), on_change=paper_state.retitle)
if refused := paper_state.refused("title"):
    display.refusal(refused)
ways_back()
for at, section in enumerate(document.sections):
    part(at, section)
ways_out(document, where)
if whole:
    share(paper_state.address(whole), papers.count_left_out(paper, whole))
open_file()
