"""Levels, names, which areas each practice belongs to, and where they are on another map."""

from wfcore.geography.levels import (
    AREA_LEVELS,
    ENGLAND_CODE,
    LOCAL_AUTHORITY,
    NO_PCN,
    Level,
    area_code_at,
)
from wfcore.geography.names import display_name, plain_name
from wfcore.geography.placing import first_of_each, place_practices
from wfcore.geography.postcodes import POSTCODE, authority_by_postcode, plain_postcode
from wfcore.geography.redrawing import (
    AREA_COLUMNS,
    MonthMap,
    PlacedBy,
    redraw_networks,
    redraw_practices,
)

__all__ = [
    "AREA_COLUMNS",
    "AREA_LEVELS",
    "ENGLAND_CODE",
    "LOCAL_AUTHORITY",
    "NO_PCN",
    "POSTCODE",
    "Level",
    "MonthMap",
    "PlacedBy",
    "area_code_at",
    "authority_by_postcode",
    "display_name",
    "first_of_each",
    "place_practices",
    "plain_name",
    "plain_postcode",
    "redraw_networks",
    "redraw_practices",
]
