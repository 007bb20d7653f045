"""Questions to ask of a figure, and the limits from which they are asked."""

from wfcore.declared.models import Model


class QuestionLimits(Model):
    """From when on a figure raises a question."""

    moved_a_quarter: float
    groups_moved: int
    wide_spread: float
    part_of_change: float
    old_months: int


class QuestionTemplate(Model):
    """A question with gaps for figures, and who can answer it."""

    question: str
    who: str


class Questions(Model):
    """Every question, under the rule that raises it."""

    limits: QuestionLimits
    questions: dict[str, QuestionTemplate]
