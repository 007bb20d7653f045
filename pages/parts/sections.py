"""A cell of the notebook as a section of a page: question, sentence, picture, table, receipt, pin."""

import streamlit as st

from pages.parts import display, pins, selection, words
from pages.parts.selection import Choice
from wfcore import answers
from wfcore.answers import Answer, Question
from wfcore.errors import WorkforceError


def jump_list(asked: list[Question]) -> None:
    """Links to the sections, in their order."""
    st.markdown(
        " · ".join(f"[{display.plain(answers.TITLES[one.kind])}](#{one.kind})" for one in asked)
    )


@st.fragment
def section(choice: Choice, asked: Question, *, first: bool = False) -> None:
    """Ask one question and draw its answer.

    A fragment: opening a fold works out this section again, not the whole notebook.

    Args:
        choice: what the page looks at.
        asked: the question.
        first: whether its sentence is the one that the page leads with.
    """
    st.header(answers.TITLES[asked.kind], anchor=asked.kind)
    try:
        cell = answers.answer_question(choice.figures, asked, today=selection.this_month())
    except WorkforceError as error:
        display.refusal(error)
        return
    if first:
        display.lead(cell.sentence)
    else:
        with st.container(key=f"said-{asked.kind}"):
            display.say(cell.sentence)
    display.say(*cell.more)
    if cell.chart is not None:
        display.chart(cell.chart)
    _beneath(cell)
    _questions(cell)
    pins.draw(asked)


def _beneath(cell: Answer) -> None:
    """What stands under a picture: caveats, the figures, how they are made."""
    display.note(*cell.caveats)
    kind = cell.asked.kind
    if cell.table is not None:
        # Without a picture the table is the picture.
        if cell.chart is None:
            _table(cell)
        elif box := display.folded("The same figures as a table", f"table-{kind}"):
            with box:
                _table(cell)
    if cell.receipt and (box := display.folded("How is this number made?", f"receipt-{kind}")):
        with box:
            lines = [display.plain(line) for line in cell.receipt]
            lines += [
                f"File, {display.plain(file.use)}: {display.plain(file.title)}"
                f"{f', {file.dated}' if file.dated else ''}. {display.plain(file.file_name)} "
                f"(SHA-256 {file.sha256[:12]}…). {display.plain(file.licence)}."
                for file in cell.files
            ]
            st.markdown("\n".join(f"- {line}" for line in lines))


def _table(cell: Answer) -> None:
    if cell.table is not None:
        display.note(f"{cell.table.caption}.")
        display.table(cell.table.rows, cell.table.headings, name=cell.table.name)


def _questions(cell: Answer) -> None:
    """What these figures should make somebody ask; the last section has all of them."""
    if not cell.asks:
        return
    if cell.asked.kind != "ask":
        many = "One question" if len(cell.asks) == 1 else f"{len(cell.asks)} questions"
        box = display.folded(f"{many} to ask about this", f"ask-{cell.asked.kind}")
        if not box:
            return
    else:
        box = st.container()
    words.heard(*(one.question for one in cell.asks))
    with box:
        st.markdown(
            "\n".join(
                f"- **{display.plain(one.question)}** Who can answer: {display.plain(one.who)}."
                for one in cell.asks
            )
        )
