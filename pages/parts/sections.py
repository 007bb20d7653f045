"""An answer on a page, drawn in one way: verdict, picture, table, cautions, receipt, questions, ways on, pin."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from pages.parts import display, first_screen, pins, selection, words
from pages.parts.selection import Choice
from wfcore import answers, papers, wording
from wfcore.answers import Answer, Question
from wfcore.charts import Chart
from wfcore.declared import declared
from wfcore.errors import WorkforceError
from wfcore.geography import Level

_PLACE = ("level", "area_code", "area_name")


def jump_list(questions: Sequence[Question]) -> None:
    """Links to the sections, in their order."""
    st.markdown(" · ".join(f"[{display.plain(each.title)}](#{each.kind})" for each in questions))


def ask(choice: Choice, question: Question) -> Answer:
    """The answer to a question of what the page looks at.

    Raises:
        WorkforceError: there is none; see `answers.answer_question`.
    """
    return answers.answer_question(choice.figures, question, today=selection.this_month())


def page(
    choice: Choice,
    questions: Sequence[Question],
    *,
    beside: Question | None = None,
    folds: Sequence[Question] = (),
) -> None:
    """A page of answers: the first leads it, the others follow, how each number is made comes last.

    Args:
        choice: what it looks at.
        questions: at least one.
        beside: whose picture stands beside that of the first.
        folds: questions that are answered when somebody opens them.
    """
    first, *others = questions
    display.invented_banner("invented" if ask(choice, first).invented else "")
    section(choice, first, lead=True, whole=True, beside=beside)
    for question in others:
        section(choice, question, whole=True)
    for question in folds:
        in_fold(choice, question)
    _receipts(choice, questions)


@st.fragment
def section(
    choice: Choice,
    question: Question,
    *,
    lead: bool = False,
    whole: bool = False,
    folded: bool = False,
    beside: Question | None = None,
) -> None:
    """Ask one question and draw its answer; a fragment, so that opening a fold works out no other.

    Args:
        choice: what the page looks at.
        question: the question.
        lead: whether its verdict is the sentence that the page leads with.
        whole: whether it stands on a page about it; see `draw`.
        folded: whether it stands in a fold that has its title already.
        beside: whose picture stands beside its own.
    """
    whole = whole or folded
    if not (lead and whole) and not folded:
        st.header(question.title, anchor=question.kind)
    try:
        answer = ask(choice, question)
    except WorkforceError as error:
        display.refusal(error)
        return
    other = ask(choice, beside).picture if beside else None
    draw(answer, lead=lead, whole=whole, beside=other)
    if lead and whole:
        display.note(
            wording.age_of_data(choice.period, selection.this_month()),
            f"Version {choice.version} of the data.",
        )


def in_fold(choice: Choice, question: Question, *, expanded: bool = False) -> None:
    """An answer in a fold that carries its question, worked out only while it is open."""
    if box := display.folded(display.plain(question.title), question.kind, expanded=expanded):
        with box:
            section(choice, question, folded=True)


def draw(
    answer: Answer,
    *,
    lead: bool = False,
    whole: bool = False,
    above: Any = None,
    beside: Chart | None = None,
    warnings: Sequence[str] = (),
    pinned: bool = True,
) -> None:
    """Draw an answer.

    Args:
        answer: the answer.
        lead: whether its verdict is the sentence that the page leads with.
        whole: whether its table stands open, and the page says at its end how numbers are made.
        above: a box for the verdict, where a control beside it changes it.
        beside: a picture beside its own.
        warnings: cautions that must not be overlooked.
        pinned: whether it can be put into the paper, where the same question has the same answer.
    """
    if above is not None:
        with above:
            display.answer(answer.verdict)
    elif lead:
        display.lead(answer.verdict)
    else:
        with st.container(key=f"said-{answer.question.kind}"):
            display.say(answer.verdict)
    if above is None and not answer.cards:
        display.say(*answer.detail)
    if answer.picture is not None and beside is not None:
        first_screen.side_by_side([answer.picture, beside])
    elif answer.picture is not None:
        display.chart(answer.picture, wide=answer.wide)
    if answer.cards:
        first_screen.cards(answer.cards)
        display.note(*answer.detail)
    for warning in warnings:
        st.warning(display.plain(warning))
    if above is not None:
        display.say(*answer.detail)
    display.note(*(caution for caution in answer.cautions if caution not in warnings))
    _beneath(answer, whole=whole)
    _follow_ups(answer)
    with st.container(horizontal=True):
        if pinned:
            pins.draw(answer.question)
        _ways_on(answer)


def draw_figures(answer: Answer) -> None:
    """Picture, table and what to ask, as a paper has them beside its words."""
    if answer.picture is not None:
        display.chart(answer.picture)
    if answer.table is not None:
        _rows(answer)
    for each in answer.follow_ups:
        display.say(f"{each.question} Who can answer: {each.who}.")


def _beneath(answer: Answer, *, whole: bool) -> None:
    """What stands under a picture: the figures, and how they are made."""
    kind = answer.question.kind
    if answer.table is not None:
        # Without a picture the table is the picture.
        if answer.picture is None or (whole and not answer.cards):
            _table(answer)
        elif box := display.folded("The same figures as a table", f"table-{kind}"):
            with box:
                _table(answer)
    if whole or not answer.receipt:
        return
    if box := display.folded("How is this number made?", f"receipt-{kind}"):
        with box:
            lines = [display.plain(line) for line in answer.receipt]
            lines += [
                f"File, {display.plain(file.use)}: {display.plain(file.title)}"
                f"{f', {file.dated}' if file.dated else ''}. {display.plain(file.file_name)} "
                f"(SHA-256 {file.sha256[:12]}…). {display.plain(file.licence)}."
                for file in answer.files
            ]
            words.heard(*lines)
            st.markdown("\n".join(f"- {line}" for line in lines))


def _table(answer: Answer) -> None:
    if answer.table is not None:
        display.note(f"{answer.table.caption}.")
        _rows(answer)


def _rows(answer: Answer) -> None:
    if (table := answer.table) is not None:
        display.table(
            table.as_read(), table.headings, name=papers.file_stem(answer), exact=table.rows,
            whole=partial(papers.explain_table, answer), workbook=partial(papers.table_workbook, answer),
        )  # fmt: skip


def _follow_ups(answer: Answer) -> None:
    """What these figures should make somebody ask; the last section has all of them."""
    if not answer.follow_ups:
        return
    if answer.question.kind != "ask":
        count = len(answer.follow_ups)
        many = "One question" if count == 1 else f"{count} questions"
        box = display.folded(f"{many} to ask about this", f"ask-{answer.question.kind}")
        if not box:
            return
    else:
        box = st.container()
    words.heard(*(each.question for each in answer.follow_ups))
    with box:
        st.markdown(
            "\n".join(
                f"- **{display.plain(each.question)}** Who can answer: {display.plain(each.who)}."
                for each in answer.follow_ups
            )
        )


def _ways_on(answer: Answer) -> None:
    """Links to what to ask next, on other pages, with everything that was chosen."""
    kinds = declared().answers
    here = kinds[answer.question.kind].page
    for way in answer.ways_on:
        address, title = kinds[way.kind].page, kinds[way.kind].title
        again = way.kind == answer.question.kind  # of another month, which has what this one lacks
        if address != here or again:
            st.page_link(
                f"pages/committee/{address.replace('-', '_')}.py",
                label=f"{title} ({wording.month(way.period)})" if again else title,
                icon=":material/arrow_forward:",
                query_params=selection.link_to(way),
            )


def _receipts(choice: Choice, questions: Sequence[Question]) -> None:
    """How any number of the page is made: each place and metric that its tables name."""
    places = [(choice.level, choice.code, choice.name)]
    metrics = [choice.metric.id]
    for question in questions:
        try:
            table = ask(choice, question).table
        except WorkforceError:
            continue
        columns: set[str] = set() if table is None else set(table.rows.columns)
        if table is not None and columns.issuperset(_PLACE):
            named = zip(*(table.rows[column] for column in _PLACE), strict=True)
            places += [(Level(level), code, name) for level, code, name in dict.fromkeys(named)]
        if table is not None and "metric" in columns:
            metrics += table.rows["metric"].drop_nulls().to_list()
    above = choice.above()
    display.receipts(
        choice.figures,
        list(dict.fromkeys([places[0], *([above] if above else []), *places])),
        list(dict.fromkeys(metrics)),
        list(dict.fromkeys([choice.period, *reversed(choice.periods)])),
    )
