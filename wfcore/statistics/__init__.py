"""Statistics that members can read: arrays in, a few figures out. Knows no place, month or file."""

from wfcore.statistics.inequality import SlopeIndex, gini, slope_index

__all__ = ["SlopeIndex", "gini", "slope_index"]
