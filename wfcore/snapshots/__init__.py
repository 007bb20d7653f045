"""Versions of the data: published whole or not at all."""

from wfcore.snapshots.against import compare_with_published
from wfcore.snapshots.differences import Differences, differences
from wfcore.snapshots.local_tables import with_pcn_codes
from wfcore.snapshots.proposals import Proposal
from wfcore.snapshots.publications import Publication
from wfcore.snapshots.readiness import accepted_all, refuse_unready
from wfcore.snapshots.store import Store
from wfcore.snapshots.version import Version, Wanted

__all__ = [
    "Differences",
    "Proposal",
    "Publication",
    "Store",
    "Version",
    "Wanted",
    "accepted_all",
    "compare_with_published",
    "differences",
    "refuse_unready",
    "with_pcn_codes",
]
