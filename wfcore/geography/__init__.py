"""Levels, names, and which areas each practice belongs to."""

from wfcore.geography.levels import AREA_LEVELS, ENGLAND_CODE, NO_PCN, Level, area_code_at
from wfcore.geography.names import display_name, plain_name
from wfcore.geography.placing import first_of_each, place_practices

__all__ = [
    "AREA_LEVELS",
    "ENGLAND_CODE",
    "NO_PCN",
    "Level",
    "area_code_at",
    "display_name",
    "first_of_each",
    "place_practices",
    "plain_name",
]
