"""Versions of the data: published whole or not at all."""

from wfcore.store.consequences import will_be_missing
from wfcore.store.differences import Differences, find_differences
from wfcore.store.identity import VersionName
from wfcore.store.local_tables import with_known_codes
from wfcore.store.postcodes import with_earlier_postcodes
from wfcore.store.proposals import Proposal
from wfcore.store.publications import Publication
from wfcore.store.published_comparison import compare_to_published
from wfcore.store.readiness import accept_all_warnings, assert_publishable
from wfcore.store.restoring import EditionChange, changes_by_restoring
from wfcore.store.store import Store
from wfcore.store.verifying import Verification
from wfcore.store.version import Version, Wanted
from wfcore.store.writing import unpublished

__all__ = [
    "Differences",
    "EditionChange",
    "Proposal",
    "Publication",
    "Store",
    "Verification",
    "Version",
    "VersionName",
    "Wanted",
    "accept_all_warnings",
    "assert_publishable",
    "changes_by_restoring",
    "compare_to_published",
    "find_differences",
    "unpublished",
    "will_be_missing",
    "with_earlier_postcodes",
    "with_known_codes",
]
