"""Every number and name that somebody decided, from `definitions/`, as frozen models."""

from wfcore.declared.arrs import Maximum, Weighting
from wfcore.declared.assumptions import Lever
from wfcore.declared.loading import Declared, declared
from wfcore.declared.models import Metric, Quantity, Source, Staff, Target
from wfcore.declared.rules import Doctor, FileLimits, Rules

__all__ = [
    "Declared",
    "Doctor",
    "FileLimits",
    "Lever",
    "Maximum",
    "Metric",
    "Quantity",
    "Rules",
    "Source",
    "Staff",
    "Target",
    "Weighting",
    "declared",
]
