"""An answer on a page, drawn in one way: verdict, picture, table, cautions, receipt, questions, ways on, pin."""

from collections.abc import Callable, Sequence
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

_OPEN_ROWS = 20  # a longer table without a picture stands folded
_PLACE = ("level", "area_code", "area_name")
_PRACTICES = f"inside-{Level.PRACTICE}"  # as Compare has it in its address
_FEW_CARDS = 3  # stand above the picture
_MOST_WAYS = 3  # on from an answer


def ask(choice: Choice, question: Question) -> Answer:
    """The answer to a question of what the page looks at.

    Raises:
        WorkforceError: there is none; see `answers.answer_question`.
    """
    return answers.answer_question(choice.figures, question, today=selection.this_month())


@st.fragment
def receipts(choice: Choice, metrics: Sequence[str], period: str) -> None:
    """How the numbers of a page about one place are made; see `display.receipts`."""
    if box := display.folded("How is this number made?", "receipts"):
        with box:
            place = (choice.level, choice.code, choice.name)
            display.receipts(choice.figures, [place], metrics, [period])


def page(
    choice: Choice,
    questions: Sequence[Question],
    *,
    beside: Question | None = None,
    folds: Sequence[Question] = (),
    above: Any = None,
) -> None:
    """A page of answers: the first leads it, the others follow, how each number is made comes last.

    Args:
        choice: what it looks at.
        questions: at least one.
        beside: whose picture stands beside that of the first.
        folds: questions that are answered when somebody opens them.
        above: a box for what leads the page, where a control of its own follows it.
    """
    first, *others = questions
    if above is not None:
        first_screen.lead_above(above, ask(choice, first))
    else:
        display.invented_banner("invented" if ask(choice, first).invented else "")
    section(choice, first, lead=True, whole=True, said=above is not None, beside=beside)
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
    said: bool = False,
    beside: Question | None = None,
) -> None:
    """Ask one question and draw its answer; a fragment, so that opening a fold works out no other.

    Args:
        choice: what the page looks at.
        question: the question.
        lead: whether its verdict is the sentence that the page leads with.
        whole: whether it stands on a page about it; see `draw`.
        folded: whether it stands in a fold that has its title already.
        said: whether its verdict stands above already.
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
    with_it = partial(first_screen.side_by_side, beside=other) if other else None
    draw(answer, lead=lead, whole=whole, said=said, chart=with_it)
    if lead and whole:
        display.note(
            wording.age_of_data(choice.period, selection.this_month()),
            f"Version {choice.version} of the data.",
        )


@st.fragment
def in_short(choice: Choice, question: Question, *, lead: bool = False) -> None:
    """An answer as a cell of the notebook: verdict and picture; the rest is folded.

    Args:
        choice: what the page looks at.
        question: the question; its title stands above.
        lead: whether its verdict is the sentence that the page leads with.
    """
    try:
        answer = ask(choice, question)
    except WorkforceError as error:
        display.refusal(error)
        return
    _verdict(answer, lead=lead)
    if answer.picture is not None:
        display.chart(answer.picture, wide=answer.wide)
    raised = question.kind == "ask"
    title = (
        "The questions, and who can answer" if raised else "Details, figures and how they are made"
    )
    has_more = (
        answer.detail or answer.cautions or answer.table or answer.follow_ups or answer.receipt
    )
    if has_more and (box := display.folded(title, f"more-{question.kind}")):
        with box:
            _rest(answer)
    _small_things(answer, pinned=True, in_short=True)


def _rest(answer: Answer) -> None:
    """What a cell of the notebook folds away."""
    display.say(*answer.detail)
    display.note(*answer.cautions)
    _table(answer)
    if answer.follow_ups:
        _follow_ups(answer)
    if answer.receipt:
        _receipt(answer)


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
    said: bool = False,
    above: Any = None,
    warnings: Sequence[str] = (),
    pinned: bool = True,
    chart: Callable[[Chart], None] | None = None,
) -> None:
    """Draw an answer.

    Args:
        answer: the answer.
        lead: whether its verdict is the sentence that the page leads with.
        whole: whether its table stands open, and the page says at its end how numbers are made.
        said: whether its verdict stands above already.
        above: a box for the verdict, where a control beside it changes it.
        warnings: cautions that must not be overlooked.
        pinned: whether it can be put into the paper, where the same question has the same answer.
        chart: what draws its picture, where another stands beside it or it can be pointed at.
    """
    if above is not None:
        with above:
            display.answer(answer.verdict)
    elif not said:
        _verdict(answer, lead=lead)
    if above is None and not answer.cards:
        display.say(*answer.detail)
    _picture_and_cards(answer, chart)
    for warning in warnings:
        st.warning(display.plain(warning))
    if above is not None:
        display.say(*answer.detail)
    display.note(*(caution for caution in answer.cautions if caution not in warnings))
    _figures(answer)
    _ways_on(answer)
    _small_things(answer, pinned=pinned, whole=whole)
    if answer.follow_ups and answer.question.kind == "ask":
        _follow_ups(answer)


def _picture_and_cards(answer: Answer, chart: Callable[[Chart], None] | None) -> None:
    """The picture, and cards: few of them above it, many below."""
    few = 0 < len(answer.cards) <= _FEW_CARDS
    if few:
        first_screen.cards(answer.cards, answer.question.kind)
    if answer.picture is not None:
        (chart or partial(display.chart, wide=answer.wide))(answer.picture)
    if answer.cards and not few:
        first_screen.cards(answer.cards, answer.question.kind)
    if answer.cards:
        display.note(*answer.detail)


def _verdict(answer: Answer, *, lead: bool) -> None:
    if lead:
        display.lead(answer.verdict)
        return
    with st.container(key=f"said-{answer.question.kind}"):
        display.say(answer.verdict)


def draw_figures(answer: Answer) -> None:
    """Picture, table and what to ask, as a paper has them beside its words."""
    if answer.picture is not None:
        display.chart(answer.picture)
    if answer.table is not None:
        display.rows(answer.table.as_read(), answer.table.headings)
    for each in answer.follow_ups:
        display.say(f"{each.question} Who can answer: {each.who}.")


def _figures(answer: Answer) -> None:
    """The figures of a picture or of cards, folded; without those the table is the picture."""
    if answer.table is None:
        return
    drawn = answer.picture is not None or answer.cards
    count = answer.table.rows.height
    title = "The same figures as a table" if drawn else f"All {count} rows as a table"
    if not drawn and count <= _OPEN_ROWS:
        _table(answer)
    elif box := display.folded(title, f"table-{answer.question.kind}"):
        with box:
            _table(answer)


def _table(answer: Answer) -> None:
    if (table := answer.table) is not None:
        display.note(f"{table.caption}.")
        display.rows(table.as_read(), table.headings)


def _small_things(
    answer: Answer, *, pinned: bool, whole: bool = False, in_short: bool = False
) -> None:
    """The row under an answer: what can be taken away, pinned, sent on, asked of it."""
    kind = answer.question.kind
    key = f"{kind}-{answer.question.inside or ''}"  # on a page of several places once for each
    with st.container(
        horizontal=True, key=f"small-{key}", gap="xxsmall", vertical_alignment="center"
    ):
        if answer.table is not None:
            display.take_away(_files(answer), key)
        if pinned:
            pins.draw(answer.question)
        linked = answer.question.printed is None  # a printed table fits into no link
        if linked and (
            box := display.menu("Link", f"link-{key}", "link", help_="A link to this answer")
        ):
            with box:
                st.code(selection.address_here(kind), language=None, wrap_lines=True)
        if in_short:
            _whole_page(answer.question)
            return
        if (
            answer.receipt
            and not whole
            and (box := display.menu("How is this number made?", f"receipt-{key}", "info"))
        ):
            with box:
                _receipt(answer)
        if answer.follow_ups and kind != "ask":
            asked = len(answer.follow_ups)
            how_many = "One question" if asked == 1 else f"{asked:d} questions"
            if box := display.menu(f"{how_many} to ask", f"ask-{key}", "help"):
                with box:
                    _follow_ups(answer)


def _whole_page(question: Question) -> None:
    """The way from a cell of the notebook to the page that has everything about it."""
    address = declared().answers[question.kind].page
    if address != selection.page():
        st.page_link(
            f"pages/committee/{address.replace('-', '_')}.py",
            label="More on this",
            icon=":material/arrow_forward:",
            query_params=selection.link_to(question),
        )


def _files(answer: Answer) -> list[display.Download]:
    """The table as a file that explains itself, and as a workbook with its notes."""
    name = papers.file_stem(answer)
    return [
        display.csv_file(partial(papers.explain_table, answer), name),
        display.Download(
            "Excel, with notes", partial(papers.table_workbook, answer), f"{name}.xlsx",
            papers.FORMATS["xlsx"].mime,
        ),
    ]  # fmt: skip


def _receipt(answer: Answer) -> None:
    lines = [display.plain(line) for line in answer.receipt]
    lines += [
        f"File, {display.plain(file.use)}: {display.plain(file.title)}"
        f"{f', {file.dated}' if file.dated else ''}. {display.plain(file.file_name)} "
        f"(SHA-256 {file.sha256[:12]}…). {display.plain(file.licence)}."
        for file in answer.files
    ]
    words.heard(*lines)
    st.markdown("\n".join(f"- {line}" for line in lines))


def _follow_ups(answer: Answer) -> None:
    """What these figures should make somebody ask, and of whom."""
    words.heard(*(each.question for each in answer.follow_ups))
    st.markdown(
        "\n".join(
            f"- **{display.plain(each.question)}** Who can answer: {display.plain(each.who)}."
            for each in answer.follow_ups
        )
    )


def _ways_on(answer: Answer) -> None:
    """Links to what to ask next, on other pages, with everything that was chosen."""
    kinds = declared().answers
    here = selection.page()
    # A question of another month has what this one lacks.
    ways = {
        kinds[way.kind].page: way
        for way in reversed(answer.ways_on)
        if way.printed is None  # a printed table has its answers beside each other
        if kinds[way.kind].page != here or way.kind == answer.question.kind
    }
    if not ways:
        return
    with st.container(horizontal=True, key=f"ways-{answer.question.kind}"):
        for address, way in list(reversed(ways.items()))[:_MOST_WAYS]:
            again = way.kind == answer.question.kind
            practices = _asks_for_practices(way)
            label = (
                "Which practices?" if practices else kinds[way.kind].way or kinds[way.kind].title
            )
            st.page_link(
                f"pages/committee/{address.replace('-', '_')}.py",
                label=f"{label} ({wording.month(way.period)})" if again else label,
                icon=":material/arrow_forward:",
                query_params=selection.link_to(way)
                | ({"compare": _PRACTICES} if practices else {}),
            )


def _asks_for_practices(way: Question) -> bool:
    """Whether places are compared and this one has practices that report the figure themselves."""
    small = way.level in (Level.BOROUGH, Level.PCN, Level.GROUP)
    return way.kind == "spread" and small and declared().metric(way.metric).collection == "practice"


@st.fragment
def _receipts(choice: Choice, questions: Sequence[Question]) -> None:
    """How any number of the page is made: each place and metric that its tables name."""
    box = display.folded("How is this number made?", "receipts")
    if not box:
        return
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
    with box:
        display.receipts(
            choice.figures,
            list(dict.fromkeys([places[0], *([above] if above else []), *places])),
            list(dict.fromkeys(metrics)),
            list(dict.fromkeys([choice.period, *reversed(choice.periods)])),
        )
