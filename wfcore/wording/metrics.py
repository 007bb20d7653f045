"""What a metric counts, in words, and its values with their units."""

from wfcore.declared import Metric, declared
from wfcore.wording.figures import NOT_AVAILABLE, number


def value_with_unit(metric: Metric, value: object, *, short: bool = False) -> str:
    """A value with its unit, as it stands inside a sentence; `short` as `who_is_counted` has it."""
    if not isinstance(value, int | float):
        return NOT_AVAILABLE
    figure = number(value, metric.decimals)
    name = who_is_counted(metric, short=short)
    if metric.kind == "share" and metric.scale == 100:
        return f"{figure}% {metric.short}"
    return {
        "rate": f"{figure} {name} {per_patients(metric)}",
        "fte": f"{figure} full-time posts of {name}",
        "patients_per": f"{figure} {in_words(metric)}",
        "patients": f"{figure} registered patients",
        "share": f"{figure} full-time posts for each {_one(metric)}",
    }[metric.kind]


def per_patients(metric: Metric) -> str:
    """What a rate is for."""
    return f"per 100,000 {_patients(metric)}"


def in_words(metric: Metric) -> str:
    """What a metric counts, as the subject of a sentence."""
    return {
        "rate": f"{metric.short} {per_patients(metric)}",
        "fte": f"full-time posts of {metric.short}",
        "patients_per": f"{_patients(metric)} for each full-time post of {metric.short}",
        "patients": "registered patients",
        "share": metric.short,
    }[metric.kind]


def heading(metric: Metric) -> str:
    """A column heading short enough for a phone."""
    weighted = metric.patients != "registered"
    return {
        "rate": f"FTE per 100,000{' weighted' if weighted else ''}",
        "fte": "FTE",
        "patients_per": f"{_patients(metric).capitalize()} per FTE",
        "patients": "Patients",
        "share": "Per cent" if metric.scale == 100 else "FTE per head",
    }[metric.kind]


def direction(metric: Metric) -> str:
    """Which way is better, in words."""
    return {
        "higher": "Higher means more staff for the same patients.",
        "lower": "Lower means fewer patients for each member of staff.",
        "none": "Neither higher nor lower is better by itself.",
    }[metric.better]


def who_is_counted(metric: Metric, *, short: bool = False) -> str:
    """Who is counted, inside a sentence; `short`: as one says it where it has just been made clear."""
    if metric.stem == "gp":
        return "GPs and trainees"
    return metric.short.removeprefix("fully ") if short else metric.short


def _patients(metric: Metric) -> str:
    return declared().patients[metric.patients].said


def _one(metric: Metric) -> str:
    singular = {
        "GPs": "GP",
        "nurses": "nurse",
        "staff": "member of staff",
        "directors": "director",
        "assistants": "assistant",
    }
    words = metric.short.split(" ")
    if metric.id.startswith("participation_"):
        return metric.id.removeprefix("participation_").replace("gp", "GP")
    if metric.short == "GPs without locums":
        return "GP other than locums"
    words[-1] = singular.get(words[-1], words[-1])
    return " ".join(words)
