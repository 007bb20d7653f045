"""Staff beside deprivation, in words."""

from wfcore.comparing import Fairness
from wfcore.declared import Metric
from wfcore.rounding import shown
from wfcore.wording.figures import counted, listed, month, number

_PARTS = {5: "fifth", 2: "half"}
_MOST_NAMED = 3
_NOT_PEOPLE = (
    "Places are not people: a deprived area has well-off patients, and the reverse. "
    "This does not say who is seen, nor why a place is short."
)


def fairness_verdict(place: str, metric: Metric, called: str, found: Fairness) -> str:
    """Whether the places whose patients are more deprived have fewer staff."""
    if found.year is None:
        return f"Nothing is known of how deprived patients are in {place}."
    if found.slope is None or found.least is None or found.most is None:
        many = counted(found.places.height).capitalize()
        return f"{many} {called} in {place} have both a figure and a deprivation score: too few to see a pattern."
    least, most = (number(v, metric.decimals) for v in (found.least, found.most))
    part, noun = _PARTS[found.parts], metric.short
    ends = f"The most deprived {part} of patients has {most} {noun} per 100,000, the least deprived {least}."
    if not found.slope.is_clear:
        return f"There is no clear pattern in {place}. {ends}"
    fewer = found.slope.difference < 0
    return f"In {place}, more deprived places have {'fewer' if fewer else 'more'} {noun}. {ends}"


def fairness_detail(
    metric: Metric, called: str, found: Fairness, before: tuple[str, Fairness] | None
) -> tuple[str, ...]:
    """The line with its range, from where to where, who is left behind, and how it was."""
    said: list[str] = []
    if found.slope is not None:
        low, high = (_moved(end, metric) for end in (found.slope.low, found.slope.high))
        said.append(
            f"A line through all {called}, from the least to the most deprived patients, ends "
            f"{_moved(found.slope.difference, metric)} per 100,000; by chance it could be {low} to {high}."
        )
    if found.ends is not None and found.places.height > 1:
        lowest, highest = found.ends
        times = f", {number(highest / lowest)} times as many" if lowest > 0 else ""
        said.append(
            f"From place to place it goes from {number(lowest, metric.decimals)} to "
            f"{number(highest, metric.decimals)}{times}."
        )
    said += [*_left_behind(found, called), *_then(metric, found, before)]
    return tuple(said)


def _moved(value: float, metric: Metric) -> str:
    size = shown(abs(value), metric.decimals)
    if size == 0:
        return "no difference"
    return f"{number(size, metric.decimals)} {'fewer' if value < 0 else 'more'}"


def _left_behind(found: Fairness, called: str) -> list[str]:
    behind = found.behind
    if found.slope is None:
        return []
    if not behind:
        return [
            f"None of the {called} is both among the most deprived and among those with fewest."
        ]
    named = behind[:_MOST_NAMED]
    rest = len(behind) - len(named)
    names = listed([*named, *([f"{counted(rest)} more"] if rest else [])])
    return [f"Among the most deprived and with the fewest staff: {names}."]


def _then(metric: Metric, found: Fairness, before: tuple[str, Fairness] | None) -> list[str]:
    if before is None or found.slope is None:
        return []
    when, then = before
    if (
        then.slope is None
        or then.ends is None
        or then.ends[0] <= 0
        or not found.ends
        or found.ends[0] <= 0
    ):
        return []
    times, moved = number(then.ends[1] / then.ends[0]), _moved(then.slope.difference, metric)
    return [
        f"In {month(when)} the line ended {moved}, and the highest was {times} times the lowest."
    ]


def left_out_of_fairness(found: Fairness, called: str) -> tuple[str, ...]:
    """Places that are not in the picture, because a figure or a score is missing."""
    if not found.left_out:
        return ()
    many = found.left_out + found.places.height
    return (
        f"{counted(found.left_out).capitalize()} of {many:,} {called} have no figure or no score, and are left out.",
    )


def fairness_cautions(found: Fairness) -> tuple[str, ...]:
    """What such a picture cannot say."""
    if found.year is None:
        return ()
    evenly = (
        ""
        if found.gini is None
        else (
            f" Shared out perfectly evenly over patients the Gini figure would be 0; it is {found.gini:.2f}."
        )
    )
    return (
        _NOT_PEOPLE,
        f"Scores are those of the English Indices of Deprivation {found.year}, by where patients live.{evenly}",
    )
