"""Whom a rate is for, where it is not the registered patients of the month → plain sentences."""

from collections.abc import Iterable

from wfcore.declared import declared
from wfcore.measuring import Measure
from wfcore.months import Month
from wfcore.targeting import Target
from wfcore.wording.figures import listed, number
from wfcore.wording.metrics import who_is_counted
from wfcore.wording.targets import target_named


def patients_explained(patients: str, days: Iterable[str]) -> str:
    """What must be known of the patients that a rate is for; nothing of registered ones.

    Args:
        patients: their name in `metrics.yaml`.
        days: of the files that gave their weights, `YYYY-MM-DD`; without any it says what file would.
    """
    known = declared().patients[patients]
    years = sorted({str(Month.of(day).financial_year) for day in days if day})
    if not years:
        return known.missing
    return f"{known.caution} The weights are those of {listed(years)}."


def not_held(patients: str, target: Target, value: float) -> str:
    """That a target is not held against a rate for other patients than it was set for."""
    named = target_named(target, value)
    return (
        f"{named[0].upper()}{named[1:]} is for registered patients, so a rate for "
        f"{declared().patients[patients].name} is not held against it."
    )


def starts_for_others(own: Measure, above: Measure | None) -> str:
    """Where a place stands today for patients that no what-if is made for, and what it lacks to the area above.

    Args:
        own: the rate of the place; nothing is said of none.
        above: the same of the area above.
    """
    if own.value is None or own.numerator is None or own.denominator is None:
        return ""
    metric = own.metric
    said = (
        f"For every 100,000 {declared().patients[metric.patients].said} {own.area_name} has "
        f"{number(own.value, metric.decimals)} {who_is_counted(metric, short=True)} today"
    )
    if above is None or above.value is None:
        return f"{said}."
    lacking = above.value / metric.scale * own.denominator - own.numerator
    as_many = "to have as many, it lacks" if lacking > 0 else "it has more, by"
    return (
        f"{said}; {above.area_name} has {number(above.value, metric.decimals)}: {as_many} "
        f"{number(abs(lacking))} full-time posts."
    )


def projected_otherwise(patients: str) -> str:
    """That a what-if is for registered patients, whatever was asked for."""
    return (
        f"What-ifs are for registered patients: nobody says how {declared().patients[patients].name} "
        "will grow."
    )
