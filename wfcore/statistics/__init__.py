"""Statistics that members can read: arrays in, a few figures out. Knows no place, month or file."""

from wfcore.statistics.control import (
    LEAST_FIGURES,
    Assurance,
    ControlLimits,
    Signal,
    is_met,
    limits_of,
    signals_of,
)

__all__ = [
    "LEAST_FIGURES",
    "Assurance",
    "ControlLimits",
    "Signal",
    "is_met",
    "limits_of",
    "signals_of",
]
