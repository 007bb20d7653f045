"""Levels, names, and which areas each practice belongs to."""

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

__all__ = [
    "AREA_LEVELS",
    "ENGLAND_CODE",
    "LOCAL_AUTHORITY",
    "NO_PCN",
    "POSTCODE",
    "Level",
    "area_code_at",
    "authority_by_postcode",
    "display_name",
    "first_of_each",
    "place_practices",
    "plain_name",
    "plain_postcode",
]
