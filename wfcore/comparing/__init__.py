"""Measures beside each other: then and now, here and there; what counts as a difference."""

from wfcore.comparing.alike import Alike, alike_of
from wfcore.comparing.changes import (
    CHANGE_PARTS,
    Change,
    RecentChanges,
    a_year_before,
    change_of,
    changes_of,
    decompose_change,
    latest_changes,
    months_counting,
    the_one_before,
)
from wfcore.comparing.fairness import Fairness, fairness_of
from wfcore.comparing.steadiness import Assured, Stretch, assured, year_stretches
from wfcore.comparing.verdicts import Verdict, stand_beside, stands_beside

__all__ = [
    "CHANGE_PARTS",
    "Alike",
    "Assured",
    "Change",
    "Fairness",
    "RecentChanges",
    "Stretch",
    "Verdict",
    "a_year_before",
    "alike_of",
    "assured",
    "change_of",
    "changes_of",
    "decompose_change",
    "fairness_of",
    "latest_changes",
    "months_counting",
    "stand_beside",
    "stands_beside",
    "the_one_before",
    "year_stretches",
]
