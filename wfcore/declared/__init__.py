"""Every number and name that somebody decided, from `definitions/`, as frozen models."""

from wfcore.declared.arrs import Arrs, ArrsRole, ArrsYear, Maximum, Rate, Weighting
from wfcore.declared.assumptions import Assumptions, Cost, Lever, ModelGroup, WorkedExample
from wfcore.declared.loading import DEFINITIONS, Declared, declared, load
from wfcore.declared.models import (
    Example,
    Geography,
    Metric,
    Model,
    Quantity,
    Source,
    Staff,
    Target,
)
from wfcore.declared.questions import AskedOf, QuestionLimits, Questions
from wfcore.declared.rules import Doctor, Limits, LocalTables, Rules

__all__ = [
    "DEFINITIONS",
    "Arrs",
    "ArrsRole",
    "ArrsYear",
    "AskedOf",
    "Assumptions",
    "Cost",
    "Declared",
    "Doctor",
    "Example",
    "Geography",
    "Lever",
    "Limits",
    "LocalTables",
    "Maximum",
    "Metric",
    "Model",
    "ModelGroup",
    "Quantity",
    "QuestionLimits",
    "Questions",
    "Rate",
    "Rules",
    "Source",
    "Staff",
    "Target",
    "Weighting",
    "WorkedExample",
    "declared",
    "load",
]
