"""Statistics that members can read: arrays in, a few figures out. Knows no place, month or file."""

from wfcore.statistics.inequality import SlopeIndex, gini, slope_index
from wfcore.statistics.nearness import distances_from

__all__ = ["SlopeIndex", "distances_from", "gini", "slope_index"]
