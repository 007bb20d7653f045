"""The notebook: the questions of a committee about one place, top to bottom."""

from pages.parts import display, sections, selection
from wfcore import answers
from wfcore.declared import declared

choice = selection.choose()
questions = answers.standard_questions(choice)
display.title(f"The notebook: {display.plain(choice.name)}")
here = choice.figures.measure(
    [choice.metric.id], choice.level, period=choice.period, area_code=choice.code
)
display.invented_banner("".join(here["flags"]))
sections.jump_list(questions)
# Each section is sent to the reader as soon as it is ready, so the first ones can be read while the
# last ones are worked out. Tables and receipts wait until they are opened.
for question in questions:
    sections.section(choice, question, lead=question is questions[0])
asked = {question.kind for question in questions}
left_out = [
    declared().answers[kind].title for kind in answers.kinds_of("notebook") if kind not in asked
]
if left_out:
    display.note(
        f"Not asked of this kind of place: {' '.join(left_out)} "
        "Choose a borough, a network or an integrated care board (ICB) to ask it."
    )
