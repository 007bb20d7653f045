"""What is there in place of a figure that is not, or that can hardly be so."""

from wfcore import wording
from wfcore.answers.choices import Choice
from wfcore.measuring import Measure
from wfcore.months import Month
from wfcore.targeting import nearest_available


def nearest_figures(choice: Choice) -> str:
    """The figures that are there in place of the one that is not: of another month, by another count."""
    return " ".join(filter(None, (_nearest_month(choice), _nearest_count(choice))))


def month_counting(choice: Choice) -> str | None:
    """The nearest month whose file has the count, where that of the page has not."""
    counted = choice.months_counting()
    if choice.period in counted:
        return None
    return min(counted, key=Month(choice.period).distance)


def nobody_counted(choice: Choice, measure: Measure) -> tuple[str, ...]:
    """What to make of a count of nobody where the same return has others: a slip is likelier."""
    if measure.value != 0:
        return ()
    place = (choice.level, choice.code, choice.period)
    near = nearest_available(choice.figures, choice.metric.id, *place)
    if near is None or not near.numerator:
        return ()
    return (wording.likely_slip(measure, near),)


def _nearest_month(choice: Choice) -> str:
    near = month_counting(choice)
    if near is None:
        return ""
    measure = choice.figures.measure_of(choice.metric.id, choice.level, choice.code, near)
    said = wording.months_lacking([choice.period], choice.metric)
    if measure.value is None:
        return said
    value = wording.value_with_unit(measure.metric, measure.value)
    return f"{said} The nearest month that has one is {wording.month(near)}: {value}."


def _nearest_count(choice: Choice) -> str:
    near = nearest_available(
        choice.figures, choice.metric.id, choice.level, choice.code, choice.period
    )
    if near is None:
        return ""
    value = wording.value_with_unit(near.metric, near.value)
    return f"The nearest figure this file has: {value}. It is not the same count."
