"""How good are the figures? Who reported, how well, and what the gaps do to a rate."""

from pages.parts import display, sections, selection
from wfcore.answers import standard_questions
from wfcore.geography import Level

choice = selection.choose(
    levels=[level for level in Level if level is not Level.PRACTICE], about="Reports on the figures"
)
display.title("How good are the figures?")
sections.page(
    choice,
    standard_questions(choice, ("returns", "completeness", "silent", "effect")),
)
