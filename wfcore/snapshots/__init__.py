"""Versions of the data: published whole or not at all."""

from wfcore.snapshots.against import compare_with_published
from wfcore.snapshots.local_tables import with_pcn_codes
from wfcore.snapshots.store import Publication, Store, refuse_unready
from wfcore.snapshots.version import Version, Wanted

__all__ = [
    "Publication",
    "Store",
    "Version",
    "Wanted",
    "compare_with_published",
    "refuse_unready",
    "with_pcn_codes",
]
