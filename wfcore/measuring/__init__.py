"""Metrics × version × level → measures."""

from wfcore.measuring.deprivation import deprivation_of
from wfcore.measuring.disclosure import has_partial_group, is_suppressed, suppression_columns
from wfcore.measuring.expected_patients import ExpectedPatients
from wfcore.measuring.groups import (
    GroupMeasures,
    group_of,
    in_no_group,
    published_groups,
    with_group,
)
from wfcore.measuring.measures import (
    MEASURES,
    as_level,
    find_area,
    measure,
    sum_by_area,
    units_inside,
)
from wfcore.measuring.nouns import Measure, measures_of
from wfcore.measuring.opening_place import OpeningPlace, opening_place, opens_on
from wfcore.measuring.parts import measure_then, partly_inside, whole_or_inside
from wfcore.measuring.place_events import PlaceEvent, place_events
from wfcore.measuring.receipts import Receipt, receipt
from wfcore.measuring.successions import successors_of
from wfcore.measuring.sum_plan import patients_column
from wfcore.measuring.table_cache import TableCache
from wfcore.measuring.units import Units, quantity_id, units
from wfcore.measuring.version_cache import cached_per_version
from wfcore.measuring.version_measures import VersionMeasures

__all__ = [
    "MEASURES",
    "ExpectedPatients",
    "GroupMeasures",
    "Measure",
    "OpeningPlace",
    "PlaceEvent",
    "Receipt",
    "TableCache",
    "Units",
    "VersionMeasures",
    "as_level",
    "cached_per_version",
    "deprivation_of",
    "find_area",
    "group_of",
    "has_partial_group",
    "in_no_group",
    "is_suppressed",
    "measure",
    "measure_then",
    "measures_of",
    "opening_place",
    "opens_on",
    "partly_inside",
    "patients_column",
    "place_events",
    "published_groups",
    "quantity_id",
    "receipt",
    "successors_of",
    "sum_by_area",
    "suppression_columns",
    "units",
    "units_inside",
    "whole_or_inside",
    "with_group",
]
