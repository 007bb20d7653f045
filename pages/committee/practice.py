"""One practice against its network and its borough."""

from pages.parts import display, sections, selection
from wfcore.answers import standard_questions
from wfcore.geography import Level

choice = selection.choose(
    levels=(Level.PRACTICE,), about="Comparisons of one practice", practice_staff_only=True
)
display.title("How does one practice compare?")
sections.page(choice, standard_questions(choice, ("practice", "near")))
