"""Drafts against the last published period of their source: tables of what differs, and findings."""

from wfcore.store.differences.fingerprints import fingerprints
from wfcore.store.differences.found import Differences, differences
from wfcore.store.differences.sides import Sides, sides

__all__ = ["Differences", "Sides", "differences", "fingerprints", "sides"]
