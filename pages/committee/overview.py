"""Have we enough staff? One place: the rate, against then, the area above and the target."""

from pages.parts import display, sections, selection
from wfcore.answers import standard_questions

choice = selection.choose()
display.title("Have we enough staff?")
sections.page(
    choice,
    standard_questions(choice, ("enough", "people", "spread", "over_time", "aims")),
)
