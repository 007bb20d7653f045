"""Versions of the data: published whole or not at all."""

from wfcore.store.against import compare_with_published
from wfcore.store.differences import Differences, differences
from wfcore.store.identity import VersionName
from wfcore.store.local_tables import with_pcn_codes
from wfcore.store.proposals import Proposal
from wfcore.store.publications import Publication
from wfcore.store.readiness import accepted_all, refuse_unready
from wfcore.store.store import Store
from wfcore.store.verifying import Verification
from wfcore.store.version import Version, Wanted
from wfcore.store.writing import unpublished

__all__ = [
    "Differences",
    "Proposal",
    "Publication",
    "Store",
    "Verification",
    "Version",
    "VersionName",
    "Wanted",
    "accepted_all",
    "compare_with_published",
    "differences",
    "refuse_unready",
    "unpublished",
    "with_pcn_codes",
]
