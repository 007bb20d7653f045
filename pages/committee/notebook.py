"""The notebook: the questions of a committee about one place, top to bottom."""

from pages.parts import display, sections, selection
from wfcore import answers

choice = selection.choose()
display.title(f"The notebook: {display.plain(choice.name)}")
row = choice.figures.measure(
    [choice.metric.id], choice.level, period=choice.period, area_code=choice.code
).row(0, named=True)
display.invented_banner(row["flags"])
asked = answers.standard_questions(choice)
sections.jump_list(asked)
# Each section is sent to the reader as soon as it is ready, so the first ones can be read while the
# last ones are worked out. Tables and receipts wait until they are opened.
for at, one in enumerate(asked):
    sections.section(choice, one, first=at == 0)
left_out = [
    answers.TITLES[kind] for kind in answers.NOTEBOOK if kind not in {a.kind for a in asked}
]
if left_out:
    display.note(
        f"Not asked of this kind of place: {' '.join(left_out)} "
        "Choose a borough, a network or an integrated care board (ICB) to ask it."
    )
