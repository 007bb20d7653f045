"""Whom a rate is for, where it is not the registered patients of the month → plain sentences."""

from collections.abc import Iterable

from wfcore.declared import declared
from wfcore.months import Month
from wfcore.targeting import Target
from wfcore.wording.figures import listed
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


def projected_otherwise(patients: str) -> str:
    """That a what-if is for registered patients, whatever was asked for."""
    return (
        f"What-ifs are for registered patients: nobody says how {declared().patients[patients].name} "
        "will grow."
    )
