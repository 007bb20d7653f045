"""`?view=answer`: one answer alone, without menu and bar, for another site to show in a frame."""

import streamlit as st

from pages.parts import display, kept, scenario_recovery, sections, selection
from pages.parts.scenario_sections import question_about
from wfcore import answers, wording
from wfcore.answers import BESIDE, Answer, kinds_of, standard_questions
from wfcore.declared import declared
from wfcore.errors import UnknownName
from wfcore.projecting import LEVELS

_FIRST = {
    "compare": "spread", "change": "causes", "practice": "practice", "map": "map",
    "quality": "returns", "additional-roles": "roles",
}  # fmt: skip
_FUTURES = ("what-if", "meeting")


def is_wanted() -> bool:
    """Whether the address asks for one answer alone."""
    return selection.asked("view") == "answer"


def draw(page: str) -> None:
    """Draw the answer that the address asks for by `kind`; else the first of its page.

    Args:
        page: its part of the address.

    Raises:
        UnknownName: there is no such kind, or it is not asked of this kind of place.
    """
    choice = (
        selection.choose(levels=LEVELS, projected=True) if page in _FUTURES else selection.choose()
    )
    kind = selection.asked("kind") or _FIRST.get(page, kinds_of("notebook")[0])
    answer = _future(choice) if page in _FUTURES else _present(choice, kind)
    whole = selection.address_here(answer.question.kind)
    selection.keep_in_link(view="answer", kind=answer.question.kind)
    with st.container(key="alone"):
        display.invented_banner("invented" if answer.invented else "")
        display.lead(answer.verdict)
        sections.draw_figures(answer)
        display.note(*answer.cautions)
        display.note(wording.age_of_data(choice.period, selection.this_month()))
        st.link_button("See more, and how it is made", whole, type="tertiary")


def _future(choice: selection.Choice) -> Answer:
    """What the scenario of the address comes to."""
    outlook = scenario_recovery.opened(choice)
    return answers.answer_outlook(outlook, question_about(choice, "takes", outlook.scenario))


def _present(choice: selection.Choice, kind: str) -> Answer:
    known = kind in declared().answers and standard_questions(choice, (kind,))
    if not known:
        raise UnknownName(
            f"“{kind}” is no answer that is given for {choice.name}.",
            f"These are: {', '.join(each.kind for each in standard_questions(choice))}.",
        )
    inside = (kept.chosen("compare") or "").removeprefix("inside-")
    question = known[0].but(since=kept.chosen("since"))
    if inside in (BESIDE, *choice.inside()):
        question = question.but(inside=inside)
    return sections.ask(choice, question)
