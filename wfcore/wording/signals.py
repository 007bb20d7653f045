"""Whether a course is more than chance, in words."""

from collections.abc import Sequence

from wfcore.comparing import Assured, Stretch
from wfcore.declared import Metric
from wfcore.statistics import LEAST_FIGURES, Signal
from wfcore.wording.breath import fits
from wfcore.wording.figures import counted, listed, month, number
from wfcore.wording.metrics import in_words

_MOST_NAMED = 3
_ASSURED = {
    "always": "Chance alone would not lose it.",
    "never": "Chance alone will not bring it.",
    "sometimes": "Chance alone may decide whether a month meets it.",
}
_CHANCE = (
    "By the {many} changes since {since}, chance alone moves {what} by {low} to {high} in a year."
)
SIGNAL_CAUTIONS = (
    (
        "Each figure is the change on the same month a year before: most staff of a month are those of the "
        "month before it. Figures near each other share months, so runs come more often than by pure chance."
    ),
    "A mark now and then comes by chance alone. It says when to ask, not why.",
)


def signal_verdict(metric: Metric, place: str, stretches: Sequence[Stretch]) -> str:
    """Whether the newest change on a year ago is more than chance; or why that cannot be told yet."""
    last = stretches[-1] if stretches else None
    if last is None or last.limits is None:
        return _too_few(len(last.changes) if last else 0, place)
    period, change = last.changes[-1]
    moved = f"In the year to {month(period)}, {metric.short} in {place} {_moved(change, metric)}."
    if last.latest is None:
        said = f"No signal. {moved} Chance alone may do that."
        return said if fits(said) else f"No signal in {place}: chance alone may move it so far."
    said = f"A signal. {moved} That is more than chance."
    return said if fits(said) else f"A signal in {place}: it moved by more than chance."


def _too_few(many: int, place: str) -> str:
    are = "is one change" if many == 1 else f"are {counted(many)} changes"
    return (
        f"It cannot be told yet. There {are} on a year ago for {place}; "
        f"limits of chance need {LEAST_FIGURES}."
    )


def _moved(change: float, metric: Metric) -> str:
    size = number(abs(change), metric.decimals)
    if float(size.replace(",", "")) == 0:
        return "stayed the same"
    unit = " per 100,000" if metric.kind == "rate" else ""
    return f"{'rose' if change > 0 else 'fell'} by {size}{unit}"


def signal_detail(metric: Metric, stretches: Sequence[Stretch]) -> tuple[str, ...]:
    """What chance alone does here, why the newest change is a signal, and the ones before it."""
    last = stretches[-1] if stretches else None
    if last is None or last.limits is None:
        return ()
    low, high = (number(v, metric.decimals) for v in (last.limits.low, last.limits.high))
    since = month(last.changes[0][0])
    said = [
        _CHANCE.format(
            many=len(last.changes), since=since, what=in_words(metric), low=low, high=high
        )
    ]
    if last.latest:
        said.append(f"The newest change {rule_said(last.latest)}.")
    earlier = [s for s in last.signals if s is not last.latest]
    if earlier:
        named = [
            f"{month(last.changes[s.at][0])} {'up' if s.up else 'down'}"
            for s in earlier[-_MOST_NAMED:]
        ]
        first = (
            "Earlier signals" if len(earlier) <= _MOST_NAMED else "The latest of earlier signals"
        )
        said.append(f"{first}: {listed(named)}.")
    return tuple(said)


def rule_said(signal: Signal) -> str:
    """By which rule a figure is a signal, as the end of a sentence about it."""
    way, side = ("up", "above") if signal.up else ("down", "below")
    return {
        "outside": f"lies further {way} than chance goes",
        "trend": f"is one of seven in a row that all go {way}",
        "near": f"is one of two in three almost as far {way} as chance goes",
        "side": f"is one of seven in a row {side} the middle",
    }[signal.kind]


def limits_begin_anew(marks: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Where limits begin anew, and why."""
    return tuple(f"Limits begin anew in {month(period)}: {words}." for period, words in marks)


def aim_assured(aim: float, metric: Metric, found: Assured) -> str:
    """How an aim stands, month after month."""
    met, months = counted(found.met) if found.met else "none", counted(found.months)
    told = f"The aim of {number(aim, metric.decimals)} was met in {met} of {months} months."
    return f"{told} {_ASSURED[found.how]}" if found.how else told
