"""Every number and name that somebody decided, from `definitions/`, as frozen models."""

from wfcore.declared.answers import AnswerKind
from wfcore.declared.arrs import Arrs, ArrsRole, ArrsYear, Maximum, Rate, Weighting
from wfcore.declared.assumptions import (
    Assumptions,
    Lever,
    ListGrowth,
    ModelGroup,
    StandIn,
    UnitCost,
    WorkedExample,
)
from wfcore.declared.flags import Flag, flags_of, in_order
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
from wfcore.declared.questions import QuestionLimits, Questions, QuestionTemplate
from wfcore.declared.rules import Doctor, FileLimits, LocalTables, Rules

__all__ = [
    "DEFINITIONS",
    "AnswerKind",
    "Arrs",
    "ArrsRole",
    "ArrsYear",
    "Assumptions",
    "Declared",
    "Doctor",
    "Example",
    "FileLimits",
    "Flag",
    "Geography",
    "Lever",
    "ListGrowth",
    "LocalTables",
    "Maximum",
    "Metric",
    "Model",
    "ModelGroup",
    "Quantity",
    "QuestionLimits",
    "QuestionTemplate",
    "Questions",
    "Rate",
    "Rules",
    "Source",
    "Staff",
    "StandIn",
    "Target",
    "UnitCost",
    "Weighting",
    "WorkedExample",
    "declared",
    "flags_of",
    "in_order",
    "load",
]
