"""Have we enough staff? One place: against whom, said by whom, every staff group at a glance."""

from pages.parts import display, sections, selection
from wfcore.answers import standard_questions

choice = selection.choose()
display.title("Have we enough staff?")
(enough, inside) = standard_questions(choice, ("enough", "spread"))
sections.page(
    choice,
    [enough],
    beside=inside,
    folds=standard_questions(choice, ("over_time", "people", "aims")),
)
