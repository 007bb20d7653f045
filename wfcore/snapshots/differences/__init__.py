"""Drafts against the last published period of their source: tables of what differs, and findings."""

from wfcore.snapshots.differences.fingerprints import fingerprints
from wfcore.snapshots.differences.found import Differences, differences
from wfcore.snapshots.differences.sides import Sides, sides

__all__ = ["Differences", "Sides", "differences", "fingerprints", "sides"]
