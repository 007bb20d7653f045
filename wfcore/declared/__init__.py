"""Every number and name that somebody decided, from `definitions/`, as frozen models."""

from wfcore.declared.answers import AnswerKind
from wfcore.declared.arrs import Maximum, UtilisationTarget, Weighting
from wfcore.declared.assumptions import Lever, ListGrowth, StandIn, Survey
from wfcore.declared.flags import Flag, flags_of, in_order
from wfcore.declared.loading import Declared, declared
from wfcore.declared.models import Metric, OtherFile, Quantity, Source, Staff
from wfcore.declared.rules import Doctor, FileLimits, Rules

__all__ = [
    "AnswerKind",
    "Declared",
    "Doctor",
    "FileLimits",
    "Flag",
    "Lever",
    "ListGrowth",
    "Maximum",
    "Metric",
    "OtherFile",
    "Quantity",
    "Rules",
    "Source",
    "Staff",
    "StandIn",
    "Survey",
    "UtilisationTarget",
    "Weighting",
    "declared",
    "flags_of",
    "in_order",
]
