"""Who is leaving, who is coming? Ages, hours, and every role."""

from pages.parts import display, sections, selection, succession
from wfcore.answers import standard_questions

choice = selection.choose(about="The people", practice_staff_only=True)
display.title("Who is leaving, who is coming?")
first, *others = standard_questions(choice, ("ages", "ageing", "every_role"))
sections.page(choice, [first, *others])
succession.draw(choice)
