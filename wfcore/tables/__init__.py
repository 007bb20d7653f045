"""The tidy tables: a class for each, with its columns, types, units and keys; and the kinds they come in."""

from wfcore.tables.columns import REASONS
from wfcore.tables.kinds import (
    BREAKDOWNS,
    LABEL,
    PERIOD_COLUMN,
    STAFF_KINDS,
    STAFF_LABELS,
    STANDING,
    TABLES,
    allowed_labels,
    conform,
    earlier_names,
    key,
    schema,
)

__all__ = [
    "BREAKDOWNS",
    "LABEL",
    "PERIOD_COLUMN",
    "REASONS",
    "STAFF_KINDS",
    "STAFF_LABELS",
    "STANDING",
    "TABLES",
    "allowed_labels",
    "conform",
    "earlier_names",
    "key",
    "schema",
]
