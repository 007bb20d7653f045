"""Levels, names, which areas each practice belongs to, and where they are on another map."""

from wfcore.geography.groups import (
    APART,
    GROUP_PREFIX,
    LONGEST_CODE,
    MOST_IN_A_LINK,
    Membership,
    PracticeGroup,
    name_fault,
)
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
    "APART",
    "AREA_COLUMNS",
    "AREA_LEVELS",
    "ENGLAND_CODE",
    "GROUP_PREFIX",
    "LOCAL_AUTHORITY",
    "LONGEST_CODE",
    "MOST_IN_A_LINK",
    "NO_PCN",
    "POSTCODE",
    "Level",
    "Membership",
    "MonthMap",
    "PlacedBy",
    "PracticeGroup",
    "area_code_at",
    "authority_by_postcode",
    "display_name",
    "first_of_each",
    "name_fault",
    "place_practices",
    "plain_name",
    "plain_postcode",
    "redraw_networks",
    "redraw_practices",
]
