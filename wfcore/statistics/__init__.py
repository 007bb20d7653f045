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
from wfcore.statistics.inequality import SlopeIndex, gini, slope_index
from wfcore.statistics.nearness import distances_from

__all__ = [
    "LEAST_FIGURES",
    "Assurance",
    "ControlLimits",
    "Signal",
    "SlopeIndex",
    "distances_from",
    "gini",
    "is_met",
    "limits_of",
    "signals_of",
    "slope_index",
]
