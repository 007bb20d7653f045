"""Is it getting better, and did it really change?"""

import streamlit as st

from pages.parts import display, kept, sections, selection
from wfcore.answers import standard_questions
from wfcore.wording import month

choice = selection.choose()
display.title("Did it really change?")
verdict = st.container()
earlier = [period for period in reversed(choice.periods) if period < choice.period]
before = choice.before()
since = None
if earlier:
    with st.container(key="compare-with"):
        since = kept.remembered(
            "since",
            earlier,
            before[0] if before else earlier[0],
            st.selectbox,
            "Compare with",
            format_func=month,
            known=lambda asked: month(asked) if asked in choice.periods else None,
        )
kinds = ("causes", "moved") if earlier and next(choice.inside(), None) else ("causes",)
sections.page(
    choice,
    [question.but(since=since) for question in standard_questions(choice, kinds)],
    folds=standard_questions(choice, ("signal",)),
    above=verdict,
)
