"""Where do the next ones come from? Who teaches, who qualifies, who stays, and what posts were promised."""

from pages.parts import display, not_here, sections, selection
from wfcore.answers import brought_kinds, lacking_words, standard_questions
from wfcore.wording import pipeline

choice = selection.choose(about="The next ones", practice_staff_only=True)
display.title("Where do the next ones come from?")
# What is known comes first; who teaches GPs now the practice file says, whatever was brought.
order = ("qualifying", "teaching", "conversion", "programme_posts")
brought = brought_kinds(choice)
first, *others = standard_questions(choice, [k for k in order if k in (*brought, "teaching")])
sections.page(choice, [first, *others])
not_here.draw(choice, lacking_words(choice), pipeline.who_could_tell())
