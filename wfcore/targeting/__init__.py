"""Aims of places, and measures against them: the gap as a rate and as posts."""

from wfcore.targeting.aims import (
    AimHere,
    Place,
    Target,
    aims_here,
    aims_in_force,
    aims_table,
    published_targets,
    targeted_metrics,
    targets_of,
)
from wfcore.targeting.editing import aim_drafts, own_aims
from wfcore.targeting.gaps import (
    UNAVAILABLE_FLAGS,
    Aim,
    AimKind,
    Gap,
    Status,
    gaps_of,
    nearest_available,
    target_gaps,
)
from wfcore.targeting.histories import aim_history

__all__ = [
    "UNAVAILABLE_FLAGS",
    "Aim",
    "AimHere",
    "AimKind",
    "Gap",
    "Place",
    "Status",
    "Target",
    "aim_drafts",
    "aim_history",
    "aims_here",
    "aims_in_force",
    "aims_table",
    "gaps_of",
    "nearest_available",
    "own_aims",
    "published_targets",
    "target_gaps",
    "targeted_metrics",
    "targets_of",
]
