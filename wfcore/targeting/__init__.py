"""Aims of places, and measures against them: the gap as a rate and as posts."""

from wfcore.targeting.aims import (
    AimHere,
    Place,
    Target,
    aims_here,
    aims_in_force,
    published_targets,
    targeted_metrics,
    targets_of,
)
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

__all__ = [
    "UNAVAILABLE_FLAGS",
    "Aim",
    "AimHere",
    "AimKind",
    "Gap",
    "Place",
    "Status",
    "Target",
    "aims_here",
    "aims_in_force",
    "gaps_of",
    "nearest_available",
    "published_targets",
    "target_gaps",
    "targeted_metrics",
    "targets_of",
]
