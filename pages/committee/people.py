"""Who is leaving, who is coming? Ages, hours, who left, what is vacant, and every role."""

from pages.parts import display, not_here, sections, selection, succession
from wfcore.answers import people_known, standard_questions
from wfcore.wording import turnover

choice = selection.choose(about="The people", practice_staff_only=True)
display.title("Who is leaving, who is coming?")
known = people_known(choice)
sections.page(choice, standard_questions(choice, known.asked))
not_here.draw(choice, known.lacking, turnover.who_brings_it(choice.name))
succession.draw(choice)
