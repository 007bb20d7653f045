"""Drafts against the last published period of their source: tables of what differs, and findings."""

from wfcore.store.differences.draft_differences import Differences, find_differences
from wfcore.store.differences.file_comparison import FileComparison, compare_files
from wfcore.store.differences.fingerprints import unit_fingerprints
from wfcore.store.differences.successions import with_successions

__all__ = [
    "Differences",
    "FileComparison",
    "compare_files",
    "find_differences",
    "unit_fingerprints",
    "with_successions",
]
