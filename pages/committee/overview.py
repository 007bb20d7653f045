"""Have we enough staff? One place: against whom, said by whom, where it stands, every staff group at a glance."""

from pages.parts import display, sections, selection
from wfcore.answers import has_printed, standard_questions

choice = selection.choose()
display.title("Have we enough staff?")
enough, around, inside = standard_questions(choice, ("enough", "map", "spread"))
sections.page(
    choice,
    [enough, inside],
    beside=around,
    folds=standard_questions(
        choice,
        (
            "over_time",
            "people",
            "aims",
            *(["as_printed", "two_counts"] if has_printed(choice.figures) else []),
        ),
    ),
)
